"""The weekly summary: what the week brought, in one mail for each manager who wants it.

Of what a manager may not see nothing is told. Where nothing at all is to be told, no mail goes:
nothing was charged this month or in the two before it, no subscription began, ended or failed, and
no deadline of the next week costs money.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.access import Access, Section
from domain.message import MessageKind
from domain.periods import Period
from letters.near import costly_deadlines
from letters.options import LetterOptions
from letters.recipients import recipients
from letters.rounds import Turn, post_in_turn
from letters.week import (
    DEADLINE_DAYS,
    Part,
    Whose,
    costs_of,
    deadlines_of,
    subscriptions_of,
)
from store.database import Store
from warehouse.connection import Snapshot

ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """A reseller's week, worked out once for all of its managers."""

    week: Period
    as_of: datetime
    costs: Part | None
    subscriptions: Part
    deadlines: Part

    def for_who(self, access: Access) -> Part | None:
        """Return what a manager is told; None where that is nothing."""
        costs = self.costs if access.may_see(Section.ANALYTICS) else None
        sees_held = access.may_see(Section.SUBSCRIPTIONS)
        is_moved = sees_held and any(
            one["count"] for one in (*self.subscriptions.values(), self.deadlines)
        )
        if not (costs or is_moved):
            return None
        return {
            "first": self.week.start.isoformat(),
            "last": self.week.last_day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "costs": costs,
            "subscriptions": self.subscriptions if sees_held else None,
            "deadlines": self.deadlines if sees_held else None,
        }


@dataclass(frozen=True, slots=True)
class Summaries:
    """Sums the week up for the managers of one reseller after the other (letters/rounds.py)."""

    options: LetterOptions
    store: Store
    name: str = MessageKind.SUMMARY

    def due(self, local: datetime) -> date | None:
        weekly = self.options.summarized_at
        return None if weekly is None else weekly.latest(local)

    def write(self, snapshot: Snapshot, turn: Turn) -> int:
        found = recipients(snapshot, self.store, self.options, turn)
        readers = [one for one in found if one.choices.is_summarized]
        if not readers:
            return 0
        figures = self._figures(snapshot, turn)
        return sum(self._post(one.manager_id, figures.for_who(one.access), turn) for one in readers)

    def sample(self, snapshot: Snapshot, turn: Turn) -> Part | None:
        """Return what a mail would tell whoever may see everything; None for nothing."""
        return self._figures(snapshot, turn).for_who(Access(is_administrator=True))

    def _figures(self, snapshot: Snapshot, turn: Turn) -> Figures:
        as_of = snapshot.published.as_of
        zone = ZoneInfo(self.options.platform_time_zone)
        reseller = turn.reseller
        whose = Whose(reseller.reseller_id, reseller.currency, as_of.astimezone(zone).date())
        week = Period(turn.of - ONE_WEEK, turn.of)
        near = costly_deadlines(snapshot, self.options, turn, within_days=DEADLINE_DAYS)
        return Figures(
            week,
            as_of,
            costs_of(snapshot, whose),
            subscriptions_of(snapshot, whose, week),
            deadlines_of(near, whose),
        )

    def _post(self, manager_id: str, detail: Part | None, turn: Turn) -> bool:
        if detail is None:
            return False
        return post_in_turn(self.store, MessageKind.SUMMARY, manager_id, turn, detail)
