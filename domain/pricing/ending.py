"""What deleting or stopping a subscription gives back (docs/portal.md sections 10.3 and 10.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.money import Money
from domain.pricing.operation import Operation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.quote import Price, discounted
from domain.pricing.rules import Leaving, Rules, Stopping
from domain.pricing.settling import Settled
from domain.pricing.subscribed import Subscribed
from domain.statuses import ChargeStatus


def price_deletion(subscribed: Subscribed, *, now: datetime) -> OperationQuote | None:
    """Return what comes back when a subscription is deleted today.

    What is used closes. While it can be deleted with a refund the rest comes back: all of what
    began today, the unused days of what began before (OP-44), what is closed already included;
    one-time fees do not. Later on it depends on the billing type (BIL-11).

    A deletion that has to be approved first is carried out when it is, which may be later: it
    then comes to less. What is consumed up to then is charged besides.

    None means that the price can't be told: it is not known how the plan charges, or at which
    discount something was closed.
    """
    rules = subscribed.rules
    if rules is None:
        return None
    today = subscribed.terms.day_of(now)
    settled = () if subscribed.is_trial else _deleted(subscribed, rules, now)
    quote = _ended(subscribed, settled, today)
    nothing = Money.zero(subscribed.terms.currency)
    return quote and replace(quote, until=None, monthly_after=quote.monthly_before and nothing)


def price_stop(subscribed: Subscribed, *, now: datetime) -> OperationQuote | None:
    """Return what becomes of what is charged when a subscription is stopped today (OP-12).

    Nothing comes back at once. Where the running charges are split, what is used closes and the
    rest, `released`, is let go on the day it would have closed, `released_on`, unless the
    subscription is active again by then. Commitments are charged on.

    None means that the price can't be told: it is not known how the plan charges.
    """
    rules = subscribed.rules
    if rules is None:
        return None
    today = subscribed.terms.day_of(now)
    settling = subscribed.settling(rules, today)
    is_split = rules.stopping is Stopping.SPLIT and not subscribed.is_trial
    quote = _ended(subscribed, tuple(settling.stopped(subscribed.charges)) if is_split else (),
                   today)  # fmt: skip
    if quote is None or rules.stopping is Stopping.CHARGED_ON:
        return quote
    nothing = Money.zero(subscribed.terms.currency)
    rests = list(rests_of(subscribed, quote.settled, today)) if is_split else []
    released = sum((amount for _, amount in rests), nothing)
    return replace(
        quote,
        given_back=Price(nothing, nothing),
        released=discounted(released, subscribed.terms.discount_percent),
        released_on=min((on for on, _ in rests), default=None),
        released_last_on=max((on for on, _ in rests), default=None),
        monthly_after=quote.monthly_before and nothing,
    )


def _deleted(subscribed: Subscribed, rules: Rules, now: datetime) -> tuple[Settled, ...]:
    limit, term = subscribed.deletable_until, subscribed.terms.service_term
    settling = subscribed.settling(rules, subscribed.terms.day_of(now))
    if limit is None or now >= limit:
        is_kept = rules.leaving is Leaving.KEPT
        return tuple(settling.ended(subscribed.charges, None if is_kept else ChargeStatus.DELETED))
    is_approved = term is not None and term.deletion_needs_approval
    unused = ChargeStatus.WAITING_APPROVE if is_approved else ChargeStatus.WAITING_FOR_REFUND
    ended = settling.ended(subscribed.charges, unused)
    return (*ended, *settling.refunded(subscribed.charges))


def rests_of(
    subscribed: Subscribed, settled: Sequence[Settled], today: date
) -> Iterator[tuple[date, Money]]:
    """Yield the day each rest of what is paid for would close on, and its amount.

    `settled` is what a stop makes of the charges; nothing once that has been done.
    """
    split = {one.charge.charge_id for one in settled}
    for charge in subscribed.charges:
        is_later = charge.runs_after(today) and charge.is_taken
        if is_later and charge.charge_id not in split:
            yield charge.close_on or charge.end_on, Money(charge.amount, subscribed.terms.currency)
    for one in settled:
        for part in one.parts:
            if part.status is one.charge.status:
                yield one.charge.close_on or one.charge.end_on, part.line.amount


def _ended(
    subscribed: Subscribed, settled: Sequence[Settled], today: date
) -> OperationQuote | None:
    return Operation(
        before=subscribed, after=subscribed, today=today, on=today, settled=settled, is_order=False,
    ).quote()  # fmt: skip
