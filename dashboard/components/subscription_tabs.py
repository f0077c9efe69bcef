"""The tabs of a subscription's page: management, change history, costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.cost_headline import month_figures
from dashboard.components.page import empty, scrolled
from dashboard.components.status import status_pill
from dashboard.components.subscription_aside import costs_address
from dashboard.components.subscription_progress import draw_progress
from dashboard.services.cost_screen import CostScreen
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import operation_name, order_status
from dashboard.texts import gettext, pgettext
from domain.details import FAILED, HeldResource, OrderDetails
from domain.money import Money
from domain.statuses import OrderStatus


def draw_management(screen: SubscriptionScreen, locale: str, support_email: str) -> list[Any]:
    """Draw the order on its way, if one is, and what the subscription holds."""
    progress = screen.progress
    return [
        draw_progress(progress, _told_here(screen, support_email)) if progress else None,
        _resources(screen, locale),
    ]


def _told_here(screen: SubscriptionScreen, support_email: str) -> str | None:
    """Return whom to ask, unless the page says so already above its tabs."""
    is_said = screen.subscription.kind in FAILED
    return None if is_said else support_email


def draw_history(screen: SubscriptionScreen, locale: str, zone: ZoneInfo) -> list[Any]:
    """Draw the orders of the subscription, the newest first (HIST-1)."""
    if not screen.orders:
        nothing = empty("list-ul", gettext("No orders"), gettext("None is known of it."))
        return [html.Div(nothing, className="card")]
    head = html.Tr(
        [
            html.Th(gettext("ID operation")),
            html.Th(gettext("Operation")),
            html.Th(gettext("Description"), className="wide-only"),
            html.Th(gettext("Status")),
            html.Th(pgettext("money", "Amount"), className="number"),
            html.Th(gettext("Date of change"), className="wide-only"),
        ]
    )
    rows = [_order(order, locale, zone) for order in screen.orders]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table")
    hint = gettext("Stopping and activating are not listed here; support can tell you of them.")
    return [
        html.Div(scrolled(table, gettext("Change history")), className="card"),
        html.P(hint, className="hint below-card"),
    ]


def draw_costs(screen: SubscriptionScreen, costs: CostScreen | None, locale: str) -> list[Any]:
    """Draw what the subscription cost in the two last months, and the way to all of it."""
    if costs is None:
        text = gettext("Costs appear with the load after they arise.")
        return [html.Div(empty("bar-chart", gettext("No costs yet"), text), className="card")]
    subscription = screen.subscription
    href = costs_address(subscription.account_id, subscription.subscription_id)
    return [
        html.Div(month_figures(costs, locale), className="headline two"),
        html.Div(
            dcc.Link(
                gettext("All costs of this subscription"), href=href, className="btn btn-quiet"
            ),
        ),
    ]


def _resources(screen: SubscriptionScreen, locale: str) -> html.Section:
    head = html.Div(html.H2(gettext("Resources")), className="card-head")
    if not screen.resources:
        nothing = empty("box-seam", gettext("No resources"), gettext("The plan has none to count."))
        return html.Section([head, nothing], className="card")
    currency = screen.plan.currency if screen.plan else None
    price = (
        gettext("Price per month, %(currency)s", currency=currency)
        if currency
        else gettext("Price per month")
    )
    columns = html.Tr(
        [
            html.Th(gettext("Resource")),
            html.Th(gettext("Amount"), className="number"),
            html.Th(gettext("Included"), className="number wide-only"),
            html.Th(gettext("Minimum"), className="number wide-only"),
            html.Th(gettext("Maximum"), className="number wide-only"),
            html.Th(price, className="number"),
        ]
    )
    rows = [_resource(held, currency, locale) for held in screen.resources]
    table = html.Table([html.Thead(columns), html.Tbody(rows)], className="data-table")
    body = html.Div(scrolled(table, gettext("Resources")), className="card-table")
    return html.Section([head, body], className="card")


def _resource(held: HeldResource, currency: str | None, locale: str) -> html.Tr:
    unit = html.Span(held.unit, className="sub") if held.unit else None
    amount = (
        gettext("measured by the vendor") if held.is_measured else _quantity(held.quantity, locale)
    )
    return html.Tr(
        [
            html.Td([html.Span(held.name, className="resource-name"), unit]),
            html.Td(amount, className="number amount"),
            html.Td(_quantity(held.included_quantity, locale), className="number wide-only"),
            html.Td(_quantity(held.minimum_quantity, locale), className="number wide-only"),
            html.Td(_most(held, locale), className="number wide-only"),
            html.Td(_price(held.recurring_fee_amount, currency, locale), className="number"),
        ],
        className="primary" if held.is_primary else "",
    )


def _price(fee: Decimal | None, currency: str | None, locale: str) -> str:
    if fee is None or currency is None:
        return _quantity(fee, locale)
    return formats.amount(fee, currency, locale)


def _most(held: HeldResource, locale: str) -> str:
    if held.maximum_quantity is None:
        return formats.NOTHING if held.is_measured else gettext("no limit")
    return _quantity(held.maximum_quantity, locale)


def _quantity(value: Decimal | None, locale: str) -> str:
    return formats.NOTHING if value is None else formats.quantity(value, locale)


def _order(order: OrderDetails, locale: str, zone: ZoneInfo) -> html.Tr:
    told = " · ".join(filter(None, [order.description, order.failure]))
    status: list[Any] = [status_pill(order_status(order.status))]
    if order.kind is OrderStatus.WAITING_FOR_PROVISIONING and order.provisioned_on:
        until = gettext("until %(day)s", day=formats.day(order.provisioned_on))
        status.append(html.Span(until, className="sub"))
    return html.Tr(
        [
            html.Td(order.order_id, className="nowrap"),
            html.Td(operation_name(order.order_type)),
            html.Td(told or formats.NOTHING, className="wide-only"),
            html.Td(status),
            html.Td(_amount(order, locale), className="number"),
            html.Td(_changed(order, zone), className="wide-only nowrap"),
        ]
    )


def _amount(order: OrderDetails, locale: str) -> str:
    if order.total_amount is None or not order.currency:
        return formats.NOTHING
    return formats.money(Money(order.total_amount, order.currency), locale)


def _changed(order: OrderDetails, zone: ZoneInfo) -> str:
    instant = order.updated_at or order.created_at
    return f"{instant.astimezone(zone):%d.%m.%Y %H:%M}" if instant else formats.NOTHING
