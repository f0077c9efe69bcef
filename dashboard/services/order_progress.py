"""How far an order has come, what happens now and what comes next (P-4, ORD-40, ORD-41, MS-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.details import OrderDetails
from domain.statuses import OrderStatus

# A vendor takes up to a quarter of an hour (MS-15); after that it is most likely a review.
USUALLY_DONE_WITHIN = timedelta(minutes=15)
SHOWN_AFTER_ITS_END = timedelta(hours=24)


class Stage(StrEnum):
    """The steps of an order, in this order."""

    ORDERED = "ordered"
    PAID = "paid"
    CARRIED_OUT = "carried_out"
    DONE = "done"


class State(StrEnum):
    DONE = "done"
    CURRENT = "current"
    WAITING = "waiting"
    FAILED = "failed"
    TO_COME = "to_come"


class Moment(StrEnum):
    """What is happening to an order now."""

    PAYING = "paying"
    SCHEDULED = "scheduled"
    WORKING = "working"
    TAKING_LONG = "taking_long"
    FAILED = "failed"
    DONE = "done"
    CANCELLED = "cancelled"
    UNCLEAR = "unclear"


STATES = {
    Moment.PAYING: (State.DONE, State.CURRENT, State.TO_COME, State.TO_COME),
    Moment.SCHEDULED: (State.DONE, State.DONE, State.WAITING, State.TO_COME),
    Moment.WORKING: (State.DONE, State.DONE, State.CURRENT, State.TO_COME),
    Moment.TAKING_LONG: (State.DONE, State.DONE, State.CURRENT, State.TO_COME),
    Moment.FAILED: (State.DONE, State.DONE, State.FAILED, State.TO_COME),
    Moment.DONE: (State.DONE, State.DONE, State.DONE, State.DONE),
    Moment.CANCELLED: (State.DONE, State.TO_COME, State.TO_COME, State.TO_COME),
    Moment.UNCLEAR: (State.DONE, State.TO_COME, State.TO_COME, State.TO_COME),
}
MOMENTS = {
    OrderStatus.WAITING_FOR_PAYMENT: Moment.PAYING,
    OrderStatus.WAITING_FOR_PROVISIONING: Moment.SCHEDULED,
    OrderStatus.PROVISIONING: Moment.WORKING,
    OrderStatus.PROVISIONING_FAILED: Moment.FAILED,
    OrderStatus.COMPLETED: Moment.DONE,
    OrderStatus.CANCELLED: Moment.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """An order on its way."""

    order: OrderDetails
    moment: Moment

    @property
    def steps(self) -> tuple[tuple[Stage, State], ...]:
        return tuple(zip(Stage, STATES[self.moment], strict=True))


def followed_order(orders: Sequence[OrderDetails], now: datetime) -> OrderDetails | None:
    """Return the order whose progress matters now: the one that moves, else the newest if it
    failed or ended lately. `orders` come the newest first.
    """
    moving = next((order for order in orders if order.is_moving), None)
    if moving is not None or not orders:
        return moving
    newest = orders[0]
    ended_at = newest.closed_at or newest.updated_at
    is_recent = ended_at is not None and now - ended_at <= SHOWN_AFTER_ITS_END
    is_failed = newest.kind is OrderStatus.PROVISIONING_FAILED
    return newest if is_failed or is_recent else None


def progress_of(order: OrderDetails, now: datetime) -> Progress:
    """Return how far an order has come."""
    moment = MOMENTS.get(order.kind, Moment.UNCLEAR)
    since = order.updated_at or order.created_at
    if moment is Moment.WORKING and since is not None and now - since > USUALLY_DONE_WITHIN:
        moment = Moment.TAKING_LONG
    return Progress(order, moment)
