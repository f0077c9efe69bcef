"""What the page of a subscription shows, and how soon it is to be asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.services.order_progress import Moment, Progress, followed_order, progress_of
from dashboard.services.reading import Reading
from domain.details import (
    HeldResource,
    Information,
    OrderDetails,
    SubscribedPlan,
    SubscriptionDetails,
)

# How often a page asks again, in seconds: by how long ago something happened last.
PACES = ((timedelta(minutes=3), 3), (timedelta(minutes=30), 10))
SLOWEST_PACE = 60


@dataclass(frozen=True, slots=True)
class SubscriptionScreen:
    """What the page of a subscription shows.

    Names, and the account's status, are None where nobody tells them. `information` is None where
    it can't be read now: the mirror keeps no secrets. `has_costs` tells whether the last load knows
    what it costs; that was at `loaded_at`.
    """

    subscription: SubscriptionDetails
    account_name: str | None
    plan: SubscribedPlan | None
    is_offered: bool
    resources: tuple[HeldResource, ...]
    orders: tuple[OrderDetails, ...]
    information: Information | None
    has_costs: bool
    reading: Reading
    account_status: str | None = None
    loaded_at: datetime | None = None

    @property
    def is_ahead_of_load(self) -> bool:
        """Tell whether orders were carried out since the last load: it knows no rates of theirs."""
        ends = (order.closed_at for order in self.orders)
        return any(at and self.loaded_at and at > self.loaded_at for at in ends)

    @property
    def progress(self) -> Progress | None:
        """How far the order has come that matters now."""
        order = followed_order(self.orders, self.reading.as_of)
        return progress_of(order, self.reading.as_of) if order else None

    @property
    def sold_by(self) -> OrderDetails | None:
        """The order that the subscription began with."""
        return self.orders[-1] if self.orders else None

    @property
    def refresh_seconds(self) -> int | None:
        """After how long to ask again; None when it is stable (DET-6)."""
        moving = [order for order in self.orders if order.is_moving]
        if not (self.subscription.is_changing or moving):
            return None
        progress = self.progress
        if progress is not None and progress.moment is Moment.SCHEDULED:
            return SLOWEST_PACE
        changes = [self.subscription.updated_at, *(order.updated_at for order in moving)]
        since = self.reading.as_of - max(filter(None, changes), default=self.reading.as_of)
        return next((pace for limit, pace in PACES if since <= limit), SLOWEST_PACE)
