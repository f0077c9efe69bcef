"""What a subscription's charges depend on besides amounts and prices, and how its time is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from domain.statuses import BillingType, ChargeStatus
from sandbox.charging.rules import RULES, Rules, Span
from sandbox.months import first_of_next_month, month_count, next_anchor, pieces

BLOCKED = ChargeStatus.BLOCKED
OPENED = ChargeStatus.OPENED


@dataclass(frozen=True, slots=True)
class Agreement:
    """A plan period that runs from `start_on` to `end_on` (None: endless).

    Charges of whole periods stay open until the subscription can no longer be deleted, which
    is `window_days` after an order; 0 closes them at once.
    """

    billing_type: BillingType
    billing_day: int
    start_on: date
    end_on: date | None
    window_days: int = 0

    @property
    def rules(self) -> Rules:
        return RULES[self.billing_type]

    @property
    def anchor(self) -> int:
        """The day of the month that months are counted from."""
        if self.rules.span is Span.BILLING_PERIOD:
            return self.billing_day
        return 1 if self.rules.span is Span.CALENDAR_MONTH else self.start_on.day

    @property
    def first_paid_day(self) -> date:
        """The first day that costs something: the start, unless the start is free."""
        is_free = self.rules.has_free_start and self.start_on.day > 1
        return first_of_next_month(self.start_on) if is_free else self.start_on


@dataclass(frozen=True, slots=True)
class Slice:
    """The days of one recurring charge, and what becomes of it once it is paid."""

    start_on: date
    end_on: date
    months: Fraction
    status: ChargeStatus
    close_on: date


def bought_until(agreement: Agreement, day: date) -> date | None:
    """Return up to where time is bought on a day; None where no time is bought ahead."""
    span = agreement.rules.span
    if span is Span.NOTHING:
        return None
    if span in (Span.MONTHS_AHEAD, Span.MONTHS_IN_TURN):
        return agreement.end_on
    end = next_anchor(day, agreement.anchor)
    return end if agreement.end_on is None else min(end, agreement.end_on)


def renewed_until(agreement: Agreement, on: date, near_days: int) -> date | None:
    """Return up to where a renewal that is carried out on a day buys time.

    Where the billing day that follows is so near that another order would come too soon after it,
    the whole next billing period is bought as well (OP-26); 0 days are never near.
    """
    end = bought_until(agreement, agreement.start_on)
    if end is None or not near_days or not agreement.rules.is_prolonged:
        return end
    is_near = (end - on).days <= near_days and end != agreement.end_on
    return bought_until(agreement, end) if is_near else end


def slices(agreement: Agreement, start: date, end: date) -> Iterator[Slice]:
    """Cut the days from `start` to `end` as the billing type charges for them."""
    span = agreement.rules.span
    if start >= end:
        return
    if span is Span.CALENDAR_MONTH:
        # A month is charged in full, whichever of its days are used.
        for first, _ in pieces(start.replace(day=1), end, agreement.anchor):
            month_end = first_of_next_month(first)
            yield Slice(first, month_end, Fraction(1), BLOCKED, month_end)
    elif span is Span.BILLING_PERIOD:
        for first, after in pieces(start, end, agreement.anchor):
            months = month_count(first, after, agreement.anchor)
            yield Slice(first, after, months, BLOCKED, next_anchor(first, agreement.anchor))
    elif span in (Span.MONTHS_AHEAD, Span.MONTHS_IN_TURN):
        for first, after in pieces(start, end, agreement.anchor):
            yield _month(agreement, start, first, after)


def _month(agreement: Agreement, start: date, first: date, after: date) -> Slice:
    months = month_count(first, after, agreement.anchor)
    if agreement.rules.span is Span.MONTHS_IN_TURN:
        status = BLOCKED if first == start else OPENED
        return Slice(first, after, months, status, after)
    # The window is counted in hours: the day it ends on is still within it.
    wait = timedelta(days=agreement.window_days + 1 if agreement.window_days else 0)
    return Slice(first, after, months, BLOCKED, start + wait)


def status_once_paid(agreement: Agreement, start: date, today: date) -> ChargeStatus:
    """Return what becomes of a charge that has been paid for.

    Types that pay each month in its turn hold no funds for a later one yet.
    """
    is_later = agreement.rules.span is Span.MONTHS_IN_TURN and start > today
    return OPENED if is_later else BLOCKED
