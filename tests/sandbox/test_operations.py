"""Stop, activate, delete, approval and holds: docs/portal.md sections 9.3, 10.3 and 10.7."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.statuses import AccountStatus, BillingType
from sandbox import holds, operations, orders, refunds, vendor
from sandbox.records import Charge, Subscription
from sandbox.refusals import Refused
from tests.sandbox.world import LONG_TERM, MONTHLY, World

INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
WINDOW = {"deletion_window_hours": 168}


def request(world: World, subscription: Subscription, operation: str) -> Subscription:
    """Ask for an operation, and return the subscription as it is a few minutes later."""
    operations.request(world.books, world.now_is(subscription), operation)
    world.wait()
    found: Subscription = world.now_is(subscription)
    return found


def test_a_stop_takes_the_vendor_a_while(world: World) -> None:
    """T6."""
    subscription = world.buy(world.plan(MONTHLY), 10)

    stopping = operations.request(world.books, subscription, "stop")
    assert stopping.status == "stopping"
    world.wait()

    subscription = world.now_is(subscription)
    assert (subscription.status, subscription.stopped_on) == ("stopped", date(2025, 8, 20))
    assert request(world, subscription, "activate").status == "active"


def test_a_failed_operation_leaves_a_failed_status(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)
    vendor.tell(world.books, subscription.subscription_id, "stop", failure="No answer")

    subscription = request(world, subscription, "stop")

    assert subscription.status == "stopping_failed"
    assert world.charges(subscription) == [("20.08.25", "01.09.25", "15.48", "blocked")]


def test_a_stop_cancels_a_renewal_that_waits(world: World) -> None:
    """OP-11, E2E-7."""
    subscription = world.buy(world.plan(LONG_TERM, "10.00", months=1), 2)
    world.until(date(2025, 9, 10))
    orders.place_renewal(world.books, world.now_is(subscription))
    world.wait()

    subscription = request(world, subscription, "stop")

    assert subscription.status == "stopped"
    assert world.orders(subscription) == [("sales", "completed"), ("renewal", "cancelled")]


def test_approval_comes_before_the_stop(world: World) -> None:
    """T7, OP-13."""
    plan = world.plan(MONTHLY, stop_needs_approval=True)
    subscription = request(world, world.buy(plan, 10), "stop")
    assert subscription.status == "waiting_for_manual_approve"

    world.wait(timedelta(days=1))

    assert world.now_is(subscription).status == "stopped"


def test_a_refused_approval_gives_the_previous_status_back(world: World) -> None:
    """T7."""
    subscription = world.buy(world.plan(MONTHLY, stop_needs_approval=True), 10)
    vendor.tell(world.books, subscription.subscription_id, "approve", failure="Not now")

    operations.request(world.books, subscription, "stop")
    world.wait(timedelta(days=2))

    assert world.now_is(subscription).status == "active"


def test_deletion_in_the_window_gives_back_what_was_not_used(world: World) -> None:
    """OP-44: 2/31 of the first month are used; the money is back a day later."""
    plan = world.plan(INTERVAL, "31.00", months=2, **WINDOW)
    subscription = world.buy(plan, 1)
    world.until(date(2025, 8, 22))

    subscription = request(world, subscription, "delete")

    assert subscription.status == "deleted"
    assert world.charges(subscription) == [
        ("20.09.25", "20.10.25", "31.00", "waiting_for_refund"),
        ("20.08.25", "22.08.25", "2.00", "closed"),
        ("22.08.25", "20.09.25", "29.00", "waiting_for_refund"),
    ]
    world.wait(timedelta(days=1))
    assert [line[3] for line in world.charges(subscription)] == [
        "refunded", "closed", "refunded",
    ]  # fmt: skip


def test_deletion_on_the_first_day_costs_nothing(world: World) -> None:
    """OP-44."""
    plan = world.plan(LONG_TERM, "31.00", months=1, **WINDOW)

    subscription = request(world, world.buy(plan, 1), "delete")
    world.wait(timedelta(days=1))

    assert world.charges(subscription) == [("20.08.25", "20.09.25", "31.00", "refunded")]
    assert world.owed() == []


def test_deletion_in_the_window_gives_back_what_was_closed_already(world: World) -> None:
    """Licences added on the 21st closed at once: 30/31 of 31.00; 29 days of them are unused."""
    plan = world.plan(INTERVAL, "31.00", months=1, **WINDOW)
    subscription = world.buy(plan, 1)
    world.until(date(2025, 8, 21))
    orders.place_change(world.books, world.now_is(subscription), world.totals(plan, 2))
    world.until(date(2025, 8, 22))

    request(world, subscription, "delete")

    assert ("21.08.25", "20.09.25", "30.00", "closed") in world.charges(subscription)
    assert ("22.08.25", "20.09.25", "-29.00", "closed") in world.charges(subscription)


def test_some_refunds_are_approved_first(world: World) -> None:
    plan = world.plan(LONG_TERM, "31.00", months=1, deletion_needs_approval=True, **WINDOW)
    subscription = world.buy(plan, 1)
    operations.request(world.books, subscription, "delete")

    found = []
    for days in (2, 6, 1):
        world.wait(timedelta(days=days))
        found.append(world.charges(subscription)[-1][3])

    assert found == ["waiting_approve", "waiting_for_refund", "refunded"]


def test_after_the_window_it_can_not_be_deleted(world: World) -> None:
    """OP-42."""
    subscription = world.buy(world.plan(INTERVAL, months=12, **WINDOW), 1)
    world.until(date(2025, 8, 28))

    with pytest.raises(Refused, match="forbidden"):
        operations.request(world.books, world.now_is(subscription), "delete")


def test_a_window_opens_again_with_a_renewal(world: World) -> None:
    plan = world.plan(LONG_TERM, "31.00", months=1, **WINDOW)
    subscription = world.buy(plan, 1, is_auto_renewed=True)

    world.until(date(2025, 9, 21))

    ends_at = world.now_is(subscription).window_ends_at
    assert ends_at is not None
    assert ends_at.date() == date(2025, 9, 27)


def test_a_hold_stops_everything_and_its_end_brings_it_back(world: World) -> None:
    """T14, DET-10, E2E-12."""
    first, second = world.buy(world.plan(MONTHLY), 10), world.buy(world.plan(MONTHLY), 1)
    by_hand = request(world, world.buy(world.plan(MONTHLY), 2), "stop")

    account = holds.hold(world.books, world.account, AccountStatus.ADMINISTRATIVE_HOLD)
    world.wait()
    assert {world.now_is(one).status for one in (first, second)} == {"stopped"}
    with pytest.raises(Refused):
        operations.request(world.books, world.now_is(first), "activate")

    holds.lift_hold(world.books, account)
    world.wait()
    assert {world.now_is(one).status for one in (first, second)} == {"active"}
    assert world.now_is(by_hand).status == "stopped"


def test_a_deleted_account_has_nothing_left(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)

    account = holds.close_account(world.books, world.account)
    world.wait()

    assert account.status is AccountStatus.DELETED
    assert world.now_is(subscription).status == "deleted"


def test_reading_a_refund_twice_pays_it_once(world: World) -> None:
    plan = world.plan(LONG_TERM, "31.00", months=1, **WINDOW)
    subscription = request(world, world.buy(plan, 1), "delete")
    world.wait(timedelta(days=1))
    (charge,) = world.all_charges(subscription)

    refunds.refund(world.books, charge.charge_id)

    assert world.books.get(Charge, charge.charge_id) == charge
