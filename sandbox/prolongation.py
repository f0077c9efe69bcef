"""The next billing period, which the platform orders by itself (BIL-10)."""

from __future__ import annotations

from datetime import date

from sandbox.books import Books
from sandbox.drafts import write_order
from sandbox.due import is_prolonged
from sandbox.holdings import totals_of
from sandbox.orders import draft_prolongation
from sandbox.provisioning import carry_out_at_once
from sandbox.records import Subscription


def prolong_due(books: Books, subscription: Subscription) -> Subscription:
    """Order and complete every billing period that has begun and is not paid for."""
    while is_prolonged(books, subscription):
        start = subscription.paid_end_on
        if start is None or start > books.today:
            break
        subscription = prolong(books, subscription, start)
    return subscription


def prolong(books: Books, subscription: Subscription, start: date) -> Subscription:
    """Order and complete the time from a day to the end of its billing period."""
    totals = totals_of(books, subscription)
    draft = draft_prolongation(books, subscription, start, totals)
    order = write_order(books, subscription, draft)
    return carry_out_at_once(books, order, subscription)
