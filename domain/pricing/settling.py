"""What becomes of charges that are there when less is used, or nothing any more (BIL-8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.pricing.known_charge import TAKEN, KnownCharge
from domain.pricing.lines import Currencies, Item, Line, recurring_line
from domain.pricing.months import whole_span
from domain.statuses import ChargeStatus

CLOSED = ChargeStatus.CLOSED
DELETED = ChargeStatus.DELETED


@dataclass(frozen=True, slots=True)
class Part:
    """A charge that continues another one or gives it back, at that one's own price and rate."""

    line: Line
    status: ChargeStatus

    @property
    def is_refund(self) -> bool:
        return self.line.quantity < 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A charge, the status it gets, and the charges that are made in its place."""

    charge: KnownCharge
    status: ChargeStatus
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """Settles charges on a day; their months are counted from the day `anchor`.

    `currency` is the reseller's.
    """

    day: date
    anchor: int
    currency: str

    def reduced(
        self,
        charges: tuple[KnownCharge, ...],
        targets: Mapping[str, int],
        *,
        is_closed_refunded: bool,
    ) -> Iterator[Settled]:
        """Lower what is charged for to the targets, by plan resource id.

        Of several charges up to the same day the oldest keeps its amount first. What closed ones
        lose comes back only where that is said.
        """
        left: dict[tuple[str, date], int] = {}
        for charge, quantity in lasting(charges, self.day):
            key = charge.plan_resource_id
            if key is None or key not in targets:
                continue
            remaining = left.get((key, charge.end_on), targets[key])
            kept = min(quantity, remaining)
            left[key, charge.end_on] = remaining - kept
            if kept < quantity and charge.status is not CLOSED:
                rest = self._rest(charge, kept, charge.status)
                yield Settled(charge, DELETED, (*self._used(charge), *rest))
            elif kept < quantity and is_closed_refunded:
                yield self._refund(charge, quantity - kept)

    def stopped(self, charges: tuple[KnownCharge, ...]) -> Iterator[Settled]:
        """Close what is used of each that runs; its rest waits for the day it would have closed."""
        for charge in charges:
            if charge.runs_after(self.day) and charge.start_on < self.day:
                rest = self._rest(charge, charge.quantity, charge.status)
                yield Settled(charge, DELETED, (*self._used(charge), *rest))

    def ended(
        self, charges: tuple[KnownCharge, ...], unused: ChargeStatus | None
    ) -> Iterator[Settled]:
        """Close what is used; the rest gets the status `unused`. None: the month that runs closes
        in full, and only what comes later is let go.
        """
        for charge in charges:
            if not charge.runs_after(self.day):
                continue
            if charge.start_on >= self.day:
                yield Settled(charge, unused or DELETED)
            elif unused is None:
                yield Settled(charge, CLOSED)
            elif unused is DELETED:
                yield Settled(charge, DELETED, self._used(charge))
            else:
                rest = self._rest(charge, charge.quantity, unused)
                yield Settled(charge, DELETED, (*self._used(charge), *rest))

    def refunded(self, charges: tuple[KnownCharge, ...]) -> Iterator[Settled]:
        """Give back the rest of what is closed already, by closed charges below zero."""
        for charge, quantity in lasting(charges, self.day):
            if charge.status is CLOSED and quantity:
                yield self._refund(charge, quantity)

    def _refund(self, charge: KnownCharge, quantity: int) -> Settled:
        return Settled(charge, CLOSED, self._rest(charge, -quantity, CLOSED))

    def _used(self, charge: KnownCharge) -> tuple[Part, ...]:
        return self._part(charge, charge.start_on, self.day, charge.quantity, CLOSED)

    def _rest(self, charge: KnownCharge, quantity: int, status: ChargeStatus) -> tuple[Part, ...]:
        return self._part(charge, max(charge.start_on, self.day), charge.end_on, quantity, status)

    def _part(
        self, charge: KnownCharge, start: date, end: date, quantity: int, status: ChargeStatus
    ) -> tuple[Part, ...]:
        """Return a part of a charge; none for no days or no amount."""
        if start >= end or not quantity:
            return ()
        nothing = charge.unit_price * 0
        item = Item(charge.plan_resource_id, charge.name or "", quantity, nothing,
                    charge.unit_price)  # fmt: skip
        span = whole_span(start, end, self.anchor)
        # Without the rate there is no amount; `Operation` does not tell a price then.
        money = Currencies(charge.currency, self.currency, charge.rate or nothing)
        return (Part(recurring_line(item, span, self.day, money), status),)


def lasting(charges: Iterable[KnownCharge], day: date) -> Iterator[tuple[KnownCharge, int]]:
    """Yield what is charged for use from a day on, with how much of each is not given back yet.

    What a refund is for is not told: it is of the same order, for the same thing, to the same day.
    """
    found = [charge for charge in charges if charge.is_recurring and charge.end_on > day]
    refunds = [charge for charge in found if charge.quantity < 0]
    for charge in found:
        if charge.quantity > 0 and charge.status in (*TAKEN, ChargeStatus.OPENED):
            is_closed = charge.status is CLOSED
            given_back = (one.quantity for one in refunds if is_closed and _is_of(one, charge))
            yield charge, charge.quantity + sum(given_back)


def _is_of(refund: KnownCharge, charge: KnownCharge) -> bool:
    return (refund.order_id, refund.plan_resource_id, refund.end_on) == (
        charge.order_id, charge.plan_resource_id, charge.end_on
    )  # fmt: skip
