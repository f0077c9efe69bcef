"""Subscriptions with their resources, as the platform sends them."""

from __future__ import annotations

import json

import pytest

from tests.upstream.pages import Json, page, record, rows, subscription, the_row
from upstream.parse import parse_page, set_aside

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
         "paid_to_on": None, "payment_model": "prepay",
         "created_at": "2025-02-28T00:00:00.000+03:00",
         "updated_at": "2025-03-01T00:00:00.000+03:00", "is_auto_renewed": True,
         "is_auto_renew_locked": False, "auto_renew_point_days": 0, "manual_renew_point_days": -1,
         "auto_renew_period_id": 6,
         "abilities": '{"stop": true, "renew": false}', "has_children": True},
    ]  # fmt: skip
    assert rows(parsed, "subscription_resource") == [
        {"resource_id": "21", "subscription_id": "1", "plan_resource_id": 12, "name": "License",
         "included_quantity": 1, "additional_quantity": 9, "used_quantity": 3,
         "minimum_quantity": 1, "maximum_quantity": 300, "setup_fee_amount": None,
         "recurring_fee_amount": "4.5", "renewal_fee_amount": None},
    ]  # fmt: skip


@pytest.mark.parametrize("sent", ["2025-04-01", "2025-04-01T00:00:00.000+03:00"])
def test_a_subscription_is_paid_to_the_platforms_day(sent: str) -> None:
    body = page(record({"status": "active", "paid_to_date": sent}))

    assert the_row("subscriptions", "subscription", body)["paid_to_on"] == "2025-04-01"


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
