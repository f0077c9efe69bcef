"""The first tab of a subscription's page: what it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.page import empty, scrolled
from dashboard.components.subscription_progress import draw_progress
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.details import FAILED, HeldResource


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
