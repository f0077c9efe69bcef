"""Months of service, counted from a day of the month: whole ones, and parts of them (BIL-4).

That day, the anchor, is the billing day or the day on which something started. A month that has
no such day has its last one instead: from 31 January a month lasts to 28 February, the next to
31 March. A part of a month is its days out of those of the month around it, from anchor to anchor;
so a part is less than one, and the parts of a month add up to one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import count


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to, and without, `end`, and how many months they are."""

    start: date
    end: date
    months: Fraction

    @property
    def is_whole(self) -> bool:
        return self.months == 1


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month; the month's last where it has no such day."""
    return _anchored(_number(day) + months, day.day)


def next_anchor(day: date, anchor: int) -> date:
    """Return the first day after this one that is the anchor of its month."""
    this_month = _anchored(_number(day), anchor)
    return this_month if this_month > day else _anchored(_number(day) + 1, anchor)


def spans(start: date, end: date | None, anchor: int) -> Iterator[Span]:
    """Cut time at every anchor; without an end it goes on for ever."""
    first = _number(start) - (_anchored(_number(start), anchor) > start)
    for number in count(first):
        month_start, month_end = _anchored(number, anchor), _anchored(number + 1, anchor)
        if end is not None and month_start >= end:
            return
        used_from = max(start, month_start)
        used_to = month_end if end is None else min(end, month_end)
        if used_from < used_to:
            days = Fraction((used_to - used_from).days, (month_end - month_start).days)
            yield Span(used_from, used_to, days)


def whole_span(start: date, end: date, anchor: int) -> Span:
    """Return days up to, and without, an end as one span, however many anchors lie within it."""
    return Span(start, end, sum((span.months for span in spans(start, end, anchor)), Fraction(0)))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _anchored(number: int, anchor: int) -> date:
    year, index = divmod(number, 12)
    return date(year, index + 1, min(anchor, monthrange(year, index + 1)[1]))
