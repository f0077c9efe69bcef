"""Why a sign-in by an identity provider did not lead into the portal: a page for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext

from domain.errors import IdentityError, IdentityRefused, IdentityUnavailable


class Reason(StrEnum):
    """As it stands in the address of the page."""

    LATE = "late"
    CANCELLED = "cancelled"
    LOCKED = "locked"
    NO_ANSWER = "no-answer"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"
    SEVERAL = "several"


# A provider's words for an error. All others are for the operator to look into.
# RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6.
WORDS: Mapping[str, Reason] = {
    "access_denied": Reason.CANCELLED,
    "login_required": Reason.CANCELLED,
    "interaction_required": Reason.CANCELLED,
    "temporarily_unavailable": Reason.NO_ANSWER,
    "server_error": Reason.NO_ANSWER,
    "invalid_grant": Reason.LATE,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told: what happened, and what they can do.

    `can_try` offers another try first, and the password second. `is_coded` shows the code that
    stands in the log, too: somebody has to look into it.
    """

    status: int
    title: Any
    text: Any
    can_try: bool = True
    is_coded: bool = False


TOLD: Mapping[Reason, Told] = {
    Reason.LATE: Told(
        400,
        lazy_gettext("This sign-in is over"),
        lazy_gettext(
            "It took too long, was used already, or was begun in another window. Nothing is wrong"
            " with your account: begin again."
        ),
    ),
    Reason.CANCELLED: Told(
        403,
        lazy_gettext("You are not signed in"),
        lazy_gettext("The sign-in was cancelled, or your company did not allow it."),
    ),
    Reason.LOCKED: Told(
        429,
        lazy_gettext("Too many attempts"),
        lazy_gettext(
            "Too many sign-ins from your network did not work. Try again later, or sign in with"
            " your password."
        ),
        can_try=False,
    ),
    Reason.NO_ANSWER: Told(
        503,
        lazy_gettext("The sign-in service does not answer"),
        lazy_gettext(
            "The portal could not reach it. Try again in a minute, or sign in with your password."
            " If it goes on, tell support this code."
        ),
        is_coded=True,
    ),
    Reason.DOUBTFUL: Told(
        502,
        lazy_gettext("You are not signed in"),
        lazy_gettext(
            "What came back from the sign-in service can't be trusted, so the portal let nobody"
            " in. Sign in with your password. If it happens again, tell support this code."
        ),
        can_try=False,
        is_coded=True,
    ),
    Reason.REFUSED: Told(
        502,
        lazy_gettext("You are not signed in"),
        lazy_gettext(
            "The sign-in service does not accept the portal: something in the settings has to be"
            " put right. Sign in with your password, and tell support this code."
        ),
        can_try=False,
        is_coded=True,
    ),
    Reason.UNVERIFIED: Told(
        403,
        lazy_gettext("Your email is not confirmed"),
        lazy_gettext(
            "The sign-in service knows you, but does not say that your email is confirmed. Have it"
            " confirmed there, or sign in with your password."
        ),
    ),
    Reason.UNKNOWN: Told(
        403,
        lazy_gettext("No access to this portal"),
        lazy_gettext(
            "The sign-in service knows you, but nobody with your email may sign in here. A system"
            " administrator of your company can add you as a manager. If you are signed in there"
            " as somebody else, sign out there first."
        ),
    ),
    Reason.SEVERAL: Told(
        403,
        lazy_gettext("Which company?"),
        lazy_gettext(
            "Your email belongs to managers of several companies. Enter the domain name of the one"
            " you want to sign in to."
        ),
        can_try=False,
    ),
}


def reason_of(error: IdentityError) -> Reason:
    """Return what an error of the provider comes to for a person."""
    if isinstance(error, IdentityUnavailable):
        return Reason.NO_ANSWER
    if isinstance(error, IdentityRefused):
        return WORDS.get(error.error, Reason.REFUSED)
    return Reason.DOUBTFUL
