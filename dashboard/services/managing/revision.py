"""Tells whether a subscription is still what a form was drawn from (OP-7)."""

from __future__ import annotations

import hashlib
import json

from dashboard.services.subscription_screen import SubscriptionScreen


def revision_of(screen: SubscriptionScreen) -> str:
    """Return a digest of whatever an operation depends on: it is another one once that changes.

    It is the same whether the platform or the mirror tells of the same subscription.
    """
    subscription = screen.subscription
    held = sorted(
        (one.resource_id, int(one.quantity) if one.quantity is not None else None)
        for one in screen.resources
    )
    orders = sorted((order.order_id, order.status) for order in screen.orders if order.is_blocking)
    told = [
        subscription.subscription_id,
        subscription.status,
        subscription.plan_id,
        subscription.plan_period_id,
        str(subscription.started_on),
        str(subscription.expires_on),
        bool(subscription.is_auto_renewed),
        subscription.auto_renew_period_id,
        subscription.is_trial,
        held,
        orders,
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
