"""The vendor's cancellation windows: of a subscription, and of each amount added to it (MS-17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from domain.statuses import ChargeStatus
from sandbox.books import Books
from sandbox.catalog_records import Plan, Term
from sandbox.charging.rules import RULES, Span
from sandbox.instants import day_of, to_milliseconds
from sandbox.months import ONE_DAY
from sandbox.offers import plan_of, term_of
from sandbox.records import AddedAmount, Charge, Subscription

# The service term under which a period may not be shortened, however it is paid.
NEW_COMMERCE = "nce"


def is_bound(plan: Plan, term: Term) -> bool:
    """Tell whether amounts may be reduced in a vendor's window only (OP-33)."""
    return RULES[plan.billing_type].is_commitment or term.key == NEW_COMMERCE


def is_open(books: Books, subscription: Subscription) -> bool:
    """Tell whether a subscription may still be deleted."""
    ends_at = subscription.window_ends_at
    return ends_at is not None and books.now < ends_at


def open_window(
    books: Books, subscription: Subscription, plan: Plan, charges: Iterable[Charge]
) -> Subscription:
    """Let a subscription be deleted for some hours; what it prepaid closes after them.

    `charges` are those of the order that its period began with.
    """
    forget_additions(books, subscription)
    hours = term_of(books, plan).deletion_window_hours
    if not hours or subscription.is_trial:
        return books.change(subscription, window_ends_at=None)
    ends_at = books.now + timedelta(hours=hours)
    if RULES[plan.billing_type].span is Span.MONTHS_AHEAD:
        for charge in charges:
            if charge.status is ChargeStatus.BLOCKED:
                books.change(charge, close_on=day_of(ends_at) + ONE_DAY)
    return books.change(subscription, window_ends_at=ends_at)


def note_addition(
    books: Books, subscription: Subscription, plan_resource_id: int, quantity: int
) -> None:
    """Open the window of an amount that is added now, where the vendor counts them apart."""
    plan = plan_of(books, subscription.plan_id)
    term = term_of(books, plan)
    if term.deletion_window_hours and is_bound(plan, term) and not subscription.is_trial:
        ends_at = books.now + timedelta(hours=term.deletion_window_hours)
        books.add(
            AddedAmount(books.new_id(AddedAmount), subscription.subscription_id, plan_resource_id,
                        quantity, ends_at)
        )  # fmt: skip


def take_back(
    books: Books, subscription: Subscription, plan_resource_id: int, quantity: int
) -> None:
    """Take a reduction off what was added last."""
    for added in reversed(open_additions(books, subscription)):
        if added.plan_resource_id == plan_resource_id and quantity:
            taken = min(quantity, added.quantity)
            quantity -= taken
            books.change(added, quantity=added.quantity - taken)


def forget_additions(books: Books, subscription: Subscription) -> None:
    """Leave it to the window of the subscription: a new period has begun."""
    for added in books.find(AddedAmount, "subscription_id = ?", subscription.subscription_id):
        books.remove(added)


def open_additions(books: Books, subscription: Subscription) -> list[AddedAmount]:
    """Return what may still be given back of what was added, the latest last."""
    where = "subscription_id = ? AND window_ends_at > ? AND quantity > 0 ORDER BY added_amount_id"
    now = to_milliseconds(books.now)
    return books.find(AddedAmount, where, subscription.subscription_id, now)


def least_in_windows(
    books: Books, subscription: Subscription, plan_resource_id: int, total: int
) -> int:
    """Return the smallest amount of a resource that the windows leave room for."""
    plan = plan_of(books, subscription.plan_id)
    if not is_bound(plan, term_of(books, plan)) or is_open(books, subscription):
        return 0
    return total - sum(
        added.quantity
        for added in open_additions(books, subscription)
        if added.plan_resource_id == plan_resource_id
    )
