"""The change history of a subscription, drawn: its orders, who placed them, how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import formats
from dashboard.components.page import empty, scrolled
from dashboard.components.status import status_pill
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import operation_name, order_status
from dashboard.texts import gettext, pgettext
from domain.details import OrderDetails
from domain.money import Money
from domain.statuses import OrderStatus, OrderType


def draw_history(
    screen: SubscriptionScreen, names: Mapping[str, str], locale: str, zone: ZoneInfo
) -> list[Any]:
    """Draw the orders of the subscription, the newest first (HIST-1); `names` are managers'."""
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
    rows = [_order(order, names, locale, zone) for order in screen.orders]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table history")
    hint = gettext("Stopping and activating are not listed here; support can tell you of them.")
    return [
        html.Div(scrolled(table, gettext("Change history")), className="card"),
        html.P(hint, className="hint below-card"),
    ]


def _order(order: OrderDetails, names: Mapping[str, str], locale: str, zone: ZoneInfo) -> html.Tr:
    told = [html.Div(text) for text in (order.description, order.failure) if text]
    return html.Tr(
        [
            html.Td(order.order_id, className="nowrap"),
            html.Td(operation_name(order.order_type)),
            html.Td(told or formats.NOTHING, className="description"),
            html.Td(_status(order)),
            html.Td(_amount(order, locale), className="number"),
            html.Td(_user(order, names)),
            html.Td(_changed(order, zone)),
        ]
    )


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
