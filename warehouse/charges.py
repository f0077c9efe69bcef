"""What the reseller was charged: the questions behind the report of closed charges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.periods import Period
from warehouse.connection import Row, Snapshot

READ_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class ClosedChargeTotal:
    """How many charges a period closed, and what they sum to in the reseller's currency."""

    charge_count: int
    gross_amount: Decimal
    discount_amount: Decimal
    net_amount: Decimal
    has_numeric_ids: bool


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
    snapshot: Snapshot, period: Period, *, per_month: str, one_time: str, reseller_id: str
) -> Iterator[Any]:
    """Yield, as Arrow record batches, the charges closed in a period, by close date and id.

    `per_month` and `one_time` are what the kinds of charging are called. A few days are read at a
    time, so that memory does not grow with the period.

    Source: queries/closed_charge_day.sql; queries/closed_charge.sql, which names the columns
    """
    days = snapshot.rows(
        "closed_charge_day", start=period.start, end=period.end, reseller_id=reseller_id
    )
    for part in _parts(days):
        yield from snapshot.record_batches(
            "closed_charge",
            start=part.start,
            end=part.end,
            per_month=per_month,
            one_time=one_time,
            reseller_id=reseller_id,
        )


def _parts(days: Iterable[Row]) -> Iterator[Period]:
    """Cut days with a count of charges each into periods of enough charges to be read at once."""
    first: date | None = None
    gathered = 0
    for day, count in days:
        first = first or day
        last, gathered = day, gathered + count
        if gathered >= READ_AT_ONCE:
            yield Period.of_days(first, last)
            first, gathered = None, 0
    if first is not None:
        yield Period.of_days(first, last)
