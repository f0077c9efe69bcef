"""The days of a subscription: its expiration, the points before it, and what follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import cached_property, partial

from domain.deadlines.deadline import (
    NO_STAKE,
    Deadline,
    DeadlineKind,
    Outcome,
    Remedy,
    Stake,
    Unknown,
)
from domain.deadlines.facts import Facts, OrderFact
from domain.deadlines.next_period import next_period
from domain.money import Money
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType, OrderType, SubscriptionStatus
from domain.switching import NEVER_SWITCHED, SWITCHED_ON_RENEWAL

# Statuses in which the platform looks at the expiration, or soon does again.
RUNNING = (
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.DELIVERED,
    SubscriptionStatus.UPDATING,
    SubscriptionStatus.RENEWING,
    SubscriptionStatus.SWITCHING,
    SubscriptionStatus.ACTIVATING,
    SubscriptionStatus.UPDATING_FAILED,
    SubscriptionStatus.RENEWING_FAILED,
    SubscriptionStatus.SWITCHING_FAILED,
    SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE,
)
NOT_SWITCHED = NEVER_SWITCHED | {BillingType.UNKNOWN}
# Orders that have the subscription go on after its expiration.
GOES_ON = (OrderType.RENEWAL, OrderType.SWITCH)


@dataclass(frozen=True)  # Without slots: the cost of the next period is kept.
class Days:
    """Makes the deadlines of one subscription that fall on days of the platform's zone.

    `term` is what its service term says today, None where nothing is known of it. Only what comes
    up to `until_on` is made (None: for ever).
    """

    facts: Facts
    term: ServiceTerm | None
    zone: tzinfo
    today: date
    until_on: date | None
    billing_day: int

    def all(self) -> Iterator[Deadline]:
        yield from self.costly()
        if self.facts.expires_on is not None:
            yield from self.points(self.facts.expires_on)
        yield from self.deletion()

    def costly(self) -> Iterator[Deadline]:
        """Yield those that can have money at stake."""
        yield from self.orders()
        if self.facts.expires_on is not None:
            yield from self.expiration(self.facts.expires_on)

    def orders(self) -> Iterator[Deadline]:
        """Yield the days on which orders that wait are carried out."""
        for order in self.facts.waiting:
            if order.provisioned_on is not None:
                is_prolonging = order.kind is OrderType.PROLONG
                yield from self._on(
                    order.provisioned_on,
                    DeadlineKind.ORDER,
                    Outcome.CARRIED_OUT,
                    Remedy.NOTHING if is_prolonging else Remedy.CANCEL_ORDER,
                    partial(_total, order),
                    order=order,
                )

    def expiration(self, day: date) -> Iterator[Deadline]:
        """Yield what the expiration brings, unless an order that waits decides on it."""
        facts = self.facts
        if facts.status is SubscriptionStatus.GRACED and self.term is not None:
            grace_end = day + timedelta(days=self._grace_days)
            yield from self._on(grace_end, DeadlineKind.GRACE_END, Outcome.STOPPED, Remedy.RENEW,
                           self.next_period)  # fmt: skip
        if facts.status not in RUNNING or any(one.kind in GOES_ON for one in facts.waiting):
            return
        if facts.is_trial:
            outcome = Outcome.RENEWED if facts.is_auto_renewed else Outcome.STOPPED
            yield from self._on(day, DeadlineKind.TRIAL_END, outcome, Remedy.RENEW_OR_SWITCH,
                           self.next_period)  # fmt: skip
        elif facts.is_auto_renewed:
            yield from self._renewed(day)
        else:
            yield from self._on(day, DeadlineKind.RENEWAL, self._lapse, Remedy.RENEW,
                           self.next_period)  # fmt: skip

    def points(self, day: date) -> Iterator[Deadline]:
        """Yield the days from which renewing and switching are possible, still to come."""
        facts, term = self.facts, self.term
        if facts.status not in RUNNING or not facts.is_plan_active:
            return
        manual = facts.manual_renew_point
        manual = term.manual_renew_point if manual is None and term is not None else manual
        points = [(manual, DeadlineKind.RENEW_POINT, Remedy.RENEW)]
        if term is not None and facts.billing_type not in NOT_SWITCHED:
            points.append((term.manual_switch_point, DeadlineKind.SWITCH_POINT, Remedy.SWITCH))
        if term is not None and facts.billing_type in SWITCHED_ON_RENEWAL and not facts.is_trial:
            points.append((term.delayed_switch_point, DeadlineKind.DELAYED_SWITCH_POINT,
                           Remedy.SWITCH_ON_RENEWAL))  # fmt: skip
        for point, kind, remedy in points:
            if point is not None and point >= 0:
                yield from self._on(day - timedelta(days=point), kind, Outcome.POSSIBLE, remedy)

    def deletion(self) -> Iterator[Deadline]:
        """Yield when what is stopped is deleted.

        The platform tells no day of a stop; it was no later than the last change that it tells of.
        """
        facts = self.facts
        if facts.status is not SubscriptionStatus.STOPPED:
            return
        if facts.updated_at is None or self.term is None:
            return
        stopped_on = facts.updated_at.astimezone(self.zone).date()
        is_over = facts.expires_on is not None and facts.expires_on <= self.today
        yield from self._on(
            stopped_on + timedelta(days=self.term.storage_days),
            DeadlineKind.DELETION,
            Outcome.DELETED,
            Remedy.RENEW if is_over else Remedy.ACTIVATE,
            is_at_latest=True,
        )

    def _renewed(self, day: date) -> Iterator[Deadline]:
        """Yield when the platform orders the next period, and when that period begins."""
        facts = self.facts
        remedy = Remedy.NOTHING if facts.is_auto_renew_locked else Remedy.TURN_OFF_AUTO_RENEWAL
        point = facts.auto_renew_point
        point = self.term.auto_renew_point if point is None and self.term is not None else point
        if point:
            ordered_on = day - timedelta(days=point)
            yield from self._on(ordered_on, DeadlineKind.AUTO_RENEWAL, Outcome.ORDERED, remedy,
                           self.next_period)  # fmt: skip
        if point and not facts.is_auto_renew_locked:
            remedy = Remedy.TURN_OFF_BEFORE
        yield from self._on(day, DeadlineKind.RENEWAL, Outcome.RENEWED, remedy, self.next_period)

    def next_period(self) -> Stake:
        """Return what a renewal costs, which is worked out only for what is near."""
        return self._next_period

    @cached_property
    def _next_period(self) -> Stake:
        return next_period(self.facts, self.billing_day)

    @property
    def _lapse(self) -> Outcome:
        """What an expiration without a renewal leads to (T9, T10, DET-11)."""
        if self.facts.status is SubscriptionStatus.DELIVERED:
            return Outcome.DELETED
        if self.term is None:
            return Outcome.EXPIRED
        return Outcome.GRACED if self._grace_days else Outcome.STOPPED

    @property
    def _grace_days(self) -> int:
        return 0 if self.term is None or self.facts.is_trial else self.term.grace_days

    def _on(
        self, day: date, kind: DeadlineKind, outcome: Outcome, remedy: Remedy,
        stake: Callable[[], Stake] | None = None, *, order: OrderFact | None = None,
        is_at_latest: bool = False,
    ) -> tuple[Deadline, ...]:  # fmt: skip
        """Return a deadline of a day, if that is still to come and near enough."""
        if day < self.today or (self.until_on is not None and day > self.until_on):
            return ()
        deadline = Deadline(
            self.facts.subscription_id,
            self.facts.account_id,
            kind,
            day,
            outcome,
            remedy,
            stake() if stake is not None else NO_STAKE,
            is_at_latest=is_at_latest,
            order_id=order.order_id if order else None,
            order_type=order.kind if order else None,
            grace_days=self._grace_days if outcome is Outcome.GRACED else 0,
        )
        return (deadline,)


def _total(order: OrderFact) -> Stake:
    if order.total_amount is None or order.currency is None:
        return Stake(None, Unknown.NO_PRICE)
    return Stake(Money(order.total_amount, order.currency))
