"""A plan period that runs from a day on: when it ends, and when which of its time is paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from domain.periods import add_months, first_of_month
from domain.pricing.months import Span, months_later, spans
from domain.pricing.rules import Rhythm, Rules

FIRST = 1
# What the platform goes on with by an order of its own for each billing period.
PROLONGED = (Rhythm.BILLING_PERIODS, Rhythm.CALENDAR_MONTHS)


@dataclass(frozen=True, slots=True)
class Turn:
    """Time that is paid for at once, on the day `on`."""

    on: date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A plan period of so many months (None: endless) under the rules of its billing type."""

    rules: Rules
    billing_day: int
    start_on: date
    months: int | None

    @property
    def paid_from(self) -> date:
        """The first day that costs something: the start, unless the start is free."""
        is_free = self.rules.starts_free and self.start_on.day > FIRST
        return add_months(self.start_on, 1) if is_free else self.start_on

    @property
    def end_on(self) -> date | None:
        """The day it expires on, the first that is not used any more; None when it never does."""
        if self.months is None:
            return None
        is_by_calendar = self.rules.rhythm is Rhythm.CALENDAR_MONTHS
        start = first_of_month(self.paid_from) if is_by_calendar else self.start_on
        return months_later(start, self.months)

    def turns(self) -> Iterator[Turn]:
        """Yield what is paid for and when, in order; for ever when it has no end."""
        start, end = self.paid_from, self.end_on
        match self.rules.rhythm:
            case Rhythm.BILLING_PERIODS:
                cut = spans(start, end, self.billing_day)
            case Rhythm.CALENDAR_MONTHS:
                cut = spans(first_of_month(start), end, FIRST)
            case Rhythm.PERIOD_AHEAD | Rhythm.MONTHS_IN_TURN:
                cut = spans(start, end, start.day)
            case Rhythm.NONE:
                return
        if self.rules.rhythm is Rhythm.PERIOD_AHEAD:
            yield Turn(start, tuple(cut))
        else:
            for span in cut:
                yield Turn(max(span.start, start), (span,))

    def ordered_turns(self, *, is_extended: bool = False) -> Iterator[Turn]:
        """Yield what an order orders: the rest is ordered by the platform itself in its time.

        Of time that begins with a free start nothing is ordered yet. An extended order has one
        turn more than others (OP-26).
        """
        if self.rules.rhythm is Rhythm.MONTHS_IN_TURN:
            yield from self.turns()
        elif self.paid_from == self.start_on:
            yield from islice(self.turns(), 2 if is_extended else 1)

    def extension(self, on: date, near_days: int) -> Span | None:
        """Return what a renewal carried out on a day pays for besides its first billing period.

        That is the whole billing period after it, where the billing day between them is so many
        days away or fewer: another order would come too soon (OP-26). None where it is not, or
        nothing follows.
        """
        if self.rules.rhythm not in PROLONGED or self.paid_from > self.start_on:
            return None
        first, *following = [span for turn in islice(self.turns(), 2) for span in turn.spans]
        is_near = bool(near_days) and (first.end - on).days <= near_days
        return following[0] if is_near and following else None

    def later_turns(self) -> Iterator[Turn]:
        """Yield what is paid for after the day of the order."""
        return (turn for turn in self.turns() if turn.on > self.start_on)
