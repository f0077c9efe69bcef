"""Writes against the stand-in for the platform: what one sends, the other carries out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.account import Account, AccountData, AccountType
from domain.errors import UpstreamRejected
from domain.statuses import AccountStatus, OrderStatus
from sandbox.catalog_records import Discount as SandboxDiscount
from sandbox.catalog_records import Plan
from sandbox.records import Account as SandboxAccount
from tests.contract.acting import DATA, RESELLER, HeldTransport, order_of
from tests.sandbox.buyer import HOSTED, Buyer
from upstream.actions import UpstreamActions


def test_the_form_of_an_account_is_told_by_our_keys(form: AccountType) -> None:
    fields = {field.key: field for field in form.fields}

    assert form.account_type_id == "1"
    assert {key for key, field in fields.items() if field.is_required} == {
        "name", "itn", "first_name", "last_name", "email",
    }  # fmt: skip
    assert {key for key, field in fields.items() if field.is_custom} == {"itn", "position"}
    assert fields["client_type"].values == ("business", "education", "public_sector")
    assert set(DATA.values()) <= fields.keys()


def test_an_account_is_created_as_it_was_entered(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    created = actions.create_account(RESELLER, DATA, form)

    assert (created.data, created.status) == (DATA, AccountStatus.ACTIVE)
    assert created.created_at == buyer.platform.now()
    assert actions.fetch_account(RESELLER, created.account_id) == created


def test_what_is_not_known_of_an_account_is_left_out(
    actions: UpstreamActions, form: AccountType
) -> None:
    least = AccountData(
        name="Engine Ltd", itn="12345678", first_name="A", last_name="B", email="a@b.example"
    )

    created = actions.create_account(RESELLER, least, form)

    assert created.data == replace(least, client_type="business")


def test_only_what_changed_of_an_account_is_written(
    actions: UpstreamActions, form: AccountType
) -> None:
    created = actions.create_account(RESELLER, DATA, form)

    changes = {"itn": "87654321", "zip": "SW1Y 4JJ", "client_type": "business"}
    updated = actions.update_account(RESELLER, created.account_id, changes, form)

    assert updated.data == replace(DATA, **changes)


def test_a_refused_account_is_told_by_our_keys(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    wrong = replace(DATA, name="engine.com", itn="12", country="ZZ", zip="\x07")
    with buyer.platform.reading() as books:
        before = books.count(SandboxAccount, "TRUE")

    with pytest.raises(UpstreamRejected) as raised:
        actions.create_account(RESELLER, wrong, form)

    assert raised.value.status == 422
    assert raised.value.fields == {
        "name": "Company name must not hold special characters or end like a domain",
        "itn": "ITN must have 5 to 15 digits",
        "country": "Country must be a country code of two letters (ISO 3166-1)",
        "zip": "Postal code must be one line of text",
    }
    with buyer.platform.reading() as books:
        assert books.count(SandboxAccount, "TRUE") == before


def test_accounts_are_found_by_their_registration_number(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-24."""
    assert actions.find_accounts(RESELLER, "12345678") == []
    first = actions.create_account(RESELLER, DATA, form)
    buyer.wait()
    then = buyer.platform.now()
    second = actions.create_account(RESELLER, replace(DATA, name="Engine Two"), form)

    assert actions.find_accounts(RESELLER, "12345678") == [first, second]
    since = then - timedelta(seconds=1)
    assert actions.find_accounts(RESELLER, "12345678", since=since) == [second]


def test_an_account_of_another_reseller_is_none(actions: UpstreamActions, buyer: Buyer) -> None:
    """NFR-1."""
    with buyer.platform.reading() as books:
        (theirs, *_) = books.find(SandboxAccount, "reseller_id <> 12")

    assert actions.fetch_account(RESELLER, str(theirs.account_id)) is None
    assert actions.fetch_account(RESELLER, "987654321") is None


