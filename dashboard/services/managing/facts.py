"""What decides which operations a subscription may be asked for, and why others not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dashboard.services.managing.conditions import Action
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.details import OrderDetails, SubscribedPlan
from domain.service_terms import AT_ANY_TIME, ServiceTerm, ServiceTerms
from domain.statuses import BillingType, OrderStatus, OrderType, SubscriptionStatus
from domain.windows import Windows


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a subscription at an instant of the platform, `now`.

    `status`, `billing_type`, `plan_status` and `account_status` are the platform's words; what is
    None, or empty, is not known and explains nothing. `blocking` are its orders that keep
    others from being placed (OP-3). `is_busy` tells that an operation of the portal is not
    settled, and `may_act` that the manager has the right to ask for any.
    """

    status: str
    now: datetime
    zone: ZoneInfo
    billing_type: str = ""
    is_trial: bool = False
    started_on: date | None = None
    expires_on: date | None = None
    is_auto_renew_locked: bool | None = None
    renew_point_days: int | None = None
    plan_status: str | None = None
    account_status: str | None = None
    term: ServiceTerm | None = None
    window_ends_at: datetime | None = None
    blocking: tuple[OrderDetails, ...] = ()
    is_busy: bool = False
    may_act: bool = True

    @property
    def kind(self) -> SubscriptionStatus:
        return SubscriptionStatus.read(self.status)

    @property
    def billing(self) -> BillingType:
        return BillingType.read(self.billing_type)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def expires_at(self) -> datetime | None:
        """The instant at which the day of the expiration begins."""
        day = self.expires_on
        return None if day is None else datetime.combine(day, time(), self.zone).astimezone(UTC)

    def point_of(self, action: Action) -> int | None:
        """Return from how many days before the expiration an action is possible, where known."""
        if action in (Action.RENEW, Action.CHANGE_RENEWAL) and self.renew_point_days is not None:
            return self.renew_point_days
        if self.term is None:
            return None
        return {
            Action.RENEW: self.term.manual_renew_point,
            Action.CHANGE_RENEWAL: self.term.manual_renew_point,
            Action.SWITCH: self.term.manual_switch_point,
            Action.SWITCH_ON_RENEWAL: self.term.delayed_switch_point,
        }.get(action)

    def reached_on(self, point: int | None) -> date | None:
        """Return the day from which something may be done that many days before the expiration.

        None where that is not known, at any time, or where there is no expiration.
        """
        if self.expires_on is None or point is None or point == AT_ANY_TIME:
            return None
        return self.expires_on - timedelta(days=point)

    @property
    def waiting(self) -> tuple[OrderDetails, ...]:
        """The orders that wait for their day and may be cancelled until then."""
        return tuple(order for order in self.blocking if order.is_waiting)


def facts_of(
    screen: SubscriptionScreen,
    terms: ServiceTerms,
    zone: ZoneInfo,
    *,
    may_act: bool = True,
    is_busy: bool = False,
) -> Facts:
    """Return the facts that a page about one subscription shows."""
    subscription, plan, now = screen.subscription, screen.plan, screen.reading.as_of
    term = _term(plan, terms, now.astimezone(zone).date())
    windows = Windows(terms, plan.service_term_id if plan else None, zone)
    return Facts(
        status=subscription.status,
        now=now,
        zone=zone,
        billing_type=plan.billing_type if plan else "",
        is_trial=subscription.is_trial,
        started_on=subscription.started_on,
        expires_on=subscription.expires_on,
        is_auto_renew_locked=subscription.is_auto_renew_locked,
        renew_point_days=subscription.manual_renew_point_days,
        plan_status=plan.status if plan else None,
        account_status=screen.account_status,
        term=term,
        window_ends_at=None if subscription.is_trial else window_end(screen.orders, windows),
        blocking=tuple(order for order in screen.orders if order.is_blocking),
        is_busy=is_busy,
        may_act=may_act,
    )


def window_end(orders: Iterable[OrderDetails], windows: Windows) -> datetime | None:
    """Return up to when a subscription may be deleted, as far as its orders tell (OP-42)."""
    return windows.period_end(
        (OrderType.read(order.order_type), order.closed_at)
        for order in orders
        if order.closed_at is not None and order.kind is OrderStatus.COMPLETED
    )


def _term(plan: SubscribedPlan | None, terms: ServiceTerms, day: date) -> ServiceTerm | None:
    return terms.term(plan.service_term_id, day) if plan else None
