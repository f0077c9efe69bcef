"""The charges and consumption records that a number is the sum of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.services.analytics import TOP, Analytics
from dashboard.services.cost_scope import CostScope
from dashboard.state import CostView
from domain.cost import CostFilter, Ids, RecordFilter
from domain.periods import Period
from warehouse.connection import Snapshot
from warehouse.cost_records import (
    CostRecord,
    RecordTotal,
    cost_record_total,
    cost_records,
)
from warehouse.costs import cost_by_component


@dataclass(frozen=True, slots=True)
class RecordScreen:
    """One page of the records, and what all of them sum to."""

    scope: CostScope
    records: tuple[CostRecord, ...]
    total: RecordTotal
    page_count: int

    @property
    def view(self) -> CostView:
        return self.scope.view


class Records:
    """Answers what one reseller's numbers are made of."""

    def __init__(self, snapshot: Snapshot, analytics: Analytics, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._analytics = analytics
        self._reseller_id = reseller_id

    def screen(self, query: Mapping[str, str]) -> RecordScreen:
        """Return the page of records that an address names."""
        scope = self.scope(query)
        records = self.filter(scope)
        total = cost_record_total(self._snapshot, records, reseller_id=self._reseller_id)
        # A page past the end is the last one: a load may have taken records away meanwhile.
        last_page = max(1, -(-total.record_count // scope.view.size))
        view = replace(scope.view, page=min(scope.view.page, last_page))
        found = cost_records(
            self._snapshot,
            records,
            sort=view.sort or "-day",
            first=(view.page - 1) * view.size,
            most=view.size,
            reseller_id=self._reseller_id,
        )
        return RecordScreen(replace(scope, view=view), tuple(found), total, last_page)

    def scope(self, query: Mapping[str, str]) -> CostScope:
        """Read an address into the records it names."""
        return self._analytics.scope(query, of_records=True)

    def filter(self, scope: CostScope) -> RecordFilter:
        """Return what an address says of the records it means."""
        view = scope.view
        period = Period.of_days(view.day, view.day) if view.day else view.period
        return RecordFilter(
            CostFilter(period, view.account_ids, view.subscription_ids, view.category),
            resource=view.resource,
            level=scope.level,
            other_than=self._other_than(scope),
            refunds_only=view.refunds,
        )

    def _other_than(self, scope: CostScope) -> Ids | None:
        """Return the components a chart shows by name, if the records are of its Others."""
        view = scope.view
        if view.others is None:
            return None
        shown = cost_by_component(
            self._snapshot,
            CostFilter(
                Period.of_months(*view.others),
                view.account_ids,
                view.subscription_ids,
                view.category,
            ),
            level=scope.level,
            measure=view.measure,
            detail=view.detail,
            top=TOP,
            reseller_id=self._reseller_id,
        )
        return tuple(sorted({id_ for row in shown if row.component for id_ in row.ids}))
