"""Orders that lead a subscription on: prolongation, renewal, paid after a trial, another plan."""

from __future__ import annotations

from datetime import date

import pytest

from domain.statuses import BillingType
from sandbox import orders
from sandbox.records import Order
from sandbox.refusals import Refused
from tests.sandbox.transitions import A_DAY, change, renew
from tests.sandbox.world import LONG_TERM, MONTHLY, SECONDS, World


def test_a_prolong_order_activates_what_is_stopped(world: World) -> None:
    """DET-8, T8: 10 at 4.00, from the 10th to the end of September: 21 of 30 days."""
    subscription = world.request(world.buy(world.plan(MONTHLY), 10), "stop")
    world.until(date(2025, 9, 10))

    orders.place_prolongation(world.books, world.now_is(subscription), manager_id=7)
    world.wait(SECONDS)
    assert world.now_is(subscription).status == "activating"
    world.wait()

    assert world.now_is(subscription).status == "active"
    assert world.orders(subscription)[-1] == ("prolong", "completed")
    assert world.charges(subscription)[-1] == ("10.09.25", "01.10.25", "28.00", "blocked")


def test_amounts_may_change_with_a_prolong_order(world: World) -> None:
    plan = world.plan(MONTHLY)
    subscription = world.request(world.buy(plan, 10), "stop")
    world.until(date(2025, 9, 10))

    orders.place_prolongation(world.books, world.now_is(subscription), world.totals(plan, 5))
    world.wait()

    assert world.held(subscription) == 5
    assert world.charges(subscription)[-1] == ("10.09.25", "01.10.25", "14.00", "blocked")


def test_what_runs_is_prolonged_by_the_platform_only(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)

    with pytest.raises(Refused, match="This action is forbidden"):
        orders.place_prolongation(world.books, subscription)


def test_a_renewal_activates_what_is_stopped(world: World) -> None:
    """DET-8, OP-19: the new period begins when the old one has ended."""
    subscription = world.buy(world.plan(LONG_TERM, "10.00", months=1), 2)
    world.until(date(2025, 9, 22))
    assert world.now_is(subscription).status == "stopped"

    renew(world, subscription)
    world.wait()

    subscription = world.now_is(subscription)
    assert (subscription.status, subscription.end_on) == ("active", date(2025, 10, 20))


def test_a_period_that_would_be_over_begins_today(world: World) -> None:
    subscription = world.buy(world.plan(LONG_TERM, "10.00", months=1, storage_days=90), 2)
    world.until(date(2025, 11, 5))

    renew(world, subscription)
    world.wait()

    subscription = world.now_is(subscription)
    assert (subscription.status, subscription.end_on) == ("active", date(2025, 12, 5))


def test_what_is_stopped_is_not_renewed_for_other_amounts(world: World) -> None:
    """OP-17: only what is active is."""
    plan = world.plan(LONG_TERM, months=1)
    subscription = world.buy(plan, 2)
    world.until(date(2025, 9, 22))

    with pytest.raises(Refused, match="This action is forbidden"):
        renew(world, subscription, totals=world.totals(plan, 3))


def test_a_one_time_purchase_is_renewed_as_it_is(world: World) -> None:
    """MS-18."""
    plan = world.plan(BillingType.NON_RECURRING, setup="9.00", months=12)
    subscription = world.buy(plan, 2)
    world.until(date(2026, 8, 1))

    with pytest.raises(Refused, match="same amounts"):
        renew(world, subscription, totals=world.totals(plan, 3))


def test_a_trial_with_auto_renew_goes_on_paid(world: World) -> None:
    """OP-20: for the first period that costs something."""
    plan = world.plan(MONTHLY, months=12, trial_months=1)
    subscription = world.buy(plan, 5, is_trial=True, is_auto_renewed=True)

    world.until(date(2025, 9, 21))

    subscription = world.now_is(subscription)
    assert (subscription.status, subscription.is_trial) == ("active", False)
    assert subscription.end_on == date(2026, 9, 20)


