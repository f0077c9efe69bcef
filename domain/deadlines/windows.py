"""Up to when what was bought can be given back, and what is then owed (OP-42, OP-44, MS-17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal

from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake, Unknown
from domain.deadlines.facts import ChargeFact, Facts, OrderFact
from domain.money import Money, round_half_up
from domain.pricing.lines import MONEY_PLACES
from domain.service_terms import ServiceTerm, ServiceTerms
from domain.statuses import BillingType, OrderStatus, OrderType, SubscriptionStatus

# A period begins with each of these.
BEGINNINGS = (OrderType.SALES, OrderType.SWITCH, OrderType.RENEWAL)
# What can be deleted, now or once an order is carried out (OP-42).
DELETABLE = (
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.UPDATING,
    SubscriptionStatus.RENEWING,
    SubscriptionStatus.SWITCHING,
    SubscriptionStatus.ACTIVATING,
    SubscriptionStatus.STOPPED,
)


@dataclass(frozen=True, slots=True)
class Window:
    """The hours after an order was completed, in which what it bought can be given back."""

    order: OrderFact
    ends_at: datetime
    term: ServiceTerm


def cancellations(
    facts: Facts, terms: ServiceTerms, zone: tzinfo, now: datetime
) -> Iterator[Deadline]:
    """Yield the end of the window of the period, and of each amount that was added to it.

    A window ends exactly so many hours after its order was completed, whatever clocks are turned
    meanwhile: within the last hour it is open, and at its end it is not.
    """
    is_once = facts.billing_type is BillingType.NON_RECURRING
    if facts.status not in DELETABLE or facts.is_trial or is_once:
        return
    windows = [one for order in facts.orders if (one := _window(order, facts, terms, zone))]
    begun = [one for one in windows if _begins(one)]
    started_at = max(
        (one.closed_at for one in facts.orders if one.kind in BEGINNINGS and one.closed_at),
        default=None,
    )
    added = [one for one in windows if _is_apart(one, started_at)]
    today = now.astimezone(zone).date()
    rest = list(facts.charges)
    for window in added:
        own = [one for one in rest if _is_made_by(one, window.order)]
        rest = [one for one in rest if one not in own]
        if window.ends_at > now and _is_addition(window.order, own):
            yield _added(facts, window, own, today, zone)
    last = max(begun, key=lambda one: one.ends_at, default=None)
    if last is not None and last.ends_at > now:
        stake = _given_back(rest, facts.currency, today)
        yield _deadline(facts, last, DeadlineKind.CANCELLATION, Remedy.DELETE, stake, zone)


def _window(order: OrderFact, facts: Facts, terms: ServiceTerms, zone: tzinfo) -> Window | None:
    """Return the window of an order, by the rules of the day on which it was completed."""
    if order.status is not OrderStatus.COMPLETED or order.closed_at is None:
        return None
    term = terms.term(facts.service_term_id, order.closed_at.astimezone(zone).date())
    if term is None or not term.cancellation_hours:
        return None
    hours = timedelta(hours=term.cancellation_hours)
    return Window(order, order.closed_at.astimezone(UTC) + hours, term)


def _begins(window: Window) -> bool:
    kind = window.order.kind
    is_again = kind is OrderType.RENEWAL
    return kind in BEGINNINGS and (window.term.window_restarts_on_renewal or not is_again)


def _is_apart(window: Window, started_at: datetime | None) -> bool:
    """Tell whether a window is of an amount added to the period that runs since then."""
    order = window.order
    if order.kind is not OrderType.CHANGE or order.closed_at is None:
        return False
    is_of_this_period = started_at is None or started_at <= order.closed_at
    return window.term.counts_added_amounts_apart and is_of_this_period


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
    facts: Facts, window: Window, charges: list[ChargeFact], today: date, zone: tzinfo
) -> Deadline:
    stake = _given_back(charges, facts.currency, today)
    kind = DeadlineKind.ADDED_CANCELLATION
    amounts = {(one.quantity, one.resource_name) for one in charges}
    (quantity, name), *others = amounts or {(None, None)}
    is_one = quantity is not None and name is not None and not others
    return _deadline(
        facts, window, kind, Remedy.REDUCE, stake, zone,
        added=(quantity, name) if is_one else None,
        order_id=window.order.order_id,
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
    facts: Facts, window: Window, kind: DeadlineKind, remedy: Remedy, stake: Stake, zone: tzinfo,
    **more: object,
) -> Deadline:  # fmt: skip
    return Deadline(
        facts.subscription_id,
        facts.account_id,
        kind,
        window.ends_at.astimezone(zone).date(),
        Outcome.OWED,
        remedy,
        stake,
        window.ends_at,
        **more,  # type: ignore[arg-type]
    )
