"""What upstream support and the vendors do to a subscription of their own accord."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.statuses import OrderStatus, OrderType, SubscriptionStatus
from sandbox import operations, provisioning
from sandbox.books import Books
from sandbox.due import plan_next_run
from sandbox.holdings import held_by
from sandbox.offers import resources_of
from sandbox.records import Order, Subscription
from sandbox.standing import unfinished_orders

# What a vendor reports, and the operation that makes it so here (DET-9 to DET-11, MS-19).
REPORTS = {"suspended": "stop", "active": "activate", "deleted": "delete"}
STANDS = {
    "stop": (SubscriptionStatus.ACTIVE, SubscriptionStatus.GRACED),
    "activate": (SubscriptionStatus.STOPPED,),
    "delete": (SubscriptionStatus.ACTIVE, SubscriptionStatus.GRACED, SubscriptionStatus.STOPPED,
               SubscriptionStatus.DELIVERED),
}  # fmt: skip


def retry(books: Books, subscription: Subscription) -> None:
    """Have the vendor try again what has failed (T13).

    Raises:
        ValueError: nothing has.
    """
    order = _failed_order(books, subscription)
    failed = {status: operation for operation, status in operations.FAILED.items()}
    if order is not None:
        provisioning.retry(books, order)
    elif subscription.status in failed:
        reason = subscription.stop_reason or operations.MANUAL
        operations.start(books, subscription, failed[subscription.status], reason)
    else:
        raise ValueError("Nothing of this subscription has failed.")


def roll_back(books: Books, subscription: Subscription) -> None:
    """Give a subscription its previous status back after a failure (T13).

    Raises:
        ValueError: nothing has failed.
    """
    order = _failed_order(books, subscription)
    if order is None and subscription.status not in operations.FAILED.values():
        raise ValueError("Nothing of this subscription has failed.")
    stable = subscription.stable_status
    if order is not None:
        books.change(order, status=OrderStatus.CANCELLED, closed_at=books.now)
        if order.kind is OrderType.SALES:
            stable = SubscriptionStatus.DELETED
    subscription = books.change(subscription, status=stable, stable_status=stable)
    plan_next_run(books, subscription)


def report(books: Books, subscription: Subscription, status: str) -> None:
    """Apply what a vendor says of a subscription.

    Raises:
        ValueError: it can't be so now.
    """
    operation = REPORTS.get(status)
    if operation is None:
        raise ValueError(f"vendor_status must be one of {', '.join(REPORTS)}.")
    if subscription.status not in STANDS[operation]:
        raise ValueError(f"A subscription that is {subscription.status} can't be {status} next.")
    operations.start(books, subscription, operation, operations.VENDOR)


def assign(books: Books, subscription: Subscription, used: int) -> None:
    """Have so much of the primary resource assigned to people.

    Raises:
        ValueError: it is more than there is.
    """
    for offered in resources_of(books, subscription.plan_id):
        for held in held_by(books, subscription):
            if offered.is_primary and held.plan_resource_id == offered.plan_resource_id:
                if used > offered.included + held.additional:
                    raise ValueError("There is not so much to assign.")
                books.change(held, used=used)


ACTIONS: Mapping[str, Callable[[Books, Subscription], None]] = {
    "retry": retry,
    "roll_back": roll_back,
}


def _failed_order(books: Books, subscription: Subscription) -> Order | None:
    failed = OrderStatus.PROVISIONING_FAILED
    found = [o for o in unfinished_orders(books, subscription) if o.status is failed]
    return found[-1] if found else None
