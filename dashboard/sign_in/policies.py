"""How old a password may be, and how long one may stay away (ACC-20). Off unless they are set."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from dashboard.access import safe_address
from dashboard.context import portal
from dashboard.sign_in.confirmation import Whose
from dashboard.sign_in.half_way import forget_half_way
from dashboard.sign_in.troubles import Trouble, sign_in_again
from store.absence import is_absent
from store.audit import Action, record_event
from store.credentials import password_changed_at, verify_password
from store.tokens import Purpose, new_token

LINK = "link"  # Where the cookie of the forms keeps the token of a link.
THEN = "after a new password"  # And where one goes on to, who is there for the password's age.


def is_shut_out(whose: Whose) -> bool:
    """Tell whether a manager has stayed away for too long to come in."""
    here = portal()
    days = here.settings.inactive_days
    return bool(days) and is_absent(
        here.store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        since=here.clock() - timedelta(days=days),
    )


def turn_away(whose: Whose, then: str | None) -> Response:
    """Say so to a manager who would come in, and note it for those who can let them in."""
    here = portal()
    record_event(
        here.store,
        Action.ABSENT_REFUSED,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        now=here.clock(),
    )
    return sign_in_again(Trouble.ABSENT, then)


def is_too_old(whose: Whose) -> bool:
    """Tell whether a manager's password has to be changed before anything else."""
    here = portal()
    days = here.settings.password_days
    changed_at = password_changed_at(
        here.store, manager_id=whose.manager_id, reseller_id=whose.reseller_id
    )
    return bool(days and changed_at and here.clock() - changed_at >= timedelta(days=days))


def ask_for_new(whose: Whose, then: str | None) -> Response:
    """Lead a manager, who has shown all there is to show, to the page that sets a password."""
    here = portal()
    now = here.clock()
    session.clear()
    session[THEN] = safe_address(then)
    session[LINK] = new_token(
        here.store,
        Purpose.EXPIRED,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        asked_at=now,
        now=now,
    )
    response = redirect(url_for("links.set_password"), 303)
    forget_half_way(response)
    return response


def is_the_same(whose: Whose, password: str) -> bool:
    """Tell whether a new password is no new one, where passwords have to change."""
    return bool(portal().settings.password_days) and verify_password(
        portal().store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        password=password,
    )
