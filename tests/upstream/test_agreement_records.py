"""Accounts and orders, as the platform sends them."""

from __future__ import annotations

import pytest

from tests.upstream.pages import Json, page, record, the_row


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


def test_the_day_of_an_order_may_come_with_a_time() -> None:
    body = page(
        record(
            {"provisioning_date": "2025-03-01T23:30:00.000+03:00", "expiration_date": "2025-03-02"}
        )
    )

    row = the_row("orders", "order", body)

    assert (row["provisioned_on"], row["pay_by_on"]) == ("2025-03-01", "2025-03-02")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [({"manager_id": 41}, "41"), ({"manager_id": None}, ""), ({}, None)],
    ids=["a manager", "the platform", "untold"],
)
def test_who_placed_an_order_is_a_manager_the_platform_or_untold(
    sent: Json, meant: str | None
) -> None:
    """HIST-6."""
    body = page(record({"type": "ChangeOrder", "status": "completed", **sent}))

    assert the_row("orders", "order", body)["manager_id"] == meant


def test_an_order_has_the_platforms_words() -> None:
    """HIST-3."""
    body = page(record({"description": "5 licenses", "failure_message": "Domain is taken"}))

    row = the_row("orders", "order", body)

    assert (row["description"], row["failure"]) == ("5 licenses", "Domain is taken")


def test_an_account_without_a_name_has_its_companys() -> None:
    body = page(record({"primary_name": "Alfa GmbH", "status": "active", "zip": 1010}))

    row = the_row("accounts", "account", body)

    assert (row["name"], row["zip"], row["custom_attributes"]) == ("Alfa GmbH", 1010, None)
