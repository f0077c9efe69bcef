"""What the days bring by themselves: docs/portal.md sections 9.3, 10.4, 19, and NFR-6."""

from __future__ import annotations

from datetime import date, timedelta

from domain.statuses import BillingType, SubscriptionStatus
from sandbox import operations, vendor
from tests.sandbox.world import LONG_TERM, MONTHLY, World

COMMITMENT = BillingType.MONTHLY_COMMITMENT
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL


def test_each_billing_day_closes_one_period_and_orders_the_next(world: World) -> None:
    """BIL-10."""
    subscription = world.buy(world.plan(MONTHLY), 10)

    world.until(date(2025, 10, 2))

    assert world.orders(subscription) == [
        ("sales", "completed"), ("prolong", "completed"), ("prolong", "completed"),
    ]  # fmt: skip
    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "15.48", "closed"),
        ("01.09.25", "01.10.25", "40.00", "closed"),
        ("01.10.25", "01.11.25", "40.00", "blocked"),
    ]
    assert [row.closed_on for row in world.owed()] == [date(2025, 9, 1), date(2025, 10, 1)]


def test_the_last_period_ends_on_the_expiration_date(world: World) -> None:
    subscription = world.buy(world.plan(MONTHLY, months=1), 10)

    world.until(date(2025, 10, 2))

    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "15.48", "closed"),
        ("01.09.25", "20.09.25", "25.33", "closed"),
    ]
    assert world.now_is(subscription).status == "stopped"


def test_intervals_are_paid_in_their_turn_and_closed_at_their_end(world: World) -> None:
    subscription = world.buy(world.plan(INTERVAL, "10.00", months=3), 2)
    assert [line[3] for line in world.charges(subscription)] == ["blocked", "opened", "opened"]

    world.until(date(2025, 9, 20))
    assert [line[3] for line in world.charges(subscription)] == ["closed", "blocked", "opened"]

    world.until(date(2025, 11, 21))
    assert [line[3] for line in world.charges(subscription)] == ["closed"] * 3


def test_long_term_closes_when_the_deletion_window_is_over(world: World) -> None:
    """OP-45: bought on the 20th with a window of 168 hours, so open on the 27th."""
    plan = world.plan(LONG_TERM, "10.00", months=12, deletion_window_hours=168)
    subscription = world.buy(plan, 2)

    world.until(date(2025, 8, 27), hour=23)
    assert {line[3] for line in world.charges(subscription)} == {"blocked"}
    world.until(date(2025, 8, 28))
    assert {line[3] for line in world.charges(subscription)} == {"closed"}


def test_an_automatic_renewal_is_ordered_before_the_expiration(world: World) -> None:
    """OP-23."""
    plan = world.plan(LONG_TERM, "10.00", months=1, auto_renew_point=7)
    subscription = world.buy(plan, 2, is_auto_renewed=True)

    world.until(date(2025, 9, 12))
    assert world.orders(subscription) == [("sales", "completed")]
    world.until(date(2025, 9, 13))
    assert world.orders(subscription)[-1] == ("renewal", "waiting_for_provisioning")
    world.until(date(2025, 9, 20))

    assert world.orders(subscription)[-1] == ("renewal", "completed")
    assert world.now_is(subscription).end_on == date(2025, 10, 20)
    assert world.now_is(subscription).status == "active"


def test_a_deactivated_plan_still_renews_by_itself(world: World) -> None:
    """OP-21."""
    plan = world.plan(LONG_TERM, "10.00", months=1)
    subscription = world.buy(plan, 2, is_auto_renewed=True)
    world.books.change(plan, status="inactive")
    world.books.kept.clear()

    world.until(date(2025, 9, 21))

    assert world.now_is(subscription).end_on == date(2025, 10, 20)


def test_without_a_renewal_it_is_graced_then_stopped_then_deleted(world: World) -> None:
    """T9, T10, T11, DET-11, E2E-8."""
    plan = world.plan(LONG_TERM, "10.00", months=1, grace_days=7, storage_days=30)
    subscription = world.buy(plan, 2)

    found = []
    for day in (date(2025, 9, 19), date(2025, 9, 20), date(2025, 9, 26), date(2025, 9, 27),
                date(2025, 10, 26), date(2025, 10, 27)):  # fmt: skip
        world.until(day)
        found.append(world.now_is(subscription).status)

    assert found == ["active", "graced", "graced", "stopped", "stopped", "deleted"]


def test_a_trial_ends_without_grace(world: World) -> None:
    plan = world.plan(MONTHLY, months=12, trial_months=1, grace_days=7)
    subscription = world.buy(plan, 5, is_trial=True)

    world.until(date(2025, 9, 20))

    assert world.now_is(subscription).status == "stopped"


def test_expired_software_is_deleted_on_its_day(world: World) -> None:
    """MS-18, DET-11."""
    plan = world.plan(BillingType.NON_RECURRING, "0", setup="100.00", months=1)
    subscription = world.buy(plan, 1)

    world.until(date(2025, 9, 20))

    assert world.now_is(subscription).status == "deleted"


