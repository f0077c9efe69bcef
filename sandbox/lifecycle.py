"""What a subscription's days bring: closing, renewal, expiration, grace, deletion.

Each subscription is run early on the days on which something is due for it. A run that was
missed is caught up with: everything due by then is done (NFR-6).
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.statuses import (
    BillingType,
    ChargeStatus,
    ChargeType,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox import messages, operations
from sandbox.agreements import agreement_of
from sandbox.backup import bill_backup
from sandbox.billing import close
from sandbox.books import Books
from sandbox.charging.settling import is_released
from sandbox.due import is_storing, plan_next_run
from sandbox.messages import write_about
from sandbox.offers import periods_of, plan_of, renewal_period_of, term_of
from sandbox.orders import cancel, place_renewal
from sandbox.prolongation import prolong_due
from sandbox.records import Charge, Subscription
from sandbox.refusals import Refused
from sandbox.standing import unfinished_orders

ACTIVE = SubscriptionStatus.ACTIVE
GRACED = SubscriptionStatus.GRACED
STOPPED = SubscriptionStatus.STOPPED
DELIVERED = SubscriptionStatus.DELIVERED

# Charges whose time comes, or that close.
DUE = (
    "subscription_id = ? AND (status = 'opened' AND start_on <= ? "
    "OR status = 'blocked' AND close_on <= ?) ORDER BY charge_id"
)
# What is paid for of the time after a day.
PAID = (
    "subscription_id = ? AND end_on > ? AND kind = 'recurring' AND quantity > 0 "
    "AND status IN ('blocked', 'opened', 'closed')"
)
# Orders that have the subscription go on after its expiration.
GOES_ON = (OrderType.RENEWAL, OrderType.SWITCH)
MAKES_WAY = (OrderType.CHANGE, OrderType.SWITCH, OrderType.PROLONG)


def run(books: Books, subscription_id: int) -> None:
    """Do what is due for a subscription today."""
    subscription = books.get(Subscription, subscription_id)
    subscription = _settle_due(books, subscription)
    is_backup = plan_of(books, subscription.plan_id).billing_type is BillingType.PAYG
    if is_backup and is_storing(subscription):
        subscription = bill_backup(books, subscription)
    subscription = _renew_or_expire(books, subscription)
    if subscription.operation is None:
        subscription = prolong_due(books, subscription)
        subscription = _delete_due(books, subscription)
    plan_next_run(books, subscription)


def _settle_due(books: Books, subscription: Subscription) -> Subscription:
    """Have the time of opened charges come, and close the charges whose day it is (BIL-7)."""
    if subscription.period_start_on is None:
        return subscription
    today, due = books.today, []
    agreement = agreement_of(books, subscription)
    found = books.find(Charge, DUE, subscription.subscription_id, today, today)
    # What an order that is not carried out yet will cost may still come to nothing.
    orders = unfinished_orders(books, subscription) if found else []
    waiting = {order.order_id for order in orders}
    for charge in found:
        if charge.kind is ChargeType.CONSUMPTION or charge.order_id in waiting:
            continue
        if charge.status is ChargeStatus.OPENED:
            charge = books.change(charge, status=ChargeStatus.BLOCKED)
        if charge.close_on is None or charge.close_on > today:
            continue
        if is_released(agreement, charge, subscription.stopped_on):
            books.change(charge, status=ChargeStatus.DELETED)
            subscription = books.change(subscription, paid_end_on=_paid_end(books, subscription))
        else:
            due.append(charge)
    close(books, due)
    return subscription


def _paid_end(books: Books, subscription: Subscription) -> date | None:
    """Return up to where a subscription is paid for, once some of it has been let go."""
    paid = books.find(Charge, PAID, subscription.subscription_id, subscription.stopped_on)
    return max((charge.end_on for charge in paid), default=subscription.stopped_on)


def _renew_or_expire(books: Books, subscription: Subscription) -> Subscription:
    end = subscription.end_on
    if end is None or subscription.status not in (ACTIVE, GRACED, DELIVERED):
        return subscription
    term = term_of(books, plan_of(books, subscription.plan_id))
    is_wanted = subscription.is_auto_renewed and subscription.status is not GRACED
    if end <= books.today and is_wanted:
        _make_way(books, subscription)
    unfinished = unfinished_orders(books, subscription)
    if any(order.kind in GOES_ON for order in unfinished):
        return subscription
    renewal_on = end - timedelta(days=term.auto_renew_point)
    if is_wanted and not unfinished and renewal_on <= books.today <= end:
        if _renew(books, subscription):
            return subscription
    if end <= books.today:
        return _expire(books, subscription, term.grace_days)
    return subscription


def _make_way(books: Books, subscription: Subscription) -> None:
    """Cancel what is not paid for on the expiration date: the renewal matters more (OP-23)."""
    for order in unfinished_orders(books, subscription):
        if order.kind in MAKES_WAY and order.status is OrderStatus.WAITING_FOR_PAYMENT:
            cancel(books, order)


def _renew(books: Books, subscription: Subscription) -> bool:
    """Order the next period, and tell whether there is one to order."""
    period = renewal_period_of(subscription, periods_of(books, subscription.plan_id))
    if period is None:
        return False
    try:
        place_renewal(books, subscription, period, is_automatic=True)
    except Refused:
        # The plan has other limits by now, or no rate: a manager has to see to it.
        return False
    return True


def _expire(books: Books, subscription: Subscription, grace_days: int) -> Subscription:
    assert subscription.end_on is not None  # noqa: S101 - the caller has looked
    if subscription.status is DELIVERED:
        return operations.start(books, subscription, "delete", operations.EXPIRED)
    grace_end = subscription.end_on + timedelta(days=0 if subscription.is_trial else grace_days)
    if books.today < grace_end:
        if subscription.status is not GRACED:
            write_about(books, subscription, messages.GRACED)
        return books.change(subscription, status=GRACED, stable_status=GRACED)
    return operations.start(books, subscription, "stop", operations.EXPIRED)


def _delete_due(books: Books, subscription: Subscription) -> Subscription:
    """Delete what has been stopped for longer than the service term stores it (DET-11)."""
    if subscription.status is not STOPPED or subscription.stopped_on is None:
        return subscription
    term = term_of(books, plan_of(books, subscription.plan_id))
    if books.today < subscription.stopped_on + timedelta(days=term.storage_days):
        return subscription
    return operations.start(books, subscription, "delete", operations.EXPIRED)
