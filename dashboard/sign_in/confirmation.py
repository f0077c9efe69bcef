"""Whether whoever is asked knows the password, or has a code; and how often it was guessed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dashboard.context import Portal
from dashboard.sign_in.codes import Cipher, recovery_digest, step_of
from dashboard.sign_in.messages import locked_message
from dashboard.texts import gettext
from store.attempts import begin_attempt, forget_failures, subject
from store.audit import Action, record_event
from store.credentials import has_password, verify_password
from store.second_factors import second_factor, take_recovery_code, take_step

logger = logging.getLogger(__name__)


class CodeKind(StrEnum):
    """What a code came from."""

    APP = "app"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and what to tell; and not before `locked_until` either, when that is known."""

    text: str
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom the portal asks."""

    manager_id: str
    reseller_id: str


def check_password(portal: Portal, whose: Whose, password: str) -> Refused | None:
    """Ask a manager who is signed in for the password again; None when it is right.

    Who signs in by an identity provider may have none, which is no secret from them.
    """
    if not has_password(portal.store, manager_id=whose.manager_id, reseller_id=whose.reseller_id):
        return Refused(
            gettext(
                "You have no password here yet. “Forgot your password?” on the sign-in page sends"
                " you a link that sets one."
            )
        )
    name = subject("password", whose.manager_id)
    attempt = begin_attempt(portal.store, name, limit=portal.sign_in_limit, now=portal.clock())
    if attempt.is_allowed and verify_password(
        portal.store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        password=password,
    ):
        forget_failures(portal.store, name)
        return None
    if attempt.locked_until is not None:
        return _locked(portal, attempt.locked_until)
    return Refused(gettext("The current password is not right."))


def take_code(portal: Portal, whose: Whose, code: str) -> CodeKind | Refused:
    """Take a code of a manager's second factor; it is worth nothing after.

    Codes are limited as passwords are, in sign-in and wherever else one is asked for.
    """
    name = subject("code", whose.manager_id)
    now = portal.clock()
    attempt = begin_attempt(portal.store, name, limit=portal.sign_in_limit, now=now)
    if not attempt.is_allowed:
        return _locked(portal, attempt.locked_until)
    outcome = _look_at(portal, whose, code, now)
    if isinstance(outcome, CodeKind):
        forget_failures(portal.store, name)
        return outcome
    if attempt.locked_until is not None:
        _note_lock(portal, whose, now)
        return _locked(portal, attempt.locked_until)
    return outcome


def _look_at(portal: Portal, whose: Whose, code: str, now: datetime) -> CodeKind | Refused:
    who = {"manager_id": whose.manager_id, "reseller_id": whose.reseller_id}
    digest = recovery_digest(whose.manager_id, code)
    if take_recovery_code(portal.store, **who, digest=digest, now=now):
        return CodeKind.RECOVERY
    factor = second_factor(portal.store, **who)
    secret = Cipher(portal.settings.secret_key).decrypt(factor.secret) if factor else None
    if secret is None:
        logger.warning("the second factor of manager %s can't be read", whose.manager_id)
        return Refused(unreadable())
    step = step_of(secret, code, now)
    if step is None:
        return Refused(gettext("This code is not right."))
    if not take_step(portal.store, **who, step=step):
        return Refused(gettext("This code has been used. Wait for the next one."))
    return CodeKind.APP


def unreadable() -> str:
    """Say what is left when SECRET_KEY is not the one that the secret was encrypted with."""
    return gettext(
        "The portal can't check codes of your app any more. Use a recovery code, or ask a system"
        " administrator of your company to reset your second factor."
    )


def _locked(portal: Portal, locked_until: datetime | None) -> Refused:
    now = portal.clock()
    return Refused(locked_message(locked_until or now, now), locked_until)


def _note_lock(portal: Portal, whose: Whose, now: datetime) -> None:
    logger.info("the second step of manager %s is locked", whose.manager_id)
    record_event(
        portal.store,
        Action.SECOND_STEP_LOCKED,
        reseller_id=whose.reseller_id,
        manager_id=whose.manager_id,
        now=now,
    )
