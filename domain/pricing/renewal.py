"""What the next period costs (docs/portal.md sections 10.4 and 19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from domain.offer import OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.charging import Charging, sold_items
from domain.pricing.lines import Line, recurring_lines
from domain.pricing.months import Span, spans
from domain.pricing.operation import Operation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.rules import ChargingPeriod, Rhythm, Rules, rules_of
from domain.pricing.subscribed import Subscribed
from domain.statuses import ChargeType


def price_renewal(
    subscribed: Subscribed, period: OfferPeriod, quantities: Mapping[str, int], *, now: datetime
) -> OperationQuote | None:
    """Return what it costs to go on for another period.

    `quantities` holds the amounts of the next period by plan resource id, included ones counted
    in; resources that are left out keep theirs. The period begins as the old one expires, even if
    that has passed, or today if it would be over by now (OP-19). Where the billing type delays
    renewals it is paid for then; otherwise at once. A trial becomes commercial, with setup fees
    in place of renewal fees (OP-20). What is paid for at once covers the days that are left before
    the period as well.

    None means that the price can't be told: there is nothing to renew, as nothing expires or the
    period is a trial or endless; or it is not known how the plan charges, or up to when time is
    paid.

    Near a billing day some plans have the whole billing period after it paid for as well (OP-26).
    """
    rules = rules_of(subscribed.offer.billing_type, period.months)
    today = subscribed.terms.day_of(now)
    agreement = _agreement(subscribed, period, rules, today)
    left = _left(subscribed, today)
    if rules is None or agreement is None or period.is_trial or left is None:
        return None
    after = replace(
        subscribed,
        period=period,
        quantities={**subscribed.quantities, **quantities},
        is_trial=False,
        start_on=agreement.start_on,
        expires_on=agreement.end_on,
    )
    is_delayed = rules.is_renewal_delayed and agreement.start_on > today
    on = agreement.start_on if is_delayed else today
    # Only what becomes commercial can have a free start.
    ordered = agreement if subscribed.is_trial else _without_free_start(agreement)
    term = subscribed.terms.service_term
    extension = ordered.extension(on, term.extended_renewal_days) if term else None
    return Operation(
        before=subscribed,
        after=after,
        today=today,
        on=on,
        lines=left + _lines(after, ordered, extension, is_first=subscribed.is_trial),
        cancel_until=_window(subscribed, rules, on, now),
        extension=extension,
    ).quote()


def _agreement(
    subscribed: Subscribed, period: OfferPeriod, rules: Rules | None, today: date
) -> Agreement | None:
    """Return what is agreed on for the next period; None where there is none to come."""
    if rules is None or subscribed.expires_on is None or period.months is None:
        return None
    billing_day = subscribed.terms.billing_day
    agreement = Agreement(rules, billing_day, subscribed.expires_on, period.months)
    is_over = agreement.end_on is not None and agreement.end_on <= today
    return replace(agreement, start_on=today) if is_over else agreement


def _left(subscribed: Subscribed, today: date) -> tuple[Line, ...] | None:
    """Return the charges of days before the next period that nothing has been charged for yet.

    None where it is not known which these are. Where renewals are delayed there are none by then,
    and a trial costs nothing.
    """
    rules, end = subscribed.rules, subscribed.expires_on
    is_by_turns = rules is not None and rules.rhythm is Rhythm.BILLING_PERIODS
    if rules is None or not is_by_turns or rules.is_renewal_delayed or subscribed.is_trial:
        return ()
    if subscribed.paid_to is None:
        return None
    items = sold_items(subscribed.offer, subscribed.period, subscribed.quantities, rules)
    cut = spans(max(subscribed.paid_to, today), end, subscribed.terms.billing_day)
    paid = [(today, span) for span in cut] if end is not None else []
    return tuple(recurring_lines(items, paid, subscribed.money))


def _without_free_start(agreement: Agreement) -> Agreement:
    return replace(agreement, rules=replace(agreement.rules, starts_free=False))


def _lines(
    after: Subscribed, agreement: Agreement, extension: Span | None, *, is_first: bool
) -> tuple[Line, ...]:
    """Return the charges of the order."""
    fee = ChargeType.SETUP if is_first else ChargeType.RENEWAL
    items = sold_items(after.offer, after.period, after.quantities, agreement.rules, fee)
    charging = Charging(agreement, items, after.money, fee)
    return charging.ordered(is_extended=extension is not None)


def _window(subscribed: Subscribed, rules: Rules, on: date, now: datetime) -> datetime | None:
    """Return up to when it can be deleted again (OP-42)."""
    term = subscribed.terms.service_term
    if rules.charged is ChargingPeriod.ONCE:
        return None
    if term is not None and not term.window_restarts_on_renewal:
        return subscribed.deletable_until
    return subscribed.terms.window(on, now)
