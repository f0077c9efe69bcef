"""What managers are reminded of each morning (NTF-6, NTF-8, NTF-10)."""

from __future__ import annotations

from datetime import timedelta

from sandbox.books import Books
from sandbox.instants import instant_of
from sandbox.messages import EXPIRES, TO_BE_DELETED, TRIAL_ENDS, write_about
from sandbox.months import ONE_DAY
from sandbox.offers import plan_of, term_of
from sandbox.records import Subscription

TASK, EVERYONE = "reminders", 0
HOUR = 8
DAYS_BEFORE = (30, 14, 7, 1)
TRIAL_DAYS_BEFORE = (7, 1)
DELETION_DAYS_BEFORE = 7


def schedule(books: Books) -> None:
    """Have managers reminded from tomorrow morning on."""
    books.schedule(TASK, EVERYONE, instant_of(books.today + ONE_DAY, HOUR))


def run(books: Books, subject_id: int) -> None:
    """Write about what ends in so many days."""
    for days in DAYS_BEFORE:
        day = books.today + timedelta(days=days)
        where = "end_on = ? AND status IN ('active', 'delivered') ORDER BY subscription_id"
        for subscription in books.find(Subscription, where, day):
            if not subscription.is_trial:
                write_about(books, subscription, EXPIRES)
            elif days in TRIAL_DAYS_BEFORE:
                write_about(books, subscription, TRIAL_ENDS)
    for subscription in books.find(Subscription, "status = 'stopped' ORDER BY subscription_id"):
        if deletion_in(books, subscription) == DELETION_DAYS_BEFORE:
            write_about(books, subscription, TO_BE_DELETED)
    schedule(books)


def deletion_in(books: Books, subscription: Subscription) -> int | None:
    """Return in how many days what is stopped will be deleted."""
    if subscription.stopped_on is None:
        return None
    storage = term_of(books, plan_of(books, subscription.plan_id)).storage_days
    return (subscription.stopped_on + timedelta(days=storage) - books.today).days
