"""When managers are written to by the portal itself, as settings say it, on the platform's days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

OFF = "off"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DAYS = 365
# A summary that could not be written in time still is, but not in the middle of the next week.
LATE_SUMMARY = timedelta(days=2)


def read_days_before(text: str) -> tuple[int, ...]:
    """Read how many days before a deadline is reminded of it: `7,1`; none for `off`.

    Raises:
        ValueError: it says something else.
    """
    if text.strip().lower() == OFF:
        return ()
    days = tuple(sorted({int(part) for part in text.split(",")}))
    if not all(0 <= day <= MOST_DAYS for day in days):
        raise ValueError(text)
    return days


def read_time(text: str) -> time:
    """Read a time of day: `08:00`.

    Raises:
        ValueError: it is none.
    """
    hour, minute = text.split(":")
    if not (hour.isdigit() and minute.isdigit()):
        raise ValueError(text)
    return time(int(hour), int(minute))


@dataclass(frozen=True, slots=True)
class Weekly:
    """A time of day on one day of the week; 0 is Monday."""

    weekday: int
    at: time

    def latest(self, local: datetime) -> date | None:
        """Return the day of the last time it came, if that was not long ago."""
        day = local.date() - timedelta(days=(local.weekday() - self.weekday) % 7)
        if day == local.date() and local.time() < self.at:
            day -= timedelta(days=7)
        return day if local.date() - day < LATE_SUMMARY else None


def read_weekly(text: str) -> Weekly | None:
    """Read a day of the week and a time: `mon 08:00`; None for `off`.

    Raises:
        ValueError: it says something else.
    """
    if text.strip().lower() == OFF:
        return None
    weekday, at = text.lower().split()
    return Weekly(WEEKDAYS.index(weekday), read_time(at))
