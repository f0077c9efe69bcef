"""Charges, consumption and expenses, as the platform sends them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.upstream.pages import charge, page, record, rows, the_row
from upstream.parse import parse_page, set_aside


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("437.0", "437.0"),
        ('"437.0"', "437.0"),
        ("437", 437),
        ("0.10", "0.10"),
        ("1e3", "1e3"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
        ("null", None),
        ('""', ""),
        ('"abc"', "abc"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ('"NaN"', "NaN"),
    ],
)
def test_amounts_keep_every_digit_that_was_sent(sent: str, text: object) -> None:
    body = b'{"data": [{"id": 1, "attributes": {"amount": %b}}]}' % sent.encode()

    assert the_row("charges", "charge", body)["gross_amount"] == text


def test_a_charge_is_read_into_our_columns() -> None:
    body = page(
        charge(
            subscription_id=7, account_id=8, plan_id=9, order_id=10, type="Charge::Recurring",
            status="Closed", description="Microsoft 365 E3, 1-31 March",
            subscription_resource_id=11, plan_resource_id=12, subscription_resource_name="License",
            quantity=10, unit_price="4.0", operate_from="2025-03-01",
            operate_to="2025-03-31", duration=1.0, amount_in_plan_currency="40.0",
            plan_currency="USD", amount=37.25, discount_amount="1.5",
            close_date="2025-04-01", taxes_total="0.0", created_at="2025-03-01T00:00:00.000+03:00",
            updated_at="2025-04-01T03:00:00.000+03:00",
            something_new={"of": "later versions"},
        )
    )  # fmt: skip

    assert the_row("charges", "charge", body) == {
        "charge_id": "1", "subscription_id": 7, "account_id": 8, "plan_id": 9, "order_id": 10,
        "charge_type": "recurring", "status": "closed",
        "description": "Microsoft 365 E3, 1-31 March", "resource_id": 11, "plan_resource_id": 12,
        "resource_name": "License", "quantity": 10, "unit_price_amount": "4.0",
        "duration_months": "1.0", "period_start_on": "2025-03-01", "period_last_on": "2025-03-31",
        "plan_amount": "40.0", "plan_currency": "USD", "gross_amount": "37.25",
        "discount_amount": "1.5", "closed_on": "2025-04-01",
        "created_at": "2025-03-01T00:00:00.000+03:00",
        "updated_at": "2025-04-01T03:00:00.000+03:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ({"attributes": {"order_id": 10}}, 10),
        ({"relationships": {"order": {"data": {"type": "orders", "id": "10"}}}}, "10"),
        ({"relationships": {"order": {"data": None}}}, None),
        ({}, None),
    ],
)
def test_a_charge_names_its_order_wherever_that_is_told(
    told: dict[str, object], meant: Any
) -> None:
    record = {**charge(), **told}

    assert the_row("charges", "charge", page(record))["order_id"] == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("Charge::Setup", "setup"),
        ("Charge::Recurring", "recurring"),
        ("Charge::Renewal", "renewal"),
        ("Charge::Consumption", "consumption"),
        ("Charge::SubscriptionResourceConsumption", "consumption"),
        ("RecurringCharge", "recurring"),
        ("Charge::Transfer", "unknown"),
        (None, "unknown"),
    ],
)
def test_what_a_charge_is_for_is_read_from_its_class_name(sent: str, meant: str) -> None:
    assert the_row("charges", "charge", page(charge(type=sent)))["charge_type"] == meant


def test_a_charge_that_is_not_closed_has_an_expected_close_date_only() -> None:
    body = page(charge(status="blocked", close_date="2025-04-01"))

    assert the_row("charges", "charge", body)["closed_on"] is None


def test_a_charge_may_name_its_subscription_as_a_relationship() -> None:
    link = {"subscription": {"data": {"id": "7", "type": "subscriptions"}}}

    body = page(record({"amount": 1}, relationships=link))

    assert the_row("charges", "charge", body)["subscription_id"] == "7"


def test_a_reseller_charge_is_read_into_our_columns() -> None:
    body = page(
        record(
            {
                "charge_id": 5, "subscription_id": 7, "unit_price": 4.0, "quantity": 10,
                "duration": 0.387, "amount": "37.25", "discount_amount": "1.5", "total": "35.75",
                "amount_in_plan_currency": "40.0", "plan_currency": "USD",
                "exchange_rate": "0.93125", "close_date": "2025-04-01", "status": "closed",
                "description": "License", "updated_at": "2025-04-01T03:00:00.000+03:00",
            }
        )
    )  # fmt: skip

    assert the_row("reseller_charges", "reseller_charge", body) == {
        "reseller_charge_id": "1", "charge_id": 5, "subscription_id": 7, "description": "License",
        "status": "closed", "quantity": 10, "unit_price_amount": "4.0",
        "duration_months": "0.387", "plan_amount": "40.0", "plan_currency": "USD",
        "exchange_rate": "0.93125", "gross_amount": "37.25", "discount_amount": "1.5",
        "net_amount": "35.75", "closed_on": "2025-04-01",
        "updated_at": "2025-04-01T03:00:00.000+03:00",
    }  # fmt: skip


def consumption(*items: Any) -> bytes:
    return json.dumps({"subscription": {"id": "7", "items": list(items)}}).encode()


def test_consumption_is_the_subscriptions_it_is_listed_under() -> None:
    body = consumption(
        {
            "billed_day": "2025-03-05", "operate_day": "2025-03-03", "description": "D2 v3, West",
            "tags": ["env: test"], "unit_price": "0.10", "duration": "24.0",
            "discount_amount": "0.0", "total": "2.4", "category": "Virtual Machines",
            "resource_name": "D2 v3", "resource_group": "rg1", "currency": "EUR", "unit": "1 Hour",
        }
    )  # fmt: skip

    assert the_row("consumption", "consumption", body) == {
        "subscription_id": "7", "consumed_on": "2025-03-03", "billed_on": "2025-03-05",
        "category": "Virtual Machines", "resource_group": "rg1", "resource_name": "D2 v3",
        "description": "D2 v3, West", "unit": "1 Hour", "quantity": "24.0",
        "unit_price_amount": "0.10", "gross_amount": "2.4", "discount_amount": "0.0",
        "currency": "EUR", "tags": '["env: test"]',
    }  # fmt: skip


def test_consumption_without_a_discount_has_none() -> None:
    row = the_row("consumption", "consumption", consumption({"total": "1.0"}))

    assert (row["discount_amount"], row["tags"]) == ("0", None)


def test_unreadable_consumption_keeps_its_subscription() -> None:
    parsed = parse_page("consumption", consumption({"total": "1.0"}, "nothing"))

    assert len(rows(parsed, "consumption")) == 1
    (quarantined,) = parsed.quarantined
    assert quarantined.record_id.startswith("7/")
    assert json.loads(quarantined.record) == {"subscription": {"id": "7", "items": ["nothing"]}}


@pytest.mark.parametrize("name", ["period", "billing_period"])
def test_the_month_of_an_expense_has_two_names(name: str) -> None:
    expense = {"total": "437.0", name: "2025-03", "account_id": 8, "subscription_id": 7}
    body = json.dumps({"expenses": [expense]}).encode()

    assert the_row("expenses", "platform_expense", body) == {
        "account_id": 8, "subscription_id": 7, "total_amount": "437.0", "month": "2025-03-01",
    }  # fmt: skip


def test_an_unreadable_expense_is_named_by_subscription_and_month() -> None:
    body = json.dumps({"expenses": [{"subscription_id": 7, "period": "2025-03"}]}).encode()

    assert set_aside("expenses", body, {0: "odd"})[0].record_id == "7/2025-03-01"
