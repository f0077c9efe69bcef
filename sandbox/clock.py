"""The platform's clock: the real one at a distance, and what falls due as it moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sandbox import (
    exchange,
    holds,
    lifecycle,
    operations,
    provisioning,
    refunds,
    reminders,
    usage,
    validation,
    vendor_renewals,
)
from sandbox.books import Books
from sandbox.instants import from_milliseconds, to_milliseconds
from sandbox.records import Order

OFFSET = "clock_offset_milliseconds"
STANDS_AT = "clock_stands_at_milliseconds"
ONE_DAY = timedelta(days=1)


def _step_order(books: Books, order_id: int) -> None:
    provisioning.step(books, order_id)
    holds.obey(books, books.get(Order, order_id).subscription_id)


def _step_operation(books: Books, subscription_id: int) -> None:
    operations.step(books, subscription_id)
    holds.obey(books, subscription_id)


# What is done when a task of a kind falls due; each takes the books and the subject's id.
HANDLERS: Mapping[str, Callable[[Books, int], None]] = {
    "order": _step_order,
    "operation": _step_operation,
    "subscription": lifecycle.run,
    "usage": usage.run,
    "refund": refunds.refund,
    "rates": exchange.run,
    reminders.TASK: reminders.run,
    validation.TASK: validation.step,
    vendor_renewals.TASK: vendor_renewals.run,
}


def clock_offset(books: Books, real_now: datetime) -> timedelta:
    """Return how far the platform's clock is ahead of the real one.

    A store that has not run yet stands where its history ends. When that is less than a day
    ago the platform takes the real time, and catches up; otherwise it goes on from there.
    """
    kept = books.setting(OFFSET)
    if kept is not None:
        return timedelta(milliseconds=int(kept))
    stands_at = from_milliseconds(int(books.setting(STANDS_AT) or to_milliseconds(real_now)))
    behind = real_now - stands_at
    return timedelta(0) if timedelta(0) <= behind < ONE_DAY else -behind


def keep_offset(books: Books, offset: timedelta) -> None:
    books.set(OFFSET, str(offset // timedelta(milliseconds=1)))


def has_due(books: Books, until: datetime) -> bool:
    """Tell whether anything falls due up to an instant."""
    sql = "SELECT 1 FROM task WHERE due_at <= ? LIMIT 1"
    return books.connection.execute(sql, [to_milliseconds(until)]).fetchone() is not None


def run_due(books: Books, until: datetime) -> None:
    """Do what falls due up to an instant, in order, each thing at the moment it fell due."""
    limit = to_milliseconds(until)
    while True:
        row = books.connection.execute(
            "SELECT kind, subject_id, due_at FROM task WHERE due_at <= ? "
            "ORDER BY due_at, kind, subject_id LIMIT 1",
            [limit],
        ).fetchone()
        if row is None:
            break
        kind, subject_id, due_at = row
        books.unschedule(kind, subject_id)
        books.now = max(books.now, from_milliseconds(due_at))
        HANDLERS[kind](books, subject_id)
    books.now = max(books.now, until)
