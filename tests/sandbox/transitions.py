"""Orders, and what becomes of them, for the tests of statuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import holds, orders, vendor
from sandbox.records import Order, Subscription
from tests.sandbox.world import World

A_DAY = timedelta(days=1)


def lift(world: World) -> None:
    holds.lift_hold(world.books, world.books.get(type(world.account), world.account.account_id))


def change(world: World, subscription: Subscription, quantity: int) -> Order:
    totals = world.totals(world.plan_of(subscription), quantity)
    return orders.place_change(world.books, world.now_is(subscription), totals)


def renew(world: World, subscription: Subscription, **more: Any) -> Order:
    return orders.place_renewal(world.books, world.now_is(subscription), **more)


def fail(world: World, subscription: Subscription, operation: str) -> None:
    vendor.tell(world.books, subscription.subscription_id, operation, failure="No answer")
