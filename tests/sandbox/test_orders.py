"""Orders, from being placed to being carried out (docs/portal.md sections 7, 9.3, 10, 18)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.statuses import AccountStatus, BillingType, ChargeStatus, OrderStatus
from sandbox import orders, vendor
from sandbox.records import Order
from sandbox.refusals import Refused
from tests.sandbox.world import World

MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
ONE_TIME = BillingType.NON_RECURRING
LICENSES = BillingType.LICENSE_BASED
SECONDS = timedelta(seconds=5)


@pytest.fixture
def world() -> World:
    return World()


def test_a_sale_is_paid_provisioned_and_completed(world: World) -> None:
    """T1, HIST-7, BIL-2, BIL-9."""
    order = world.order(world.plan(MONTHLY), 10)
    subscription = world.now_is(order)
    assert (order.status, subscription.status) == ("waiting_for_payment", "ordered")
    assert world.charges(subscription) == [("20.08.25", "01.09.25", "15.48", "new")]

    world.wait(SECONDS)
    subscription = world.now_is(order)
    assert world.orders(subscription) == [("sales", "provisioning")]
    assert subscription.status == "installing"
    assert world.charges(subscription) == [("20.08.25", "01.09.25", "15.48", "blocked")]

    world.wait()
    subscription = world.now_is(order)
    assert world.orders(subscription) == [("sales", "completed")]
    assert subscription.status == "active"
    assert subscription.start_on == date(2025, 8, 20)
    assert subscription.paid_end_on == date(2025, 9, 1)


def test_a_delayed_sale_waits_for_its_date(world: World) -> None:
    """ORD-40: nothing happens before; charges start from the date."""
    order = world.order(world.plan(MONTHLY), 10, provisioning_on=date(2025, 8, 29))
    world.until(date(2025, 8, 28))
    subscription = world.now_is(order)
    assert world.orders(subscription) == [("sales", "waiting_for_provisioning")]
    assert world.charges(subscription) == [("29.08.25", "01.09.25", "3.87", "opened")]

    world.until(date(2025, 8, 29))
    subscription = world.now_is(order)
    assert (subscription.status, subscription.start_on) == ("active", date(2025, 8, 29))
    assert world.charges(subscription) == [("29.08.25", "01.09.25", "3.87", "blocked")]


def test_a_delayed_sale_can_be_cancelled(world: World) -> None:
    order = world.order(world.plan(MONTHLY), 10, provisioning_on=date(2025, 8, 29))
    world.wait()

    orders.cancel(world.books, world.books.get(Order, order.order_id))

    world.until(date(2025, 9, 2))
    subscription = world.now_is(order)
    assert subscription.status == "deleted"
    assert world.orders(subscription) == [("sales", "cancelled")]
    assert world.charges(subscription) == []


def test_a_failed_sale_costs_nothing(world: World) -> None:
    """ORD-41."""
    order = world.order(world.plan(MONTHLY), 10)
    vendor.tell(world.books, order.subscription_id, "sales", failure="No such domain")

    world.wait()

    subscription = world.now_is(order)
    assert subscription.status == "installation_failed"
    assert world.books.get(Order, order.order_id).failure == "No such domain"
    assert world.charges(subscription) == []


def test_a_trial_costs_nothing(world: World) -> None:
    """BIL-13, ORD-39."""
    subscription = world.buy(world.plan(MONTHLY, trial_months=1), 5, is_trial=True)

    assert subscription.is_trial
    assert subscription.end_on == date(2025, 9, 20)
    world.until(date(2025, 9, 5))
    assert world.charges(subscription) == []


def test_an_increase_is_charged_from_its_day(world: World) -> None:
    """T3, OP-30: 12/31 of five licenses at 4.00."""
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)

    order = orders.place_change(world.books, subscription, world.totals(plan, 15))
    world.wait()

    assert order.total == Decimal("7.74")
    assert order.description == "License: 10 → 15"
    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "15.48", "blocked"),
        ("20.08.25", "01.09.25", "7.74", "blocked"),
    ]
    world.until(date(2025, 9, 2))
    assert world.charges(subscription)[-1] == ("01.09.25", "01.10.25", "60.00", "blocked")


def test_a_reduction_closes_what_was_used(world: World) -> None:
    """BIL-8: from the 24th four licenses are left; 4/31 x 40.00 and 8/31 x 16.00."""
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)
    world.until(date(2025, 8, 24))

    order = orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 4))
    world.wait()

    assert order.total == 0
    assert world.charges(subscription, deleted=True) == [
        ("20.08.25", "01.09.25", "15.48", "deleted"),
        ("20.08.25", "24.08.25", "5.16", "closed"),
        ("24.08.25", "01.09.25", "4.13", "blocked"),
    ]


def test_the_month_of_license_based_is_charged_by_its_highest_amount(world: World) -> None:
    """OP-35: ten, then fifteen, then eight, then twelve licenses in one month."""
    plan = world.plan(LICENSES, months=1)
    subscription = world.buy(plan, 10)
    for quantity in (15, 8, 12):
        orders.place_change(world.books, world.now_is(subscription), world.totals(plan, quantity))
        world.wait()

    assert [line[2] for line in world.charges(subscription)] == ["40.00", "20.00"]


def test_a_failed_change_leaves_everything_as_it_was(world: World) -> None:
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)
    vendor.tell(world.books, subscription.subscription_id, "change", failure="No licences")

    orders.place_change(world.books, subscription, world.totals(plan, 15))
    world.wait()

    assert world.now_is(subscription).status == "updating_failed"
    assert world.charges(subscription) == [("20.08.25", "01.09.25", "15.48", "blocked")]


def test_nothing_is_closed_while_its_order_is_being_carried_out(world: World) -> None:
    """MS-12: the vendor may take days, and say no in the end."""
    order = world.order(world.plan(LONG_TERM, "10.00", months=1), 2)
    vendor.tell(world.books, order.subscription_id, "sales", delay=timedelta(days=20))

    world.until(date(2025, 9, 5))
    assert world.charges(world.now_is(order)) == [("20.08.25", "20.09.25", "20.00", "blocked")]
    world.until(date(2025, 9, 10))
    assert world.charges(world.now_is(order)) == [("20.08.25", "20.09.25", "20.00", "closed")]


def test_there_is_one_unfinished_order_at_a_time(world: World) -> None:
    """OP-3."""
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)
    orders.place_change(world.books, subscription, world.totals(plan, 15))

    with pytest.raises(Refused, match="forbidden"):
        orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 16))


def test_the_rate_is_fixed_when_the_order_is_created(world: World) -> None:
    """CUR-3, CUR-4: 15.48 at 0.8734 is 13.52, whatever the rate is on the billing day."""
    plan = world.plan(MONTHLY, currency="USD")
    world.set_rate("USD", "0.8734")
    subscription = world.buy(plan, 10)
    world.until(date(2025, 8, 30))
    world.set_rate("USD", "0.9000")
    world.until(date(2025, 9, 2))

    first, second = world.all_charges(subscription)
    assert (first.plan_amount, first.amount) == (Decimal("15.48"), Decimal("13.52"))
    assert first.exchange_rate == Decimal("0.8734")
    assert (second.amount, second.exchange_rate) == (Decimal("36.00"), Decimal("0.9"))


def test_a_rate_for_a_hundred_units_has_six_places(world: World) -> None:
    """CUR-2: 100 CZK cost 4.0675, so one costs 0.040675; 356.13 x 0.040675 = 14.4856."""
    plan = world.plan(MONTHLY, "92.00", currency="CZK")
    world.set_rate("CZK", "4.0675", quantity=100)

    subscription = world.buy(plan, 10)

    (charge,) = world.all_charges(subscription)
    assert charge.exchange_rate == Decimal("0.040675")
    assert charge.plan_amount == Decimal("356.13")  # 12/31 x 920.00
    assert charge.amount == Decimal("14.49")


def test_the_order_and_its_charges_agree_on_the_discount(world: World) -> None:
    """BIL-6: 10 % off twelve months of 33.35."""
    plan = world.plan(LONG_TERM, "6.67", months=12)
    world.give_discount(plan, "10")

    subscription = world.buy(plan, 5)

    (order,) = world.books.find(Order)
    assert order.total == Decimal("360.18")  # 400.20 - 40.02
    assert order.discount_amount == Decimal("40.02")
    assert sum(row.total for row in world.owed()) == order.total
    assert sum(row.discount_amount for row in world.owed()) == order.discount_amount
    assert len(world.all_charges(subscription)) == 12


def test_a_renewal_waits_for_the_expiration(world: World) -> None:
    """OP-18, OP-19."""
    plan = world.plan(LONG_TERM, "10.00", months=1)
    subscription = world.buy(plan, 2)
    world.until(date(2025, 9, 10))

    orders.place_renewal(world.books, world.now_is(subscription))
    world.until(date(2025, 9, 19))
    assert world.orders(subscription)[-1] == ("renewal", "waiting_for_provisioning")
    assert world.charges(subscription)[-1] == ("20.09.25", "20.10.25", "20.00", "opened")

    world.until(date(2025, 9, 20))
    assert world.orders(subscription)[-1] == ("renewal", "completed")
    assert world.now_is(subscription).end_on == date(2025, 10, 20)
    assert world.charges(subscription)[-1] == ("20.09.25", "20.10.25", "20.00", "closed")


def test_other_renewal_options_replace_the_renewal_that_waits(world: World) -> None:
    """OP-17."""
    plan = world.plan(LONG_TERM, "10.00", months=1)
    subscription = world.buy(plan, 5)
    world.until(date(2025, 9, 10))
    orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()

    orders.place_renewal(world.books, world.now_is(subscription), totals=world.totals(plan, 3))
    world.until(date(2025, 9, 21))

    assert world.orders(subscription) == [
        ("sales", "completed"), ("renewal", "cancelled"), ("renewal", "completed"),
    ]  # fmt: skip
    assert world.charges(subscription)[-1] == ("20.09.25", "20.10.25", "30.00", "closed")


def test_a_one_time_purchase_is_closed_when_the_order_completes(world: World) -> None:
    """BIL-7; T1: Delivered."""
    plan = world.plan(ONE_TIME, "0", setup="100.00", renewal="90.00", months=12)

    subscription = world.buy(plan, 3)

    assert subscription.status == "delivered"
    assert world.charges(subscription) == [("20.08.25", "20.08.26", "300.00", "closed")]


def test_a_one_time_purchase_is_renewed_at_once(world: World) -> None:
    """OP-18: no delayed renewal; MS-18: the same period and amount."""
    plan = world.plan(ONE_TIME, "0", setup="100.00", renewal="90.00", months=12)
    subscription = world.buy(plan, 3)
    world.until(date(2026, 8, 1))

    orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()

    assert world.now_is(subscription).end_on == date(2027, 8, 20)
    assert world.charges(subscription)[-1] == ("20.08.26", "20.08.27", "270.00", "closed")


def test_a_renewal_turns_a_trial_into_a_paid_subscription(world: World) -> None:
    """OP-20."""
    plan = world.plan(MONTHLY, months=12, trial_months=1)
    subscription = world.buy(plan, 5, is_trial=True)
    world.until(date(2025, 9, 1))

    orders.place_renewal(world.books, world.now_is(subscription), world.period(plan))
    world.until(date(2025, 9, 21))

    subscription = world.now_is(subscription)
    assert not subscription.is_trial
    assert subscription.end_on == date(2026, 9, 20)
    assert world.charges(subscription) == [("20.09.25", "01.10.25", "7.33", "blocked")]


def test_a_switch_releases_the_old_plan_and_charges_the_new_one(world: World) -> None:
    """T5, OP-39: 4/31 of 40.00 are used; the new plan costs 8/31 of 60.00."""
    old, new = world.plan(MONTHLY), world.plan(MONTHLY, "6.00")
    world.allow_switch(old, new)
    subscription = world.buy(old, 10)
    world.until(date(2025, 8, 24))

    orders.place_switch(
        world.books, world.now_is(subscription), new, world.period(new), world.totals(new, 10)
    )
    world.wait()

    subscription = world.now_is(subscription)
    assert (subscription.plan_id, subscription.name) == (new.plan_id, new.name)
    assert sorted(world.charges(subscription)) == [
        ("20.08.25", "24.08.25", "5.16", "closed"),
        ("24.08.25", "01.09.25", "15.48", "blocked"),
    ]


def test_a_switch_refunds_closed_charges_at_their_own_rate_and_discount(world: World) -> None:
    """CUR-4, BIL-8: eleven of twelve months are given back as they were bought."""
    old = world.plan(LONG_TERM, "10.00", months=12, currency="USD")
    new = world.plan(LONG_TERM, "20.00", months=12, currency="USD")
    world.allow_switch(old, new)
    world.set_rate("USD", "0.8000")
    world.give_discount(old, "10")
    subscription = world.buy(old, 1)
    world.until(date(2025, 9, 19))
    world.set_rate("USD", "0.9000")
    world.until(date(2025, 9, 20))

    orders.place_switch(
        world.books, world.now_is(subscription), new, world.period(new), world.totals(new, 1)
    )
    world.wait()

    refunds = [charge for charge in world.all_charges(subscription) if charge.quantity < 0]
    assert len(refunds) == 11
    assert {charge.amount for charge in refunds} == {Decimal("-8.00")}
    assert {charge.discount_amount for charge in refunds} == {Decimal("-0.80")}
    assert {charge.status for charge in refunds} == {ChargeStatus.CLOSED}


def test_a_switch_on_renewal_waits_for_the_expiration(world: World) -> None:
    """OP-40."""
    old = world.plan(LONG_TERM, "10.00", months=1)
    new = world.plan(LONG_TERM, "12.00", months=1)
    world.allow_switch(old, new)
    subscription = world.buy(old, 2)
    world.until(date(2025, 9, 10))

    orders.place_switch(
        world.books, world.now_is(subscription), new, world.period(new), world.totals(new, 2),
        on_renewal=True,
    )  # fmt: skip
    world.until(date(2025, 9, 19))
    assert world.now_is(subscription).plan_id == old.plan_id
    world.until(date(2025, 9, 20))

    assert world.now_is(subscription).plan_id == new.plan_id
    assert world.charges(subscription) == [
        ("20.08.25", "20.09.25", "20.00", "closed"),
        ("20.09.25", "20.10.25", "24.00", "closed"),
    ]


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
