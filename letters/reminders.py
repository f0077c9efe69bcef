"""Reminders of deadlines that cost money: one mail for each manager and day (NTF-6, NTF-8, NTF-10).

`REMINDER_DAYS` says how many days before: of 7 and 1, a deadline is told once when a week or less
is left, and once more on the day before or on the day itself. What is known late, such as the end
of a cancellation of what was bought yesterday, is told with the next mail. What a mail has told
stands in it, and is looked up there: nothing is told twice for the same number of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.access import Section
from domain.deadlines.due import Due, at_stake
from domain.message import MessageKind
from letters.amounts import kept_money
from letters.near import Near, costly_deadlines, marks, nearest, nearest_point
from letters.options import LetterOptions
from letters.plain import shortened
from letters.recipients import Recipient, recipients
from letters.rounds import Turn, post_in_turn
from store.database import Store
from store.messages import details_since
from warehouse.connection import Snapshot

MOST_SHOWN = 25
LONGEST_NAME = 120
WEEK, MONTH, QUARTER = 7, 30, 90  # What the page of deadlines can be limited to.


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
        found = recipients(snapshot, self.store, self.options, turn)
        return [one for one in found if one.access.may_see(Section.SUBSCRIPTIONS)]

    def _near(self, snapshot: Snapshot, turn: Turn) -> list[Near]:
        """Return the deadlines to be told of by now, the nearest first."""
        points = self.options.reminded_before
        if not points:
            return []
        found = costly_deadlines(snapshot, self.options, turn, within_days=max(points))
        return [Near(one, nearest_point(one, turn.of, points)) for one in found]

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
        return post_in_turn(self.store, MessageKind.REMINDER, reader.manager_id, turn, detail)

    def sample(self, snapshot: Snapshot, turn: Turn) -> dict[str, Any] | None:
        """Return what a mail would tell whoever has been told nothing yet; None for nothing."""
        near = self._near(snapshot, turn)
        return self._detail(near, near, turn, snapshot.published.as_of) if near else None

    def _detail(
        self, new: Sequence[Near], near: Sequence[Near], turn: Turn, as_of: datetime
    ) -> dict[str, Any]:
        shown = nearest(new)
        return {
            "as_of": as_of.isoformat(),
            "count": len(shown),
            "stake": kept_money(at_stake(shown, turn.reseller.currency)),
            "rows": rows_of(shown[:MOST_SHOWN]),
            "within": within(max(self.options.reminded_before)),
            "told": marks(new, near),
        }


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
