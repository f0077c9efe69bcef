"""What the plan and its resources cost at their list prices, before it is known who buys when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.money import Money, round_half_up
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.charging import sold_items
from domain.pricing.lines import MONEY_PLACES, Item
from domain.pricing.rules import ChargingPeriod, Rules, rules_of


@dataclass(frozen=True, slots=True)
class ListPrice:
    """What one thing costs: once at the start, and in each full charging period."""

    one_time: Money
    recurring: Money

    def __add__(self, other: ListPrice) -> ListPrice:
        return ListPrice(self.one_time + other.one_time, self.recurring + other.recurring)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a plan period costs in the plan's currency, with amounts of resources (ORD-3, ORD-10).

    `charged` says what a recurring price is for: a month, or all `months` of the period.
    `resources` holds those of which an order says how much, the primary one first; their prices
    are for what is beyond the included amounts.
    """

    charged: ChargingPeriod
    months: int | None
    plan: ListPrice
    resources: tuple[tuple[OfferResource, ListPrice], ...]

    @property
    def total(self) -> ListPrice:
        return sum((price for _, price in self.resources), self.plan)


def list_prices(offer: Offer, period: OfferPeriod, quantities: Mapping[str, int]) -> Listing | None:
    """Return what is shown while a plan, a period and amounts are being chosen.

    A full charging period is meant, whenever the order comes; a trial costs nothing. None where
    it is not known how the plan charges.
    """
    rules = rules_of(offer.billing_type, period.months)
    if rules is None:
        return None
    months = (period.months or 1) if rules.charged is ChargingPeriod.WHOLE else 1
    items = {
        item.plan_resource_id: _price(item, rules, months, offer.currency)
        for item in sold_items(offer, period, quantities, rules)
    }
    nothing = ListPrice(Money.zero(offer.currency), Money.zero(offer.currency))
    return Listing(
        rules.charged,
        period.months,
        items.get(None, nothing),
        tuple((one, items.get(one.plan_resource_id, nothing)) for one in offer.asked),
    )


def _price(item: Item, rules: Rules, months: int, currency: str) -> ListPrice:
    setup = item.one_time_fee if rules.has_setup_fees else Decimal(0)
    is_monthly = rules.charged in (ChargingPeriod.MONTH, ChargingPeriod.WHOLE)
    monthly = item.recurring_fee if is_monthly else Decimal(0)
    # Each month is a charge of its own, and rounded by itself.
    return ListPrice(
        Money(round_half_up(setup * item.quantity, MONEY_PLACES), currency),
        Money(round_half_up(monthly * item.quantity, MONEY_PLACES) * months, currency),
    )
