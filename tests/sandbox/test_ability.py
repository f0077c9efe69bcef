"""What may be done with a subscription, and when (docs/portal.md section 10.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.statuses import AccountStatus, BillingType, SubscriptionStatus
from sandbox import operations, orders
from sandbox.ability import ability
from sandbox.records import Subscription
from sandbox.standing import standing_of
from tests.sandbox.world import World

TYPES = BillingType
STABLE = {"active", "delivered", "graced", "stopped"}


def offered(world: World, subscription: Subscription) -> set[str]:
    """Return the names of the operations that are possible now."""
    found = ability(standing_of(world.books, world.now_is(subscription)))
    assert len(found) == 11
    return {name for name, is_possible in found.items() if is_possible}


def bought(
    world: World, billing_type: BillingType, months: int | None, **more: Any
) -> Subscription:
    plan = world.plan(billing_type, months=months, **more)
    target = world.plan(billing_type, "6.00", months=months)
    world.allow_switch(plan, target)
    return world.buy(plan, 0 if more.get("is_measured") else 10)


@pytest.mark.parametrize(
    ("billing_type", "months", "possible"),
    [
        (TYPES.MONTHLY, 12, {"stop", "adjust", "switch_plan", "change_auto_renew_option",
                             "decrease_resources_change_order"}),
        (TYPES.MONTHLY, None, {"stop", "adjust", "switch_plan",
                               "decrease_resources_change_order"}),
        (TYPES.LONG_TERM, 12, {"stop", "adjust", "switch_plan", "change_auto_renew_option",
                               "decrease_resources_change_order"}),
        (TYPES.MONTHLY_COMMITMENT, 12, {"stop", "adjust", "switch_plan",
                                        "change_auto_renew_option"}),
        (TYPES.MONTHLY_COMMITMENT_INTERVAL, 12, {"stop", "adjust", "switch_plan",
                                                 "change_auto_renew_option"}),
        (TYPES.LICENSE_BASED, 1, {"stop", "adjust", "switch_plan", "change_auto_renew_option",
                                  "decrease_resources_change_order", "renew",
                                  "change_resources_renewal_order"}),
        (TYPES.PAY_IN_FULL, 1, {"stop", "change_auto_renew_option"}),
        (TYPES.ESET, None, {"stop", "adjust", "decrease_resources_change_order"}),
        (TYPES.NON_RECURRING, None, set()),
    ],
)  # fmt: skip
def test_each_billing_type_offers_its_own(
    world: World, billing_type: BillingType, months: int | None, possible: set[str]
) -> None:
    assert offered(world, bought(world, billing_type, months)) == possible


@pytest.mark.parametrize("billing_type", [TYPES.PAYG, TYPES.PAYG_EXTERNAL])
def test_consumption_can_only_be_stopped(world: World, billing_type: BillingType) -> None:
    subscription = bought(world, billing_type, None, is_measured=True)

    assert offered(world, subscription) == {"stop"}


def test_the_free_start_is_over_with_the_month(world: World) -> None:
    subscription = bought(world, TYPES.PAY_IN_FULL, 1)

    world.until(date(2025, 9, 2))

    assert {"adjust", "switch_plan"} <= offered(world, subscription)


def test_an_endless_plan_is_switched_only_if_its_term_says_at_any_time(world: World) -> None:
    subscription = bought(world, TYPES.MONTHLY, None, manual_switch_point=30)

    assert "switch_plan" not in offered(world, subscription)


def test_renewal_is_offered_from_its_point_on(world: World) -> None:
    """OP-24: thirty days before 20 August 2026."""
    subscription = bought(world, TYPES.LONG_TERM, 12, manual_renew_point=30)
    world.until(date(2026, 7, 20))
    assert "renew" not in offered(world, subscription)

    world.until(date(2026, 7, 21))

    assert {"renew", "change_resources_renewal_order"} <= offered(world, subscription)


def test_a_commitment_is_reduced_and_deleted_within_its_window_only(world: World) -> None:
    """OP-33, OP-42, E2E-6: 168 hours from noon of 20 August."""
    window = {"destroy", "decrease_resources_change_order"}
    interval = TYPES.MONTHLY_COMMITMENT_INTERVAL
    subscription = bought(world, interval, 12, deletion_window_hours=168)
    world.until(date(2025, 8, 27), hour=11)
    assert window <= offered(world, subscription)

    world.until(date(2025, 8, 27), hour=13)

    assert not window & offered(world, subscription)


def test_an_unfinished_order_is_in_the_way_of_others(world: World) -> None:
    """OP-3: but renewal options may be changed, and it may be stopped."""
    subscription = bought(world, TYPES.LONG_TERM, 1)
    world.until(date(2025, 9, 10))
    orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()

    assert offered(world, subscription) == {
        "stop", "change_auto_renew_option", "change_resources_renewal_order",
    }  # fmt: skip


def test_a_stopped_one_is_activated_until_it_expires(world: World) -> None:
    subscription = bought(world, TYPES.LONG_TERM, 1, storage_days=90)
    operations.request(world.books, world.now_is(subscription), "stop")
    world.wait()
    assert "activate" in offered(world, subscription)

    world.until(date(2025, 9, 20))

    assert "activate" not in offered(world, subscription)


def test_an_account_on_hold_is_offered_nothing_that_costs(world: World) -> None:
    """CLI-10."""
    subscription = bought(world, TYPES.MONTHLY, 12)
    world.books.change(world.account, status=AccountStatus.FINANCIAL_HOLD)

    assert offered(world, subscription) == {"stop", "change_auto_renew_option"}


def test_a_withdrawn_plan_is_not_renewed_by_hand(world: World) -> None:
    """OP-21."""
    subscription = bought(world, TYPES.LICENSE_BASED, 1)
    plan = standing_of(world.books, subscription).plan
    world.books.change(plan, status="inactive")
    world.books.kept.clear()

    assert "renew" not in offered(world, subscription)


def test_a_trial_is_offered_what_leads_on(world: World) -> None:
    """OP-4."""
    plan = world.plan(TYPES.MONTHLY, months=12, trial_months=1)
    world.allow_switch(plan, world.plan(TYPES.MONTHLY, months=12))
    subscription = world.buy(plan, 5, is_trial=True)

    world.until(date(2025, 8, 25))

    assert offered(world, subscription) == {"renew", "switch_plan", "change_auto_renew_option"}


@pytest.mark.parametrize(
    "status", [status for status in SubscriptionStatus if status.value not in STABLE]
)
def test_other_statuses_offer_nothing(world: World, status: SubscriptionStatus) -> None:
    """OP-2."""
    subscription = bought(world, TYPES.LICENSE_BASED, 1, deletion_window_hours=168)

    world.books.change(subscription, status=status)

    assert offered(world, subscription) == set()
