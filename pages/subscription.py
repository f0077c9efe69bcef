"""A subscription: what it is and how far its order has come, asked again until it is stable."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.about import About
from dashboard.components.attributes import data
from dashboard.components.followed import Drawn, Followed, unreachable
from dashboard.components.lists.amount_editor import amount_editor
from dashboard.components.page import notices
from dashboard.components.subscription import (
    Reader,
    Tab,
    address_of,
    draw_subscription,
    placed_notice,
    status_sentence,
)
from dashboard.context import services
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import Section
from domain.errors import UpstreamError

PAGE = {
    "path_template": "/subscriptions/<subscription_id>",
    "title": lazy_gettext("Subscription"),
    "section": Section.SUBSCRIPTIONS,
    "shape": Shape.RECORD,
}

FOLLOWED = Followed("subscription")
LONGEST_PAGE = 6  # Digits.


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    return services().subscriptions.exists(path_values["subscription_id"])


def layout(
    subscription_id: str, tab: str = "", placed: str = "", page: str = "", **_: str
) -> html.Div:
    chosen, problems = read_tab(tab)
    history_page, unread = read_page(page)
    about = {"subscription_id": subscription_id, "tab": chosen, "page": str(history_page)}
    try:
        screen = services().subscriptions.screen(subscription_id)
    except UpstreamError:
        return html.Div(FOLLOWED.draw(_unreachable(subscription_id), about), className="stack")
    address = address_of(subscription_id, chosen)
    return html.Div(
        [
            html.Div(
                id="platform-clock", hidden=True, **data(now=screen.reading.as_of.isoformat())
            ),
            *notices([*problems, *unread]),
            *placed_notice(screen, placed, address),
            FOLLOWED.draw(_drawn(screen, chosen, history_page), about),
            amount_editor(),
        ],
        className="stack subscription-page",
    )


def read_tab(text: str) -> tuple[Tab, list[str]]:
    """Return the tab that an address asks for; the first one, and why, where there is none such."""
    try:
        return Tab(text or Tab.MANAGEMENT), []
    except ValueError:
        return Tab.MANAGEMENT, [_unread(text, "tab")]


def read_page(text: str) -> tuple[int, list[str]]:
    """Return the page of the history that an address asks for; the first one, and why, likewise."""
    if not text:
        return 1, []
    if text.isascii() and text.isdecimal() and 1 <= len(text.lstrip("0")) <= LONGEST_PAGE:
        return int(text), []
    return 1, [_unread(text, "page")]


def redraw(about: About) -> Drawn:
    screen = services().subscriptions.screen(about.get("subscription_id", ""))
    tab, _ = read_tab(about.get("tab", ""))
    history_page, _ = read_page(about.get("page", ""))
    return _drawn(screen, tab, history_page)


def register(app: Dash) -> None:
    FOLLOWED.register(app, redraw)


def _unread(value: str, name: str) -> str:
    return gettext(
        "“%(value)s” is not a value of “%(name)s”; the usual one is shown.", value=value, name=name
    )


def _drawn(screen: SubscriptionScreen, tab: Tab, history_page: int) -> Drawn:
    here = services()
    controls = here.controls(screen)
    reader = Reader(
        locale=here.viewer.locale,
        zone=here.zone,
        today=screen.reading.as_of.astimezone(here.zone).date(),
        support_email=here.branding.support_email,
        names=here.subscriptions.who_ordered(screen) if tab is Tab.HISTORY else {},
        history_page=history_page,
        controls=controls,
        lines=here.resource_lines(screen, controls),
    )
    costs = here.subscription_costs(screen)
    return Drawn(
        draw_subscription(screen, tab, costs, reader),
        screen.refresh_seconds,
        status_sentence(screen),
        screen.reading.is_live,
    )


def _unreachable(subscription_id: str) -> Drawn:
    return unreachable(
        gettext("Subscription %(id)s", id=subscription_id),
        gettext(
            "The platform does not answer at the moment, and the last load does not know this"
            " subscription. It is looked for again by itself."
        ),
    )
