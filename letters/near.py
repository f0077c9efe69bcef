"""Which deadlines are near, how near, and what of them a mail has told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from domain.deadlines.due import Due
from domain.deadlines.reach import reach_of
from letters.options import LetterOptions
from letters.rounds import Turn
from warehouse.connection import Snapshot
from warehouse.deadlines import due_deadlines


@dataclass(frozen=True, slots=True)
class Near:
    """A deadline, and the nearest of the numbers of days before at which it is told of."""

    due: Due
    point: int

    @property
    def mark(self) -> str:
        return _mark(self.due, self.point)


def costly_deadlines(
    snapshot: Snapshot, options: LetterOptions, turn: Turn, *, within_days: int
) -> list[Due]:
    """Return a reseller's deadlines of the next days that cost money, the nearest first.

    They are those that the page of deadlines shows with `?within=...&money=1`.
    """
    zone = ZoneInfo(options.platform_time_zone)
    found = due_deadlines(
        snapshot,
        reach_of(
            options.service_terms,
            zone,
            turn.platform_now.astimezone(zone).date(),
            within_days=within_days,
        ),
        options.service_terms,
        zone,
        turn.platform_now,
        reseller_id=turn.reseller.reseller_id,
    )
    costly = (one for one in found if one.deadline.stake.is_money)
    return sorted(costly, key=lambda one: (one.moment, one.deadline.key))


def nearest(new: Iterable[Near]) -> list[Due]:
    """Return of the deadlines that are about the same money the nearest, at which it is decided on:
    a renewal that the platform orders the day before is one thing to be told, not two.
    """
    found: dict[tuple[str, str, str], Due] = {}
    for one in new:
        found.setdefault(one.due.deadline.counted_as, one.due)
    return list(found.values())


def marks(new: Iterable[Near], near: Iterable[Near]) -> list[str]:
    """Return what a mail has told: of the same money, all deadlines for that number of days."""
    points: dict[tuple[str, str, str], set[int]] = {}
    for one in new:
        points.setdefault(one.due.deadline.counted_as, set()).add(one.point)
    return sorted(
        {
            _mark(one.due, point)
            for one in near
            for point in points.get(one.due.deadline.counted_as, ())
        }
    )


def nearest_point(due: Due, today: date, points: Sequence[int]) -> int:
    left = due.days_left(today)
    return min(each for each in points if left <= each)


def _mark(due: Due, point: int) -> str:
    """Name a deadline on its day, told so many days before; on another day it is another one.

    Short, for thousands may stand in a mail.
    """
    text = f"{due.deadline.key} {due.deadline.on} {point}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
