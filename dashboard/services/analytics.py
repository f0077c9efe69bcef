"""What subscriptions cost: the figures behind the consumption dynamics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboard.services.cost_scope import CostScope, read_scope
from dashboard.state import CostView
from dashboard.texts import gettext
from domain.cost import Detail, Ids, Level
from domain.money import Money, growth_percent, share_percent
from domain.periods import Period, add_months, first_of_month
from warehouse.connection import Snapshot
from warehouse.costs import (
    ComponentCost,
    NamedCost,
    accounts_by_cost,
    cost_by_component,
    cost_of_months,
    cost_of_parts,
    cost_total,
    subscriptions_by_cost,
)
from warehouse.quality import (
    Difference,
    QuarantinedRecord,
    differences,
    quarantined_records,
)

TOP = 10
MOST_OPTIONS = 50
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Member:
    """One of several clients, or subscriptions, of one name."""

    id: str
    amount: Decimal
    inside: CostView


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a view: a client, a subscription, a category or a resource; or Others.

    `amounts` stand in the order of the screen's `starts`. `inside` is the view a click leads to,
    `records` the view of the records its total sums. `members` are the clients or subscriptions
    of this name when there are several: one is chosen before going on (ANL-14).
    """

    key: str
    name: str
    ids: Ids
    amounts: tuple[Decimal, ...]
    is_others: bool
    inside: CostView | None
    records: CostView
    members: tuple[Member, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, NOTHING)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from all clients to what is shown."""

    name: str
    view: CostView


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What the view cost in one calendar month, whatever period it shows (ANL-19)."""

    month: date
    cost: Money
    records: CostView


@dataclass(frozen=True, slots=True)
class CostScreen:
    """Everything the consumption dynamics show. All amounts are in `currency`."""

    scope: CostScope
    currency: str
    starts: tuple[date, ...]
    components: tuple[Component, ...]
    component_count: int
    discount: Decimal
    refund: Decimal
    is_preliminary: bool
    previous: MonthCost
    last: MonthCost
    trail: tuple[Crumb, ...]

    @property
    def view(self) -> CostView:
        return self.scope.view

    @property
    def total(self) -> Money:
        """The sum of all components (ANL-16)."""
        amounts = (component.total for component in self.components)
        return Money(sum(amounts, NOTHING), self.currency)

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """The sum of all components in each month, or on each day."""
        columns = zip(*(component.amounts for component in self.components), strict=True)
        return tuple(sum(column, NOTHING) for column in columns)

    @property
    def growth(self) -> Decimal | None:
        return growth_percent(self.previous.cost, self.last.cost)

    def share(self, component: Component) -> Decimal | None:
        return share_percent(component.total, self.total.amount)


class Analytics:
    """Answers questions about what one reseller's subscriptions cost."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str, currency: str, today: date) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id
        self._currency = currency
        self._today = today

    def scope(self, query: Mapping[str, str]) -> CostScope:
        """Read an address into a view of this reseller's costs."""
        return read_scope(query, self._snapshot, today=self._today, reseller_id=self._reseller_id)

    def screen(self, query: Mapping[str, str], *, top: int | None = None) -> CostScreen:
        """Return the figures of the view an address names; `top` components stand alone."""
        scope = self.scope(query)
        view = scope.view
        rows = self.components(scope, top=top or TOP)
        total = cost_total(self._snapshot, view.costs, reseller_id=self._reseller_id)
        previous, last = self._two_months(view)
        starts = _starts(view)
        return CostScreen(
            scope=scope,
            currency=self._currency,
            starts=starts,
            components=tuple(
                self._with_members(component, scope)
                for component in _components(rows, starts, scope)
            ),
            component_count=rows[0].component_count if rows else 0,
            discount=total.discount_amount,
            refund=total.refund_amount,
            is_preliminary=total.has_open,
            previous=previous,
            last=last,
            trail=_trail(scope),
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
            if (inside := _inside(component.name, (id_,), scope))
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


def _starts(view: CostView) -> tuple[date, ...]:
    period = view.period
    return tuple(period.months() if view.detail is Detail.MONTH else period.days())


def _components(
    rows: Iterable[ComponentCost], starts: tuple[date, ...], scope: CostScope
) -> tuple[Component, ...]:
    """Gather the rows of each component; rows come ordered by it."""
    places = {start: index for index, start in enumerate(starts)}
    amounts: dict[tuple[int | None, str | None], list[Decimal]] = {}
    ids: dict[str | None, Ids] = {}
    for row in rows:
        series = amounts.setdefault((row.place, row.component), [NOTHING] * len(starts))
        series[places[row.starts_on]] += row.amount
        ids[row.component] = row.ids
    return tuple(
        _component(name, ids[name], tuple(series), scope) for (_, name), series in amounts.items()
    )


def _component(
    name: str | None, ids: Ids, amounts: tuple[Decimal, ...], scope: CostScope
) -> Component:
    if name is None:
        view = scope.view
        records = replace(view, others=(view.first_month, view.last_month), sort="")
        return Component("others", gettext("Others"), (), amounts, True, None, records)
    inside = _inside(name, ids, scope)
    records = inside or replace(scope.view, resource=name)
    return Component(
        f"{scope.level}:{','.join(ids)}",
        name,
        ids,
        amounts,
        False,
        inside if scope.level is not Level.RESOURCE else None,
        replace(records, sort=""),
    )


def _inside(name: str, ids: Ids, scope: CostScope) -> CostView | None:
    match scope.level:
        case Level.ACCOUNT:
            return replace(scope.view, account_ids=ids)
        case Level.SUBSCRIPTION:
            return replace(scope.view, subscription_ids=ids)
        case Level.CATEGORY:
            return replace(scope.view, category=name)
        case Level.RESOURCE:
            return None


def _trail(scope: CostScope) -> tuple[Crumb, ...]:
    view = scope.view
    top = replace(view, account_ids=None, subscription_ids=None, category=None, detail=Detail.MONTH)
    crumbs = [Crumb(gettext("All clients"), top)]
    if scope.account_name:
        crumbs.append(Crumb(scope.account_name, replace(top, account_ids=view.account_ids)))
    if scope.subscription_name:
        crumbs.append(Crumb(scope.subscription_name, replace(view, category=None)))
    if view.category:
        crumbs.append(Crumb(view.category, view))
    return tuple(crumbs)
