"""How often to look at something that is under way."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

# What has not moved for a while is looked at after a twentieth of that while again: every few
# seconds at first, and after three hours less often than a refresh comes anyway.
PATIENCE = 20
# After a look that failed the next one waits twice as long, up to this.
LONGEST_BACK_OFF = timedelta(minutes=1)
MOST_DOUBLED = 6

Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Since when something is as it is, and when it was looked at."""

    since: datetime
    looked_at: datetime | None = None


class Pace(Generic[Thing]):
    """Says what to look at now: often at what has just moved, less and less at what does not.

    A thing that has moved is another thing: it differs from what it was.
    """

    def __init__(self, every: timedelta) -> None:
        self._every = every
        self._seen: dict[Thing, _Seen] = {}
        self._failed_at: datetime | None = None
        self._failures = 0

    def due(self, things: Iterable[Thing], now: datetime) -> tuple[Thing, ...]:
        """Return what it is time to look at, of all that is under way; the rest is forgotten."""
        self._seen = {thing: self._seen.get(thing, _Seen(now)) for thing in things}
        if not self._seen:
            self._failures = 0
        return tuple(thing for thing, seen in self._seen.items() if self._is_due(seen, now))

    def looked(self, things: Iterable[Thing], now: datetime) -> None:
        """Note that these were looked at."""
        self._failures = 0
        for thing in things:
            self._seen[thing] = _Seen(self._seen.get(thing, _Seen(now)).since, now)

    def failed(self, now: datetime) -> bool:
        """Note that a look failed, and tell whether that is news."""
        self._failed_at = now
        self._failures += 1
        return self._failures == 1

    def is_backing_off(self, now: datetime) -> bool:
        """Tell whether a look failed so shortly before that another one makes no sense."""
        if self._failed_at is None or not self._failures:
            return False
        pause = self._every * (1 << min(self._failures, MOST_DOUBLED))
        return now - self._failed_at < min(pause, LONGEST_BACK_OFF)

    def _is_due(self, seen: _Seen, now: datetime) -> bool:
        if seen.looked_at is None:
            return True
        return now - seen.looked_at >= max(self._every, (now - seen.since) / PATIENCE)
