"""Orders, from being placed to being carried out (docs/portal.md sections 7, 9.3, 10, 18)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.statuses import BillingType
from sandbox import orders, vendor
from sandbox.records import Order
from sandbox.refusals import Refused
from tests.sandbox.world import LONG_TERM, MONTHLY, SECONDS, World

LICENSES = BillingType.LICENSE_BASED


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


def test_months_that_close_one_by_one_agree_with_the_order_on_the_discount(world: World) -> None:
    """BIL-6: 10 % off three months of 33.35, each closed at its end."""
    plan = world.plan(BillingType.MONTHLY_COMMITMENT_INTERVAL, "6.67", months=3)
    world.give_discount(plan, "10")
    world.buy(plan, 5)

    world.until(date(2025, 11, 21))

    (order,) = world.books.find(Order)
    assert (order.total, order.discount_amount) == (Decimal("90.05"), Decimal("10.00"))
    assert [row.discount_amount for row in world.owed()] == [
        Decimal("3.33"), Decimal("3.34"), Decimal("3.33"),
    ]  # fmt: skip
