"""Up to when what was bought can be given back, and what is then owed (OP-42, OP-44, MS-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from domain.deadlines.charged_together import last_day, take_apart
from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake
from domain.deadlines.facts import ChargeFact, Facts, OrderFact
from domain.deadlines.owed import owed, running
from domain.pricing.rules import is_bound
from domain.service_terms import ServiceTerms
from domain.statuses import BillingType, OrderType, SubscriptionStatus
from domain.windows import BEGINNINGS, Windows

# What can be deleted, now or once an order is carried out (OP-42).
DELETABLE = (
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.UPDATING,
    SubscriptionStatus.RENEWING,
    SubscriptionStatus.SWITCHING,
    SubscriptionStatus.ACTIVATING,
    SubscriptionStatus.STOPPED,
)


def cancellations(
    facts: Facts, terms: ServiceTerms, zone: tzinfo, now: datetime
) -> Iterator[Deadline]:
    """Yield the end of the window of the period, and of each amount that was added to it.

    Within its last hour a window is open, and at its end it is not.
    """
    is_once = facts.billing_type is BillingType.NON_RECURRING
    if not facts.orders or facts.status not in DELETABLE or facts.is_trial or is_once:
        return
    windows = Windows(terms, facts.service_term_id, zone)
    today, billing_day = now.astimezone(zone).date(), terms.billing_day(facts.reseller_id)
    rest = facts.charges
    for order, closed_at in _changes(facts, windows):
        own = tuple(one for one in rest if _is_made_by(one, order))
        added = _amount(own)
        rest = tuple(one for one in rest if one not in own)
        ends_at = windows.end(closed_at)
        if ends_at is not None and ends_at > now and _is_held(order, own):
            if not _is_changed_since(facts, order, own, zone):
                own, rest = take_apart(own, rest, _held(own), facts.expires_on)
            stake = owed(facts, own, billing_day, today)
            yield _deadline(
                facts, ends_at, DeadlineKind.ADDED_CANCELLATION, Remedy.REDUCE, stake, zone,
                added=added, order_id=order.order_id,
            )  # fmt: skip
    ends_at = windows.period_end((order.kind, at) for order, at in facts.completed)
    if ends_at is not None and ends_at > now:
        stake = owed(facts, rest, billing_day, today)
        yield _deadline(facts, ends_at, DeadlineKind.CANCELLATION, Remedy.DELETE, stake, zone)


def _changes(facts: Facts, windows: Windows) -> Iterator[tuple[OrderFact, datetime]]:
    """Yield the changes, since the period began, whose added amounts are counted apart."""
    begun_at = [at for order, at in facts.completed if order.kind in BEGINNINGS]
    for order, at in facts.completed:
        is_of_this_period = not begun_at or max(begun_at) <= at
        if order.kind is OrderType.CHANGE and is_of_this_period:
            if is_bound(facts.billing_type, windows.term_at(at)):
                yield order, at


def _is_made_by(charge: ChargeFact, order: OrderFact) -> bool:
    """Tell whether a charge is of an amount that an order added.

    Where it does not name its order it is one made while that was on its way, as no other can be
    at the same time (OP-3); but what an order that costs nothing made is for amounts held before.
    """
    if charge.order_id is not None:
        return charge.order_id == order.order_id
    if charge.created_at is None or order.created_at is None or order.closed_at is None:
        return False
    return _costs(order) and order.created_at <= charge.created_at <= order.closed_at


def _is_changed_since(
    facts: Facts, order: OrderFact, own: Sequence[ChargeFact], zone: tzinfo
) -> bool:
    """Tell whether amounts were changed once an addition had no charges of its own any more: then
    nobody can tell whose part of the others was given back.
    """
    end = last_day(own)
    return any(
        other.kind is OrderType.CHANGE
        and other is not order
        and end is not None
        and at.astimezone(zone).date() >= end
        for other, at in facts.completed
    )


def _costs(order: OrderFact) -> bool:
    return order.total_amount is None or order.total_amount > 0


def _is_held(order: OrderFact, charges: Sequence[ChargeFact]) -> bool:
    """Tell whether an order added something that has not been given back since."""
    if any(one.order_id is not None for one in charges):
        return any(_held(charges).values())
    # What it added may not be loaded yet, or be charged under other names.
    return bool(charges) or bool(order.total_amount and _costs(order))


def _held(charges: Sequence[ChargeFact]) -> dict[str | None, Decimal]:
    """Return how much is charged up to the end of what was ordered, by the name of what it is of.

    What was given back is not charged up to then any more, or by a charge below zero.
    """
    lasts: dict[str | None, date] = {}
    for one in charges:
        lasts[one.resource_name] = max(one.end_on, lasts.get(one.resource_name, one.end_on))
    held: dict[str | None, Decimal] = defaultdict(Decimal)
    for one in running(charges):
        if one.end_on == lasts[one.resource_name]:
            held[one.resource_name] += one.quantity or 0
    return held


def _amount(charges: Sequence[ChargeFact]) -> tuple[Decimal, str] | None:
    """Return what was added, where it is of one resource."""
    amounts = [(quantity, name) for name, quantity in _held(charges).items() if quantity]
    (quantity, name), *others = amounts or [(Decimal(0), None)]
    return None if name is None or others else (quantity, name)


def _deadline(
    facts: Facts, ends_at: datetime, kind: DeadlineKind, remedy: Remedy, stake: Stake, zone: tzinfo,
    **more: object,
) -> Deadline:  # fmt: skip
    return Deadline(
        facts.subscription_id,
        facts.account_id,
        kind,
        ends_at.astimezone(zone).date(),
        Outcome.OWED,
        remedy,
        stake,
        ends_at,
        **more,  # type: ignore[arg-type]
    )
