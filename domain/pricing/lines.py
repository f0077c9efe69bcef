"""What an order is charged for, line by line: amounts, and how they are rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.money import Money, round_half_up
from domain.periods import ONE_DAY
from domain.pricing.months import Span, whole_span
from domain.statuses import ChargeType

MONEY_PLACES = 2
DURATION_PLACES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An amount that is charged for, at its fees in the plan's currency.

    It is of a resource, what the plan includes not counted; or the plan itself, which has no id.
    """

    plan_resource_id: str | None
    name: str
    quantity: int
    one_time_fee: Decimal
    recurring_fee: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A charge as the platform will make it, for days up to and without `end_on`.

    `plan_amount` is in the plan's currency and `amount` in the reseller's, before the discount;
    `duration` is in months, and `paid_on` the day its funds are taken.
    """

    kind: ChargeType
    plan_resource_id: str | None
    name: str
    quantity: int
    unit_price: Money
    start_on: date
    end_on: date
    duration: Decimal
    plan_amount: Money
    amount: Money
    paid_on: date

    @property
    def days(self) -> int:
        return (self.end_on - self.start_on).days


@dataclass(frozen=True, slots=True)
class Currencies:
    """The plan's currency, the reseller's, and what one unit of the first costs in the second."""

    plan: str
    reseller: str
    rate: Decimal


def one_time_lines(
    kind: ChargeType, items: Iterable[Item], start: date, end: date | None, money: Currencies
) -> Iterator[Line]:
    """Yield the fees of a start: for the time up to an end, or for one day where there is none."""
    end = end or start + ONE_DAY
    span = whole_span(start, end, start.day)
    for item in items:
        if item.quantity and item.one_time_fee:
            amount = round_half_up(item.one_time_fee * item.quantity, MONEY_PLACES)
            yield _line(kind, item, item.one_time_fee, span, amount, start, money)


def recurring_lines(
    items: Iterable[Item], turns: Iterable[tuple[date, Span]], money: Currencies
) -> Iterator[Line]:
    """Yield the use of each item over each span: price x quantity x months, rounded (BIL-5).

    Spans come with the day on which they are paid for.
    """
    paid = list(turns)
    for item in items:
        if item.quantity and item.recurring_fee:
            for paid_on, span in paid:
                yield recurring_line(item, span, paid_on, money)


def recurring_line(item: Item, span: Span, paid_on: date, money: Currencies) -> Line:
    """Return the use of an item over one span; less than nothing of it is a refund."""
    exact = Fraction(item.recurring_fee) * item.quantity * span.months
    amount = rounded(exact, MONEY_PLACES)
    return _line(ChargeType.RECURRING, item, item.recurring_fee, span, amount, paid_on, money)


def rounded(exact: Fraction, places: int) -> Decimal:
    """Round a fraction half away from zero, as money is rounded."""
    # In whole numbers, which takes a quarter of the time: pages round tens of thousands of these.
    part, whole = abs(exact.numerator), exact.denominator
    digits = Decimal((2 * part * 10**places + whole) // (2 * whole)).scaleb(-places)
    return -digits if exact.numerator < 0 else digits


def _line(
    kind: ChargeType, item: Item, fee: Decimal, span: Span, amount: Decimal, paid_on: date,
    money: Currencies,
) -> Line:  # fmt: skip
    return Line(
        kind=kind,
        plan_resource_id=item.plan_resource_id,
        name=item.name,
        quantity=item.quantity,
        unit_price=Money(fee, money.plan),
        start_on=span.start,
        end_on=span.end,
        duration=rounded(span.months, DURATION_PLACES),
        plan_amount=Money(amount, money.plan),
        amount=Money(round_half_up(amount * money.rate, MONEY_PLACES), money.reseller),
        paid_on=paid_on,
    )
