"""What a seeded platform always holds, whatever its day and size."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from domain.money import round_half_up
from domain.statuses import (
    AccountStatus,
    BillingType,
    ChargeStatus,
    ChargeType,
    ManagerStatus,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox import costs
from sandbox.books import Books
from sandbox.catalog_records import Discount, ExchangeRate, Plan
from sandbox.charging.discounts import discount_of
from sandbox.costs import Window
from sandbox.exchange import shift_for
from sandbox.instants import instant_of
from sandbox.records import (
    Account,
    AddedAmount,
    Charge,
    Manager,
    ManagerRole,
    Order,
    Reseller,
    ResellerCharge,
    Resource,
    Subscription,
    Usage,
)
from sandbox.seed import seed
from sandbox.seeding import history
from sandbox.seeding.people import token_of
from sandbox.seeding.tellings import TELLINGS
from tests.sandbox_fixtures import DAY, SeededStore

ALL_TIME = Window(date(2000, 1, 1), date(2100, 1, 1))
MAIN = 12


@pytest.fixture(scope="module")
def books(seeded_store: SeededStore) -> Books:
    return Books(sqlite3.connect(seeded_store.path), instant_of(DAY, 9))


@pytest.fixture(scope="module")
def charges(books: Books) -> list[Charge]:
    return books.find(Charge)


def known(enumeration: type) -> set[str]:
    return {member.value for member in enumeration} - {"unknown"}  # type: ignore[attr-defined]


def test_the_same_day_gives_the_same_platform(tmp_path: Path) -> None:
    stores = []
    for name in ("one", "other"):
        seed(tmp_path / name, date(2026, 5, 31), clients=17, subscriptions=70, months=6)
        with sqlite3.connect(tmp_path / name) as connection:
            stores.append(list(connection.iterdump()))
        connection.close()

    assert stores[0] == stores[1]


def test_another_day_gives_another_platform(tmp_path: Path, books: Books) -> None:
    seed(tmp_path / "other", DAY + timedelta(days=1), clients=20, subscriptions=110, months=6)
    connection = sqlite3.connect(tmp_path / "other")

    other = Books(connection, instant_of(DAY, 9))

    assert [s.plan_id for s in other.find(Subscription)] != [
        s.plan_id for s in books.find(Subscription)
    ]
    connection.close()


def test_a_short_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="6 months or more"):
        seed(tmp_path / "store", DAY, months=5)
    assert not (tmp_path / "store").exists()


def test_the_size_is_what_was_asked_for(tmp_path: Path) -> None:
    seeded = seed(tmp_path / "store", DAY, clients=60, subscriptions=300, months=6, plans=400)
    connection = sqlite3.connect(tmp_path / "store")
    books = Books(connection, instant_of(DAY, 9))

    for reseller in seeded.resellers:
        assert books.count(Plan, "reseller_id = ?", reseller.reseller_id) > 380
    assert books.count(Subscription) == 300
    assert books.count(Account) <= 60
    connection.close()


def test_three_resellers_with_their_own_currencies_and_billing_days(books: Books) -> None:
    found = {
        reseller.currency: (reseller.parent_id, reseller.billing_day)
        for reseller in books.find(Reseller, "parent_id IS NOT NULL")
    }

    assert found == {"EUR": (11, 1), "PLN": (11, 1), "GBP": (11, 15)}


def test_managers_can_be_told_apart_and_signed_in(books: Books, seeded_store: SeededStore) -> None:
    roles = {role.role_id: role.name for role in books.find(ManagerRole)}
    managers = books.find(Manager)

    for reseller in seeded_store.seeded.resellers:
        own = [manager for manager in managers if manager.reseller_id == reseller.reseller_id]
        active = {roles[m.role_id or 0] for m in own if m.status is ManagerStatus.ACTIVE}
        assert {"System administrator", "Sales person"} <= active
    assert any(manager.status is ManagerStatus.INACTIVE for manager in managers)
    assert seeded_store.seeded.token == token_of("kadri.tamm@northerncloud.example")
    assert {manager.domain for manager in seeded_store.seeded.managers} == {
        reseller.domain for reseller in seeded_store.seeded.resellers
    }


def test_every_status_and_billing_type_is_there(books: Books, charges: list[Charge]) -> None:
    plans = {plan.plan_id: plan.billing_type for plan in books.find(Plan)}
    subscriptions = books.find(Subscription, "reseller_id = ?", MAIN)
    orders = books.find(Order)

    assert {s.status.value for s in subscriptions} == known(SubscriptionStatus)
    assert {plans[s.plan_id].value for s in subscriptions} == known(BillingType)
    assert {account.status.value for account in books.find(Account)} == known(AccountStatus)
    assert {order.status.value for order in orders} == known(OrderStatus)
    assert {order.kind.value for order in orders} == known(OrderType)
    assert {charge.status.value for charge in charges} == known(ChargeStatus)
    assert {charge.kind.value for charge in charges} == known(ChargeType)


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 4, 1), date(2026, 12, 31)])
def test_every_status_is_there_on_any_day(day: date, tmp_path: Path) -> None:
    seed(tmp_path / "store", day, clients=17, subscriptions=80, months=6)
    connection = sqlite3.connect(tmp_path / "store")
    books = Books(connection, instant_of(day, 9))
    subscriptions = books.find(Subscription, "reseller_id = ?", MAIN)

    assert {s.status.value for s in subscriptions} == known(SubscriptionStatus)
    assert {charge.status.value for charge in books.find(Charge)} == known(ChargeStatus)
    connection.close()


def test_charge_amounts_are_what_their_parts_make(charges: list[Charge]) -> None:
    """BIL-5, CUR-3, REP-5: price x quantity x months, at the rate of the charge."""
    for charge in charges:
        assert charge.amount == round_half_up(charge.plan_amount * charge.exchange_rate, 2)
        assert charge.plan_amount == round_half_up(charge.plan_amount, 2)
        if charge.kind is ChargeType.RECURRING:
            product = charge.unit_price * charge.quantity * charge.duration
            # Durations are shown with three places only.
            tolerance = abs(charge.unit_price * charge.quantity) * Decimal("0.0005")
            assert abs(charge.plan_amount - product) <= tolerance + Decimal("0.005")
        else:
            assert charge.plan_amount == round_half_up(charge.unit_price * charge.quantity, 2)


def test_every_closed_charge_became_one_reseller_charge(
    books: Books, charges: list[Charge]
) -> None:
    """REP-5: owed = amount less discount."""
    rows = {row.charge_id: row for row in books.find(ResellerCharge)}
    closed = {charge.charge_id: charge for charge in charges if charge.status == "closed"}

    assert rows.keys() == closed.keys()
    for key, charge in closed.items():
        row = rows[key]
        assert row.total == charge.amount - row.discount_amount
        assert row.discount_amount == charge.discount_amount
        assert row.discount_percent == charge.discount_percent
        assert row.closed_on == charge.close_on
    assert all(charge.discount_amount is None for charge in charges if charge.status != "closed")


def test_discounts_agree_for_the_charges_of_an_order_that_close_together(
    books: Books, charges: list[Charge]
) -> None:
    """BIL-6."""
    groups: dict[tuple[object, ...], list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.status is ChargeStatus.CLOSED:
            key = charge.order_id or -charge.charge_id
            groups[key, charge.updated_at, charge.discount_percent].append(charge)

    for (_, _, percent), group in groups.items():
        gross = sum((charge.amount for charge in group), Decimal(0))
        given = sum((charge.discount_amount or Decimal(0) for charge in group), Decimal(0))
        assert isinstance(percent, Decimal)
        assert given == discount_of(gross, percent)
    assert {percent for _, _, percent in groups} >= {Decimal(0), Decimal(10), Decimal(15)}
    assert all(discount.percent > 0 for discount in books.find(Discount))


def test_analytics_are_the_sums_of_charges_and_usage(books: Books, charges: list[Charge]) -> None:
    """ANL-21, in plain Python."""
    plans = {plan.plan_id: plan.billing_type for plan in books.find(Plan)}
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for charge in charges:
        is_external = plans[charge.plan_id] is BillingType.PAYG_EXTERNAL
        if not is_external and charge.status not in ("new", "deleted", "refunded"):
            sums[f"{charge.start_on:%Y-%m}", charge.subscription_id] += charge.amount
    for usage in books.find(Usage):
        if usage.is_billed:
            sums[f"{usage.operated_on:%Y-%m}", usage.subscription_id] += usage.total

    expenses = [
        expense
        for reseller in books.find(Reseller)
        for expense in costs.expenses(books, reseller.reseller_id, ALL_TIME)
    ]

    assert {(e.month, e.subscription_id): e.total for e in expenses} == sums
    assert len(expenses) == len(sums)


def test_monthly_analytics_agree_with_the_resellers(books: Books) -> None:
    by_subscription: dict[int, Decimal] = defaultdict(Decimal)
    for expense in costs.expenses(books, MAIN, ALL_TIME):
        by_subscription[expense.subscription_id] += expense.total

    for subscription in books.find(Subscription, "reseller_id = ?", MAIN):
        months = costs.monthly(books, subscription, ALL_TIME)
        total = sum((cost.total for cost in months), Decimal(0))
        assert total == by_subscription[subscription.subscription_id]


def test_consumption_charges_are_the_rounded_sums_of_what_was_billed(
    books: Books, charges: list[Charge]
) -> None:
    usage = books.find(Usage)
    found = 0
    for charge in charges:
        if charge.kind is ChargeType.CONSUMPTION and charge.accrued:
            total = sum(
                (
                    one.total
                    for one in usage
                    if one.subscription_id == charge.subscription_id
                    and charge.start_on <= one.operated_on < charge.end_on
                    and one.is_billed
                ),
                Decimal(0),
            )
            assert charge.accrued == total
            assert charge.amount == round_half_up(total, 2)
            found += 1
    assert found > 10


def test_late_usage_never_misses_the_closing_of_its_period(
    books: Books, charges: list[Charge]
) -> None:
    closed = {
        (charge.subscription_id, charge.end_on): charge
        for charge in charges
        if charge.kind is ChargeType.CONSUMPTION and charge.status is ChargeStatus.CLOSED
    }
    for usage in books.find(Usage):
        assert 1 <= (usage.billed_on - usage.operated_on).days <= 3
    for (subscription_id, end), charge in closed.items():
        where = "subscription_id = ? AND operated_on >= ? AND operated_on < ? AND billed_on > ?"
        assert books.count(Usage, where, subscription_id, charge.start_on, end, end) == 0


def test_some_usage_is_given_back(books: Books) -> None:
    assert books.count(Usage, "total < 0") > 0


def test_trials_cost_nothing(books: Books, charges: list[Charge]) -> None:
    """BIL-13, ANL-22."""
    trials = {s.subscription_id for s in books.find(Subscription) if s.is_trial}

    assert trials
    assert not trials & {charge.subscription_id for charge in charges}


def test_somebody_costs_nothing_at_all(books: Books, charges: list[Charge]) -> None:
    paying = {charge.account_id for charge in charges}

    assert {account.account_id for account in books.find(Account)} - paying


def test_some_subscription_has_a_month_without_cost_in_between(books: Books) -> None:
    months: dict[int, set[str]] = defaultdict(set)
    for expense in costs.expenses(books, MAIN, ALL_TIME):
        months[expense.subscription_id].add(expense.month)

    def has_gap(found: set[str]) -> bool:
        first, last = (date.fromisoformat(f"{month}-01") for month in (min(found), max(found)))
        span = (last.year - first.year) * 12 + last.month - first.month + 1
        return len(found) < span

    assert any(has_gap(found) for found in months.values())


def test_names_that_a_portal_must_bear_are_there(books: Books) -> None:
    names = [account.name for account in books.find(Account)]

    assert "<b>Nord</b> & Söhne" in names
    assert {"=Equals Studio", "+Plus Ltd"} <= set(names)
    assert names.count("Kastanie GmbH") > 1
    assert any("'" in name for name in names)
    assert any('"' in name for name in names)
    assert any("а" <= letter <= "я" for name in names for letter in name)


def test_expiring_subscriptions_have_auto_renewal_on_and_off(books: Books) -> None:
    """HOME-11."""
    soon = [
        subscription.is_auto_renewed
        for subscription in books.find(Subscription, "status = 'active'")
        if subscription.end_on and DAY < subscription.end_on <= DAY + timedelta(days=30)
    ]

    assert set(soon) == {True, False}


def test_nothing_hangs_in_the_air(books: Books, charges: list[Charge]) -> None:
    accounts = {account.account_id: account.reseller_id for account in books.find(Account)}
    subscriptions = {s.subscription_id: s for s in books.find(Subscription)}
    orders = {order.order_id for order in books.find(Order)}
    resources = {resource.resource_id for resource in books.find(Resource)}

    for subscription in subscriptions.values():
        assert accounts[subscription.account_id] == subscription.reseller_id
    for charge in charges:
        owner = subscriptions[charge.subscription_id]
        assert (owner.account_id, owner.reseller_id) == (charge.account_id, charge.reseller_id)
        assert charge.order_id is None or charge.order_id in orders
        assert charge.start_on < charge.end_on
    held = {c.resource_id for c in charges if c.status in ("blocked", "opened") and c.resource_id}
    assert held <= resources


def test_ids_follow_time(books: Books) -> None:
    for kind in (Subscription, Order, Charge, Account):
        created = [record.created_at for record in books.find(kind)]
        assert created == sorted(created)


def test_nothing_lies_in_the_future(books: Books) -> None:
    for kind in (Subscription, Order, Charge, Account, ResellerCharge):
        for record in books.find(kind):
            assert record.created_at <= record.updated_at <= books.now


def test_rates_are_set_each_month_within_the_banks_data(books: Books) -> None:
    rates = books.find(ExchangeRate, "reseller_id = ? AND currency = 'USD'", MAIN)

    assert len(rates) >= 7
    assert all(rate.effective_on.day == 1 for rate in rates[1:])
    assert all(Decimal("0.7") < rate.rate < Decimal("1.1") for rate in rates)
    assert {r.quantity for r in books.find(ExchangeRate, "currency = 'CZK'")} == {100}
    assert shift_for(date(2026, 4, 13)) == timedelta(0)
    assert shift_for(date(2026, 4, 14)) == timedelta(weeks=1)


def test_every_telling_story_has_been_told(books: Books) -> None:
    names = {s.name for s in books.find(Subscription, "reseller_id = ?", MAIN)}

    for telling in TELLINGS:
        if telling.script.__name__ not in ("switched_with_refund",):
            assert any(name.startswith(telling.plan) for name in names), telling


def test_licences_are_assigned_some_of_them_all(books: Books) -> None:
    """OP-33: there is something to give up, and something that can't be."""
    held = [resource for resource in books.find(Resource) if resource.additional]

    assert any(0 < resource.used < resource.additional for resource in held)
    assert any(resource.used == resource.additional for resource in held)


def test_a_switch_waits_and_a_trial_ends_soon(books: Books) -> None:
    waiting = "kind = 'switch' AND status = 'waiting_for_provisioning'"
    assert books.count(Order, waiting)
    assert books.count(Subscription, "is_trial AND status = 'active' AND end_on < ?",
                       DAY + timedelta(days=7))  # fmt: skip


def test_what_was_added_has_a_window_of_its_own(books: Books) -> None:
    """MS-17."""
    own = (
        "window_ends_at > ? AND subscription_id IN (SELECT subscription_id FROM subscription "
        "WHERE status = 'active' AND window_ends_at < ?)"
    )
    assert books.count(AddedAmount, own, books.now, books.now)


def test_of_large_histories_only_some_lives_are_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "FULL_LIVES", 0)
    seed(tmp_path / "store", DAY, clients=20, subscriptions=110, months=12)
    connection = sqlite3.connect(tmp_path / "store")
    books = Books(connection, instant_of(DAY, 9))

    begun = books.now - timedelta(days=history.RECENT_DAYS + 5)
    assert books.count(Subscription, "created_at < ?", begun) < 10
    connection.close()
