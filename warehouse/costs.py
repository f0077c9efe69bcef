"""What things cost: the questions behind the charts, each a file in queries/.

All amounts are in the reseller's currency. Every function takes a snapshot, so that all numbers of
one answer come from one published version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.cost import CostFilter, Detail, Ids, Level, Measure
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
        question,
        level=level,
        measure=measure,
        top=top,
        reseller_id=reseller_id,
        **cost_binds(costs),
    )
    return [
        ComponentCost(place, component, tuple(ids or ()), *rest)
        for place, component, ids, *rest in rows
    ]


def cost_of_months(
    snapshot: Snapshot, costs: CostFilter, *, measure: Measure, reseller_id: str
) -> dict[date, Decimal]:
    """Return what a view cost in each month of its period; a month without cost is absent.

    Source: queries/cost_of_month.sql
    """
    return dict(
        snapshot.rows(
            "cost_of_month", measure=measure, reseller_id=reseller_id, **cost_binds(costs)
        )
    )


def cost_total(snapshot: Snapshot, costs: CostFilter, *, reseller_id: str) -> CostTotal:
    """Return how much of a view's cost is discounted, refunded, still open.

    Source: queries/cost_total.sql
    """
    ((discount, refund, has_open),) = snapshot.rows(
        "cost_total", reseller_id=reseller_id, **cost_binds(costs)
    )
    return CostTotal(discount or Decimal(0), refund or Decimal(0), has_open)


def stream_components(
    snapshot: Snapshot, costs: CostFilter, *, level: Level, detail: Detail, reseller_id: str
) -> Iterator[list[Row]]:
    """Yield, in batches, every component of a view in each month or day, none merged.

    Source: queries/cost_export.sql, queries/daily_cost_export.sql, which name the columns
    """
    question = "cost_export" if detail is Detail.MONTH else "daily_cost_export"
    return snapshot.stream(question, level=level, reseller_id=reseller_id, **cost_binds(costs))


def cost_binds(costs: CostFilter) -> dict[str, Any]:
    """Return what every question about cost is limited by, under the names of its binds."""
    return {
        "start": costs.period.start,
        "end": costs.period.end,
        "account_ids": costs.account_ids,
        "subscription_ids": costs.subscription_ids,
        "category": costs.category,
    }
