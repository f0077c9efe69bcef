"""A charge that is there, as the platform tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.statuses import ChargeStatus, ChargeType

UNSETTLED = (ChargeStatus.BLOCKED, ChargeStatus.OPENED)
TAKEN = (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge as it is told, for days up to and without `end_on`.

    `unit_price` and `plan_amount` are in `currency`, its plan's, and `amount` is in the reseller's
    before the discount, which is known of closed charges only. `close_on` is when it was closed,
    or is to be. A refund has a quantity below zero.
    """

    charge_id: str
    order_id: str | None
    plan_id: str
    plan_resource_id: str | None
    name: str | None
    kind: ChargeType
    status: ChargeStatus
    quantity: int
    unit_price: Decimal
    start_on: date
    end_on: date
    currency: str
    plan_amount: Decimal
    amount: Decimal
    close_on: date | None
    discount_amount: Decimal | None

    @property
    def is_recurring(self) -> bool:
        return self.kind is ChargeType.RECURRING

    @property
    def is_taken(self) -> bool:
        """Tell whether funds have been taken for it."""
        return self.status in TAKEN

    def runs_after(self, day: date) -> bool:
        """Tell whether it is for use from a day on, at least in part, and is not closed."""
        return self.is_recurring and self.status in UNSETTLED and self.end_on > day

    def is_closed_ahead(self, day: date) -> bool:
        """Tell whether it is closed although it is for use from a day on, at least in part."""
        is_closed = self.status is ChargeStatus.CLOSED and self.quantity > 0
        return self.is_recurring and is_closed and self.end_on > day


@dataclass(frozen=True, slots=True)
class KnownCharge(Charge):
    """A charge with what it is at: `rate` is what one unit of its plan's currency was charged at,
    `discount_percent` at which discount it was closed. None where that is not known.
    """

    rate: Decimal | None
    discount_percent: Decimal | None
