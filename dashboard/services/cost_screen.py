"""What a screen of costs holds, and how it is gathered from the warehouse's rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboard.services.cost_scope import CostScope
from dashboard.state import CostView, by_month
from dashboard.texts import gettext
from domain.cost import Detail, Ids, Level
from domain.money import Money, growth_percent, share_percent
from warehouse.costs import ComponentCost

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


def starts_of(view: CostView) -> tuple[date, ...]:
    period = view.period
    return tuple(period.months() if view.detail is Detail.MONTH else period.days())


def gather_components(
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
    inside = view_inside(name, ids, scope)
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


def view_inside(name: str, ids: Ids, scope: CostScope) -> CostView | None:
    match scope.level:
        case Level.ACCOUNT:
            return replace(scope.view, account_ids=ids)
        case Level.SUBSCRIPTION:
            return replace(scope.view, subscription_ids=ids)
        case Level.CATEGORY:
            return replace(scope.view, category=name)
        case Level.RESOURCE:
            return None


def trail_of(scope: CostScope, today: date) -> tuple[Crumb, ...]:
    view = scope.view
    top = replace(by_month(view, today), account_ids=None, subscription_ids=None, category=None)
    crumbs = [Crumb(gettext("All clients"), top)]
    if scope.account_name:
        crumbs.append(Crumb(scope.account_name, replace(top, account_ids=view.account_ids)))
    if scope.subscription_name:
        crumbs.append(Crumb(scope.subscription_name, replace(view, category=None)))
    if view.category:
        crumbs.append(Crumb(view.category, view))
    return tuple(crumbs)
