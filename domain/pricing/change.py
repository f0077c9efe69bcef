"""What other amounts cost from now on (docs/portal.md sections 10.5 and 19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from domain.periods import first_of_month
from domain.pricing.charging import sold_items
from domain.pricing.known_charge import KnownCharge
from domain.pricing.lines import Item, Line, one_time_lines, recurring_lines
from domain.pricing.months import Span, spans
from domain.pricing.operation import Operation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.rules import Leaving, Rhythm, Rules, is_bound
from domain.pricing.settling import Settled
from domain.pricing.subscribed import Subscribed
from domain.statuses import ChargeStatus, ChargeType

GIVEN_BACK = (ChargeStatus.DELETED, ChargeStatus.REFUNDED)


def price_change(
    subscribed: Subscribed, quantities: Mapping[str, int], *, now: datetime
) -> OperationQuote | None:
    """Return what it costs to have other amounts from today on, and what comes back.

    `quantities` holds the amounts wanted by plan resource id, included ones counted in; resources
    that are left out keep theirs. Added amounts cost their setup fee and their use up to the end
    of the time that is paid; where whole calendar months are charged, only what is above the
    month's highest amount costs anything. What is given up comes back where the billing type
    allows it, as far as it is not closed.

    None means that the price can't be told: amounts of such a plan can't be changed, or it is not
    known how it charges, up to when time is paid for, or what something that comes back was at.
    """
    rules = subscribed.rules
    if rules is None or not rules.is_changeable:
        return None
    if subscribed.paid_to is None and not subscribed.is_trial:
        return None
    today = subscribed.terms.day_of(now)
    wanted = {**subscribed.quantities, **quantities}
    return Operation(
        before=subscribed,
        after=replace(subscribed, quantities=wanted),
        today=today,
        on=today,
        lines=_added(subscribed, rules, wanted, today),
        settled=_given_up(subscribed, rules, wanted, today),
        cancel_until=subscribed.deletable_until,
    ).quote()


def _added(
    subscribed: Subscribed, rules: Rules, wanted: Mapping[str, int], today: date
) -> tuple[Line, ...]:
    """Return the charges of amounts that are added."""
    is_free = subscribed.is_trial or today < subscribed.agreement(rules).paid_from
    if is_free or subscribed.paid_to is None:
        return ()
    items = _more(subscribed, rules, wanted, today)
    turns = [(span.start, span) for span in _paid_time(subscribed, rules, today)]
    if rules.rhythm is not Rhythm.MONTHS_IN_TURN:
        turns = [(today, span) for _, span in turns]
    fees: tuple[Line, ...] = ()
    if rules.has_setup_fees:
        fees = tuple(one_time_lines(ChargeType.SETUP, items, today, None, subscribed.money))
    return (*fees, *recurring_lines(items, turns, subscribed.money))


def _more(
    subscribed: Subscribed, rules: Rules, wanted: Mapping[str, int], today: date
) -> list[Item]:
    """Return what is wanted beyond what is charged for already."""
    period, offer = subscribed.period, subscribed.offer
    charged: dict[str | None, int] = {
        item.plan_resource_id: item.quantity
        for item in sold_items(offer, period, subscribed.quantities, rules)
    }
    if rules.rhythm is Rhythm.CALENDAR_MONTHS:
        charged = _highest(subscribed.charges, first_of_month(today))
    return [
        replace(item, quantity=item.quantity - charged.get(item.plan_resource_id, 0))
        for item in sold_items(offer, period, wanted, rules)
        if item.plan_resource_id is not None
        and item.quantity > charged.get(item.plan_resource_id, 0)
    ]


def _highest(charges: tuple[KnownCharge, ...], month: date) -> dict[str | None, int]:
    """Return the highest amount that a calendar month is charged for, by resource (OP-35)."""
    found: dict[str | None, int] = {}
    for charge in charges:
        if charge.is_recurring and charge.start_on == month and charge.status not in GIVEN_BACK:
            key = charge.plan_resource_id
            found[key] = found.get(key, 0) + charge.quantity
    return found


def _paid_time(subscribed: Subscribed, rules: Rules, today: date) -> list[Span]:
    """Cut the rest of the time that is paid as it is charged."""
    paid_to = subscribed.paid_to
    if paid_to is None or today >= paid_to:
        return []
    is_by_calendar = rules.rhythm is Rhythm.CALENDAR_MONTHS
    start = first_of_month(today) if is_by_calendar else today
    return list(spans(start, paid_to, subscribed.anchor(rules)))


def _given_up(
    subscribed: Subscribed, rules: Rules, wanted: Mapping[str, int], today: date
) -> list[Settled]:
    """Settle what runs of resources of which less is wanted."""
    if rules.leaving is Leaving.KEPT:
        return []
    targets = {
        one.plan_resource_id: one.additional(wanted[one.plan_resource_id])
        for one in subscribed.offer.resources
        if wanted.get(one.plan_resource_id, 0) < subscribed.quantities.get(one.plan_resource_id, 0)
    }
    return list(
        subscribed.settling(rules, today).reduced(
            subscribed.charges, targets, is_closed_refunded=_is_bound(subscribed)
        )
    )


def _is_bound(subscribed: Subscribed) -> bool:
    return is_bound(subscribed.offer.billing_type, subscribed.terms.service_term)
