"""Operations that are not orders: stop, activate, delete."""

from __future__ import annotations

from domain.statuses import (
    BillingType,
    OrderType,
    SubscriptionStatus,
)
from sandbox import vendor
from sandbox.agreements import agreement_of
from sandbox.backup import bill_backup
from sandbox.billing import settle, unsettled
from sandbox.books import Books
from sandbox.charging.rules import RULES, Span
from sandbox.charging.settling import stopped
from sandbox.due import plan_next_run
from sandbox.messages import DELETED, STOPPED, write_about
from sandbox.offers import plan_of, term_of
from sandbox.orders import WAITING, cancel
from sandbox.prolongation import prolong
from sandbox.records import Operation, Subscription
from sandbox.refunds import settle_end
from sandbox.standing import require, unfinished_orders

STARTED = {
    "stop": SubscriptionStatus.STOPPING,
    "activate": SubscriptionStatus.ACTIVATING,
    "delete": SubscriptionStatus.DELETING,
}
FAILED = {
    "stop": SubscriptionStatus.STOPPING_FAILED,
    "activate": SubscriptionStatus.ACTIVATION_FAILED,
    "delete": SubscriptionStatus.DELETION_FAILED,
}
ABILITIES = {"stop": "stop", "activate": "activate", "delete": "destroy"}

# Orders that a stop cancels, so that they can't restart the subscription later (OP-11); nor can
# amounts change of what is off.
CANCELLED_BY_STOP = (OrderType.RENEWAL, OrderType.PROLONG, OrderType.SWITCH, OrderType.CHANGE)

MANUAL = "manual"
EXPIRED = "expired"
ON_HOLD = "hold"
VENDOR = "vendor"


def request(
    books: Books,
    subscription: Subscription,
    operation: str,
    *,
    manager_id: int | None = None,
    reason: str = "",
    comment: str = "",
) -> Subscription:
    """Start an operation that a manager asks for: "stop", "activate" or "delete".

    Where the service term demands it, the upstream reseller approves it first; meanwhile
    auto-renew is off and locked (OP-13).

    Raises:
        Refused: it is not offered now.
    """
    require(books, subscription, ABILITIES[operation])
    _note(books, subscription, operation, manager_id, reason, comment)
    term = term_of(books, plan_of(books, subscription.plan_id))
    needs_approval = {"stop": term.stop_needs_approval, "delete": term.deletion_needs_approval}
    if not needs_approval.get(operation):
        return start(books, subscription, operation, MANUAL)
    approved_at = vendor.answer_at(books, subscription.subscription_id, "approve")
    books.schedule("operation", subscription.subscription_id, approved_at)
    return books.change(
        subscription,
        status=SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE,
        operation=operation,
        is_auto_renewed=False,
        is_auto_renew_locked=True,
    )


def last_requested(books: Books, subscription: Subscription, operation: str) -> Operation | None:
    """Return who asked last for an operation, and what they said."""
    where = "subscription_id = ? AND kind = ? ORDER BY operation_id DESC LIMIT 1"
    found = books.find(Operation, where, subscription.subscription_id, operation)
    return found[0] if found else None


def start(books: Books, subscription: Subscription, operation: str, reason: str) -> Subscription:
    """Have the vendor carry an operation out."""
    if operation != "activate":
        _cancel_orders(books, subscription)
    done_at = vendor.answer_at(books, subscription.subscription_id, operation)
    books.schedule("operation", subscription.subscription_id, done_at)
    return books.change(
        subscription, status=STARTED[operation], operation=operation, stop_reason=reason
    )


def step(books: Books, subscription_id: int) -> None:
    """Take the operation of a subscription its next step."""
    subscription = books.get(Subscription, subscription_id)
    operation = subscription.operation
    if operation is None:
        return
    if subscription.status is SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE:
        _decide(books, subscription, operation)
    else:
        _finish(books, subscription, operation)


def _finish(books: Books, subscription: Subscription, operation: str) -> None:
    failure = vendor.failure_of(books, subscription.subscription_id, operation)
    if failure is not None:
        subscription = books.change(subscription, status=FAILED[operation], operation=None)
    else:
        carry_out = {"stop": _stop, "activate": _activate, "delete": _delete}[operation]
        subscription = carry_out(books, subscription)
        _write_about(books, subscription, operation)
    plan_next_run(books, subscription)


def _write_about(books: Books, subscription: Subscription, operation: str) -> None:
    """Tell managers of what they did not do themselves, and of every deletion (NTF-8, NTF-9)."""
    if operation == "delete":
        write_about(books, subscription, DELETED)
    elif operation == "stop" and subscription.stop_reason != MANUAL:
        write_about(books, subscription, STOPPED)


def _note(
    books: Books,
    subscription: Subscription,
    operation: str,
    manager_id: int | None,
    reason: str,
    comment: str,
) -> None:
    """Write down who asked for what and when (OP-15)."""
    books.add(
        Operation(books.new_id(Operation), subscription.subscription_id, manager_id, operation,
                  reason, comment, subscription.is_auto_renewed,
                  subscription.is_auto_renew_locked, books.now)
    )  # fmt: skip


def _decide(books: Books, subscription: Subscription, operation: str) -> None:
    refusal = vendor.failure_of(books, subscription.subscription_id, "approve")
    asked = last_requested(books, subscription, operation)
    assert asked is not None  # noqa: S101 - nothing waits that nobody asked for
    subscription = books.change(
        subscription,
        is_auto_renewed=asked.was_auto_renewed,
        is_auto_renew_locked=asked.was_auto_renew_locked,
    )
    if refusal is None:
        start(books, subscription, operation, MANUAL)
    else:
        subscription = books.change(subscription, status=subscription.stable_status, operation=None)
        plan_next_run(books, subscription)


def _cancel_orders(books: Books, subscription: Subscription) -> None:
    for order in unfinished_orders(books, subscription):
        if order.kind in CANCELLED_BY_STOP and order.status in WAITING:
            cancel(books, order)


def _stop(books: Books, subscription: Subscription) -> Subscription:
    if not subscription.is_trial:
        charges = unsettled(books, subscription)
        settle(books, charges, stopped(agreement_of(books, subscription), charges, books.today))
    return books.change(
        subscription,
        status=SubscriptionStatus.STOPPED,
        stable_status=SubscriptionStatus.STOPPED,
        stopped_on=books.today,
        operation=None,
    )


def _activate(books: Books, subscription: Subscription) -> Subscription:
    subscription = books.change(
        subscription,
        status=SubscriptionStatus.ACTIVE,
        stable_status=SubscriptionStatus.ACTIVE,
        stopped_on=None,
        stop_reason=None,
        operation=None,
    )
    plan = plan_of(books, subscription.plan_id)
    paid_end = subscription.paid_end_on
    is_unpaid = paid_end is not None and paid_end <= books.today
    buys_time = RULES[plan.billing_type].span is not Span.NOTHING
    if is_unpaid and buys_time and not subscription.is_trial:
        subscription = prolong(books, subscription, books.today)
    return subscription


def _delete(books: Books, subscription: Subscription) -> Subscription:
    plan = plan_of(books, subscription.plan_id)
    if plan.billing_type is BillingType.PAYG:
        bill_backup(books, subscription, until=books.today)
    if not subscription.is_trial and subscription.period_start_on is not None:
        settle_end(books, subscription)
    return books.change(
        subscription,
        status=SubscriptionStatus.DELETED,
        stable_status=SubscriptionStatus.DELETED,
        is_auto_renewed=False,
        operation=None,
    )