def test_a_renewal_that_fails_leaves_it_failed(world: World) -> None:
    plan = world.plan(LONG_TERM, "10.00", months=1)
    subscription = world.buy(plan, 2, is_auto_renewed=True)
    vendor.tell(world.books, subscription.subscription_id, "renewal", failure="No")

    world.until(date(2025, 9, 25))

    assert world.now_is(subscription).status is SubscriptionStatus.RENEWING_FAILED
    assert world.charges(subscription) == [("20.08.25", "20.09.25", "20.00", "closed")]


def test_a_missed_run_is_caught_up_with(world: World) -> None:
    """NFR-6: three months in one step give what three single ones give."""
    other = World()
    for one in (world, other):
        one.buy(one.plan(MONTHLY), 10)

    world.wait(timedelta(days=99))
    for _ in range(99):
        other.wait(timedelta(days=1))

    assert len(world.owed()) == 3
    assert world.owed() == other.owed()


def test_the_rest_of_a_stopped_month_is_released_on_the_billing_day(world: World) -> None:
    """OP-12: 5/31 of 40.00 are used by the 25th."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    world.until(date(2025, 8, 25))
    operations.request(world.books, world.now_is(subscription), "stop")
    world.wait()
    assert world.charges(subscription) == [
        ("20.08.25", "25.08.25", "6.45", "closed"),
        ("25.08.25", "01.09.25", "9.03", "blocked"),
    ]

    world.until(date(2025, 9, 2))

    assert world.charges(subscription) == [("20.08.25", "25.08.25", "6.45", "closed")]


def test_the_rest_is_due_when_it_was_activated_again(world: World) -> None:
    """OP-12."""
    subscription = world.buy(world.plan(MONTHLY), 10)
    world.until(date(2025, 8, 25))
    operations.request(world.books, world.now_is(subscription), "stop")
    world.until(date(2025, 8, 28))
    operations.request(world.books, world.now_is(subscription), "activate")

    world.until(date(2025, 9, 2))

    assert world.charges(subscription)[:2] == [
        ("20.08.25", "25.08.25", "6.45", "closed"),
        ("25.08.25", "01.09.25", "9.03", "closed"),
    ]


def test_activation_in_a_later_month_is_charged_from_its_day(world: World) -> None:
    """27 of October's 31 days at 40.00; September has no cost at all."""
    subscription = world.buy(world.plan(MONTHLY, storage_days=90), 10)
    world.until(date(2025, 8, 25))
    operations.request(world.books, world.now_is(subscription), "stop")
    world.until(date(2025, 10, 5))
    operations.request(world.books, world.now_is(subscription), "activate")

    world.until(date(2025, 11, 2))

    assert world.charges(subscription) == [
        ("20.08.25", "25.08.25", "6.45", "closed"),
        ("05.10.25", "01.11.25", "34.84", "closed"),
        ("01.11.25", "01.12.25", "40.00", "blocked"),
    ]


def test_a_commitment_is_charged_while_it_is_stopped(world: World) -> None:
    """OP-10."""
    subscription = world.buy(world.plan(COMMITMENT, months=12, storage_days=90), 10)
    world.until(date(2025, 8, 25))
    operations.request(world.books, world.now_is(subscription), "stop")

    world.until(date(2025, 10, 2))

    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "15.48", "closed"),
        ("01.09.25", "01.10.25", "40.00", "closed"),
        ("01.10.25", "01.11.25", "40.00", "blocked"),
    ]


def test_a_stopped_subscription_is_not_renewed(world: World) -> None:
    """OP-25."""
    plan = world.plan(LONG_TERM, "10.00", months=1, storage_days=90)
    subscription = world.buy(plan, 2, is_auto_renewed=True)
    world.until(date(2025, 9, 15))
    operations.request(world.books, world.now_is(subscription), "stop")

    world.until(date(2025, 10, 1))

    assert world.orders(subscription) == [("sales", "completed")]
    assert world.now_is(subscription).status == "stopped"


def test_pay_in_full_starts_free_and_is_renewed_by_the_month(world: World) -> None:
    plan = world.plan(BillingType.PAY_IN_FULL, "2.10", months=1)
    subscription = world.buy(plan, 10, is_auto_renewed=True)
    assert subscription.end_on == date(2025, 10, 1)

    world.until(date(2025, 10, 2))

    assert world.charges(subscription) == [
        ("01.09.25", "01.10.25", "21.00", "closed"),
        ("01.10.25", "01.11.25", "21.00", "blocked"),
    ]


def test_license_based_is_renewed_by_the_calendar_month(world: World) -> None:
    plan = world.plan(BillingType.LICENSE_BASED, months=1)
    subscription = world.buy(plan, 10, is_auto_renewed=True)

    world.until(date(2025, 9, 2))

    assert world.charges(subscription) == [
        ("01.08.25", "01.09.25", "40.00", "closed"),
        ("01.09.25", "01.10.25", "40.00", "blocked"),
    ]


def test_eset_pays_for_the_current_billing_period(world: World) -> None:
    subscription = world.buy(world.plan(BillingType.ESET, "2.30"), 5)

    world.until(date(2025, 9, 2))

    assert world.charges(subscription) == [
        ("20.08.25", "01.09.25", "4.45", "closed"),  # 12/31 x 11.50
        ("01.09.25", "01.10.25", "11.50", "blocked"),
    ]
