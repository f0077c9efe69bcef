"""Half-open ranges of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """Return the first day of the month `count` months after the one `month` lies in."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def parse_month(text: str) -> date:
    """Read `YYYY-MM` as the first day of that month.

    Raises:
        ValueError: it is not a month written so.
    """
    if len(text) != 7:
        raise ValueError(f"not a month: {text!r}")
    return date.fromisoformat(f"{text}-01")


def format_month(month: date) -> str:
    return f"{month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, and without, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} - {self.end}")

    @classmethod
    def of_months(cls, first_month: date, last_month: date) -> Period:
        """Cover whole months, the last one included."""
        return cls(first_of_month(first_month), add_months(last_month, 1))

    @classmethod
    def of_days(cls, first_day: date, last_day: date) -> Period:
        """Cover whole days, the last one included, as a screen shows them."""
        return cls(first_day, last_day + ONE_DAY)

    @property
    def last_day(self) -> date:
        return self.end - ONE_DAY

    @property
    def first_month(self) -> date:
        return first_of_month(self.start)

    @property
    def last_month(self) -> date:
        return first_of_month(self.last_day)

    def months(self) -> Iterator[date]:
        """Yield the first day of each month the period touches."""
        month = self.first_month
        while month < self.end:
            yield month
            month = add_months(month, 1)

    def days(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day
            day += ONE_DAY

    def month_count(self) -> int:
        last = self.last_month
        return (last.year - self.start.year) * 12 + last.month - self.start.month + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end
