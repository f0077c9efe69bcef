"""A deadline with the names of what it is about, and what several of them are worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.deadlines.deadline import Deadline
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline, and the names of what it is about. `moment` is up to when one can act for sure.

    Names are None where nobody tells them.
    """

    deadline: Deadline
    moment: datetime
    subscription: str
    account: str | None
    plan: str | None

    def days_left(self, today: date) -> int:
        """Return how many days of the platform's zone are left; 0 on the day itself."""
        return (self.deadline.on - today).days


def at_stake(found: Iterable[Due], currency: str) -> Money:
    """Sum the money at stake; what several deadlines are about is counted once."""
    counted: dict[tuple[str, str, str], Money] = {}
    for due in found:
        if due.deadline.stake.money is not None:
            counted.setdefault(due.deadline.counted_as, due.deadline.stake.money)
    return sum(counted.values(), Money.zero(currency))
