"""Why someone is asked to sign in anew: a word in the address, and the sentence for it."""

from __future__ import annotations

from enum import StrEnum

from flask import redirect, url_for
from werkzeug.wrappers import Response

from dashboard.texts import gettext


class Trouble(StrEnum):
    LATE = "late"
    ABSENT = "absent"


def trouble_text(word: str | None) -> str | None:
    """Return the sentence for a word; None for any other."""
    texts = {
        Trouble.LATE: gettext("That took too long. Please sign in again."),
        Trouble.ABSENT: gettext(
            "You have not signed in for a long time, so your access is closed. “Forgot your"
            " password?” opens it again by mail, or ask a System administrator of your company to"
            " let you in."
        ),
    }
    return next((text for trouble, text in texts.items() if trouble == word), None)


def sign_in_again(trouble: Trouble, then: str | None) -> Response:
    return redirect(url_for("sign_in.sign_in", trouble=trouble, next=then or None), 303)
