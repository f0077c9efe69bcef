from __future__ import annotations

import json
from typing import Any

import pytest

from domain.errors import UnexpectedPayload
from upstream.parse import Parsed, changed_at, parse_page, set_aside

Json = dict[str, Any]


def page(*records: Json, **members: Any) -> bytes:
    return json.dumps({"data": list(records), **members}).encode()


def rows(parsed: Parsed, table: str) -> list[Json]:
    found = parsed.rows[table]
    return [dict(zip(found.columns, values, strict=True)) for values in found.values]


def the_row(collection: str, table: str, body: bytes) -> Json:
    (row,) = rows(parse_page(collection, body), table)
    return row


def record(attributes: Json, **members: Any) -> Json:
    return {"id": "1", "type": "any", "attributes": attributes, **members}


def charge(**attributes: Any) -> Json:
    return record({"amount": "1.0", "status": "closed", "type": "Charge::Setup", **attributes})


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
            subscription_id=7, account_id=8, plan_id=9, type="Charge::Recurring", status="Closed",
            description="Microsoft 365 E3, 1-31 March", subscription_resource_id=11,
            plan_resource_id=12, subscription_resource_name="License", quantity=10,
            unit_price="4.0", operate_from="2025-03-01", operate_to="2025-03-31", duration=1.0,
            amount_in_plan_currency="40.0", plan_currency="USD", amount=37.25,
            discount_amount="1.5", close_date="2025-04-01", taxes_total="0.0",
            created_at="2025-03-01T00:00:00.000+03:00", updated_at="2025-04-01T03:00:00.000+03:00",
            something_new={"of": "later versions"},
        )
    )  # fmt: skip

    assert the_row("charges", "charge", body) == {
        "charge_id": "1", "subscription_id": 7, "account_id": 8, "plan_id": 9,
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


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("SalesOrder", "sales"),
        ("RenewalOrder", "renewal"),
        ("Order::Prolong", "prolong"),
        ("MigrationOrder", "unknown"),
    ],
)
def test_what_an_order_is_for_is_read_from_its_class_name(sent: str, meant: str) -> None:
    body = page(record({"type": sent, "status": "completed"}))

    assert the_row("orders", "order", body)["order_type"] == meant


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("closed", "closed"),
        (" Waiting for refund ", "waiting_for_refund"),
        ("Frozen By Auditors", "frozen_by_auditors"),
    ],
)
def test_statuses_are_kept_as_one_word_known_or_not(sent: str, kept: str) -> None:
    assert the_row("charges", "charge", page(charge(status=sent)))["status"] == kept


def test_a_charge_that_is_not_closed_has_an_expected_close_date_only() -> None:
    body = page(charge(status="blocked", close_date="2025-04-01"))

    assert the_row("charges", "charge", body)["closed_on"] is None


def test_a_charge_may_name_its_subscription_as_a_relationship() -> None:
    link = {"subscription": {"data": {"id": "7", "type": "subscriptions"}}}

    body = page(record({"amount": 1}, relationships=link))

    assert the_row("charges", "charge", body)["subscription_id"] == "7"


@pytest.mark.parametrize(
    ("collection", "body"),
    [
        ("charges", b'{"data": null}'),
        ("charges", b'{"data": []}'),
        ("subscriptions", b'{"data": []}'),
        ("exchange_rates", b'{"data": null}'),
        ("consumption", b'{"subscription": {"id": "7", "items": []}}'),
        ("consumption", b'{"subscription": {"id": "7", "items": null}}'),
        ("expenses", b'{"expenses": []}'),
    ],
)
def test_a_page_without_records_gives_no_rows(collection: str, body: bytes) -> None:
    parsed = parse_page(collection, body)

    assert parsed.count == 0
    assert not any(found.values for found in parsed.rows.values())


