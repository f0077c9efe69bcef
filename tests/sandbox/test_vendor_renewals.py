"""Auto-renew at Microsoft and at the platform (docs/portal.md OP-27, MS-19)."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox import orders, vendor_renewals
from sandbox.catalog_records import Plan
from sandbox.managing import renew_automatically
from sandbox.offers import resources_of
from sandbox.records import Subscription
from sandbox.vendor_renewals import at_vendor, set_at_vendor
from tests.sandbox.world import LONG_TERM, World


@pytest.fixture
def followed(world: World) -> World:
    vendor_renewals.schedule(world.books)
    return world


def microsoft_plan(world: World, **more: int) -> Plan:
    plan = world.plan(LONG_TERM, "10.00", months=1, **more)
    (resource,) = resources_of(world.books, plan.plan_id)
    world.books.change(resource, template="MicrosoftCspProducts")
    world.books.kept.clear()
    return plan


def both(world: World, own: Subscription) -> tuple[bool, bool | None]:
    """Return how auto-renew is set at the platform, and at Microsoft."""
    return world.now_is(own).is_auto_renewed, at_vendor(world.books, own)


def test_what_is_set_here_is_so_at_microsoft_the_next_morning(followed: World) -> None:
    """OP-27: daily."""
    own = followed.buy(microsoft_plan(followed), 2, is_auto_renewed=True)
    followed.until(date(2025, 8, 21))
    assert both(followed, own) == (True, True)

    renew_automatically(followed.books, followed.now_is(own), False, None)
    assert both(followed, own) == (False, True)
    followed.until(date(2025, 8, 22), hour=6)
    assert both(followed, own) == (False, True)
    followed.until(date(2025, 8, 22), hour=8)
    assert both(followed, own) == (False, False)


def test_what_is_set_at_microsoft_is_so_here_the_next_morning(followed: World) -> None:
    """MS-19: on, so that it is renewed; the change is new to whoever loads what is new."""
    own = followed.buy(microsoft_plan(followed), 2)
    followed.until(date(2025, 8, 21))
    set_at_vendor(followed.books, followed.now_is(own), True)

    followed.until(date(2025, 8, 22))

    assert both(followed, own) == (True, True)
    assert followed.now_is(own).updated_at.date() == date(2025, 8, 22)
    followed.until(date(2025, 9, 21))
    assert followed.now_is(own).end_on == date(2025, 10, 20)


def test_what_was_changed_on_both_sides_is_the_same_then(followed: World) -> None:
    """OP-27: it is on or off, so that nothing is left to be decided."""
    own = followed.buy(microsoft_plan(followed), 2, is_auto_renewed=True)
    followed.until(date(2025, 8, 21))
    renew_automatically(followed.books, followed.now_is(own), False, None)
    set_at_vendor(followed.books, followed.now_is(own), False)
    followed.until(date(2025, 8, 22))
    set_at_vendor(followed.books, followed.now_is(own), True)

    followed.until(date(2025, 8, 23))

    assert both(followed, own) == (True, True)


def test_what_is_locked_here_is_not_set_by_microsoft(followed: World) -> None:
    own = followed.buy(microsoft_plan(followed), 2, is_auto_renewed=True)
    followed.books.change(followed.now_is(own), is_auto_renew_locked=True)
    followed.until(date(2025, 8, 21))
    set_at_vendor(followed.books, followed.now_is(own), False)

    followed.until(date(2025, 8, 22))

    assert both(followed, own) == (True, True)


def test_a_renewal_sets_it_at_microsoft_at_once(followed: World) -> None:
    """OP-27: at renewal, without waiting for the morning."""
    own = followed.buy(microsoft_plan(followed, grace_days=10), 2)
    followed.until(date(2025, 9, 25))
    set_at_vendor(followed.books, followed.now_is(own), True)

    orders.place_renewal(followed.books, followed.now_is(own))
    followed.wait()

    assert both(followed, own) == (False, False)


def test_other_vendors_know_nothing_of_it(followed: World) -> None:
    own = followed.buy(followed.plan(LONG_TERM, months=1), 2, is_auto_renewed=True)
    followed.until(date(2025, 8, 22))

    assert both(followed, own) == (True, None)
    with pytest.raises(ValueError, match="no subscription of Microsoft's"):
        set_at_vendor(followed.books, own, False)


def test_a_store_of_an_older_version_is_compared_from_then_on(world: World) -> None:
    for _ in range(2):
        vendor_renewals.schedule_missing(world.books)
    own = world.buy(microsoft_plan(world), 2)

    world.until(date(2025, 8, 21))

    assert both(world, own) == (False, False)
