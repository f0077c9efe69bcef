"""The subscriptions that an address asks for (SUB-1 to SUB-6, CLI-8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dashboard.services.lists.subscription_view import SubscriptionView, read_subscription_view
from dashboard.texts import gettext
from domain.errors import BadFilter, NotFound
from domain.listing import SubscriptionFilter
from warehouse.connection import Snapshot
from warehouse.listed import (
    ListedSubscription,
    account_names,
    listed_subscriptions,
    stream_subscriptions,
    subscribed_plans,
)

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to, by id: what there are subscriptions of.

    `accounts` are the names of the clients that are filtered by.
    """

    accounts: Names
    products: Names
    plans: Names
    billing_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubscriptionScope:
    """An address, read. `unknown` are ids in it that this reseller has nothing of."""

    view: SubscriptionView
    choices: Choices
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    account_id: str | None = None

    @property
    def wanted(self) -> SubscriptionFilter:
        own = self.view.wanted
        return own if self.account_id is None else replace(own, account_ids=(self.account_id,))

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence for each thing that the reader has to know of the address."""
        told = gettext("Nothing is known of these filters' values: %(values)s.",
                       values=", ".join(value[:40] for value in self.unknown[:5]))  # fmt: skip
        return (*self.problems, *([told] if self.unknown else []))

    def required(self) -> SubscriptionScope:
        """Return this scope for what can't show a notice.

        Raises:
            NotFound: it names something that this reseller does not have.
            BadFilter: something in it can't be read.
        """
        if self.unknown:
            raise NotFound(f"no {self.unknown[0]}")
        if self.problems:
            raise BadFilter(list(self.problems))
        return self


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """One page of the list. `match_count` is how many fit, on all pages."""

    scope: SubscriptionScope
    rows: tuple[ListedSubscription, ...]
    match_count: int

    @property
    def view(self) -> SubscriptionView:
        return self.scope.view

    @property
    def page_count(self) -> int:
        return max(1, -(-self.match_count // self.view.size))

    @property
    def changing_count(self) -> int:
        """How many of the shown ones have a status that passes by itself (SUB-3)."""
        return sum(row.subscription.is_changing for row in self.rows)


class SubscriptionList:
    """Lists the subscriptions of one reseller."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id

    def page(self, query: Mapping[str, str], *, account_id: str | None = None) -> SubscriptionPage:
        """Return the page that an address names; `account_id` limits it to one client's."""
        scope = self.scope(query, account_id=account_id)
        view = scope.view
        rows, match_count = listed_subscriptions(
            self._snapshot, scope.wanted, view.slice, reseller_id=self._reseller_id
        )
        # A page past the end is the last one: a load may have taken rows away meanwhile.
        last = max(1, -(-match_count // view.size))
        shown = replace(view, page=min(view.page, last))
        return SubscriptionPage(replace(scope, view=shown), tuple(rows), match_count)

    def scope(
        self, query: Mapping[str, str], *, account_id: str | None = None
    ) -> SubscriptionScope:
        """Read an address into the subscriptions it means."""
        view, problems = read_subscription_view(query, of_account=account_id is not None)
        choices = self._choices(view, account_id)
        return SubscriptionScope(
            view, choices, _unknown(view, choices), tuple(problems), account_id
        )

    def every(
        self, query: Mapping[str, str], *, account_id: str | None = None
    ) -> Iterator[ListedSubscription]:
        """Yield every subscription that an address means, in its order.

        Raises:
            NotFound: it names something that this reseller does not have.
            BadFilter: something in it can't be read.
        """
        scope = self.scope(query, account_id=account_id).required()
        return stream_subscriptions(
            self._snapshot, scope.wanted, scope.view.order, reseller_id=self._reseller_id
        )

    def matching_ids(self, query: Mapping[str, str], *, account_id: str | None = None) -> list[str]:
        """Return the ids of every subscription that an address means, in its order.

        Raises:
            NotFound: it names something that this reseller does not have.
            BadFilter: something in it can't be read.
        """
        return [
            row.subscription.subscription_id for row in self.every(query, account_id=account_id)
        ]

    def _choices(self, view: SubscriptionView, account_id: str | None) -> Choices:
        plans = subscribed_plans(
            self._snapshot, account_id=account_id, reseller_id=self._reseller_id
        )
        names = account_names(self._snapshot, view.account_ids, reseller_id=self._reseller_id)
        return Choices(
            names,
            {one.product_id: one.product_name or "" for one in plans if one.product_id},
            {one.plan_id: one.name for one in plans},
            tuple(sorted({one.billing_type for one in plans})),
        )


def _unknown(view: SubscriptionView, choices: Choices) -> tuple[str, ...]:
    asked_and_known = (
        (view.account_ids, choices.accounts),
        (view.product_ids, choices.products),
        (view.plan_ids, choices.plans),
        (view.billing_types, choices.billing_types),
    )
    return tuple(value for asked, known in asked_and_known for value in asked if value not in known)
