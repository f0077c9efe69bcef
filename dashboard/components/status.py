"""Statuses, ids and small labels, drawn the same wherever a subscription or a client stands."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.page import notice
from dashboard.places import account_page, subscription_page
from dashboard.services.reading import Origin, Reading
from dashboard.statuses import StatusText, Tone
from dashboard.texts import gettext
from domain.details import SubscriptionDetails

ICONS = {
    Tone.GOOD: "check-circle",
    Tone.WORKING: "arrow-clockwise",
    Tone.WAITING: "hourglass-split",
    Tone.WARN: "exclamation-triangle",
    Tone.BAD: "x-circle",
    Tone.QUIET: "slash-circle",
}


def status_pill(status: StatusText) -> html.Span:
    """Draw a status with its icon, which turns while the status passes by itself (DET-6)."""
    turning = "turning" if status.tone is Tone.WORKING else ""
    return html.Span(
        [icon(ICONS[status.tone], turning), status.name],
        className=f"status {status.tone}",
        title=status.meaning or None,
    )


def trial_label() -> html.Span:
    return html.Span(gettext("Trial"), className="pill trial")


def auto_renew(subscription: SubscriptionDetails) -> html.Span | None:
    """Draw whether a subscription is renewed by itself, where that is known."""
    if subscription.is_auto_renewed is None:
        return None
    said = (
        gettext("Auto-renew is on")
        if subscription.is_auto_renewed
        else gettext("Auto-renew is off")
    )
    return html.Span(said, className="sub")


def subscription_link(name: str, subscription_id: str) -> dcc.Link:
    """Draw a subscription's name as the way to its page (NAV-4)."""
    return dcc.Link(name, href=subscription_page(subscription_id))


def account_link(name: str, account_id: str) -> dcc.Link:
    """Draw a client's name as the way to its page (NAV-4)."""
    return dcc.Link(name, href=account_page(account_id))


def copied_id(own_id: str) -> html.Button:
    """Draw an id that a click copies; assets/js/details.js does it."""
    return html.Button(
        [f"ID {own_id}", icon("copy")],
        type="button",
        className="copied-id",
        title=gettext("Copy"),
        **data(copies=own_id, done=gettext("Copied")),
        **aria(label=gettext("Copy ID %(id)s", id=own_id)),
    )


def facts(*pairs: tuple[str, Any] | None) -> html.Dl:
    """Draw names and what they are; a pair of None is left out."""
    return html.Dl(
        [html.Div([html.Dt(pair[0]), html.Dd(pair[1])]) for pair in pairs if pair is not None],
        className="facts",
    )


def origin_note(reading: Reading, as_of: str) -> list[html.Div]:
    """Say where what is shown comes from, where that is not the platform itself."""
    texts = {
        Origin.NOT_CONNECTED: gettext(
            "This is what the last load knew, as of %(time)s.", time=as_of
        ),
        Origin.UNREACHABLE: gettext(
            "The platform does not answer at the moment. This is what the last load knew, as of"
            " %(time)s.",
            time=as_of,
        ),
        Origin.NOT_SHOWN: gettext(
            "The platform does not show this any more. This is what the last load knew, as of"
            " %(time)s.",
            time=as_of,
        ),
        Origin.WITHOUT_ORDERS: gettext(
            "The platform does not tell the orders of this subscription at the moment. They are"
            " shown as last loaded, and nothing can be changed until it does."
        ),
    }
    text = texts.get(reading.origin)
    return (
        [notice(text, "info" if reading.origin is Origin.NOT_CONNECTED else "warn")] if text else []
    )


def support_sentence(support_email: str) -> list[Any]:
    """Say whom to ask, with the address where the settings name one."""
    if not support_email:
        return [gettext("Contact support.")]
    link = html.A(support_email, href=f"mailto:{support_email}")
    return [gettext("Contact support:"), " ", link]
