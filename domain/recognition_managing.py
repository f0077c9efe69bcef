"""Tells from what is at the platform whether something asked of a subscription was done there.

While nobody knows, the portal asks nothing else of the subscription, whoever wants it to: what is
found was done by the operation that is looked up, or from outside the portal. What is from outside
can't always be told apart. It is taken for ours only where ours would have done exactly the same,
so that nothing is left to be done; whatever says neither is a doubt, and a doubt ends as not done.
That may be wrong, and does no harm: a form that is sent again is compared with what the
subscription is then, and sends nothing when it is another (`revision_of`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from domain.details import SubscriptionDetails
from domain.management import AutoRenewal, Cancellation, Change, Renewal, Switch
from domain.operation import Operation, OperationKind, OperationState, PlatformIds
from domain.order import PlacedOrder
from domain.recognition import (
    Settlement,
    has_amounts,
    is_since,
    likeliest,
    made_since,
    not_done,
)
from domain.request_record import request_asked
from domain.statuses import OrderStatus, OrderType, SubscriptionStatus

ORDERS = {
    OperationKind.CHANGE_ORDER: OrderType.CHANGE,
    OperationKind.RENEWAL_ORDER: OrderType.RENEWAL,
    OperationKind.SWITCH_ORDER: OrderType.SWITCH,
}
# What a subscription is once an operation was accepted, and never is when it is asked for.
SHOWS = {
    OperationKind.STOP: frozenset(
        {
            SubscriptionStatus.STOPPING,
            SubscriptionStatus.STOPPED,
            SubscriptionStatus.STOPPING_FAILED,
            SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE,
        }
    ),
    OperationKind.ACTIVATE: frozenset(
        {
            SubscriptionStatus.ACTIVATING,
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.ACTIVATION_FAILED,
        }
    ),
    OperationKind.DELETE: frozenset(
        {
            SubscriptionStatus.DELETING,
            SubscriptionStatus.DELETED,
            SubscriptionStatus.DELETION_FAILED,
            SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE,
        }
    ),
}
# A status that came about later than this has come about by something else.
SHOWS_FOR = timedelta(days=1)


def settle_order_of(
    operation: Operation,
    found: Iterable[PlacedOrder],
    *,
    claimed: Collection[str],
    now: datetime,
) -> Settlement | None:
    """Say what became of a change, renewal or switch order; None while it can't be said.

    `found` are the orders of the type for the subscription, and `claimed` the ids of those that
    the journal knows as other operations'. It is one that was placed since, for the same plan and
    period where those are asked for, and the same amounts. A subscription has one unfinished order
    at a time (OP-3): where there is one like that, another one like it can't be ours.
    """
    request = request_asked(operation.kind, operation.asked)
    if not isinstance(request, Change | Renewal | Switch):
        raise TypeError(f"{operation.kind} is no order")
    same = [
        order
        for order in found
        if order.order_id not in claimed
        and is_since(order.created_at, operation)
        and _is_for(order, request)
        and has_amounts(order, request.quantities)
    ]
    if not same:
        return not_done(operation, now)
    return _done(operation, likeliest(same, operation.manager_id, now).order_id)


def settle_by_status(
    operation: Operation,
    found: SubscriptionDetails | None,
    *,
    now: datetime,
    is_renewed: bool = False,
) -> Settlement | None:
    """Say what became of a stop, an activation or a deletion; None while it can't be said.

    It was accepted when the status is one that it leads to, and none that it is asked for in: such
    a status has come about since. One that came about much later says nothing: subscriptions are
    stopped and deleted by days that pass, too. Whether *Waiting for manual approve* is for a stop
    or a deletion is not told; of the two the portal has asked for this one. A renewal also
    activates what is stopped: where one was placed since (`is_renewed`), *Active* says nothing.
    """
    shows = SHOWS[OperationKind(operation.kind)]
    if found is None or found.kind not in shows or _is_later(found.updated_at, operation):
        return not_done(operation, now)
    if operation.kind == OperationKind.ACTIVATE and is_renewed:
        return not_done(operation, now)
    return _done(operation)


def settle_auto_renewal(
    operation: Operation, found: SubscriptionDetails | None, *, now: datetime
) -> Settlement | None:
    """Say what became of auto-renew; None while it can't be said.

    It was set when it is what was asked for, whoever has set it. Where the platform does not tell
    the period, it is not held against it.
    """
    request = request_asked(operation.kind, operation.asked)
    if not isinstance(request, AutoRenewal):
        raise TypeError(f"{operation.kind} is no auto-renewal")
    if found is None or found.is_auto_renewed is not request.is_on:
        return not_done(operation, now)
    told = found.auto_renew_period_id
    is_period = request.plan_period_id in (None, told) or told is None
    return _done(operation) if is_period else not_done(operation, now)


def settle_cancellation(
    operation: Operation, found: OrderStatus | None, *, now: datetime
) -> Settlement | None:
    """Say what became of the cancellation of an order; None while it can't be said.

    It was done when the order is cancelled: by whom makes no difference to it.
    """
    request = request_asked(operation.kind, operation.asked)
    if not isinstance(request, Cancellation):
        raise TypeError(f"{operation.kind} is no cancellation")
    if found is not OrderStatus.CANCELLED:
        return not_done(operation, now)
    return _done(operation, request.order_id)


def _is_for(order: PlacedOrder, request: Change | Renewal | Switch) -> bool:
    if isinstance(request, Change):
        return True
    plan_id = request.plan_id if isinstance(request, Switch) else None
    is_plan = plan_id is None or order.plan_id in (None, plan_id)
    return is_plan and order.plan_period_id in (None, request.plan_period_id)


def _is_later(updated_at: datetime | None, operation: Operation) -> bool:
    return updated_at is not None and updated_at > made_since(operation) + SHOWS_FOR


def _done(operation: Operation, order_id: str | None = None) -> Settlement:
    ids = operation.ids
    return Settlement(
        OperationState.ACCEPTED, PlatformIds(ids.account_id, order_id, ids.subscription_id)
    )
