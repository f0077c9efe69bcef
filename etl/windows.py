"""Which days and months to read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.periods import ONE_DAY, Period, add_months, first_of_month

# Cursors overlap: a record may be stamped a little before it can be seen.
OVERLAP = timedelta(minutes=10)
# Reseller charges have no cursor but the day their charge was closed, which may be set back.
CLOSING_DAYS = 7
# How much one answer may hold.
CONSUMPTION_MONTHS = 3
EXPENSE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Consuming:
    """A subscription whose vendor records what it consumes.

    `unread_since` is where reading has to start, for what was never read.
    """

    reseller_id: str
    subscription_id: str
    first_day: date
    unread_since: date | None


def platform_day(as_of: datetime, zone: ZoneInfo) -> date:
    """Return the day it is on the platform."""
    return as_of.astimezone(zone).date()


def month_before(day: date) -> date:
    """Return the first day of the month before a day's: late usage reaches that far back."""
    return add_months(first_of_month(day), -1)


def closing_window(read_until: datetime, today: date, zone: ZoneInfo) -> Period:
    """Return the close dates whose reseller charges are read again."""
    since = platform_day(read_until, zone) - timedelta(days=CLOSING_DAYS)
    return Period(min(since, today), today + ONE_DAY)


def consumption_start(read_until: datetime | None, today: date, zone: ZoneInfo) -> date:
    """Return the first day whose consumption is read again: of all days, where it never was."""
    if read_until is None:
        return date.min
    return month_before(min(today, platform_day(read_until, zone)))


def consumption_windows(one: Consuming, start: date, today: date) -> Iterator[Period]:
    """Yield the days to read from `start` on, or from the first that was never read."""
    if one.unread_since is not None:
        start = min(start, one.unread_since)
    return pieces(max(start, one.first_day), today + ONE_DAY, CONSUMPTION_MONTHS)


def expense_windows(months: Iterable[date]) -> Iterator[Period]:
    """Yield the fewest windows that cover these months and few others."""
    run: list[date] = []
    for month in sorted(set(months)):
        if run and month != add_months(run[-1], 1):
            yield from pieces(run[0], add_months(run[-1], 1), EXPENSE_MONTHS)
            run = []
        run.append(month)
    if run:
        yield from pieces(run[0], add_months(run[-1], 1), EXPENSE_MONTHS)


def pieces(start: date, end: date, months: int) -> Iterator[Period]:
    """Cut the days from `start` up to `end` at every so many months."""
    while start < end:
        cut = min(add_months(first_of_month(start), months), end)
        yield Period(start, cut)
        start = cut
