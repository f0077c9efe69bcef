"""The page of a client, drawn: who they are, and the tabs of what there is to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.account_costs import draw_account_costs
from dashboard.components.account_information import contact_name, draw_account_information
from dashboard.components.icons import icon
from dashboard.components.page import Choice, notice, tabs
from dashboard.components.status import copied_id, facts, origin_note, status_pill
from dashboard.places import account_page
from dashboard.services.account_screen import AccountScreen
from dashboard.services.cost_screen import CostScreen
from dashboard.statuses import account_status
from dashboard.texts import gettext


class Tab(StrEnum):
    """What a client's page can show, by its name in the address (CLI-7, CLI-8)."""

    SUBSCRIPTIONS = "subscriptions"
    COSTS = "costs"
    INFORMATION = "information"


def draw_account(
    screen: AccountScreen,
    shown: Sequence[Tab],
    current: Tab,
    costs: CostScreen | None,
    locale: str,
    zone: ZoneInfo,
    *,
    can_order: bool,
) -> list[Any]:
    """Draw everything that may change while the page is open, besides the list of subscriptions.

    `shown` are the tabs that the reader's access level shows, `costs` those of the current one.
    """
    account = screen.account
    as_of = f"{screen.reading.as_of.astimezone(zone):%d.%m.%Y %H:%M}"
    return [
        *origin_note(screen.reading, as_of),
        _head(screen, can_order=can_order),
        html.Div(_known(screen, zone), className="account-known"),
        *_hold(screen),
        tabs(_tabs(account.account_id, shown, current)),
        *(_tab(screen, current, costs, locale)),
    ]


def account_sentence(screen: AccountScreen) -> str:
    """Say in which status the client is, for those who hear the page."""
    return account_status(screen.account.status).name


def order_address(account_id: str) -> str:
    """Return where ordering for a client begins (CLI-9)."""
    return f"/catalog?account={account_id}"


def placed_notice(account_id: str, order_id: str) -> html.Div:
    """Say that an order was accepted of which no subscription is known yet (ORD-37)."""
    text = gettext(
        "Order %(id)s is accepted. Its subscription appears below as soon as the platform tells"
        " of it.",
        id=order_id,
    )
    close = dcc.Link(gettext("Close"), href=account_page(account_id), className="notice-close")
    return notice([text, close])


def _tabs(account_id: str, shown: Sequence[Tab], current: Tab) -> list[Choice]:
    names = {
        Tab.SUBSCRIPTIONS: (gettext("Subscriptions"), None),
        Tab.COSTS: (gettext("Costs"), None),
        Tab.INFORMATION: (gettext("General information"), gettext("Information")),
    }
    return [
        Choice(name, _address_of(account_id, tab, shown), tab is current, short)
        for tab, (name, short) in names.items()
        if tab in shown
    ]


def _address_of(account_id: str, tab: Tab, shown: Sequence[Tab]) -> str:
    """Return where a tab is; the first one is where the page is."""
    query = "" if tab is shown[0] else f"?tab={tab}"
    return f"{account_page(account_id)}{query}"


def _tab(screen: AccountScreen, tab: Tab, costs: CostScreen | None, locale: str) -> list[Any]:
    """Draw a tab; the list of subscriptions follows by itself."""
    match tab:
        case Tab.COSTS:
            account_id = screen.account.account_id
            return [html.Div(draw_account_costs(account_id, costs, locale), className="stack")]
        case Tab.INFORMATION:
            return [draw_account_information(screen.account, locale)]
        case Tab.SUBSCRIPTIONS:
            return []


def _head(screen: AccountScreen, *, can_order: bool) -> html.Div:
    account = screen.account
    status = account_status(account.status)
    order = dcc.Link(
        [icon("plus-lg"), gettext("Order subscription")],
        href=order_address(account.account_id),
        className="btn btn-primary",
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Div(
                        [html.H1(account.name), status_pill(status)], className="details-title"
                    ),
                    html.Div(
                        [copied_id(account.account_id), html.Span(status.meaning)],
                        className="details-sub",
                    ),
                ],
                className="details-head",
            ),
            html.Div([order if screen.may_order and can_order else None], className="page-actions"),
        ],
        className="page-head",
    )


def _hold(screen: AccountScreen) -> list[html.Div]:
    """Say why nothing can be ordered (MSG-10)."""
    if screen.may_order:
        return []
    status = account_status(screen.account.status).name
    text = gettext("New operations are not possible: client status is %(status)s.", status=status)
    return [notice(text, "warn")]


def _known(screen: AccountScreen, zone: ZoneInfo) -> html.Dl:
    """Draw since when the client is known, in which group it is, and whom to ask (CLI-6)."""
    account = screen.account
    return facts(
        (gettext("Client type"), account.custom.client_type or formats.NOTHING),
        (gettext("Creation date"), _local_day(account.created_at, zone)),
        (gettext("Last purchase date"), _local_day(screen.last_bought_at, zone)),
        (gettext("Contact person"), contact_name(account) or account.email or formats.NOTHING),
    )


def _local_day(instant: datetime | None, zone: ZoneInfo) -> str:
    return formats.day(instant.astimezone(zone).date()) if instant else formats.NOTHING
