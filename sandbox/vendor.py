"""The vendors behind the plans: how long each operation takes them, and whether it works.

They answer within two minutes, unless a story says how the next answer is to be.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.books import Books
from sandbox.vendor_records import VendorPlan

SHORTEST_SECONDS = 15
SPREAD_SECONDS = 105
# A plan for whichever operation of its kind comes first.
ANY = 0
DEFAULTS = {"pay": timedelta(seconds=4), "approve": timedelta(days=1)}


def tell(
    books: Books,
    subscription_id: int,
    operation: str,
    *,
    delay: timedelta = timedelta(minutes=1),
    failure: str | None = None,
) -> None:
    """Have the next operation of a kind take so long, or fail.

    It is that of a subscription; or with `ANY` the next one to begin, whosever it is.
    """
    seconds = int(delay.total_seconds())
    key = books.new_id(VendorPlan)
    books.add(VendorPlan(key, subscription_id, operation, seconds, failure))


def answer_at(books: Books, subscription_id: int, operation: str) -> datetime:
    """Return when an operation that starts now will be done."""
    plan = _plan(books, subscription_id, operation) or _claimed(books, subscription_id, operation)
    if plan is not None:
        return books.now + timedelta(seconds=plan.delay_seconds)
    if operation in DEFAULTS:
        return books.now + DEFAULTS[operation]
    spread = subscription_id * 37 % SPREAD_SECONDS
    return books.now + timedelta(seconds=SHORTEST_SECONDS + spread)


def failure_of(books: Books, subscription_id: int, operation: str) -> str | None:
    """Return what went wrong with an operation that is done now; None when it worked."""
    plan = _plan(books, subscription_id, operation)
    if plan is None:
        return None
    books.remove(plan)
    return plan.failure


def take(books: Books, operation: str) -> VendorPlan | None:
    """Return how an operation is to go that belongs to no subscription yet, and forget it."""
    plan = _plan(books, ANY, operation)
    if plan is not None:
        books.remove(plan)
    return plan


def _claimed(books: Books, subscription_id: int, operation: str) -> VendorPlan | None:
    plan = _plan(books, ANY, operation)
    return None if plan is None else books.change(plan, subscription_id=subscription_id)


def _plan(books: Books, subscription_id: int, operation: str) -> VendorPlan | None:
    where = "subscription_id = ? AND operation = ? ORDER BY vendor_plan_id LIMIT 1"
    found = books.find(VendorPlan, where, subscription_id, operation)
    return found[0] if found else None
