"""Up to when what was bought can be given back, and what is then owed (OP-42, OP-44, MS-17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake, Unknown
from domain.deadlines.facts import ChargeFact, Facts, OrderFact
from domain.money import Money, round_half_up
from domain.pricing.lines import MONEY_PLACES
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
    if facts.status not in DELETABLE or facts.is_trial or is_once:
        return
    windows = Windows(terms, facts.service_term_id, zone)
    today = now.astimezone(zone).date()
    rest = list(facts.charges)
    for order, closed_at in _added_since(facts.completed, windows):
        own = [one for one in rest if _is_made_by(one, order)]
        rest = [one for one in rest if one not in own]
        ends_at = windows.end(closed_at)
        if ends_at is not None and ends_at > now and _is_addition(order, own):
            yield _added(facts, order, ends_at, own, today, zone)
    ends_at = windows.period_end((order.kind, at) for order, at in facts.completed)
    if ends_at is not None and ends_at > now:
        stake = _given_back(rest, facts.currency, today)
        yield _deadline(facts, ends_at, DeadlineKind.CANCELLATION, Remedy.DELETE, stake, zone)


def _added_since(
    completed: Sequence[tuple[OrderFact, datetime]], windows: Windows
) -> Iterator[tuple[OrderFact, datetime]]:
    """Yield the orders that may have added something apart to the period that runs."""
    begun_at = [at for order, at in completed if order.kind in BEGINNINGS]
    for order, at in completed:
        term = windows.term_at(at)
        is_of_this_period = not begun_at or max(begun_at) <= at
        if order.kind is OrderType.CHANGE and term is not None and is_of_this_period:
            if term.counts_added_amounts_apart:
                yield order, at


def _is_made_by(charge: ChargeFact, order: OrderFact) -> bool:
    """Tell whether a charge arose with an order: charges do not name theirs, but no other order
    of the subscription can be on its way at the same time (OP-3).
    """
    if charge.created_at is None or order.created_at is None or order.closed_at is None:
        return False
    return order.created_at <= charge.created_at <= order.closed_at


def _is_addition(order: OrderFact, charges: Iterable[ChargeFact]) -> bool:
    made = sum((one.gross_amount for one in charges), Decimal(0))
    return made > 0 or (not made and (order.total_amount or 0) > 0)


def _added(
    facts: Facts,
    order: OrderFact,
    ends_at: datetime,
    charges: list[ChargeFact],
    today: date,
    zone: tzinfo,
) -> Deadline:
    stake = _given_back(charges, facts.currency, today)
    kind = DeadlineKind.ADDED_CANCELLATION
    amounts = {(one.quantity, one.resource_name) for one in charges}
    (quantity, name), *others = amounts or {(None, None)}
    is_one = quantity is not None and name is not None and not others
    return _deadline(
        facts, ends_at, kind, Remedy.REDUCE, stake, zone,
        added=(quantity, name) if is_one else None,
        order_id=order.order_id,
    )  # fmt: skip


def _given_back(charges: Iterable[ChargeFact], currency: str, today: date) -> Stake:
    """Return what would come back today, and is owed once the window has ended.

    Days that were used are paid for, day by day; on the first day all of it comes back (OP-44).
    """
    found = list(charges)
    if not found:
        return Stake(None, Unknown.NO_CHARGES)
    unused = sum((_unused(one, today) for one in found), Decimal(0))
    return Stake(Money(unused, currency))


def _unused(charge: ChargeFact, today: date) -> Decimal:
    days = (charge.end_on - charge.start_on).days
    left = (charge.end_on - max(charge.start_on, today)).days
    if left >= days:
        return charge.gross_amount
    return round_half_up(charge.gross_amount * max(left, 0) / days, MONEY_PLACES)


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
