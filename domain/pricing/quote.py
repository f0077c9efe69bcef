"""What an order will cost, as it is shown before it is confirmed (ORD-33)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.money import Money, round_half_up
from domain.pricing.lines import MONEY_PLACES, Currencies, Line


@dataclass(frozen=True, slots=True)
class Price:
    """A sum of charges in the reseller's currency.

    The discount is a forecast: the platform gives the one that is in force on the day the charges
    close. Charges of later days are at the rate of those days, too (CUR-5).
    """

    gross: Money
    discount: Money

    @property
    def total(self) -> Money:
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class Quote:
    """What a sale will cost.

    `lines` are all charges that the order makes, in the platform's order, and `order` their sum,
    the platform's total of the order. Of that `at_once` is taken as the subscription starts; it is
    less where the months of an obligation are paid in their turn.

    `next_charge` is what is taken next, on `next_charge_on`, and `monthly_after` what every full
    month that follows costs; None where nothing follows, or no full month does. Consumption comes
    on top of all of it where `is_consumption_charged`.

    `until` is the first expiration date (None: endless): the first day that is not paid for.
    `cancel_until` is the instant up to which the subscription can be deleted, or None where that
    is not known or not possible; it is counted from the earliest activation. What is deleted on
    its first day costs nothing, afterwards the days that were used do (OP-44).
    `free_until` is the day on which a free start ends.
    """

    money: Currencies
    lines: tuple[Line, ...]
    order: Price
    at_once: Price
    next_charge_on: date | None
    next_charge: Price | None
    monthly_after: Price | None
    start_on: date
    until: date | None
    cancel_until: datetime | None
    free_until: date | None
    is_consumption_charged: bool


def price_of(lines: Iterable[Line], currency: str, discount_percent: Decimal) -> Price:
    """Sum charges, and take the discount off their sum (BIL-6)."""
    return discounted(sum((line.amount for line in lines), Money.zero(currency)), discount_percent)


def discounted(gross: Money, percent: Decimal) -> Price:
    return Price(gross, Money(discount_of(gross.amount, percent), gross.currency))


def discount_of(gross: Decimal, percent: Decimal) -> Decimal:
    """Return what is taken off a gross amount of two places."""
    return gross - round_half_up(gross - gross * percent / 100, MONEY_PLACES)
