"""Whether what an address names is the reseller's, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dashboard.state import CostView, by_month, read_view
from dashboard.texts import gettext
from domain.cost import Detail, Level
from domain.errors import BadFilter, NotFound
from domain.statuses import BillingType
from warehouse.connection import Snapshot
from warehouse.cost_choices import account_names, cost_categories, known_subscriptions


@dataclass(frozen=True, slots=True)
class CostScope:
    """A view whose every id is known to be the reseller's.

    `problems` says, a sentence each, what the address asked for and did not get; `is_missing`
    tells that some of it was an id that is not the reseller's.
    """

    view: CostView
    level: Level
    account_name: str | None
    subscription_name: str | None
    can_show_days: bool
    problems: tuple[str, ...] = ()
    is_missing: bool = False

    def required(self) -> CostScope:
        """Return this scope if it is just what was asked for: an export shows nothing else.

        Raises:
            NotFound: an id is not the reseller's.
            BadFilter: something else could not be read.
        """
        if self.is_missing:
            raise NotFound("; ".join(self.problems))
        if self.problems:
            raise BadFilter(list(self.problems))
        return self


def read_scope(
    query: Mapping[str, str],
    snapshot: Snapshot,
    *,
    today: date,
    reseller_id: str,
    of_records: bool = False,
) -> CostScope:
    """Read an address into a view that may be shown to the reseller."""
    view, problems = read_view(query, today, of_records=of_records)
    return _Check(snapshot, reseller_id, today, problems).scope(view)


class _Check:
    """Checks a view against the warehouse, one kind of id after the other."""

    def __init__(
        self, snapshot: Snapshot, reseller_id: str, today: date, problems: list[str]
    ) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id
        self._today = today
        self._problems = problems
        self._is_missing = False

    def scope(self, view: CostView) -> CostScope:
        view, account_name = self._accounts(view)
        view, subscription_name, can_show_days = self._subscriptions(view)
        if view.account_ids and account_name is None:
            account_name = self._account_name(view)
        view, level = self._category(view)
        if view.detail is Detail.DAY and not can_show_days:
            view = self._without_days(view)
        return CostScope(
            view,
            level,
            account_name,
            subscription_name,
            can_show_days,
            tuple(self._problems),
            self._is_missing,
        )

    def _accounts(self, view: CostView) -> tuple[CostView, str | None]:
        if view.account_ids is None:
            return view, None
        names = account_names(self._snapshot, view.account_ids, reseller_id=self._reseller_id)
        if len(names) < len(view.account_ids):
            self._missing(gettext("This client is not found; all clients are shown."))
            return replace(view, account_ids=None, subscription_ids=None, category=None), None
        return view, " · ".join(dict.fromkeys(names.values()))

    def _account_name(self, view: CostView) -> str | None:
        names = account_names(self._snapshot, view.account_ids or (), reseller_id=self._reseller_id)
        return " · ".join(dict.fromkeys(names.values())) or None

    def _subscriptions(self, view: CostView) -> tuple[CostView, str | None, bool]:
        if view.subscription_ids is None:
            return view, None, False
        known = known_subscriptions(
            self._snapshot, view.subscription_ids, reseller_id=self._reseller_id
        )
        owners = tuple(dict.fromkeys(subscription.account_id for subscription in known))
        asked = set(view.account_ids or owners)
        if len(known) < len(view.subscription_ids) or not asked.issuperset(owners):
            self._missing(gettext("This subscription is not found; all of them are shown."))
            return replace(view, subscription_ids=None, category=None), None, False
        name = " · ".join(dict.fromkeys(subscription.name for subscription in known))
        can_show_days = all(
            subscription.billing_type == BillingType.PAYG_EXTERNAL for subscription in known
        )
        return replace(view, account_ids=view.account_ids or owners), name, can_show_days

    def _category(self, view: CostView) -> tuple[CostView, Level]:
        if view.subscription_ids is None:
            if view.category is not None:
                self._problems.append(
                    gettext("A category can be chosen within one subscription only.")
                )
            level = Level.ACCOUNT if view.account_ids is None else Level.SUBSCRIPTION
            return replace(view, category=None), level
        categories = cost_categories(
            self._snapshot, view.subscription_ids, reseller_id=self._reseller_id
        )
        if view.category is not None and view.category not in categories:
            self._problems.append(
                gettext("This subscription has no category “%(name)s”.", name=view.category[:60])
            )
            view = replace(view, category=None)
        is_split = bool(categories) and view.category is None
        return view, Level.CATEGORY if is_split else Level.RESOURCE

    def _without_days(self, view: CostView) -> CostView:
        self._problems.append(gettext("Days can be shown for one pay-as-you-go subscription only."))
        return replace(by_month(view, self._today), day=None)

    def _missing(self, problem: str) -> None:
        self._problems.append(problem)
        self._is_missing = True
