"""Short ways to say what is offered, who buys it and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.buying import BuyingTerms
from domain.pricing.lines import Line
from domain.pricing.quote import Price, Quote
from domain.pricing.sale import price_sale
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType

NOTHING = Decimal(0)
ZONE = timezone(timedelta(hours=3))
NOON = datetime(2025, 8, 20, 12, tzinfo=ZONE)
TERM = ServiceTerm("NCE", 168, 15, False, False, False, None, False, 0, 90, 1, 30, -1, 30, True,
                   False, False)  # fmt: skip
IN_EUROS = BuyingTerms("EUR", Decimal(1), 1, NOTHING, TERM, ZONE)


def license_of(
    monthly: str = "0", *, setup: str = "0", included: int = 0, key: str = "7"
) -> OfferResource:
    return OfferResource(key, "License", "license", key == "7", False, included, included, None,
                         Decimal(setup), Decimal(monthly), NOTHING, NOTHING)  # fmt: skip


def period_of(
    months: int | None = None, *, monthly: str = "0", setup: str = "0", is_trial: bool = False
) -> OfferPeriod:
    return OfferPeriod("1", "Period", months, is_trial, Decimal(setup), Decimal(monthly), NOTHING)


def offer_of(
    kind: BillingType, period: OfferPeriod, *resources: OfferResource, currency: str = "EUR"
) -> Offer:
    return Offer("a", "Plan", None, None, "p", "Product", None, currency, kind, kind.value, "5",
                 (period,), resources)  # fmt: skip


def quote_of(
    kind: BillingType,
    period: OfferPeriod,
    *amounts: tuple[OfferResource, int],
    terms: BuyingTerms = IN_EUROS,
    currency: str = "EUR",
    now: datetime = NOON,
    delay_days: int = 0,
) -> Quote:
    """Price a sale on 20 August 2025, unless something else is said."""
    offer = offer_of(kind, period, *(resource for resource, _ in amounts), currency=currency)
    quantities = {resource.plan_resource_id: quantity for resource, quantity in amounts}
    start_on = now.date() + timedelta(days=delay_days) if delay_days else None
    quote = price_sale(offer, period, quantities, terms, now=now, start_on=start_on)
    assert quote is not None
    return quote


def billed_on(day: int) -> BuyingTerms:
    return replace(IN_EUROS, billing_day=day)


def told(lines: Iterable[Line]) -> list[tuple[str, str, int, str]]:
    """Say of each line the first day, the day after the last, the quantity and the amount."""
    return [
        (f"{line.start_on:%d.%m.%y}", f"{line.end_on:%d.%m.%y}", line.quantity,
         str(line.amount.amount))
        for line in lines
    ]  # fmt: skip


def total(price: Price | None) -> str | None:
    return None if price is None else str(price.total.amount)
