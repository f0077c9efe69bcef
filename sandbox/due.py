"""When a subscription's next turn comes: the day on which something falls due for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.statuses import BillingType, ChargeType, SubscriptionStatus
from sandbox.books import Books
from sandbox.charging.rules import RULES, Stop
from sandbox.instants import instant_of
from sandbox.months import ONE_DAY, next_anchor
from sandbox.offers import plan_of, reseller_of, term_of
from sandbox.records import Subscription

RUN_HOUR = 4
SPREAD_MILLISECONDS = 3_600_000

NEXT_CHARGE_DAY = """
    SELECT min(CASE status WHEN 'opened' THEN start_on ELSE coalesce(close_on, end_on) END)
    FROM charge
    WHERE subscription_id = ? AND status IN ('blocked', 'opened') AND kind <> ?
"""

ACTIVE = SubscriptionStatus.ACTIVE
GRACED = SubscriptionStatus.GRACED
STOPPED = SubscriptionStatus.STOPPED
DELIVERED = SubscriptionStatus.DELIVERED


def spread(key: int) -> timedelta:
    """Return when within its hour a subject's turn comes: not all at once, and always the same."""
    return timedelta(milliseconds=key * 2_654_435_761 % SPREAD_MILLISECONDS)


def plan_next_run(books: Books, subscription: Subscription) -> None:
    """Schedule a subscription's next turn; what is overdue has its turn tomorrow."""
    days = [*_charge_days(books, subscription), *_subscription_days(books, subscription)]
    if not days:
        books.unschedule("subscription", subscription.subscription_id)
        return
    day = max(min(days), books.today + ONE_DAY)
    due_at = instant_of(day, RUN_HOUR) + spread(subscription.subscription_id)
    books.schedule("subscription", subscription.subscription_id, due_at)


def is_prolonged(books: Books, subscription: Subscription) -> bool:
    """Tell whether the platform orders the next billing period of a subscription by itself."""
    rules = RULES[plan_of(books, subscription.plan_id).billing_type]
    runs = subscription.stable_status is ACTIVE or (
        subscription.stable_status is STOPPED and rules.stop is Stop.CHARGED_ON
    )
    end, paid_end = subscription.end_on, subscription.paid_end_on
    is_left = paid_end is not None and (end is None or paid_end < end)
    return rules.is_prolonged and runs and is_left and not subscription.is_trial


def is_storing(subscription: Subscription) -> bool:
    """Tell whether a backup takes up space: also while it is stopped, until it is deleted."""
    return subscription.stable_status in (ACTIVE, GRACED, STOPPED)


def _charge_days(books: Books, subscription: Subscription) -> Iterator[date]:
    """Yield the first day on which a charge closes, or its time comes."""
    binds = [subscription.subscription_id, ChargeType.CONSUMPTION.value]
    (day,) = books.connection.execute(NEXT_CHARGE_DAY, binds).fetchone()
    if day is not None:
        yield date.fromisoformat(day)


def _subscription_days(books: Books, subscription: Subscription) -> Iterator[date]:
    plan = plan_of(books, subscription.plan_id)
    term = term_of(books, plan)
    end, status = subscription.end_on, subscription.status
    if end is not None and status in (ACTIVE, DELIVERED):
        if subscription.is_auto_renewed:
            renewal = end - timedelta(days=term.auto_renew_point)
            yield renewal if renewal > books.today else end
        yield end
    if end is not None and status is GRACED:
        yield end + timedelta(days=term.grace_days)
    if status is STOPPED and subscription.stopped_on is not None:
        yield subscription.stopped_on + timedelta(days=term.storage_days)
    if subscription.paid_end_on is not None and is_prolonged(books, subscription):
        yield subscription.paid_end_on
    if plan.billing_type is BillingType.PAYG and is_storing(subscription):
        yield next_anchor(books.today, reseller_of(books, plan.reseller_id).billing_day)
