"""What it costs to have a service on again after a stop (docs/portal.md sections 10.3 and 19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from domain.money import Money
from domain.periods import first_of_month
from domain.pricing.charging import sold_items
from domain.pricing.ending import rests_of
from domain.pricing.lines import Line, one_time_lines, recurring_lines
from domain.pricing.months import Span, spans
from domain.pricing.operation import Operation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.quote import discounted
from domain.pricing.rules import Rhythm, Rules, Stopping
from domain.pricing.subscribed import Subscribed
from domain.statuses import ChargeType


def price_activation(subscribed: Subscribed, *, now: datetime) -> OperationQuote | None:
    """Return what it costs to activate a stopped subscription today.

    Nothing new, as long as time is paid for: then what a stop would have let go of, `released`, on
    the day `released_on`, stays charged. Otherwise the platform orders what it would have gone on
    with, from today: up to the next billing day or, where a whole period is paid ahead, up to its
    end. Whole calendar months are charged in full.

    None means that the price can't be told: it is not known how the plan charges, or up to when
    time is paid for.
    """
    rules = subscribed.rules
    is_by_time = rules is not None and rules.rhythm is not Rhythm.NONE and not subscribed.is_trial
    if rules is None or (is_by_time and subscribed.paid_to is None):
        return None
    today = subscribed.terms.day_of(now)
    paid_to = subscribed.paid_to
    is_ordered = is_by_time and paid_to is not None and paid_to <= today
    quote = Operation(
        before=subscribed,
        after=subscribed,
        today=today,
        on=today,
        lines=tuple(_lines(subscribed, rules, today)) if is_ordered else (),
        is_order=is_ordered,
        cancel_until=subscribed.deletable_until,
    ).quote()
    if quote is None or rules.stopping is Stopping.CHARGED_ON:
        return quote
    nothing = Money.zero(subscribed.terms.currency)
    is_split = rules.stopping is Stopping.SPLIT and not subscribed.is_trial
    rests = list(rests_of(subscribed, (), today)) if is_split else []
    kept = sum((amount for _, amount in rests), nothing)
    return replace(
        quote,
        monthly_before=quote.monthly_after and nothing,
        released=discounted(kept, subscribed.terms.discount_percent),
        released_on=min((on for on, _ in rests), default=None),
        released_last_on=max((on for on, _ in rests), default=None),
    )


def _lines(subscribed: Subscribed, rules: Rules, today: date) -> Iterator[Line]:
    items = sold_items(subscribed.offer, subscribed.period, subscribed.quantities, rules)
    paid_from = subscribed.agreement(rules).paid_from
    # With the first month after a free start come the fees that it has spared.
    if rules.has_setup_fees and today == paid_from > subscribed.start_on:
        yield from one_time_lines(ChargeType.SETUP, items, today, None, subscribed.money)
    turns = [(max(span.start, today), span) for span in _unpaid(subscribed, rules, today)]
    if rules.rhythm is not Rhythm.MONTHS_IN_TURN:
        turns = [(today, span) for _, span in turns]
    yield from recurring_lines(items, turns, subscribed.money)


def _unpaid(subscribed: Subscribed, rules: Rules, today: date) -> list[Span]:
    """Cut the time that is to be paid for as the platform charges it."""
    is_by_calendar = rules.rhythm is Rhythm.CALENDAR_MONTHS
    start = first_of_month(today) if is_by_calendar else today
    cut = spans(start, subscribed.expires_on, subscribed.anchor(rules))
    if rules.rhythm in (Rhythm.BILLING_PERIODS, Rhythm.CALENDAR_MONTHS):
        first = next(cut, None)
        return [] if first is None else [first]
    return list(cut) if subscribed.expires_on is not None else []
