"""What the reseller was charged: the questions behind the report of closed charges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.periods import Period
from warehouse.connection import Row, Snapshot


@dataclass(frozen=True, slots=True)
class ClosedChargeTotal:
    """How many charges a period closed, and what they sum to in the reseller's currency."""

    charge_count: int
    gross_amount: Decimal
    discount_amount: Decimal
    net_amount: Decimal


def closed_charge_total(
    snapshot: Snapshot, period: Period, *, reseller_id: str
) -> ClosedChargeTotal:
    """Return what the charges closed in a period sum to; zeros when there is none.

    Source: queries/closed_charge_total.sql
    """
    (total,) = snapshot.rows(
        "closed_charge_total", start=period.start, end=period.end, reseller_id=reseller_id
    )
    return ClosedChargeTotal(*total)


def stream_closed_charges(
    snapshot: Snapshot, period: Period, *, reseller_id: str
) -> Iterator[list[Row]]:
    """Yield, in batches, the charges closed in a period, by close date and id.

    Source: queries/closed_charge.sql, which names the columns
    """
    return snapshot.stream(
        "closed_charge", start=period.start, end=period.end, reseller_id=reseller_id
    )