def test_an_order_is_placed_as_it_was_asked_for(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    asked = replace(asked, is_auto_renewed=True, provisioning_on=date(2026, 3, 25))

    placed = actions.place_order(RESELLER, asked)

    assert (placed.account_id, placed.manager_id) == (account.account_id, "303")
    assert (placed.plan_id, placed.plan_period_id) == (asked.plan_id, asked.plan_period_id)
    assert placed.quantities == asked.quantities
    assert placed.status is OrderStatus.WAITING_FOR_PAYMENT
    assert placed.currency == "EUR"
    assert isinstance(placed.total, Decimal)
    assert placed.subscription_id is not None
    attributes = buyer.read(f"subscriptions/{placed.subscription_id}")
    assert attributes["renewal_settings"]["autorenew"] is True
    assert buyer.read(f"orders/{placed.order_id}")["provisioning_date"] == "2026-03-25"
    assert actions.fetch_order(RESELLER, placed.order_id) == placed


def test_orders_are_found_by_account_and_time(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    plan = buyer.plan(HOSTED)
    actions.place_order(RESELLER, order_of(buyer, plan, account.account_id))
    buyer.wait()
    then = buyer.platform.now()
    second = actions.place_order(RESELLER, order_of(buyer, plan, account.account_id, 5))
    other = actions.create_account(RESELLER, DATA, form)
    actions.place_order(RESELLER, order_of(buyer, plan, other.account_id))

    found = actions.find_orders(RESELLER, account.account_id, since=then - timedelta(seconds=1))

    assert found == [second]


def test_an_order_that_tells_no_terms_is_completed_by_its_subscription(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """`items` of an order are not documented."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    placed = actions.place_order(RESELLER, asked)
    change = {"collection": "orders", "id": placed.order_id, "attributes": {"items": None}}
    assert buyer.steer("records", change).status_code < 300

    (found,) = actions.find_orders(
        RESELLER, account.account_id, since=buyer.platform.now() - timedelta(minutes=1)
    )

    assert (found.plan_id, found.plan_period_id) == (asked.plan_id, asked.plan_period_id)
    assert found.quantities == asked.quantities


def test_a_refused_order_says_why(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    too_many = replace(asked, quantities=dict.fromkeys(asked.quantities, 10**9))

    with pytest.raises(UpstreamRejected, match="Mailbox: from 1 to 2000") as raised:
        actions.place_order(RESELLER, too_many)

    assert raised.value.status == 422


def test_the_best_discount_of_a_day_is_told(actions: UpstreamActions, buyer: Buyer) -> None:
    with buyer.platform.reading() as books:
        discount = next(
            one for one in books.find(SandboxDiscount, "reseller_id = 12") if one.end_on is None
        )
        today, plans = books.today, books.find(Plan, "reseller_id = 12")

    found = [actions.fetch_discount(RESELLER, str(plan.plan_id), today) for plan in plans]

    assert discount.percent in [one.percent for one in found if one]
    plan_id = str(buyer.plan(HOSTED).plan_id)
    assert actions.fetch_discount(RESELLER, plan_id, date(2001, 1, 1)) is None


def test_what_time_it_is_at_the_platform_is_told_by_any_answer(
    actions: UpstreamActions, buyer: Buyer
) -> None:
    assert actions.platform_time() is None
    buyer.platform.advance(timedelta(days=3))

    actions.fetch_account_types(RESELLER)

    told = actions.platform_time()
    assert told is not None
    ahead = told - buyer.platform.now().replace(microsecond=0)
    assert timedelta(0) <= ahead < timedelta(seconds=30)


def test_every_write_was_held_to_the_contract(
    actions: UpstreamActions, transport: HeldTransport, form: AccountType
) -> None:
    created: Account = actions.create_account(RESELLER, DATA, form)
    actions.update_account(RESELLER, created.account_id, {"zip": "1"}, form)

    assert transport.sent == [
        ("POST", "/api/v3/resellers/12/accounts"),
        ("PATCH", f"/api/v3/resellers/12/accounts/{created.account_id}"),
    ]
