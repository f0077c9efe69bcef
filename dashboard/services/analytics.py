"""What subscriptions cost: the figures behind the consumption dynamics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dashboard.services.cost_scope import CostScope, read_scope
from dashboard.services.cost_screen import (
    NOTHING,
    Component,
    CostScreen,
    Member,
    MonthCost,
    gather_components,
    starts_of,
    trail_of,
    view_inside,
)
from dashboard.state import CostView
from domain.cost import Detail, Ids
from domain.money import Money
from domain.periods import Period, add_months, first_of_month
from warehouse.connection import Snapshot
from warehouse.cost_choices import (
    NamedCost,
    accounts_by_cost,
    cost_of_parts,
    subscriptions_by_cost,
)
from warehouse.costs import ComponentCost, cost_by_component, cost_of_months, cost_total
from warehouse.quality import (
    ChargeDeviation,
    Difference,
    QuarantinedRecord,
    charge_deviations,
    differences,
    quarantined_records,
)

TOP = 10
MOST_OPTIONS = 50


class Analytics:
    """Answers questions about what one reseller's subscriptions cost."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str, currency: str, today: date) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id
        self._currency = currency
        self._today = today

    def scope(self, query: Mapping[str, str], *, of_records: bool = False) -> CostScope:
        """Read an address into a view of this reseller's costs, or of the records behind them."""
        return read_scope(
            query,
            self._snapshot,
            today=self._today,
            reseller_id=self._reseller_id,
            of_records=of_records,
        )

    def screen(self, query: Mapping[str, str], *, top: int | None = None) -> CostScreen:
        """Return the figures of the view an address names; `top` components stand alone."""
        scope = self.scope(query)
        view = scope.view
        rows = self.components(scope, top=top or TOP)
        total = cost_total(self._snapshot, view.costs, reseller_id=self._reseller_id)
        previous, last = self._two_months(view)
        starts = starts_of(view)
        return CostScreen(
            scope=scope,
            currency=self._currency,
            starts=starts,
            components=tuple(
                self._with_members(component, scope)
                for component in gather_components(rows, starts, scope)
            ),
            component_count=rows[0].component_count if rows else 0,
            discount=total.discount_amount,
            refund=total.refund_amount,
            is_preliminary=total.has_open,
            previous=previous,
            last=last,
            trail=trail_of(scope, self._today),
        )

    def components(self, scope: CostScope, *, top: int) -> list[ComponentCost]:
        """Return what the dearest components of a view cost, and all others together."""
        return cost_by_component(
            self._snapshot,
            scope.view.costs,
            level=scope.level,
            measure=scope.view.measure,
            detail=scope.view.detail,
            top=top,
            reseller_id=self._reseller_id,
        )

    def accounts(self, period: Period, text: str | None = None) -> list[NamedCost]:
        """Return the clients to choose from, the dearest first (ANL-4)."""
        return accounts_by_cost(
            self._snapshot, period, text=text, most=MOST_OPTIONS, reseller_id=self._reseller_id
        )

    def subscriptions(
        self, period: Period, account_ids: Ids, text: str | None = None
    ) -> list[NamedCost]:
        """Return the subscriptions of clients to choose from, the dearest first (ANL-3)."""
        return subscriptions_by_cost(
            self._snapshot,
            period,
            account_ids,
            text=text,
            most=MOST_OPTIONS,
            reseller_id=self._reseller_id,
        )

    def differences(self) -> list[Difference]:
        """Return where our sums and the platform's own differ."""
        return differences(self._snapshot, reseller_id=self._reseller_id)

    def charge_deviations(self) -> list[ChargeDeviation]:
        """Return the figures of closed charges that do not follow from their others."""
        return charge_deviations(self._snapshot, reseller_id=self._reseller_id)

    def quarantined_records(self) -> list[QuarantinedRecord]:
        """Return the records of the platform that could not be read."""
        return quarantined_records(self._snapshot, reseller_id=self._reseller_id)

    def _with_members(self, component: Component, scope: CostScope) -> Component:
        if len(component.ids) < 2:
            return component
        costs = cost_of_parts(
            self._snapshot,
            scope.view.period,
            component.ids,
            level=scope.level,
            measure=scope.view.measure,
            reseller_id=self._reseller_id,
        )
        members = (
            Member(id_, amount, inside)
            for id_, amount in costs.items()
            if (inside := view_inside(component.name, (id_,), scope))
        )
        return replace(component, members=tuple(members))

    def _two_months(self, view: CostView) -> tuple[MonthCost, MonthCost]:
        this_month = first_of_month(self._today)
        months = (add_months(this_month, -2), add_months(this_month, -1))
        costs = cost_of_months(
            self._snapshot,
            replace(view.costs, period=Period.of_months(*months)),
            measure=view.measure,
            reseller_id=self._reseller_id,
        )
        return tuple(  # type: ignore[return-value]
            MonthCost(
                month,
                Money(costs.get(month, NOTHING), self._currency),
                replace(view, first_month=month, last_month=month, detail=Detail.MONTH, sort=""),
            )
            for month in months
        )
