"""What can not be ordered, and why (docs/portal.md sections 7, 10.2)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.statuses import AccountStatus, BillingType, OrderStatus
from sandbox import orders
from sandbox.records import Order
from sandbox.refusals import Refused
from tests.sandbox.world import MONTHLY, SECONDS, World


@pytest.mark.parametrize(
    ("changed", "quantity", "text"),
    [
        ({}, 0, "License: from 1 to 50"),
        ({}, 51, "License: from 1 to 50"),
        ({"provisioning_on": date(2025, 9, 5)}, 5, "The provisioning date is not possible"),
    ],
)
def test_what_the_plan_does_not_allow_is_refused(
    world: World, changed: dict[str, date], quantity: int, text: str
) -> None:
    plan = world.plan(MONTHLY, maximum=50)

    with pytest.raises(Refused, match=text):
        world.order(plan, quantity, **changed)


def test_what_a_plan_includes_can_not_be_given_up(world: World) -> None:
    """ORD-12, OP-33: the total counts the included amount in."""
    plan = world.plan(MONTHLY)
    world.include(plan, 4)

    with pytest.raises(Refused, match="License: from 4 without limit"):
        world.order(plan, 3)


def test_a_quota_keeps_its_limits(world: World) -> None:
    """ORD-13."""
    plan = world.plan(BillingType.PAYG, is_measured=True, maximum=500)

    with pytest.raises(Refused, match="License: from 0 to 500"):
        world.order(plan, 501)


def test_an_account_on_hold_orders_nothing(world: World) -> None:
    """CLI-10."""
    world.account = world.books.change(world.account, status=AccountStatus.FINANCIAL_HOLD)

    with pytest.raises(Refused, match="The account is not active"):
        world.order(world.plan(MONTHLY), 5)


def test_a_withdrawn_plan_is_not_sold(world: World) -> None:
    """MSG-7."""
    plan = world.books.change(world.plan(MONTHLY), status="inactive")

    with pytest.raises(Refused, match="The plan is not available"):
        world.order(plan, 5)


def test_some_plans_are_sold_once_to_an_account(world: World) -> None:
    """ORD-25."""
    plan = world.plan(MONTHLY, is_singleton=True)
    world.buy(plan, 5)

    with pytest.raises(Refused, match="has a subscription to this plan already"):
        world.order(plan, 5)


def test_a_plan_in_a_currency_without_a_rate_is_not_sold(world: World) -> None:
    """CUR-7."""
    with pytest.raises(Refused, match="There is no rate of CHF in EUR"):
        world.order(world.plan(MONTHLY, currency="CHF"), 5)


def test_a_change_must_change_something(world: World) -> None:
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)

    with pytest.raises(Refused, match="same as now"):
        orders.place_change(world.books, subscription, world.totals(plan, 10))


def test_a_trial_is_renewed_for_a_paid_period_only(world: World) -> None:
    """OP-20."""
    plan = world.plan(MONTHLY, months=12, trial_months=1)
    subscription = world.buy(plan, 5, is_trial=True)
    world.until(date(2025, 9, 1))

    with pytest.raises(Refused, match="paid period"):
        orders.place_renewal(
            world.books, world.now_is(subscription), world.period(plan, is_trial=True)
        )


def test_only_named_plans_are_switched_to(world: World) -> None:
    """OP-36."""
    old, new, other = world.plan(MONTHLY), world.plan(MONTHLY), world.plan(MONTHLY)
    world.allow_switch(old, new)
    subscription = world.buy(old, 5)

    with pytest.raises(Refused, match="can't be switched"):
        orders.place_switch(
            world.books, subscription, other, world.period(other), world.totals(other, 5)
        )


def test_an_order_that_runs_can_not_be_cancelled(world: World) -> None:
    order = world.order(world.plan(MONTHLY), 5)
    world.wait(SECONDS)

    with pytest.raises(Refused, match="can't be cancelled any more"):
        orders.cancel(world.books, world.books.get(Order, order.order_id))
    assert world.books.get(Order, order.order_id).status is OrderStatus.PROVISIONING
