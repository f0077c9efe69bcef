"""What approval, holds, support and vendors make of a status (docs/portal.md section 9.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.statuses import AccountStatus
from sandbox import holds, operations, support
from sandbox.records import Operation
from tests.sandbox.transitions import A_DAY, change, fail, lift
from tests.sandbox.world import LONG_TERM, MONTHLY, SECONDS, World

ON_HOLD = AccountStatus.FINANCIAL_HOLD


# Approval (T7, T12, OP-13)


def test_auto_renew_is_off_and_locked_until_the_approval_is_refused(world: World) -> None:
    plan = world.plan(LONG_TERM, months=12, stop_needs_approval=True)
    subscription = world.buy(plan, 1, is_auto_renewed=True)
    fail(world, subscription, "approve")

    waiting = operations.request(world.books, subscription, "stop")
    assert waiting.status == "waiting_for_manual_approve"
    assert (waiting.is_auto_renewed, waiting.is_auto_renew_locked) == (False, True)
    world.wait(2 * A_DAY)

    refused = world.now_is(subscription)
    assert refused.status == "active"
    assert (refused.is_auto_renewed, refused.is_auto_renew_locked) == (True, False)


def test_a_deletion_is_approved_first_too(world: World) -> None:
    """T12."""
    plan = world.plan(LONG_TERM, months=12, deletion_window_hours=168, deletion_needs_approval=True)
    subscription = world.request(world.buy(plan, 1), "delete")
    assert subscription.status == "waiting_for_manual_approve"

    world.wait(A_DAY)

    assert world.now_is(subscription).status == "deleted"


def test_who_asked_is_written_down(world: World) -> None:
    """OP-15, HIST-4: but it is no order."""
    subscription = world.buy(world.plan(MONTHLY), 1)

    operations.request(world.books, subscription, "stop", manager_id=7, reason="pause",
                       comment="Until May")  # fmt: skip

    (asked,) = world.books.find(Operation)
    assert (asked.manager_id, asked.kind, asked.reason, asked.comment) == (
        7, "stop", "pause", "Until May",
    )  # fmt: skip
    assert world.orders(subscription) == [("sales", "completed")]


# Holds (T14, DET-10)


def test_a_hold_waits_for_the_operation_that_runs(world: World) -> None:
    """T14."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    change(world, subscription, 12)
    world.wait(SECONDS)
    assert world.now_is(subscription).status == "updating"

    holds.hold(world.books, world.account, ON_HOLD)
    world.wait(2 * A_DAY)

    assert world.now_is(subscription).status == "stopped"
    assert world.held(subscription) == 12


def test_a_hold_lifted_while_it_stops_brings_it_back_all_the_same(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)
    holds.hold(world.books, world.account, ON_HOLD)
    assert world.now_is(subscription).status == "stopping"

    lift(world)
    world.wait()

    assert world.now_is(subscription).status == "active"


def test_what_has_expired_on_hold_stays_stopped(world: World) -> None:
    subscription = world.buy(world.plan(LONG_TERM, months=1, storage_days=90), 1)
    holds.hold(world.books, world.account, ON_HOLD)
    world.until(date(2025, 9, 25))

    lift(world)
    world.wait()

    assert world.now_is(subscription).status == "stopped"


# Support and vendors (T13, DET-9 to DET-11)


def test_support_has_a_failed_order_tried_again(world: World) -> None:
    """T13, HIST-7: its charges come to life again."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    fail(world, subscription, "change")
    change(world, subscription, 12)
    world.wait()
    assert world.now_is(subscription).status == "updating_failed"

    support.retry(world.books, world.now_is(subscription))
    assert world.orders(subscription)[-1] == ("change", "provisioning")
    world.wait()

    assert world.orders(subscription)[-1] == ("change", "completed")
    assert world.held(subscription) == 12
    assert world.charges(subscription)[-1] == ("20.08.25", "01.09.25", "3.10", "blocked")


def test_support_rolls_a_failed_order_back(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)
    fail(world, subscription, "change")
    change(world, subscription, 12)
    world.wait()

    support.roll_back(world.books, world.now_is(subscription))

    assert world.now_is(subscription).status == "active"
    assert world.orders(subscription)[-1] == ("change", "cancelled")
    change(world, subscription, 11)


@pytest.mark.parametrize(("act", "status"), [(support.retry, "stopped"),
                                             (support.roll_back, "active")])  # fmt: skip
def test_support_takes_a_failed_stop_on(act: Any, status: str, world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)
    fail(world, subscription, "stop")
    world.request(subscription, "stop")

    act(world.books, world.now_is(subscription))
    world.wait()

    assert world.now_is(subscription).status == status


@pytest.mark.parametrize("act", [support.retry, support.roll_back])
def test_support_has_nothing_to_do_where_nothing_failed(act: Any, world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)

    with pytest.raises(ValueError, match="Nothing of this subscription has failed"):
        act(world.books, subscription)


def test_what_the_vendor_says_is_applied(world: World) -> None:
    """MS-19."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    for said, status in (("suspended", "stopped"), ("active", "active"), ("deleted", "deleted")):
        support.report(world.books, world.now_is(subscription), said)
        world.wait()
        assert world.now_is(subscription).status == status

    with pytest.raises(ValueError, match="can't be active"):
        support.report(world.books, world.now_is(subscription), "active")
