"""Why a subscription is stopped: the platform's words for it, and ours."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

STOP_REASONS: dict[str, LazyString] = {
    "customer_request": lazy_gettext("The client asked for it"),
    "not_paid": lazy_gettext("The client has not paid"),
    "not_used": lazy_gettext("It is not used any more"),
    "other": lazy_gettext("Another reason"),
}


def reason_options() -> list[dict[str, str]]:
    """Return the reasons to choose from."""
    return [{"value": word, "label": str(text)} for word, text in STOP_REASONS.items()]
