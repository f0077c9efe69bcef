"""Reminders of deadlines that cost money: one mail for each manager and day (NTF-6, NTF-8, NTF-10).

`REMINDER_DAYS` says how many days before: of 7 and 1, a deadline is told once when a week or less
is left, and once more on the day before or on the day itself. What is known late, such as the end
of a cancellation of what was bought yesterday, is told with the next mail. What a mail has told
stands in it, and is looked up there: nothing is told twice for the same number of days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.access import Section
from domain.deadlines.due import Due, at_stake
from domain.deadlines.reach import reach_of
from domain.message import MessageKind
from letters.amounts import kept_money
from letters.options import LetterOptions
from letters.plain import shortened
from letters.recipients import Recipient, recipients
from letters.rounds import Turn
from store.database import Store
from store.messages import details_since, post
from warehouse.connection import Snapshot
from warehouse.deadlines import due_deadlines

MOST_SHOWN = 25
LONGEST_NAME = 120
WEEK, MONTH, QUARTER = 7, 30, 90  # What the page of deadlines can be limited to.


@dataclass(frozen=True, slots=True)
class Near:
    """A deadline, and the nearest of the numbers of days before at which it is told of."""

    due: Due
    point: int

    @property
    def mark(self) -> str:
        return _mark(self.due, self.point)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Reminds the managers of one reseller after the other (letters/rounds.py)."""

    options: LetterOptions
    store: Store
    name: str = MessageKind.REMINDER

    def due(self, local: datetime) -> date | None:
        is_time = self.options.reminded_before and local.time() >= self.options.reminded_from
        return local.date() if is_time else None

    def write(self, snapshot: Snapshot, turn: Turn) -> int:
        """Post a mail to each manager who is to be told of something; the deadlines are looked up
        once for all of them.
        """
        readers = [one for one in self._readers(snapshot, turn) if one.choices.is_reminded]
        if not readers:
            return 0
        near = self._near(snapshot, turn)
        told = self._told(turn)
        return sum(self._post(one, near, told.get(one.manager_id, set()), turn, snapshot)
                   for one in readers)  # fmt: skip

    def _readers(self, snapshot: Snapshot, turn: Turn) -> list[Recipient]:
        """Return who may see deadlines."""
        found = recipients(
            snapshot,
            self.store,
            self.options,
            reseller_id=turn.reseller.reseller_id,
            now=turn.posted_at,
        )
        return [one for one in found if one.access.may_see(Section.SUBSCRIPTIONS)]

    def _near(self, snapshot: Snapshot, turn: Turn) -> list[Near]:
        """Return the deadlines to be told of by now, the nearest first."""
        points = self.options.reminded_before
        if not points:
            return []
        found = costly_deadlines(snapshot, self.options, turn, within_days=max(points))
        return [Near(one, _point(one, turn.of, points)) for one in found]

    def _told(self, turn: Turn) -> dict[str, set[str]]:
        since = turn.posted_at - timedelta(days=max(self.options.reminded_before) + 1)
        found = details_since(
            self.store, MessageKind.REMINDER, since, reseller_id=turn.reseller.reseller_id
        )
        return {manager_id: {mark for one in details for mark in one.get("told", ())}
                for manager_id, details in found.items()}  # fmt: skip

    def _post(
        self,
        reader: Recipient,
        near: Sequence[Near],
        told: set[str],
        turn: Turn,
        snapshot: Snapshot,
    ) -> bool:
        new = [one for one in near if one.mark not in told]
        if not new:
            return False
        detail = self._detail(new, near, turn, snapshot.published.as_of)
        reseller_id = turn.reseller.reseller_id
        key = f"{MessageKind.REMINDER}/{reseller_id}/{reader.manager_id}/{turn.of}"
        return post(
            self.store, MessageKind.REMINDER, reader.manager_id, reseller_id, key, detail,
            turn.posted_at,
        )  # fmt: skip

    def sample(self, snapshot: Snapshot, turn: Turn) -> dict[str, Any] | None:
        """Return what a mail would tell whoever has been told nothing yet; None for nothing."""
        near = self._near(snapshot, turn)
        return self._detail(near, near, turn, snapshot.published.as_of) if near else None

    def _detail(
        self, new: Sequence[Near], near: Sequence[Near], turn: Turn, as_of: datetime
    ) -> dict[str, Any]:
        shown = _nearest(new)
        return {
            "as_of": as_of.isoformat(),
            "count": len(shown),
            "stake": kept_money(at_stake(shown, turn.reseller.currency)),
            "rows": rows_of(shown[:MOST_SHOWN]),
            "within": within(max(self.options.reminded_before)),
            "told": _marks(new, near),
        }


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


def rows_of(found: Iterable[Due]) -> list[dict[str, Any]]:
    """Return deadlines as a message keeps them (letters/deadline_lines.py)."""
    return [
        {
            "id": due.deadline.subscription_id,
            "name": shortened(due.subscription, LONGEST_NAME),
            "account": shortened(due.account or due.deadline.account_id, LONGEST_NAME),
            "kind": due.deadline.kind.value,
            "remedy": due.deadline.remedy.value,
            "on": due.deadline.on.isoformat(),
            "at": due.deadline.at.isoformat() if due.deadline.at else None,
            "stake": kept_money(due.deadline.stake.money) if due.deadline.stake.money else None,
        }
        for due in found
    ]


def within(days: int) -> str:
    """Return what limits the page of deadlines to so many days, or to the next more it knows."""
    return next((str(most) for most in (WEEK, MONTH, QUARTER) if days <= most), "all")


def _nearest(new: Iterable[Near]) -> list[Due]:
    """Return of the deadlines that are about the same money the nearest, at which it is decided on:
    a renewal that the platform orders the day before is one thing to be told, not two.
    """
    found: dict[tuple[str, str, str], Due] = {}
    for one in new:
        found.setdefault(one.due.deadline.counted_as, one.due)
    return list(found.values())


def _marks(new: Iterable[Near], near: Iterable[Near]) -> list[str]:
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


def _point(due: Due, today: date, points: Sequence[int]) -> int:
    left = due.days_left(today)
    return min(each for each in points if left <= each)


def _mark(due: Due, point: int) -> str:
    """Name a deadline on its day, told so many days before; on another day it is another one.

    Short, for thousands may stand in a mail.
    """
    text = f"{due.deadline.key} {due.deadline.on} {point}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
