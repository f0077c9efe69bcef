"""Renewing a subscription, and switching its plan (docs/portal.md sections 9.3, 10.4, 10.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from domain.statuses import BillingType, ChargeStatus
from sandbox import orders
from sandbox.catalog_records import PlanPeriod, Term
from sandbox.records import Order
from tests.sandbox.world import LONG_TERM, MONTHLY, World

ONE_TIME = BillingType.NON_RECURRING
ZERO = Decimal(0)


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


def test_eset_is_renewed_at_once_and_charged_for_the_days_left(world: World) -> None:
    """OP-18, OP-19: nothing between what was paid and what is paid next goes free."""
    subscription = world.buy(world.plan(BillingType.ESET, "2.30", months=2), 5)
    world.until(date(2025, 9, 25))

    orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()
    assert world.now_is(subscription).end_on == date(2025, 12, 20)
    world.until(date(2025, 11, 2))

    assert world.orders(subscription)[-2:] == [("renewal", "completed"), ("prolong", "completed")]
    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "4.45", "closed"),
        ("01.09.25", "01.10.25", "11.50", "closed"),
        ("01.10.25", "20.10.25", "7.05", "closed"),  # 19/31 x 11.50
        ("20.10.25", "01.11.25", "4.45", "closed"),
        ("01.11.25", "01.12.25", "11.50", "blocked"),
    ]


def test_a_renewal_near_the_billing_day_pays_for_the_whole_next_period(world: World) -> None:
    """OP-26: from 20 to 31 August is near; the platform goes on by itself from 1 October."""
    plan = world.plan(MONTHLY, months=12, extended_renewal_days=12, auto_renew_point=7)
    subscription = world.buy(plan, 10, is_auto_renewed=True)

    world.until(date(2026, 8, 13))
    (order,) = world.books.find(Order, "kind = 'renewal'")
    assert (str(order.total), order.description) == (
        "55.480000", f"{plan.name}, Paid, License: 10, 20.08.2026 – 30.09.2026",
    )  # fmt: skip
    world.until(date(2026, 10, 2))

    assert world.now_is(subscription).end_on == date(2027, 8, 20)
    assert world.charges(subscription)[-3:] == [
        ("20.08.26", "01.09.26", "15.48", "closed"),
        ("01.09.26", "01.10.26", "40.00", "closed"),
        ("01.10.26", "01.11.26", "40.00", "blocked"),
    ]
    assert world.orders(subscription)[-2:] == [("renewal", "completed"), ("prolong", "completed")]


@pytest.mark.parametrize(("before", "after", "ends"), [(12, 0, "01.10.26"), (0, 12, "01.09.26")])
def test_what_was_ordered_keeps_the_rule_of_its_day(
    world: World, before: int, after: int, ends: str
) -> None:
    """OP-26: the rule changes while the renewal waits; every day is charged once all the same."""
    plan = world.plan(MONTHLY, months=12, extended_renewal_days=before)
    subscription = world.buy(plan, 10)
    world.until(date(2026, 8, 1))
    order = orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()

    (term,) = world.books.find(Term)
    world.books.change(term, extended_renewal_days=after)
    world.books.kept.clear()
    world.until(date(2026, 11, 2))

    renewed = [one for one in world.all_charges(subscription) if one.order_id == order.order_id]
    assert f"{renewed[-1].end_on:%d.%m.%y}" == ends
    days = [line[:2] for line in world.charges(subscription)]
    assert all(one[1] == other[0] for one, other in pairwise(days))


def test_what_is_added_after_an_extended_renewal_is_charged_to_its_end(world: World) -> None:
    """OP-26, OP-30: by billing periods, as what it is added to."""
    plan = world.plan(MONTHLY, months=12, extended_renewal_days=12)
    subscription = world.buy(plan, 10, is_auto_renewed=True)
    world.until(date(2026, 8, 25))

    orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 15))
    world.wait()

    assert world.charges(subscription)[-2:] == [
        ("25.08.26", "01.09.26", "4.52", "blocked"), ("01.09.26", "01.10.26", "20.00", "blocked"),
    ]  # fmt: skip


def test_licenses_added_after_an_extended_renewal_are_charged_in_both_months(world: World) -> None:
    """OP-26, OP-35: expired on 1 September, renewed on the 28th; 10 → 15 on the 29th."""
    plan = world.plan(BillingType.LICENSE_BASED, months=1, grace_days=30, extended_renewal_days=5)
    subscription = world.buy(plan, 10)
    world.books.add(PlanPeriod(world.books.new_id(PlanPeriod), plan.plan_id, "Quarter", 3, False,
                               ZERO, ZERO, ZERO, 2))  # fmt: skip
    world.books.kept.clear()
    (_, quarter) = world.books.find(PlanPeriod, "plan_id = ? ORDER BY position", plan.plan_id)
    world.until(date(2025, 9, 28))
    orders.place_renewal(world.books, world.now_is(subscription), quarter)
    world.until(date(2025, 9, 29))

    orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 15))
    world.until(date(2025, 11, 2))

    assert world.charges(subscription)[1:] == [
        ("01.09.25", "01.10.25", "40.00", "closed"), ("01.10.25", "01.11.25", "40.00", "closed"),
        ("01.09.25", "01.10.25", "20.00", "closed"), ("01.10.25", "01.11.25", "20.00", "closed"),
        ("01.11.25", "01.12.25", "60.00", "blocked"),
    ]  # fmt: skip


def test_what_is_stopped_after_an_extended_renewal_is_let_go_period_by_period(world: World) -> None:
    """OP-12, OP-26: activated in September, that month is charged, once."""
    plan = world.plan(MONTHLY, months=12, extended_renewal_days=12)
    subscription = world.buy(plan, 10, is_auto_renewed=True)
    world.until(date(2026, 8, 25))
    world.request(subscription, "stop")
    world.until(date(2026, 9, 10))

    world.request(subscription, "activate")
    world.until(date(2026, 10, 2))

    assert world.charges(subscription)[-3:] == [
        ("01.09.26", "01.10.26", "40.00", "closed"),
        ("20.08.26", "25.08.26", "6.45", "closed"),
        ("01.10.26", "01.11.26", "40.00", "blocked"),
    ]


def test_what_is_added_and_let_go_by_a_stop_leaves_the_rest_paid(world: World) -> None:
    """OP-12: a year that is closed is not charged again because some of it was still open."""
    plan = world.plan(LONG_TERM, "10.00", months=12, deletion_window_hours=48)
    subscription = world.buy(plan, 10)
    world.until(date(2025, 10, 1))
    orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 12))
    world.wait()
    world.request(subscription, "stop")
    world.until(date(2025, 10, 20))

    world.request(subscription, "activate")

    assert world.now_is(subscription).paid_end_on == date(2026, 8, 20)
    assert world.orders(subscription) == [("sales", "completed"), ("change", "completed")]


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
