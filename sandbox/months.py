"""Months of service: billing periods, whole months from a day, and parts of months.

A part of a month is measured by the days of the calendar month it starts in (BIL-4), counted
from an anchor day: the billing day, or the day a subscription started. From the 15th of August
to the 15th of September there are as many days as August has, so a part is always less than one
and the parts of a month add up to one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

Span = tuple[date, date]
ONE_DAY = timedelta(days=1)


def add_months(day: date, count: int, anchor: int | None = None) -> date:
    """Move a day by months; on the anchor's day of the month, or the month's last."""
    years, index = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = monthrange(years, index + 1)[1]
    return date(years, index + 1, min(anchor or day.day, last))


def first_of_next_month(day: date) -> date:
    return add_months(day.replace(day=1), 1)


def next_anchor(day: date, anchor: int) -> date:
    """Return the first day after this one that falls on the anchor's day of the month."""
    this_month = add_months(day, 0, anchor)
    return this_month if day < this_month else add_months(day, 1, anchor)


def last_anchor(day: date, anchor: int) -> date:
    """Return the last day, this one included, that falls on the anchor's day of the month."""
    this_month = add_months(day, 0, anchor)
    return this_month if this_month <= day else add_months(day, -1, anchor)


def pieces(start: date, end: date, anchor: int) -> Iterator[Span]:
    """Cut a range of days at each anchor day within it."""
    while start < end:
        cut = min(next_anchor(start, anchor), end)
        yield start, cut
        start = cut


def month_count(start: date, end: date, anchor: int) -> Fraction:
    """Return how many months a range of days covers, counted from the anchor day (BIL-4)."""
    total = Fraction(0)
    for first, last in pieces(start, end, anchor):
        month = last_anchor(first, anchor)
        length = (add_months(month, 1, anchor) - month).days
        total += Fraction((last - first).days, length)
    return total
