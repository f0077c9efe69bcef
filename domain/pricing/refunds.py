"""What comes back of funds that were taken, when charges are settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from domain.money import Money
from domain.pricing.known_charge import TAKEN, KnownCharge
from domain.pricing.quote import Price, discount_of
from domain.pricing.settling import Settled
from domain.statuses import ChargeStatus

NOTHING = Decimal(0)
CLOSED = ChargeStatus.CLOSED

# Charges of one order that close at one discount share it; nothing tells orders without it apart.
Order = tuple[str | None, Decimal]


def given_back(
    settled: Sequence[Settled], charges: Iterable[KnownCharge], currency: str, percent: Decimal
) -> Price | None:
    """Return what comes back; `charges` are all of the subscription, `percent` today's discount.

    What is closed comes back at the discount it was bought at, to the cent; for the rest the
    discount is a forecast. None where it is not known at which discount something was closed.
    """
    refunds = [one for one in settled if any(part.is_refund for part in one.parts)]
    if any(one.charge.discount_percent is None for one in refunds):
        return None
    not_closed = sum((_let_go(one) for one in settled if one not in refunds), NOTHING)
    closed = sum((-part.line.amount.amount for one in refunds for part in one.parts), NOTHING)
    bought_at = sum(_discounts(refunds, _closing(settled, percent), charges), NOTHING)
    discount = discount_of(not_closed, percent) - bought_at
    return Price(Money(not_closed + closed, currency), Money(discount, currency))


def _let_go(settled: Settled) -> Decimal:
    """Return the funds taken for a charge that are not taken any more once it is settled."""
    charge = settled.charge
    before = charge.amount if charge.is_taken else NOTHING
    after = charge.amount if settled.status in TAKEN else NOTHING
    parts = (part.line.amount.amount for part in settled.parts if part.status in TAKEN)
    return before - after - sum(parts, NOTHING)


def _closing(settled: Sequence[Settled], percent: Decimal) -> dict[Order, Decimal]:
    """Return what closes of each order just before refunds do, at today's discount."""
    found: dict[Order, Decimal] = defaultdict(lambda: NOTHING)
    for one in settled:
        order = (one.charge.order_id, percent)
        if one.status is CLOSED and one.charge.status is not CLOSED:
            found[order] += one.charge.amount
        for part in one.parts:
            if part.status is CLOSED and not part.is_refund:
                found[order] += part.line.amount.amount
    return found


def _discounts(
    refunds: Sequence[Settled], closing: dict[Order, Decimal], charges: Iterable[KnownCharge]
) -> Iterator[Decimal]:
    """Yield the discount of the refunds of each order, below zero: what it had as a whole changes
    by so much.
    """
    gross: dict[Order, Decimal] = defaultdict(lambda: NOTHING)
    discount: dict[Order, Decimal] = defaultdict(lambda: NOTHING)
    for charge in charges:
        if charge.status is CLOSED:
            order = (charge.order_id, charge.discount_percent or NOTHING)
            gross[order] += charge.amount
            discount[order] += charge.discount_amount or NOTHING
    amounts: dict[Order, Decimal] = defaultdict(lambda: NOTHING)
    for one in refunds:
        order = (one.charge.order_id, one.charge.discount_percent or NOTHING)
        amounts[order] += sum((part.line.amount.amount for part in one.parts), NOTHING)
    for order, amount in amounts.items():
        _, percent = order
        before = gross[order] + closing.get(order, NOTHING)
        had = discount_of(before, percent) if order in closing else discount[order]
        yield discount_of(before + amount, percent) - had
