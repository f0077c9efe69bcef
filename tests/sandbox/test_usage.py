"""Consumption: Azure by the day, backup by the month (docs/portal.md section 19, MS-14)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.money import round_half_up
from domain.statuses import BillingType, ChargeStatus
from sandbox import costs, holds, operations
from sandbox.backup import stored
from sandbox.costs import Window
from sandbox.open_data import read_csv
from sandbox.records import Subscription, Usage
from sandbox.workloads import BANDWIDTH, METERS, REGIONS, bandwidth_parts, measured, workload
from tests.sandbox.world import World

EXTERNAL, PAYG = BillingType.PAYG_EXTERNAL, BillingType.PAYG
AUGUST = Window(date(2025, 8, 1), date(2025, 9, 1))
SEPTEMBER = Window(date(2025, 9, 1), date(2025, 10, 1))


def azure(world: World, **more: str) -> Subscription:
    return world.buy(world.plan(EXTERNAL, "0", is_measured=True, **more), 0)


def usage_of(world: World, subscription: Subscription) -> list[Usage]:
    where = "subscription_id = ? ORDER BY usage_id"
    return world.books.find(Usage, where, subscription.subscription_id)


def test_an_order_of_azure_costs_nothing(world: World) -> None:
    """MS-14."""
    assert world.charges(azure(world)) == []


def test_a_day_is_billed_on_the_next_morning(world: World) -> None:
    subscription = azure(world)
    world.until(date(2025, 8, 21), hour=5)
    assert usage_of(world, subscription) == []

    world.until(date(2025, 8, 21))

    found = usage_of(world, subscription)
    assert {usage.operated_on for usage in found} == {date(2025, 8, 20)}
    assert {usage.billed_on for usage in found if usage.is_billed} == {date(2025, 8, 21)}


def test_late_records_are_billed_within_their_period(world: World) -> None:
    subscription = azure(world)
    world.until(date(2025, 9, 1))

    found = usage_of(world, subscription)

    late = {(usage.billed_on - usage.operated_on).days for usage in found}
    assert late <= {1, 2, 3}
    assert max(late) > 1
    assert all(usage.is_billed and usage.billed_on <= date(2025, 9, 1) for usage in found)


def test_one_charge_gathers_a_billing_period_and_closes_on_the_billing_day(world: World) -> None:
    subscription = azure(world)
    world.until(date(2025, 8, 25))
    (charge,) = world.all_charges(subscription)
    billed = [usage.total for usage in usage_of(world, subscription) if usage.is_billed]
    assert charge.status is ChargeStatus.BLOCKED
    assert (charge.start_on, charge.end_on) == (date(2025, 8, 20), date(2025, 9, 1))
    assert charge.amount == round_half_up(sum(billed, Decimal(0)), 2)

    world.until(date(2025, 9, 1))
    (charge,) = world.all_charges(subscription)
    everything = [usage.total for usage in usage_of(world, subscription)]
    assert (charge.status, charge.close_on) == (ChargeStatus.CLOSED, date(2025, 9, 1))
    assert charge.amount == round_half_up(sum(everything, Decimal(0)), 2)
    assert (charge.quantity, charge.unit_price) == (1, charge.plan_amount)  # REP-6


def test_the_billing_day_cuts_periods_and_the_month_cuts_analytics(world: World) -> None:
    """ANL-21: charges run from the 15th to the 15th, analytics by the month of the use."""
    world = World(billing_day=15)
    subscription = azure(world)
    world.until(date(2025, 9, 20))

    found = usage_of(world, subscription)
    spans = [(charge.start_on, charge.end_on) for charge in world.all_charges(subscription)]
    august = sum((u.total for u in found if u.operated_on.month == 8), Decimal(0))
    (expense,) = costs.expenses(world.books, 1, AUGUST)

    assert spans == [
        (date(2025, 8, 20), date(2025, 9, 15)), (date(2025, 9, 15), date(2025, 10, 15)),
    ]  # fmt: skip
    assert expense.total == august


def test_analytics_are_not_rounded(world: World) -> None:
    subscription = azure(world)
    world.until(date(2025, 9, 1))

    (expense,) = costs.expenses(world.books, 1, AUGUST)
    months = costs.monthly(world.books, subscription, AUGUST)
    (charge,) = world.all_charges(subscription)

    assert expense.total == sum((cost.total for cost in months), Decimal(0)) == charge.accrued
    assert expense.total != charge.amount


def test_drafts_are_what_waits_to_be_billed(world: World) -> None:
    subscription = azure(world)
    waiting: list[Usage] = []
    while not waiting:
        world.wait(timedelta(days=1))
        waiting = [usage for usage in usage_of(world, subscription) if not usage.is_billed]

    drafts = costs.drafts(world.books, subscription, AUGUST)

    assert sum((total for _, total in drafts), Decimal(0)) == sum(u.total for u in waiting)
    assert all(day > world.books.today for day, _ in drafts)


def test_items_are_priced_in_the_resellers_currency(world: World) -> None:
    """CUR-5: dollars at 0.85; every item is its quantity times its price, six places."""
    world.set_rate("USD", "0.8500")
    plan = world.plan(EXTERNAL, "0", is_measured=True, currency="USD")
    world.give_discount(plan, "3")
    subscription = world.buy(plan, 0)
    world.until(date(2025, 9, 1))

    hours = [u for u in usage_of(world, subscription) if u.unit == "1 Hour"]
    (charge,) = world.all_charges(subscription)

    assert charge.amount == round_half_up(charge.plan_amount * Decimal("0.85"), 2)
    for usage in usage_of(world, subscription):
        assert usage.total == round_half_up(usage.quantity * usage.unit_price, 6)
        assert usage.discount_amount == round_half_up(usage.total * Decimal("0.03"), 6)
    prices = {meter.price for meters in METERS.values() for meter in meters}
    assert {round_half_up(u.unit_price / Decimal("0.85"), 4) for u in hours} <= {
        round_half_up(Decimal(price), 4) for price in prices
    }


def test_usage_ends_with_the_subscription_and_its_last_period_closes(world: World) -> None:
    subscription = azure(world)
    world.until(date(2025, 8, 25))
    operations.request(world.books, world.now_is(subscription), "stop")

    world.until(date(2025, 9, 20))

    assert max(u.operated_on for u in usage_of(world, subscription)) == date(2025, 8, 24)
    assert [charge.status for charge in world.all_charges(subscription)] == ["closed"]


def test_refunds_come_as_negative_amounts() -> None:
    """MS-14, ANL-17."""
    uses = workload(3007101, "EUR")
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]

    negative = [m for day in days for m in measured(3007101, uses, day) if m.quantity < 0]

    assert 3 <= len(negative) <= 25


def test_the_same_day_is_measured_the_same_again() -> None:
    first = measured(7, workload(7, "GBP"), date(2025, 3, 3))

    assert measured(7, workload(7, "GBP"), date(2025, 3, 3)) == first


def test_bandwidth_is_tiered() -> None:
    """100 GB are free: of 20 GB after 95, five are; above 1 TB it is 0.065."""
    assert bandwidth_parts(Decimal(95), Decimal(20)) == [
        (Decimal(5), Decimal(0)),
        (Decimal(15), Decimal("0.08")),
    ]
    assert bandwidth_parts(Decimal(1020), Decimal(10)) == [
        (Decimal(4), Decimal("0.08")),
        (Decimal(6), Decimal("0.065")),
    ]


def test_tiers_begin_anew_with_each_period(world: World) -> None:
    subscription = next(
        found for found in (azure(world) for _ in range(40))
        if any(use.meter is BANDWIDTH for use in workload(found.subscription_id, "EUR"))
    )  # fmt: skip
    world.until(date(2025, 10, 3))

    traffic = [u for u in usage_of(world, subscription) if u.resource_name == BANDWIDTH.name]
    first_days = [u for u in traffic if u.operated_on in (date(2025, 9, 1), date(2025, 10, 1))]

    assert {usage.unit_price for usage in first_days} == {Decimal(0)}
    assert any(usage.unit_price for usage in traffic)


def test_meters_are_of_real_services_regions_and_units() -> None:
    services = {row["service"] for row in read_csv("azure_services.csv")}
    regions = {row["name"] for row in read_csv("azure_regions.csv")}
    units = {row["unit"] for row in read_csv("azure_units.csv")}
    meters = [meter for meters in METERS.values() for meter in meters]

    assert {meter.service for meter in meters} <= services
    assert {meter.unit for meter in meters} <= units
    assert {region for names in REGIONS.values() for region in names} <= regions


def test_backup_is_charged_for_the_past_period_on_the_billing_day(world: World) -> None:
    """BIL-3: the most that was stored, times the price of a gigabyte."""
    plan = world.plan(PAYG, "0", overuse="0.0850", is_measured=True, maximum=100_000)
    subscription = world.buy(plan, 1000)
    key = subscription.subscription_id
    days = [date(2025, 8, 20) + timedelta(days=n) for n in range(12)]

    world.until(date(2025, 9, 1))

    (charge,) = world.all_charges(subscription)
    most = max(stored(1000, key, day) for day in days)
    assert charge.quantity == most
    assert charge.plan_amount == round_half_up(most * Decimal("0.085"), 2)
    assert (charge.start_on, charge.end_on) == (date(2025, 8, 20), date(2025, 9, 1))
    assert (charge.status, charge.duration) == ("closed", Decimal("0.387"))


def test_backup_that_is_deleted_is_charged_up_to_its_day(world: World) -> None:
    """BIL-11."""
    plan = world.plan(PAYG, "0", overuse="0.0850", is_measured=True)
    subscription = world.buy(plan, 1000)
    world.until(date(2025, 9, 11))
    holds.close_account(world.books, world.account)
    world.wait()

    world.until(date(2025, 10, 2))

    ends = [charge.end_on for charge in world.all_charges(subscription)]
    assert ends == [date(2025, 9, 1), date(2025, 9, 11)]


def test_other_charges_count_in_the_month_their_period_starts_in(world: World) -> None:
    """ANL-21."""
    subscription = world.buy(world.plan(BillingType.MONTHLY), 10)
    world.until(date(2025, 9, 2))

    (august,) = costs.expenses(world.books, 1, AUGUST)
    (september,) = costs.expenses(world.books, 1, SEPTEMBER)

    assert (august.month, august.total) == ("2025-08", Decimal("15.48"))
    assert (september.month, september.total) == ("2025-09", Decimal("40"))
    assert (august.account_id, august.subscription_id) == (1, subscription.subscription_id)


@pytest.mark.parametrize("status", ["new", "deleted", "refunded"])
def test_what_is_not_owed_does_not_count(world: World, status: str) -> None:
    """ANL-21."""
    subscription = world.buy(world.plan(BillingType.MONTHLY), 10)
    (charge,) = world.all_charges(subscription)

    world.books.change(charge, status=ChargeStatus(status))

    assert costs.expenses(world.books, 1, AUGUST) == []
    assert costs.monthly(world.books, subscription, AUGUST) == []
