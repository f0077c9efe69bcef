"""The vendor's cancellation windows, of subscriptions and of what is added (MS-17, OP-33)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.statuses import BillingType
from sandbox import orders
from sandbox.ability import ability
from sandbox.catalog_records import Term
from sandbox.records import Subscription
from sandbox.refusals import Refused
from sandbox.standing import standing_of
from tests.sandbox.world import LONG_TERM, MONTHLY, World

INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
WINDOW = {"deletion_window_hours": 168}


def change(world: World, subscription: Subscription, quantity: int) -> Subscription:
    """Order another amount, and return the subscription as it is a few minutes later."""
    subscription = world.now_is(subscription)
    plan = world.plan_of(subscription)
    orders.place_change(world.books, subscription, world.totals(plan, quantity))
    world.wait()
    found: Subscription = world.now_is(subscription)
    return found


def may_reduce(world: World, subscription: Subscription) -> bool:
    standing = standing_of(world.books, world.now_is(subscription))
    return ability(standing)["decrease_resources_change_order"]


def test_within_the_window_of_the_purchase_everything_may_be_reduced(world: World) -> None:
    subscription = world.buy(world.plan(INTERVAL, months=12, **WINDOW), 10)
    world.until(date(2025, 8, 26))

    assert may_reduce(world, subscription)
    assert world.held(change(world, subscription, 1)) == 1


def test_after_it_nothing_may_be(world: World) -> None:
    subscription = world.buy(world.plan(INTERVAL, months=12, **WINDOW), 10)
    world.wait(timedelta(days=7))

    assert not may_reduce(world, subscription)
    with pytest.raises(Refused) as refused:
        change(world, subscription, 9)
    assert (refused.value.status, refused.value.title) == (
        422, "Resources downgrade are not allowed",
    )  # fmt: skip


def test_what_is_added_later_may_be_given_back_for_as_long(world: World) -> None:
    """10 on the 20th, 5 more on the 30th, 3 more on 3 September: each for seven days."""
    subscription = world.buy(world.plan(INTERVAL, months=12, **WINDOW), 10)
    world.until(date(2025, 8, 30))
    change(world, subscription, 15)
    world.until(date(2025, 9, 3))
    change(world, subscription, 18)

    world.until(date(2025, 9, 5))
    with pytest.raises(Refused, match="leave 10"):
        change(world, subscription, 9)
    world.until(date(2025, 9, 8))
    with pytest.raises(Refused, match="leave 15"):
        change(world, subscription, 14)
    assert world.held(change(world, subscription, 16)) == 16
    assert world.held(change(world, subscription, 15)) == 15
    assert not may_reduce(world, subscription)


def test_what_was_given_back_can_not_be_given_back_again(world: World) -> None:
    """A reduction takes from what was added last: of 5 and 3 added, 4 given back leave 4 of 5."""
    subscription = world.buy(world.plan(INTERVAL, months=12, **WINDOW), 10)
    world.until(date(2025, 8, 30))
    change(world, subscription, 15)
    change(world, subscription, 18)
    change(world, subscription, 14)

    with pytest.raises(Refused, match="leave 10"):
        change(world, subscription, 9)
    assert world.held(change(world, subscription, 10)) == 10
    assert not may_reduce(world, subscription)


def test_a_licence_given_back_was_closed_already(world: World) -> None:
    """31.00 a month: 21 of 31 days close at once on the 30th; 18 of them are unused on the 2nd."""
    plan = world.plan(INTERVAL, "31.00", months=2, **WINDOW)
    subscription = world.buy(plan, 2)
    world.until(date(2025, 8, 30))
    change(world, subscription, 3)
    world.until(date(2025, 9, 2))

    change(world, subscription, 2)

    assert world.charges(subscription) == [
        ("20.08.25", "20.09.25", "62.00", "blocked"),
        ("20.09.25", "20.10.25", "62.00", "opened"),
        ("30.08.25", "20.09.25", "21.00", "closed"),
        ("02.09.25", "20.09.25", "-18.00", "closed"),
    ]


def test_what_came_back_does_not_come_back_again_with_a_deletion(world: World) -> None:
    """On the 22nd one of the two licences comes back, on the 23rd everything else."""
    plan = world.plan(INTERVAL, "31.00", months=1, **WINDOW)
    subscription = world.buy(plan, 1)
    world.until(date(2025, 8, 21))
    change(world, subscription, 2)
    world.until(date(2025, 8, 22))
    change(world, subscription, 1)
    world.until(date(2025, 8, 23))

    world.request(subscription, "delete")

    assert world.charges(subscription) == [
        ("21.08.25", "20.09.25", "30.00", "closed"),
        ("22.08.25", "20.09.25", "-29.00", "closed"),
        ("20.08.25", "23.08.25", "3.00", "closed"),
        ("23.08.25", "20.09.25", "28.00", "waiting_for_refund"),
    ]


def test_what_was_closed_keeps_its_amount_when_later_additions_go(world: World) -> None:
    """New Commerce, paid ahead: 2 are closed after the window, the third is given back in its own.

    31.00 a month: 21 of 31 days on the 30th, of which 3 are used on the 2nd.
    """
    plan = world.plan(LONG_TERM, "31.00", months=1, **WINDOW)
    (term,) = world.books.find(Term, "term_id = ?", plan.term_id)
    world.books.change(term, key="nce")
    subscription = world.buy(plan, 2)
    world.until(date(2025, 8, 30))
    assert not may_reduce(world, subscription)
    change(world, subscription, 3)
    world.until(date(2025, 9, 2))

    change(world, subscription, 2)

    assert world.charges(subscription) == [
        ("20.08.25", "20.09.25", "62.00", "closed"),
        ("30.08.25", "02.09.25", "3.00", "closed"),
    ]


def test_a_renewal_opens_one_window_for_everything(world: World) -> None:
    """OP-42: additions have no window of their own any more."""
    plan = world.plan(INTERVAL, months=1, **WINDOW)
    subscription = world.buy(plan, 10)
    world.until(date(2025, 9, 18))
    change(world, subscription, 12)
    orders.place_renewal(world.books, world.now_is(subscription))
    world.until(date(2025, 9, 21))

    assert world.held(change(world, subscription, 4)) == 4
    world.until(date(2025, 9, 29))
    assert not may_reduce(world, subscription)


def test_other_types_are_reduced_at_any_time(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY), 10)
    world.wait(timedelta(days=40))

    assert world.held(change(world, subscription, 3)) == 3


def test_what_is_assigned_can_not_be_given_up(world: World) -> None:
    """OP-33: the vendor is asked first, and says how far it goes."""
    plan = world.plan(MONTHLY)
    subscription = world.buy(plan, 10)
    held = world.assign(subscription, 7)

    with pytest.raises(Refused) as refused:
        change(world, subscription, 6)

    assert refused.value.title == (
        f"Order could not be created: resource change {held.resource_id} is not available. "
        "You can change up to 7"
    )
    assert world.held(change(world, subscription, 7)) == 7
