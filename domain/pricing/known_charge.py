"""A charge that is there, as the platform tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.statuses import ChargeStatus, ChargeType

UNSETTLED = (ChargeStatus.BLOCKED, ChargeStatus.OPENED)
TAKEN = (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class KnownCharge:
    """A charge that is there, for days up to and without `end_on`.

    `unit_price` and `plan_amount` are in `currency`, its plan's, and `amount` is in the reseller's
    before the discount; `rate` is what one unit of the first was charged at in the second. The
    discount is known of closed charges only. A refund has a quantity below zero.
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
    rate: Decimal
    close_on: date | None = None
    discount_amount: Decimal | None = None
    discount_percent: Decimal | None = None

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
