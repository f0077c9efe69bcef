"""What a seeded platform always holds, whatever its day and size."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

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
from sandbox.books import Books
from sandbox.catalog_records import ExchangeRate, Plan
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
)
from sandbox.seed import seed
from sandbox.seeding import history
from sandbox.seeding.people import token_of
from sandbox.seeding.tellings import TELLINGS
from tests.sandbox_fixtures import DAY, MAIN, SeededStore


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
