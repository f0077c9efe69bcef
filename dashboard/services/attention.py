"""What needs a manager's attention today: each thing with the way to where it is looked after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dashboard.deadline_view import Within
from dashboard.places import account_page, subscription_page
from dashboard.services.deadlines import Soon
from dashboard.services.freshness import Freshness
from dashboard.services.lists.account_view import AccountView, write_account_view
from dashboard.services.lists.subscription_view import SubscriptionView, write_subscription_view
from domain.access import Access, Section
from domain.money import Money
from domain.operation import Operation, OperationKind, OperationState
from domain.statuses import SubscriptionStatus
from store.database import Store
from store.journal_rows import SENDING_LASTS
from store.settling import in_flight
from warehouse.attention import FAILED_STATUSES, HELD, amiss
from warehouse.connection import Snapshot

LOOKED_AHEAD = Within.WEEK
COSTLY_DEADLINES = f"/deadlines?within={LOOKED_AHEAD}&money=1"
OF_MANAGERS = (OperationKind.CREATE_MANAGER, OperationKind.UPDATE_MANAGER)
MOST_OPERATIONS = 3


class Need(StrEnum):
    """Why something needs attention, the most urgent first."""

    FAILED = "failed"  # operations that the platform or the vendor could not carry out
    UNKNOWN = "unknown"  # operations of which nobody knows yet what came of them
    OLD_DATA = "old_data"  # the last load failed, or loads were missed
    DEADLINES = "deadlines"  # that cost money within days
    STOPPED = "stopped"  # by the platform, when their time was over
    HELD = "held"  # clients on hold


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that needs attention: how much of it, where it is looked after, and the money at
    stake or the instant that the data are from.
    """

    need: Need
    count: int
    href: str
    money: Money | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known at this moment: by the clock, of the deadlines ahead, and of the loads.

    `today` is the platform's day.
    """

    today: date
    now: datetime
    soon: Callable[[], Soon]
    fresh: Callable[[], Freshness]


class Attention:
    """Answers what needs attention of one reseller's, in the sections that a manager may see."""

    def __init__(
        self, snapshot: Snapshot, store: Store, access: Access, known: Known, *, reseller_id: str
    ) -> None:
        self._snapshot = snapshot
        self._store = store
        self._access = access
        self._known = known
        self._reseller_id = reseller_id

    def needed(self) -> list[Needed]:
        """Return what needs attention, the most urgent first; nothing where all is well."""
        found = [*self._amiss(), *self._unknown(), *self._old_data(), *self._deadlines()]
        order = list(Need)
        return sorted(found, key=lambda one: order.index(one.need))

    def _amiss(self) -> Iterator[Needed]:
        found = amiss(self._snapshot, self._known.today, reseller_id=self._reseller_id)
        failed = SubscriptionView(statuses=FAILED_STATUSES)
        stopped = SubscriptionView(
            statuses=(SubscriptionStatus.STOPPED,), expires_to=self._known.today
        )
        if self._access.may_see(Section.SUBSCRIPTIONS):
            for need, count, view in (
                (Need.FAILED, found.failed_count, failed),
                (Need.STOPPED, found.stopped_count, stopped),
            ):
                if count:
                    yield Needed(need, count, "/subscriptions" + write_subscription_view(view))
        if found.held_account_count and self._access.may_see(Section.CLIENTS):
            held = AccountView(statuses=tuple(HELD))
            href = "/clients" + write_account_view(held)
            yield Needed(Need.HELD, found.held_account_count, href)

    def _unknown(self) -> Iterator[Needed]:
        operations = in_flight(self._store, reseller_id=self._reseller_id)
        lost = [one for one in operations if self._is_lost(one)]
        places = Counter(
            href for section, href in map(_place, lost) if self._access.may_see(section)
        )
        for href, count in places.most_common(MOST_OPERATIONS):
            yield Needed(Need.UNKNOWN, count, href)

    def _is_lost(self, operation: Operation) -> bool:
        """Tell whether its answer got lost, or whoever sent it."""
        if operation.state is OperationState.UNKNOWN:
            return True
        sent_at = operation.sent_at
        return sent_at is not None and self._known.now - sent_at >= SENDING_LASTS

    def _old_data(self) -> Iterator[Needed]:
        fresh = self._known.fresh()
        if fresh.failed_at is not None or fresh.is_late:
            yield Needed(Need.OLD_DATA, 1, "/support", since=fresh.as_of)

    def _deadlines(self) -> Iterator[Needed]:
        if self._access.may_see(Section.SUBSCRIPTIONS):
            soon = self._known.soon()
            if soon.count:
                yield Needed(Need.DEADLINES, soon.count, COSTLY_DEADLINES, money=soon.total)


def _place(operation: Operation) -> tuple[Section, str]:
    """Return where what an operation is about can be looked at, and who may."""
    ids = operation.ids
    if ids.subscription_id is not None:
        return Section.SUBSCRIPTIONS, subscription_page(ids.subscription_id)
    if operation.kind in OF_MANAGERS:
        return Section.COMPANY, "/company/managers"
    account_id = ids.account_id or operation.asked.get("account_id")
    return Section.CLIENTS, account_page(account_id) if account_id else "/clients"
