"""A charge before it is written down: what for, how much of it, how long, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.money import round_half_up
from domain.statuses import ChargeStatus, ChargeType
from sandbox.months import ONE_DAY, month_count

MONEY_PLACES = 2
DURATION_PLACES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """What a line is for: a resource of a subscription, or the plan itself, which has no ids."""

    resource_id: int | None
    plan_resource_id: int | None
    name: str | None


THE_PLAN = Item(None, None, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An amount of an item at its plan's prices. Only what the plan does not include counts."""

    item: Item
    quantity: int
    setup_fee: Decimal
    recurring_fee: Decimal
    renewal_fee: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One charge as a rule makes it. Amounts are in the plan's currency, days end before `end_on`.

    `status` is the one it has once it is paid for.
    """

    kind: ChargeType
    item: Item
    quantity: int
    unit_price: Decimal
    start_on: date
    end_on: date
    months: Fraction
    amount: Decimal
    status: ChargeStatus
    close_on: date

    @property
    def duration(self) -> Decimal:
        return round_fraction(self.months, DURATION_PLACES)


def round_fraction(value: Fraction, places: int) -> Decimal:
    """Round an exact fraction half away from zero, as money is rounded here."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def recurring(
    item: Item,
    quantity: int,
    unit_price: Decimal,
    span: tuple[date, date],
    months: Fraction,
    status: ChargeStatus,
    close_on: date,
) -> Line:
    """Return the use of an item over a span: price x quantity x months, rounded (BIL-5)."""
    amount = round_fraction(Fraction(unit_price) * quantity * months, MONEY_PLACES)
    return Line(ChargeType.RECURRING, item, quantity, unit_price, *span, months, amount, status,
                close_on)  # fmt: skip


def one_time(
    kind: ChargeType, item: Item, quantity: int, fee: Decimal, start: date, end: date | None
) -> Line:
    """Return a fee for a whole period, or for one day when the period has no end."""
    end = end or start + ONE_DAY
    amount = round_half_up(fee * quantity, MONEY_PLACES)
    return Line(kind, item, quantity, fee, start, end, month_count(start, end, start.day), amount,
                ChargeStatus.BLOCKED, start)  # fmt: skip


def consumed(
    item: Item, quantity: int, unit_price: Decimal, span: tuple[date, date], months: Fraction
) -> Line:
    """Return what has been consumed in a past period: price x quantity, closed at once."""
    amount = round_half_up(unit_price * quantity, MONEY_PLACES)
    return Line(ChargeType.CONSUMPTION, item, quantity, unit_price, *span, months, amount,
                ChargeStatus.CLOSED, span[1])  # fmt: skip
