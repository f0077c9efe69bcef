"""The charges and consumption records that numbers are the sums of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.cost import RecordFilter
from warehouse.connection import Row, Snapshot
from warehouse.costs import cost_binds


@dataclass(frozen=True, slots=True)
class RecordTotal:
    """How many records there are, and what they sum to."""

    record_count: int
    gross_amount: Decimal
    discount_amount: Decimal
    net_amount: Decimal
    currency: str | None
    open_count: int


@dataclass(frozen=True, slots=True)
class CostRecord:
    """One charge or consumption record."""

    day: date
    source: str
    source_id: str
    account_id: str
    account: str | None
    subscription_id: str
    subscription: str | None
    category: str | None
    resource: str
    description: str | None
    quantity: Decimal | None
    unit: str | None
    period_last_on: date | None
    status: str | None
    gross_amount: Decimal
    discount_amount: Decimal
    net_amount: Decimal
    currency: str
    is_final: bool


def cost_records(
    snapshot: Snapshot,
    records: RecordFilter,
    *,
    sort: str,
    first: int,
    most: int,
    reseller_id: str,
) -> list[CostRecord]:
    """Return one page of the records a number is the sum of.

    `sort` is day, -day, amount or -amount.

    Source: queries/cost_record.sql
    """
    rows = snapshot.rows(
        "cost_record",
        sort=sort,
        first=first,
        most=most,
        reseller_id=reseller_id,
        **_record_binds(records),
    )
    return [CostRecord(*row) for row in rows]


def stream_records(
    snapshot: Snapshot, records: RecordFilter, *, reseller_id: str
) -> Iterator[list[Row]]:
    """Yield, in batches, all records a number is the sum of, by day.

    Source: queries/cost_record.sql, which names the columns
    """
    return snapshot.stream(
        "cost_record",
        sort="day",
        first=0,
        most=2**62,
        reseller_id=reseller_id,
        **_record_binds(records),
    )


def cost_record_total(
    snapshot: Snapshot, records: RecordFilter, *, reseller_id: str
) -> RecordTotal:
    """Return how many records a number is the sum of, and what they sum to.

    Source: queries/cost_record_total.sql
    """
    ((*total,),) = snapshot.rows(
        "cost_record_total", reseller_id=reseller_id, **_record_binds(records)
    )
    return RecordTotal(*total)


def _record_binds(records: RecordFilter) -> dict[str, Any]:
    return {
        **cost_binds(records.cost),
        "resource": records.resource,
        "level": records.level,
        "other_than": records.other_than,
        "refunds_only": records.refunds_only,
    }