@pytest.mark.parametrize(
    "collection", ["charges", "subscriptions", "exchange_rates", "consumption", "expenses"]
)
@pytest.mark.parametrize(
    "body", [b"", b"null", b"{}", b'{"error": "later"}', b'{"subscription": {"id": "7"}}']
)
def test_a_page_that_does_not_say_what_it_holds_is_not_a_page(collection: str, body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        parse_page(collection, body)


def test_data_may_be_one_object_or_a_list_of_one() -> None:
    one = json.dumps({"data": charge()}).encode()

    assert rows(parse_page("charges", one), "charge") == rows(
        parse_page("charges", page(charge())), "charge"
    )


def test_a_record_that_is_not_what_it_should_be_does_not_hide_its_neighbours() -> None:
    body = page(charge(), {"id": "2", "attributes": "none"}, {**charge(), "id": "3"})

    parsed = parse_page("charges", body)

    assert [row["charge_id"] for row in rows(parsed, "charge")] == ["1", "3"]
    assert parsed.rows["charge"].positions == [0, 2]
    assert parsed.count == 3
    (quarantined,) = parsed.quarantined
    assert quarantined.record_id == "2"
    assert "attributes" in quarantined.reason
    assert json.loads(quarantined.record) == {"data": [{"id": "2", "attributes": "none"}]}


def test_a_record_without_an_id_is_told_by_a_digest_of_its_text() -> None:
    parsed = parse_page("charges", page({"attributes": "none"}, {"attributes": "others"}))

    first, second = (one.record_id for one in parsed.quarantined)
    assert len(first) == len(second) == 16
    assert first != second


def test_a_record_that_is_not_utf_8_does_not_hide_its_neighbours() -> None:
    body = b'{"data": [{"id": 1, "attributes": {"name": "Alfa"}}, {"id": 2, "attributes": %b}]}' % (
        b'{"name": "\xcf\xf0"}'
    )

    parsed = parse_page("accounts", body)

    assert [row["account_id"] for row in rows(parsed, "account")] == [1]
    (quarantined,) = parsed.quarantined
    assert (quarantined.record_id, quarantined.reason) == ("2", "not UTF-8")
    assert json.loads(quarantined.record)["data"][0]["attributes"] == {"name": "\ufffd\ufffd"}


def test_a_page_of_lists_in_lists_without_end_is_not_what_the_api_promises() -> None:
    with pytest.raises(UnexpectedPayload, match="nested too deeply"):
        parse_page("charges", b'{"data": %b}' % (b"[" * 100_000 + b"]" * 100_000))


def test_a_page_of_something_else_is_not_what_the_api_promises() -> None:
    with pytest.raises(UnexpectedPayload):
        parse_page("charges", b'{"data": "later"}')


def test_a_record_that_can_be_read_but_not_used_is_set_aside_as_it_was_sent() -> None:
    body = b'{"data": [{"id": 1}, {"id": 2, "attributes": {"amount":  0.10}}]}'

    (quarantined,) = set_aside("charges", body, {1: "gross_amount is odd"})

    assert quarantined.record_id == "2"
    assert quarantined.reason == "gross_amount is odd"
    assert quarantined.record == '{"data":[{"id": 2, "attributes": {"amount":  0.10}}]}'


def test_what_was_set_aside_is_a_page_that_can_be_read_again() -> None:
    body = page(charge(amount="0.10"))
    (quarantined,) = set_aside("charges", body, {0: "odd"})

    assert rows(parse_page("charges", quarantined.record.encode()), "charge") == rows(
        parse_page("charges", body), "charge"
    )


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


def test_exchange_rates_are_rows_of_one_document() -> None:
    attributes = {
        "reseller_currency_iso_code": "EUR",
        "updated_at": "2025-03-01T00:00:00.000+03:00",
        "rates": [
            {"iso_code": "HUF", "unit": "Ft", "quantity": 100, "rate": "0.25"},
            {"iso_code": "USD", "unit": "$", "quantity": 1, "rate": "0.93"},
        ],
    }
    body = json.dumps({"data": record(attributes)}).encode()

    assert rows(parse_page("exchange_rates", body), "exchange_rate") == [
        {"currency": "HUF", "unit_quantity": 100, "rate": "0.25", "sign": "Ft",
         "updated_at": "2025-03-01T00:00:00.000+03:00"},
        {"currency": "USD", "unit_quantity": 1, "rate": "0.93", "sign": "$",
         "updated_at": "2025-03-01T00:00:00.000+03:00"},
    ]  # fmt: skip


def test_one_unreadable_rate_does_not_hide_the_others() -> None:
    rates = [{"iso_code": "USD", "rate": "1.0"}, {"iso_code": "PLN", "unit": ["zł"]}]
    body = json.dumps({"data": [record({"rates": rates})]}).encode()

    parsed = parse_page("exchange_rates", body)

    assert [row["currency"] for row in rows(parsed, "exchange_rate")] == ["USD"]
    assert parsed.quarantined[0].record_id != "PLN"  # Its id can't be read either.
    assert '"PLN"' in parsed.quarantined[0].record


@pytest.mark.parametrize(
    "contacts",
    [
        {"first-name": "Anna", "last-name": "Schmidt", "email": "anna@alfa.example"},
        {"first_name": "Anna", "last_name": "Schmidt", "email": "anna@alfa.example"},
    ],
)
def test_a_resellers_contact_is_read_with_dashes_or_without(contacts: Json) -> None:
    body = page(
        record(
            {
                "general": {"name": "Alfa", "domain": " Alfa.Example ", "currency": "EUR"},
                "company": {
                    "name": "Alfa GmbH", "address_line_1": "Am Hof 1", "address_line_2": None,
                    "city": "Wien", "state": "", "zip": 1010, "country": "AT", "phone": "+431",
                    "email": None,
                },
                "contacts": contacts,
                "updated_at": "2025-03-01T00:00:00.000+03:00",
            }
        )
    )  # fmt: skip

    assert the_row("resellers", "reseller", body) == {
        "reseller_id": "1", "name": "Alfa", "domain": "alfa.example", "currency": "EUR",
        "company_name": "Alfa GmbH", "address": "Am Hof 1, Wien, 1010", "country": "AT",
        "email": "anna@alfa.example", "phone": "+431", "contact_name": "Anna Schmidt",
        "updated_at": "2025-03-01T00:00:00.000+03:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "role"),
    [
        ({"manager_role": {"id": 2, "name": "Sales person"}}, (2, "Sales person")),
        ({"role": "Sales person"}, (None, "Sales person")),
        ({"manager_role": {"id": None, "name": None}}, (None, None)),
    ],
)
def test_a_managers_role_is_read_as_new_and_old_platforms_send_it(sent: Json, role: Any) -> None:
    body = page(record({"name": "Anna", "email": " Anna@Alfa.Example", "status": "Active", **sent}))

    row = the_row("managers", "manager", body)

    assert (row["role_id"], row["role_name"]) == role
    assert (row["email"], row["status"]) == ("anna@alfa.example", "active")


def test_a_plan_comes_with_its_periods_and_resources() -> None:
    body = page(
        record(
            {
                "name": "Azure Plan", "status": "Deactivated by provider", "public": True,
                "plan_class_id": 3, "product_id": 4, "billing_type": "payg_external",
                "sku": None, "currency": "USD", "trial": False, "description": "",
                "updated_at": "2025-03-01T00:00:00.000+03:00",
                "plan_periods": [
                    {"id": 5, "name": "1 year", "duration": 1, "duration_unit": "year",
                     "trial": False, "public": True, "setup_fee": 0.0, "recurring_fee": "4.0",
                     "renewal_fee": None, "position": 1},
                    {"id": "6", "name": "Endless", "duration": 0, "duration_unit": "Unlimited"},
                ],
                "plan_resources": [
                    {"id": 7, "name": "License", "unit_of_measure": "pcs.", "measurable": False,
                     "included": 1, "minimum": 1, "limit": 0, "unlimited_units": True,
                     "setup_fee": 0.0, "recurring_fee": 4.5, "overuse_fee": 0.0,
                     "renewal_fee": 0.0, "public": True, "status": "Active"},
                ],
            }
        )
    )  # fmt: skip

    parsed = parse_page("plans", body)

    assert rows(parsed, "plan") == [
        {"plan_id": "1", "product_id": 4, "service_term_id": 3, "name": "Azure Plan", "sku": None,
         "description": "", "status": "deactivated_by_provider", "billing_type": "payg_external",
         "currency": "USD", "has_trial": False, "is_public": True,
         "updated_at": "2025-03-01T00:00:00.000+03:00", "has_children": True},
    ]  # fmt: skip
    year, endless = rows(parsed, "plan_period")
    assert year == {
        "plan_id": "1", "plan_period_id": 5, "name": "1 year", "duration": 1,
        "duration_unit": "year", "is_trial": False, "is_public": True, "setup_fee_amount": "0.0",
        "recurring_fee_amount": "4.0", "renewal_fee_amount": None, "position": 1,
    }  # fmt: skip
    assert (endless["duration"], endless["duration_unit"]) == (None, "unlimited")
    (resource,) = rows(parsed, "plan_resource")
    assert resource == {
        "plan_id": "1", "plan_resource_id": 7, "name": "License", "unit": "pcs.",
        "is_measured": False, "included_quantity": 1, "minimum_quantity": 1,
        "maximum_quantity": None, "setup_fee_amount": "0.0", "recurring_fee_amount": "4.5",
        "renewal_fee_amount": "0.0", "overuse_fee_amount": "0.0", "is_public": True,
        "status": "active",
    }  # fmt: skip


def test_a_plan_that_names_no_children_says_nothing_about_them() -> None:
    row = the_row("plans", "plan", page(record({"name": "E3"})))

    assert row["has_children"] is False


def subscription(**members: Any) -> Json:
    return record(
        {
            "plan_id": 9, "account_id": 8, "name": "E3", "trial": True, "status": "active",
            "start_date": "2025-03-01", "expiration_date": None, "plan_period_id": 5,
            "payment_model": "prepay",
            "renewal_settings": {"autorenew": True, "disable_autorenew": False,
                                 "autorenew_point": 0, "manual_renew_point": -1},
            "ability": {"stop": True, "renew": False},
            "created_at": "2025-02-28T00:00:00.000+03:00",
            "updated_at": "2025-03-01T00:00:00.000+03:00",
        },
        **members,
    )  # fmt: skip


RESOURCES = {"subscription_resources": {"data": [{"id": "21", "type": "subscription_resources"}]}}
INCLUDED = [
    {"id": "21", "type": "subscription_resources", "attributes": {
        "plan_resource_id": 12, "name": "License", "included": 1, "additional": 9, "used": 3,
        "minimum": 1, "limit": 300, "unlimited_units": False, "recurring_fee": 4.50}},
    {"id": "22", "type": "subscription_resources", "attributes": {"name": "another's"}},
]  # fmt: skip


@pytest.mark.parametrize(("sent", "meant"), [(True, True), (False, False), (None, False)])
def test_a_subscription_that_does_not_say_is_no_trial(sent: object, meant: bool) -> None:
    body = page(record({"status": "active", "trial": sent}))

    assert the_row("subscriptions", "subscription", body)["is_trial"] is meant


def test_a_subscription_comes_with_the_resources_the_page_includes() -> None:
    parsed = parse_page(
        "subscriptions", page(subscription(relationships=RESOURCES), included=INCLUDED)
    )

    assert rows(parsed, "subscription") == [
        {"subscription_id": "1", "account_id": 8, "plan_id": 9, "plan_period_id": 5, "name": "E3",
         "status": "active", "is_trial": True, "started_on": "2025-03-01", "expires_on": None,
         "payment_model": "prepay", "created_at": "2025-02-28T00:00:00.000+03:00",
         "updated_at": "2025-03-01T00:00:00.000+03:00", "is_auto_renewed": True,
         "is_auto_renew_locked": False, "auto_renew_point_days": 0, "manual_renew_point_days": -1,
         "abilities": '{"stop": true, "renew": false}', "has_children": True},
    ]  # fmt: skip
    assert rows(parsed, "subscription_resource") == [
        {"resource_id": "21", "subscription_id": "1", "plan_resource_id": 12, "name": "License",
         "included_quantity": 1, "additional_quantity": 9, "used_quantity": 3,
         "minimum_quantity": 1, "maximum_quantity": 300, "setup_fee_amount": None,
         "recurring_fee_amount": "4.5", "renewal_fee_amount": None},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "members", [{}, {"relationships": RESOURCES}], ids=["no relationship", "nothing included"]
)
def test_resources_that_are_not_included_are_not_gone(members: Json) -> None:
    row = the_row("subscriptions", "subscription", page(subscription(**members)))

    assert row["has_children"] is False


def test_a_subscription_without_resources_is_known_to_have_none() -> None:
    none = {"subscription_resources": {"data": []}}

    row = the_row("subscriptions", "subscription", page(subscription(relationships=none)))

    assert row["has_children"] is True


def test_a_subscription_set_aside_keeps_its_own_resources_only() -> None:
    body = page(subscription(relationships=RESOURCES), included=INCLUDED)

    (quarantined,) = set_aside("subscriptions", body, {0: "odd"})

    kept = json.loads(quarantined.record)
    assert [one["id"] for one in kept["included"]] == ["21"]
    assert len(rows(parse_page("subscriptions", quarantined.record.encode()),
                    "subscription_resource")) == 1  # fmt: skip


def test_an_unreadable_resource_sets_its_subscription_aside() -> None:
    broken = [{**INCLUDED[0], "attributes": "none"}]

    parsed = parse_page(
        "subscriptions", page(subscription(relationships=RESOURCES), included=broken)
    )

    assert [one.record_id for one in parsed.quarantined] == ["1"]


def test_the_day_of_an_order_may_come_with_a_time() -> None:
    body = page(
        record(
            {"provisioning_date": "2025-03-01T23:30:00.000+03:00", "expiration_date": "2025-03-02"}
        )
    )

    row = the_row("orders", "order", body)

    assert (row["provisioned_on"], row["pay_by_on"]) == ("2025-03-01", "2025-03-02")


def test_an_account_without_a_name_has_its_companys() -> None:
    body = page(record({"primary_name": "Alfa GmbH", "status": "active", "zip": 1010}))

    row = the_row("accounts", "account", body)

    assert (row["name"], row["zip"], row["custom_attributes"]) == ("Alfa GmbH", 1010, None)


def test_a_product_names_its_category_inside() -> None:
    category = {"data": {"id": 3, "type": "product_categories", "attributes": {"name": "Office"}}}
    body = page(record({"name": "Microsoft 365", "category": category, "media": [{"url": "x"}]}))

    row = the_row("products", "product", body)

    assert (row["product_id"], row["category_id"], row["media"]) == ("1", 3, '[{"url": "x"}]')


def test_when_records_changed_is_told_in_the_order_of_their_page() -> None:
    body = page(
        subscription(),
        record({"updated_at": "2024-01-01T00:00:00+00:00"}),
    )

    assert changed_at("subscriptions", body) == [
        "2025-03-01T00:00:00.000+03:00", "2024-01-01T00:00:00+00:00",
    ]  # fmt: skip


def test_an_id_of_zero_is_an_id() -> None:
    link = {"account": {"data": {"id": "8"}}, "subscription": {"data": {"id": "7"}}}
    body = page(record({"account_id": 0, "subscription_id": 0}, relationships=link))

    row = the_row("orders", "order", body)

    assert (row["account_id"], row["subscription_id"]) == (0, 0)