def test_a_trial_is_switched_to_a_paid_plan(world: World) -> None:
    """OP-41: nothing is settled for the trial."""
    trial = world.plan(MONTHLY, months=12, trial_months=1)
    paid = world.plan(MONTHLY, "6.00", months=12)
    world.allow_switch(trial, paid)
    subscription = world.buy(trial, 10, is_trial=True)
    world.until(date(2025, 8, 24))

    orders.place_switch(world.books, subscription, paid, world.period(paid), world.totals(paid, 10))
    world.wait()

    subscription = world.now_is(subscription)
    assert (subscription.plan_id, subscription.is_trial) == (paid.plan_id, False)
    assert world.charges(subscription) == [("24.08.25", "01.09.25", "15.48", "blocked")]


def test_no_trial_is_switched_to(world: World) -> None:
    """OP-36."""
    old, new = world.plan(MONTHLY), world.plan(MONTHLY, trial_months=1)
    world.allow_switch(old, new)
    subscription = world.buy(old, 1)

    with pytest.raises(Refused, match="no such paid period"):
        orders.place_switch(world.books, subscription, new, world.period(new, is_trial=True),
                            world.totals(new, 1))  # fmt: skip


@pytest.mark.parametrize(
    ("billing_type", "day", "is_possible"),
    [
        (LONG_TERM, date(2025, 10, 1), True),
        (LONG_TERM, date(2025, 9, 19), False),  # 30 days before the expiration, and no sooner
        (MONTHLY, date(2025, 10, 1), False),
        (BillingType.MONTHLY_COMMITMENT, date(2025, 9, 25), False),  # paid up to 1 October only
        (BillingType.MONTHLY_COMMITMENT, date(2025, 10, 1), True),
        (BillingType.MONTHLY_COMMITMENT_INTERVAL, date(2025, 10, 1), True),
    ],
)
def test_a_switch_on_renewal_has_its_time(
    billing_type: BillingType, day: date, is_possible: bool, world: World
) -> None:
    """Section 10.2: near the expiration, for what is paid up to it, and three billing types."""
    old, new = (world.plan(billing_type, months=2) for _ in range(2))
    world.allow_switch(old, new)
    subscription = world.buy(old, 1)
    world.until(day)

    def switch() -> Order:
        return orders.place_switch(
            world.books, world.now_is(subscription), new, world.period(new),
            world.totals(new, 1), on_renewal=True,
        )  # fmt: skip

    if is_possible:
        assert switch().provisioning_on == date(2025, 10, 20)
    else:
        with pytest.raises(Refused, match="This action is forbidden"):
            switch()


def test_no_renewal_is_added_to_a_switch_that_waits(world: World) -> None:
    """OP-23, OP-40."""
    old, new = (world.plan(LONG_TERM, "10.00", months=1) for _ in range(2))
    world.allow_switch(old, new)
    subscription = world.buy(old, 1, is_auto_renewed=True)
    world.until(date(2025, 9, 10))
    orders.place_switch(world.books, world.now_is(subscription), new, world.period(new),
                        world.totals(new, 1), on_renewal=True)  # fmt: skip

    world.until(date(2025, 9, 21))

    assert world.orders(subscription) == [("sales", "completed"), ("switch", "completed")]


# Orders in each other's way


def test_a_stop_cancels_whatever_waits(world: World) -> None:
    """OP-11: what is not paid for yet can't change what is off."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    change(world, subscription, 12)

    subscription = world.request(subscription, "stop")

    assert subscription.status == "stopped"
    assert world.orders(subscription)[-1] == ("change", "cancelled")


def test_a_renewal_matters_more_than_an_order_that_is_not_paid(world: World) -> None:
    """OP-23: on the expiration date."""
    subscription = world.buy(world.plan(LONG_TERM, months=1), 10, is_auto_renewed=True)
    world.until(date(2025, 9, 19))
    order = change(world, subscription, 12)
    world.books.schedule("order", order.order_id, world.books.now + 30 * A_DAY)

    world.until(date(2025, 9, 21))

    assert world.orders(subscription)[1:] == [("change", "cancelled"), ("renewal", "completed")]


def test_what_can_not_be_renewed_any_more_runs_out(world: World) -> None:
    """The plan is offered in smaller amounts by now; nobody is in the way of the clock."""
    plan = world.plan(LONG_TERM, months=1, grace_days=5)
    subscription = world.buy(plan, 10, is_auto_renewed=True)
    world.limit(plan, 5)

    world.until(date(2025, 9, 21))

    assert world.now_is(subscription).status == "graced"
