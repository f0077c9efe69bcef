"""A subscription that somebody has, in a few words: what it was sold for is what it is charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from domain.offer import OfferPeriod, OfferResource
from domain.pricing.buying import BuyingTerms
from domain.pricing.known_charge import KnownCharge
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.sale import price_sale
from domain.pricing.subscribed import Subscribed
from domain.statuses import BillingType, ChargeStatus
from tests.domain.pricing.offers import IN_EUROS, NOON, ZONE, offer_of

NO_WINDOW = None


def held_of(
    kind: BillingType,
    period: OfferPeriod,
    resource: OfferResource,
    quantity: int,
    *,
    terms: BuyingTerms = IN_EUROS,
    currency: str = "EUR",
    status: ChargeStatus = ChargeStatus.BLOCKED,
    deletable_until: datetime | None = NO_WINDOW,
) -> Subscribed:
    """Return what was bought on 20 August 2025, and is charged for as it was sold.

    What is paid in its turn is open, the rest has the status.
    """
    offer = offer_of(kind, period, resource, currency=currency)
    quantities = {resource.plan_resource_id: quantity}
    quote = price_sale(offer, period, quantities, terms, now=NOON)
    assert quote is not None
    charges = tuple(
        KnownCharge(
            charge_id=str(number),
            order_id="1",
            plan_id=offer.plan_id,
            plan_resource_id=line.plan_resource_id,
            name=line.name,
            kind=line.kind,
            status=status if line.paid_on == NOON.date() else ChargeStatus.OPENED,
            quantity=line.quantity,
            unit_price=line.unit_price.amount,
            start_on=line.start_on,
            end_on=line.end_on,
            currency=currency,
            plan_amount=line.plan_amount.amount,
            amount=line.amount.amount,
            rate=terms.rate,
            close_on=line.end_on,
            discount_amount=Decimal(0),
            discount_percent=Decimal(0),
        )
        for number, line in enumerate(quote.lines)
    )
    return Subscribed(
        offer=offer,
        period=period,
        quantities=quantities,
        is_trial=period.is_trial,
        start_on=NOON.date(),
        expires_on=quote.until,
        paid_to=max((charge.end_on for charge in charges), default=quote.free_until),
        deletable_until=deletable_until,
        charges=charges,
        terms=terms,
    )


def with_closed(held: Subscribed, percent: str) -> Subscribed:
    """Have all charges closed at a discount."""
    rate = Decimal(percent)
    closed = tuple(
        replace(one, status=ChargeStatus.CLOSED, discount_percent=rate,
                discount_amount=(one.amount * rate / 100).quantize(Decimal("0.01")))
        for one in held.charges
    )  # fmt: skip
    return replace(held, charges=closed)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)


def money_of(quote: OperationQuote | None) -> tuple[str, str, str]:
    """Say what is charged now, what comes back, and what the order comes to."""
    assert quote is not None
    order = "no order" if quote.order is None else f"{quote.order.total.amount:.2f}"
    return f"{quote.at_once.total.amount:.2f}", f"{quote.refund.amount:.2f}", order


def months_of(quote: OperationQuote | None) -> tuple[str | None, ...]:
    """Say what a month costs before and after."""
    assert quote is not None
    before, after = quote.monthly_before, quote.monthly_after
    return tuple(None if month is None else f"{month.amount:.2f}" for month in (before, after))
