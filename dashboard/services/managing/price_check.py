"""Compares what a form said that an operation costs with what it costs now (MSG-8)."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.services.managing.forms import Pricing
from dashboard.services.managing.outcomes import PriceChanged
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.errors import UpstreamError
from domain.management import Activation, Change, Deletion, Renewal, Request, Stop, Switch
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.shown_price import ShownPrice

# Tells what a request costs, and when; None where that can't be told in advance.
PriceOf = Callable[[SubscriptionScreen, Request], ShownPrice | None]


def price_of(pricing: Pricing, screen: SubscriptionScreen, request: Request) -> ShownPrice | None:
    """Return what a form would have to show of a request; None where that can't be told."""
    try:
        quote = _quote(pricing, screen, request)
    except UpstreamError:
        return None
    return ShownPrice.of(quote) if quote else None


def _quote(pricing: Pricing, screen: SubscriptionScreen, request: Request) -> OperationQuote | None:
    match request:
        case Change(quantities):
            return pricing.change(screen, quantities)
        case Renewal(plan_period_id, quantities):
            return pricing.renewal(screen, plan_period_id, quantities)
        case Switch(plan_id, plan_period_id, quantities, is_on_renewal):
            return pricing.switch(screen, plan_id, plan_period_id, quantities, is_on_renewal)
        case Stop():
            return pricing.stop(screen)
        case Deletion():
            return pricing.deletion(screen)
        case Activation():
            return pricing.activation(screen)
    return None


def price_changed(
    shown: ShownPrice | None, request: Request, screen: SubscriptionScreen, price_of: PriceOf
) -> PriceChanged | None:
    """Return the price that a form would have to show, where it showed another (MSG-8).

    Equal totals of other days are other prices. A form that showed none, since it could not be
    told, is fine as long as it can't.
    """
    told = price_of(screen, request)
    is_same = (shown and shown.rounded()) == (told and told.rounded())
    return None if is_same else PriceChanged(shown, told)
