"""What is not told of a subscription's charges, as it follows from what is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.details import OrderDetails
from domain.money import round_half_up
from domain.pricing.known_charge import Charge, KnownCharge
from domain.pricing.lines import MONEY_PLACES
from domain.pricing.months import months_later
from domain.pricing.quote import discount_of
from domain.statuses import OrderStatus, OrderType

SAME = Decimal(1)
NOTHING = Decimal(0)
BEGINS = (OrderType.SALES, OrderType.SWITCH, OrderType.RENEWAL)


def rate_of(
    charges: Iterable[Charge], candidates: Iterable[Decimal], currency: str
) -> Decimal | None:
    """Return the rate at which the charges of one order were charged in the reseller's currency.

    It is the first of the candidates, the rates there have been, by which all their amounts come
    out; None where none is.
    """
    told = [charge for charge in charges if charge.plan_amount]
    if all(charge.currency == currency for charge in told):
        return SAME
    return next(
        (
            rate
            for rate in candidates
            if all(
                round_half_up(charge.plan_amount * rate, MONEY_PLACES) == charge.amount
                for charge in told
            )
        ),
        None,
    )


def agrees(charges: Iterable[KnownCharge], percent: Decimal) -> bool:
    """Tell whether closed charges of one order have been closed at a discount (BIL-6)."""
    closed = [charge for charge in charges if charge.discount_percent == percent]
    gross = sum((charge.amount for charge in closed), NOTHING)
    given = sum((charge.discount_amount or NOTHING for charge in closed), NOTHING)
    return discount_of(gross, percent) == given


def period_start(
    orders: Sequence[OrderDetails],
    charges: Iterable[Charge],
    months: int | None,
    expires_on: date | None,
) -> date | None:
    """Return the day on which the plan period that runs began; None where nothing tells.

    A sale and a switch say so themselves. A renewal may have been carried out later than its
    period began, or earlier, and charges the days before as well then: there the first charged
    day from which the period is as long as it should be says it, else the first of all; without
    charges it is the day it was carried out, if the period is as long from there.
    """
    begun = [
        (order.closed_at, order)
        for order in orders
        if order.kind is OrderStatus.COMPLETED
        and OrderType.read(order.order_type) in BEGINS
        and order.closed_at is not None
    ]
    if not begun:
        return None
    _, last = max(begun, key=lambda one: one[0])
    if OrderType.read(last.order_type) is not OrderType.RENEWAL:
        return last.provisioned_on
    used = sorted(c.start_on for c in charges if c.order_id == last.order_id and c.is_recurring)
    on = [last.provisioned_on] if last.provisioned_on is not None else []
    fits = (day for day in used or on if _is_as_long(day, months, expires_on))
    return next(fits, next(iter(used), None))


def _is_as_long(start: date, months: int | None, expires_on: date | None) -> bool:
    return months is not None and months_later(start, months) == expires_on
