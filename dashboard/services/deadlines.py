"""Until when what can still be done, for all subscriptions of a reseller or for some of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from heapq import nsmallest
from zoneinfo import ZoneInfo

from dashboard.deadline_view import DeadlineView, Within, read_view
from dashboard.services.deadline_lists import DeadlineLists
from domain.deadlines.deadline import Deadline, Outcome, Unknown
from domain.deadlines.due import Due, at_stake
from domain.deadlines.reach import Reach, reach_of
from domain.errors import BadFilter, NotFound
from domain.money import Money
from domain.service_terms import ServiceTerms
from warehouse.connection import Snapshot
from warehouse.cost_choices import account_names
from warehouse.deadlines import due_deadlines


@dataclass(frozen=True, slots=True)
class DeadlineScreen:
    """One page of the deadlines that an address means, and the money at stake in all of them.

    `accounts` are the clients who have a deadline in the time looked at, by their ids.
    """

    view: DeadlineView
    shown: tuple[Due, ...]
    count: int
    total: Money
    unknown_count: int
    page_count: int
    accounts: Mapping[str, str]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soon:
    """The nearest deadlines that cost money, how many there are, and the money at stake in all."""

    nearest: tuple[Due, ...]
    count: int
    total: Money


class Deadlines:
    """Answers about the deadlines of one reseller's subscriptions."""

    def __init__(
        self,
        snapshot: Snapshot,
        lists: DeadlineLists[Due],
        terms: ServiceTerms,
        zone: ZoneInfo,
        *,
        reseller_id: str,
        currency: str,
        now: datetime,
    ) -> None:
        self._snapshot = snapshot
        self._lists = lists
        self._terms = terms
        self._zone = zone
        self._reseller_id = reseller_id
        self._currency = currency
        self.now = now

    @property
    def today(self) -> date:
        """The platform's day now."""
        return self.now.astimezone(self._zone).date()

    def exists(self, query: Mapping[str, str]) -> bool:
        """Tell whether every client that an address names is the reseller's."""
        return not self._unknown_accounts(read_view(query)[0])

    def screen(self, query: Mapping[str, str]) -> DeadlineScreen:
        """Return the page that an address names.

        Raises:
            NotFound: it names a client who is not the reseller's.
        """
        view, problems = read_view(query)
        self._require_accounts(view)
        within = self._within(view.within)
        found = _chosen(within, view)
        last_page = max(1, -(-len(found) // view.size))
        view = replace(view, page=min(view.page, last_page))
        first = (view.page - 1) * view.size
        nothing = (None, Unknown.NOTHING_OWED)
        return DeadlineScreen(
            view=view,
            shown=tuple(_sorted(found, view.order)[first : first + view.size]),
            count=len(found),
            total=at_stake(found, self._currency),
            unknown_count=sum(one.deadline.stake.unknown not in nothing for one in found),
            page_count=last_page,
            accounts=_accounts(within),
            problems=tuple(problems),
        )

    def soon(self, within: Within, *, most: int) -> Soon:
        """Return those that cost money in a time, as the screen of them does: `most` of them, and
        the sums of all.
        """
        found = self._costly(within)
        return Soon(
            nearest=tuple(nsmallest(most, found, key=_when)),
            count=len(found),
            total=at_stake(found, self._currency),
        )

    def all(self, query: Mapping[str, str]) -> list[Due]:
        """Return every deadline that an address means, in its order.

        Raises:
            NotFound: it names a client who is not the reseller's.
            BadFilter: something else in it can't be read.
        """
        view, problems = read_view(query)
        self._require_accounts(view)
        if problems:
            raise BadFilter(problems)
        return _sorted(_chosen(self._within(view.within), view), view.order)

    def of(self, subscription_id: str) -> tuple[Due, ...]:
        """Return the deadlines of a subscription, the nearest first; none for another's."""
        return tuple(self._found(self._reach(subscription_ids=(subscription_id,))))

    def next_deadline(self, subscription_ids: Sequence[str]) -> dict[str, Due]:
        """Return the nearest deadline of each of these subscriptions that has one.

        Days from which something becomes possible are no deadlines here: nothing ends on them.
        """
        nearest: dict[str, Due] = {}
        if not subscription_ids:
            return nearest
        for due in self._found(self._reach(subscription_ids=tuple(subscription_ids))):
            if due.deadline.outcome is not Outcome.POSSIBLE:
                nearest.setdefault(due.deadline.subscription_id, due)
        return nearest

    def _within(self, within: Within) -> list[Due]:
        """Return what is to come in a time; worked out once for a version and a day."""
        known = self._lists.get(self._key(within))
        if known is None:
            known = tuple(self._found(self._reach(within_days=within.days)))
            self._lists.keep(self._key(within), known)
        return self._to_come(known)

    def _costly(self, within: Within) -> list[Due]:
        """Return what costs money in a time, without working out the rest."""
        key = (*self._key(within), "costly")
        known = self._lists.get(key)
        if known is None:
            everything = self._lists.get(self._key(within))
            if everything is None:
                reach = self._reach(within_days=within.days, only_money=True)
                everything = tuple(self._found(reach))
            known = tuple(one for one in everything if one.deadline.stake.is_money)
            self._lists.keep(key, known)
        return self._to_come(known)

    def _key(self, within: Within) -> tuple[Hashable, ...]:
        published = self._snapshot.published
        return published.mirror, published.ledger, self._reseller_id, self.today, within

    def _to_come(self, known: Sequence[Due]) -> list[Due]:
        return [one for one in known if self._is_to_come(one.deadline)]

    def _is_to_come(self, deadline: Deadline) -> bool:
        """Tell it of a list that was worked out earlier today: hours have passed since."""
        return deadline.at is None or deadline.at > self.now

    def _reach(
        self,
        *,
        within_days: int | None = None,
        subscription_ids: tuple[str, ...] | None = None,
        only_money: bool = False,
    ) -> Reach:
        return reach_of(
            self._terms,
            self._zone,
            self.today,
            within_days=within_days,
            subscription_ids=subscription_ids,
            only_money=only_money,
        )

    def _found(self, reach: Reach) -> Iterator[Due]:
        return due_deadlines(
            self._snapshot, reach, self._terms, self._zone, self.now, reseller_id=self._reseller_id
        )

    def _require_accounts(self, view: DeadlineView) -> None:
        if unknown := self._unknown_accounts(view):
            raise NotFound(f"no clients {', '.join(sorted(unknown))}")

    def _unknown_accounts(self, view: DeadlineView) -> set[str]:
        if not view.account_ids:
            return set()
        known = account_names(self._snapshot, view.account_ids, reseller_id=self._reseller_id)
        return set(view.account_ids) - known.keys()


def _chosen(found: list[Due], view: DeadlineView) -> list[Due]:
    return [
        one
        for one in found
        if (not view.kinds or one.deadline.kind in view.kinds)
        and (not view.account_ids or one.deadline.account_id in view.account_ids)
        and (not view.only_money or one.deadline.stake.is_money)
    ]


def _sorted(found: list[Due], order: str) -> list[Due]:
    """Sort by date or by money; by money, what has none comes last either way."""
    by_day = sorted(found, key=_when, reverse=order == "-day")
    if order.lstrip("-") == "day":
        return by_day
    sign = -1 if order.startswith("-") else 1
    return sorted(by_day, key=lambda one: (_amount(one) is None, sign * (_amount(one) or 0)))


def _when(due: Due) -> tuple[datetime, str]:
    return due.moment, due.deadline.key


def _amount(due: Due) -> Decimal | None:
    money = due.deadline.stake.money
    return None if money is None else money.amount


def _accounts(found: Sequence[Due]) -> dict[str, str]:
    names = {one.deadline.account_id: one.account or one.deadline.account_id for one in found}
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))
