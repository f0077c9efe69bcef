"""The platform's zone, and the days and instants in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Moscow")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def day_of(instant: datetime) -> date:
    """Return the day an instant falls on in the platform's zone."""
    return instant.astimezone(ZONE).date()


def instant_of(day: date, hour: int = 0) -> datetime:
    """Return the instant at which an hour of a day starts in the platform's zone."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)


def to_milliseconds(instant: datetime) -> int:
    """Count the whole milliseconds since 1970."""
    return (instant - EPOCH) // MILLISECOND


def from_milliseconds(count: int) -> datetime:
    return EPOCH + timedelta(milliseconds=count)


def whole_milliseconds(instant: datetime) -> datetime:
    """Cut an instant to what the store and the wire can hold."""
    return from_milliseconds(to_milliseconds(instant))
