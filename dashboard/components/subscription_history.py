"""The change history of a subscription, drawn: its orders, who placed them, how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.page import empty, scrolled
from dashboard.components.status import status_pill
from dashboard.places import subscription_page
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import operation_name, order_status
from dashboard.texts import gettext, pgettext
from domain.details import OrderDetails
from domain.money import Money
from domain.statuses import OrderStatus, OrderType

PAGE_ROWS = 25


def draw_history(
    screen: SubscriptionScreen,
    names: Mapping[str, str],
    locale: str,
    zone: ZoneInfo,
    page: int = 1,
) -> list[Any]:
    """Draw a page of the subscription's orders, the newest first (HIST-1); `names` are managers'.

    A page past the end is the last one.
    """
    if not screen.orders:
        nothing = empty("list-ul", gettext("No orders"), gettext("None is known of it."))
        return [html.Div(nothing, className="card")]
    head = html.Tr(
        [
            html.Th(gettext("ID operation")),
            html.Th(gettext("Operation")),
            html.Th(gettext("Description")),
            html.Th(gettext("Status")),
            html.Th(pgettext("money", "Amount"), className="number"),
            html.Th(gettext("User")),
            html.Th(gettext("Date of change")),
        ]
    )
    page = min(page, _page_count(screen))
    shown = screen.orders[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    rows = [_order(order, names, locale, zone) for order in shown]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table history")
    hint = gettext("Stopping and activating are not listed here; support can tell you of them.")
    return [
        html.Div(
            [scrolled(table, gettext("Change history")), *_pages(screen, page)], className="card"
        ),
        html.P(hint, className="hint below-card"),
    ]


def _page_count(screen: SubscriptionScreen) -> int:
    return max(1, -(-len(screen.orders) // PAGE_ROWS))


def _pages(screen: SubscriptionScreen, page: int) -> list[html.Div]:
    """Lead through a long history: what is prolonged monthly has many orders."""
    page_count, count = _page_count(screen), len(screen.orders)
    if page_count == 1:
        return []
    told = gettext(
        "%(first)s–%(last)s of %(count)s",
        first=(page - 1) * PAGE_ROWS + 1,
        last=min(page * PAGE_ROWS, count),
        count=count,
    )
    address = f"{subscription_page(screen.subscription.subscription_id)}?tab=history&page="
    ways = [(gettext("Newer"), page - 1), (gettext("Older"), page + 1)]
    links = [
        dcc.Link(name, href=f"{address}{number}")
        for name, number in ways
        if 1 <= number <= page_count
    ]
    nav = html.Nav(links, className="pages", **aria(label=gettext("Pages")))
    return [html.Div([html.Span(told), nav], className="pager")]


def _order(order: OrderDetails, names: Mapping[str, str], locale: str, zone: ZoneInfo) -> html.Tr:
    own_id: list[Any] = [html.Span("ID ", className="of-card"), order.order_id]
    return html.Tr(
        [
            html.Td(own_id, className="order-id"),
            html.Td(operation_name(order.order_type), className="order-operation"),
            html.Td(_told(order), className="order-description"),
            html.Td(_status(order), className="order-status"),
            html.Td(_amount(order, locale), className="number"),
            html.Td(_user(order, names), className="order-user"),
            html.Td(_changed(order, zone), className="order-changed"),
        ]
    )


def _told(order: OrderDetails) -> Any:
    """Draw the platform's words for what was ordered, and for why it failed (HIST-3)."""
    told = []
    if order.description:
        told.append(html.Div(order.description))
    if order.failure:
        told.append(html.Div(order.failure, className="failure"))
    return told or formats.NOTHING


def _status(order: OrderDetails) -> list[Any]:
    """Draw a status with its meaning, and the day a postponed order waits for (HIST-5)."""
    status = order_status(order.status)
    if order.kind is OrderStatus.COMPLETED or not status.meaning:
        return [status_pill(status)]
    said = status.meaning
    if order.kind is OrderStatus.WAITING_FOR_PROVISIONING and order.provisioned_on:
        said = gettext("until %(day)s", day=formats.day(order.provisioned_on))
    return [status_pill(status), html.Span(said, className="sub")]


def _amount(order: OrderDetails, locale: str) -> str:
    if order.total_amount is None or not order.currency:
        return formats.NOTHING
    return formats.money(Money(order.total_amount, order.currency), locale)


def _user(order: OrderDetails, names: Mapping[str, str]) -> str:
    """Say who placed an order (HIST-6). Those of the platform itself are the system's."""
    if order.manager_id == "" or OrderType.read(order.order_type) is OrderType.PROLONG:
        return gettext("System")
    if order.manager_id is None:
        return formats.NOTHING
    return names.get(order.manager_id, gettext("Another manager"))


def _changed(order: OrderDetails, zone: ZoneInfo) -> Any:
    instant = order.updated_at or order.created_at
    if instant is None:
        return formats.NOTHING
    local = instant.astimezone(zone)
    return [formats.day(local.date()), html.Span(f"{local:%H:%M}", className="sub")]
