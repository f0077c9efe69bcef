"""What things cost: the questions behind the analytics, each a file in queries/.

All amounts are in the reseller's currency. Every function takes a snapshot, so that all numbers of
one answer come from one published version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.cost import CostFilter, Detail, Ids, Level, Measure, RecordFilter
from domain.periods import Period
from warehouse.connection import Row, Snapshot


@dataclass(frozen=True, slots=True)
class ComponentCost:
    """What one component cost in one month, or on one day.

    `place` and `component` are None for Others: all components after the first few.
    """

    place: int | None
    component: str | None
    ids: Ids
    component_count: int
    starts_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CostTotal:
    """How much of a view's cost is discounted, refunded, and whether some of it is still open."""

    discount_amount: Decimal
    refund_amount: Decimal
    has_open: bool


@dataclass(frozen=True, slots=True)
class NamedCost:
    """Accounts or subscriptions that share a name, and what they cost together."""

    name: str
    ids: Ids
    amount: Decimal


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """What a view needs to know of a subscription it is limited to."""

    subscription_id: str
    account_id: str
    name: str
    billing_type: str | None


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


def cost_by_component(
    snapshot: Snapshot,
    costs: CostFilter,
    *,
    level: Level,
    measure: Measure,
    detail: Detail,
    top: int,
    reseller_id: str,
) -> list[ComponentCost]:
    """Return what each component of a view cost in each month, or on each day.

    The dearest `top` components stand alone, in order; the others are one, last. Components
    without cost have no row, nor have months or days without cost.

    Source: queries/cost_by_component.sql, queries/daily_cost_by_component.sql
    """
    question = "cost_by_component" if detail is Detail.MONTH else "daily_cost_by_component"
    rows = snapshot.rows(
        question, level=level, measure=measure, top=top, reseller_id=reseller_id, **_binds(costs)
    )
    return [
        ComponentCost(place, component, tuple(ids or ()), *rest)
        for place, component, ids, *rest in rows
    ]


def cost_of_parts(
    snapshot: Snapshot,
    period: Period,
    ids: Ids,
    *,
    level: Level,
    measure: Measure,
    reseller_id: str,
) -> dict[str, Decimal]:
    """Return what each of the accounts, or subscriptions, of one name cost, the dearest first.

    Source: queries/cost_of_part.sql
    """
    rows = snapshot.rows(
        "cost_of_part",
        level=level,
        ids=ids,
        measure=measure,
        start=period.start,
        end=period.end,
        reseller_id=reseller_id,
    )
    return dict(rows)


def cost_of_months(
    snapshot: Snapshot, costs: CostFilter, *, measure: Measure, reseller_id: str
) -> dict[date, Decimal]:
    """Return what a view cost in each month of its period; a month without cost is absent.

    Source: queries/cost_of_month.sql
    """
    return dict(
        snapshot.rows("cost_of_month", measure=measure, reseller_id=reseller_id, **_binds(costs))
    )


def cost_total(snapshot: Snapshot, costs: CostFilter, *, reseller_id: str) -> CostTotal:
    """Return how much of a view's cost is discounted, refunded, still open.

    Source: queries/cost_total.sql
    """
    ((discount, refund, has_open),) = snapshot.rows(
        "cost_total", reseller_id=reseller_id, **_binds(costs)
    )
    return CostTotal(discount or Decimal(0), refund or Decimal(0), has_open)


def accounts_by_cost(
    snapshot: Snapshot, period: Period, *, text: str | None, most: int, reseller_id: str
) -> list[NamedCost]:
    """Return the accounts to choose from, those of one name as one, the dearest first.

    Source: queries/cost_of_account.sql
    """
    rows = snapshot.rows(
        "cost_of_account",
        start=period.start,
        end=period.end,
        text=text,
        most=most,
        reseller_id=reseller_id,
    )
    return [NamedCost(name, tuple(ids), amount) for name, ids, amount in rows]


def subscriptions_by_cost(
    snapshot: Snapshot,
    period: Period,
    account_ids: Ids,
    *,
    text: str | None,
    most: int,
    reseller_id: str,
) -> list[NamedCost]:
    """Return the subscriptions of accounts to choose from, the dearest first, trials included.

    Source: queries/cost_of_subscription.sql
    """
    rows = snapshot.rows(
        "cost_of_subscription",
        start=period.start,
        end=period.end,
        account_ids=account_ids,
        text=text,
        most=most,
        reseller_id=reseller_id,
    )
    return [NamedCost(name, (subscription_id,), amount) for subscription_id, name, amount in rows]


def account_names(snapshot: Snapshot, account_ids: Ids, *, reseller_id: str) -> dict[str, str]:
    """Return the names of those accounts that are the reseller's; others are absent.

    Source: queries/known_account.sql
    """
    return dict(snapshot.rows("known_account", account_ids=account_ids, reseller_id=reseller_id))


def known_subscriptions(
    snapshot: Snapshot, subscription_ids: Ids, *, reseller_id: str
) -> list[KnownSubscription]:
    """Return those subscriptions that are the reseller's; others are absent.

    Source: queries/known_subscription.sql
    """
    rows = snapshot.rows(
        "known_subscription", subscription_ids=subscription_ids, reseller_id=reseller_id
    )
    return [KnownSubscription(*row) for row in rows]


def cost_categories(snapshot: Snapshot, subscription_ids: Ids, *, reseller_id: str) -> list[str]:
    """Return the resource categories these subscriptions have cost in; empty for most.

    Source: queries/cost_category.sql
    """
    rows = snapshot.rows(
        "cost_category", subscription_ids=subscription_ids, reseller_id=reseller_id
    )
    return [category for (category,) in rows]


def stream_components(
    snapshot: Snapshot, costs: CostFilter, *, level: Level, detail: Detail, reseller_id: str
) -> Iterator[list[Row]]:
    """Yield, in batches, every component of a view in each month or day, none merged.

    Source: queries/cost_export.sql, queries/daily_cost_export.sql, which name the columns
    """
    question = "cost_export" if detail is Detail.MONTH else "daily_cost_export"
    return snapshot.stream(question, level=level, reseller_id=reseller_id, **_binds(costs))


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


def _binds(costs: CostFilter) -> dict[str, Any]:
    return {
        "start": costs.period.start,
        "end": costs.period.end,
        "account_ids": costs.account_ids,
        "subscription_ids": costs.subscription_ids,
        "category": costs.category,
    }


def _record_binds(records: RecordFilter) -> dict[str, Any]:
    return {
        **_binds(records.cost),
        "resource": records.resource,
        "level": records.level,
        "other_than": records.other_than,
        "refunds_only": records.refunds_only,
    }
