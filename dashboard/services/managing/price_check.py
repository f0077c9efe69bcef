"""Compares what a form said that an operation costs with what it costs now (MSG-8)."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.services.managing.forms import Pricing
from dashboard.services.managing.outcomes import PriceChanged
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.errors import UpstreamError
from domain.management import Change, Renewal, Request, Switch
from domain.money import Money
from domain.pricing.operation_quote import OperationQuote

# Tells what a request costs in all; None where that can't be told in advance.
PriceOf = Callable[[SubscriptionScreen, Request], Money | None]


def total_of(pricing: Pricing, screen: SubscriptionScreen, request: Request) -> Money | None:
    """Return what a request comes to in all, refunds taken off; None where that can't be told."""
    try:
        quote = _quote(pricing, screen, request)
    except UpstreamError:
        return None
    return quote.total if quote else None


def _quote(pricing: Pricing, screen: SubscriptionScreen, request: Request) -> OperationQuote | None:
    match request:
        case Change(quantities):
            return pricing.change(screen, quantities)
        case Renewal(plan_period_id, quantities):
            return pricing.renewal(screen, plan_period_id, quantities)
        case Switch(plan_id, plan_period_id, quantities, is_on_renewal):
            return pricing.switch(screen, plan_id, plan_period_id, quantities, is_on_renewal)
    return None


def price_changed(
    shown: Money | None, request: Request, screen: SubscriptionScreen, price_of: PriceOf
) -> PriceChanged | None:
    """Return the price that a form would have to show, where it showed another (MSG-8).

    A form that showed none, since it could not be told, is fine as long as it can't.
    """
    if not isinstance(request, Change | Renewal | Switch):
        return None
    told = price_of(screen, request)
    return None if _cents(shown) == _cents(told) else PriceChanged(shown, told)


def _cents(amount: Money | None) -> Money | None:
    return None if amount is None else amount.rounded()
