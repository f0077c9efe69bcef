"""What a client needs to use a subscription, drawn (INFO-1 to INFO-3).

A secret is not part of the page: assets/js/details.js asks for it when somebody wants to see it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.markup import draw_markup
from dashboard.components.page import empty
from dashboard.places import subscription_page
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.details import Fact
from domain.statuses import SubscriptionStatus

MASK = "••••••••"
BEFORE_USE = (SubscriptionStatus.ORDERED, SubscriptionStatus.INSTALLING)


def secret_address(subscription_id: str, key: str) -> str:
    """Return where one of the values is asked for."""
    return f"{subscription_page(subscription_id)}/told?key={quote(key, safe='')}"


def draw_information(screen: SubscriptionScreen, support_email: str) -> list[Any]:
    """Draw what the vendor tells, or why there is nothing."""
    told = screen.information
    if not told:
        return [html.Div(_nothing(screen), className="card")]
    subscription_id = screen.subscription.subscription_id
    parts: list[Any] = []
    if told.instructions:
        parts.append(html.Div(draw_markup(told.instructions), className="card told-text"))
    if told.facts:
        rows = [_fact(fact, subscription_id) for fact in told.facts]
        parts.append(html.Dl(rows, className="card told-facts"))
    return parts


def _nothing(screen: SubscriptionScreen) -> html.Div:
    if screen.information is None:
        title = gettext("Not available now")
        text = gettext(
            "Instructions and credentials are shown only as the platform tells them. Please try"
            " again later."
        )
    elif screen.subscription.kind in BEFORE_USE:
        title = gettext("Nothing yet")
        text = gettext("Instructions and credentials appear here after the activation.")
    else:
        title = gettext("Nothing to tell")
        text = gettext("The vendor has supplied no instructions and no credentials.")
    return empty("key", title, text)


def _fact(fact: Fact, subscription_id: str) -> html.Div:
    value = MASK if fact.is_secret else _value(fact.value)
    return html.Div(
        [
            html.Dt(fact.label),
            html.Dd(
                [
                    html.Span(value, className="told-value"),
                    html.Span(_buttons(fact, subscription_id), className="told-buttons"),
                ]
            ),
        ]
    )


def _value(text: str) -> Any:
    """Draw a value; one that is an address is a link (INFO-1)."""
    if text.startswith(("http://", "https://")):
        return html.A(text, href=text, target="_blank", rel="noopener noreferrer")
    return text


def _buttons(fact: Fact, subscription_id: str) -> list[html.Button]:
    asked = secret_address(subscription_id, fact.key)
    copies = data(secret=asked) if fact.is_secret else data(copies=fact.value)
    copy = html.Button(
        icon("copy"),
        type="button",
        className="icon-button copies",
        title=gettext("Copy"),
        **copies,
        **data(done=gettext("Copied"), failed=gettext("That did not work")),
        **aria(label=gettext("Copy %(name)s", name=fact.label)),
    )
    if not fact.is_secret:
        return [copy]
    show = html.Button(
        icon("eye"),
        type="button",
        className="icon-button shows",
        title=gettext("Show"),
        **data(secret=asked, mask=MASK, failed=gettext("That did not work")),
        **aria(label=gettext("Show %(name)s", name=fact.label), pressed="false"),
    )
    return [show, copy]
