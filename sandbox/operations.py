"""Operations that are not orders: stop, activate, delete, and what a hold on an account does."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import (
    AccountStatus,
    BillingType,
    ChargeStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox import vendor
from sandbox.agreements import agreement_of
from sandbox.backup import bill_backup
from sandbox.billing import settle, unsettled
from sandbox.books import Books
from sandbox.charging.rules import RULES, Reduction, Span
from sandbox.charging.settling import ended, refunded, stopped
from sandbox.due import plan_next_run
from sandbox.offers import plan_of, term_of
from sandbox.orders import WAITING, cancel
from sandbox.prolongation import prolong
from sandbox.records import Account, Charge, Operation, Subscription
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

# Orders that a stop cancels, so that they can't restart the subscription later (OP-11).
CANCELLED_BY_STOP = (OrderType.RENEWAL, OrderType.PROLONG, OrderType.SWITCH)
REFUND_AFTER = timedelta(days=1)
REFUND_APPROVED_AFTER = timedelta(days=6)

# What has been closed already although its time is not over yet.
CLOSED_AHEAD = "subscription_id = ? AND status = 'closed' AND end_on > ? ORDER BY charge_id"

MANUAL = "manual"
EXPIRED = "expired"
ON_HOLD = "hold"


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
        return
    failure = vendor.failure_of(books, subscription_id, operation)
    if failure is not None:
        subscription = books.change(subscription, status=FAILED[operation], operation=None)
    elif operation == "stop":
        subscription = _stop(books, subscription)
    elif operation == "activate":
        subscription = _activate(books, subscription)
    else:
        subscription = _delete(books, subscription)
    plan_next_run(books, subscription)


def hold(books: Books, account: Account, status: AccountStatus) -> Account:
    """Put an account on hold: everything it has is stopped (T14)."""
    where = "account_id = ? AND status IN ('active', 'graced') ORDER BY subscription_id"
    for subscription in books.find(Subscription, where, account.account_id):
        start(books, subscription, "stop", ON_HOLD)
    return books.change(account, status=status)


def lift_hold(books: Books, account: Account) -> Account:
    """Lift a hold: what it stopped is activated again (DET-10)."""
    account = books.change(account, status=AccountStatus.ACTIVE)
    where = "account_id = ? AND status = 'stopped' AND stop_reason = ? ORDER BY subscription_id"
    for subscription in books.find(Subscription, where, account.account_id, ON_HOLD):
        start(books, subscription, "activate", ON_HOLD)
    return account


def close_account(books: Books, account: Account) -> Account:
    """Delete an account and everything it has."""
    where = (
        "account_id = ? AND status IN ('active', 'graced', 'stopped', 'delivered') "
        "ORDER BY subscription_id"
    )
    for subscription in books.find(Subscription, where, account.account_id):
        start(books, subscription, "delete", MANUAL)
    return books.change(account, status=AccountStatus.DELETED)


def refund(books: Books, charge_id: int) -> None:
    """Take a refund its next step: approved, then paid back."""
    charge = books.get(Charge, charge_id)
    if charge.status is ChargeStatus.WAITING_APPROVE:
        books.change(charge, status=ChargeStatus.WAITING_FOR_REFUND)
        books.schedule("refund", charge_id, books.now + REFUND_AFTER)
    elif charge.status is ChargeStatus.WAITING_FOR_REFUND:
        books.change(charge, status=ChargeStatus.REFUNDED)


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
        _settle_end(books, subscription)
    return books.change(
        subscription,
        status=SubscriptionStatus.DELETED,
        stable_status=SubscriptionStatus.DELETED,
        is_auto_renewed=False,
        operation=None,
    )


def _settle_end(books: Books, subscription: Subscription) -> None:
    """Close what was used, and give back what the billing type and the window allow (BIL-11)."""
    plan = plan_of(books, subscription.plan_id)
    window = subscription.window_ends_at
    is_in_window = window is not None and books.now < window
    reduction = RULES[plan.billing_type].reduction
    is_refunded = is_in_window or reduction in (
        Reduction.REFUNDED,
        Reduction.REFUNDED_WHILE_OPEN,
    )
    unused = ChargeStatus.DELETED
    if is_in_window:
        needs_approval = term_of(books, plan).deletion_needs_approval
        unused = ChargeStatus.WAITING_APPROVE if needs_approval else ChargeStatus.WAITING_FOR_REFUND
    agreement = agreement_of(books, subscription)
    charges = unsettled(books, subscription)
    settlement = ended(agreement, charges, books.today, is_refunded=is_refunded, unused=unused)
    for charge in settle(books, charges, settlement):
        if charge.status is ChargeStatus.WAITING_FOR_REFUND:
            books.schedule("refund", charge.charge_id, books.now + REFUND_AFTER)
        elif charge.status is ChargeStatus.WAITING_APPROVE:
            books.schedule("refund", charge.charge_id, books.now + REFUND_APPROVED_AFTER)
    if is_in_window:
        closed = books.find(Charge, CLOSED_AHEAD, subscription.subscription_id, books.today)
        settle(books, closed, refunded(agreement, closed, books.today))
