"""What the mirror knows of one subscription or account."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.custom_attributes import CustomAttributes
from domain.details import HeldResource, OrderDetails, SubscribedPlan, SubscriptionDetails
from tests.warehouse_builder import make_warehouse
from warehouse.accounts import account_details, last_purchase
from warehouse.connection import Snapshot
from warehouse.subscriptions import (
    ResourceKind,
    held_resources,
    resource_kinds,
    subscription_details,
    subscription_orders,
)

TABLES = {
    "account": [
        {"account_id": "a1", "name": "Ромашка", "city": "Bonn", "created_at": "2025-12-31 22:30:00",
         "custom_attributes": '{"inn": "7701234567", "microsoft_tenant_name": "x.example"}'},
    ],
    "plan": [{"plan_id": "p1", "name": "E3", "product_id": "m365", "currency": "USD",
              "service_term_id": "t1"}],
    "plan_resource": [
        {"plan_resource_id": "10", "name": "Storage", "unit": "GB"},
        {"plan_resource_id": "9", "name": "License", "unit": "pcs", "is_primary": True},
    ],
    "subscription": [
        {"subscription_id": "s1", "name": "E3", "expires_on": "2026-12-31",
         "is_auto_renewed": True, "created_at": "2026-01-01 10:00:00",
         "updated_at": "2026-01-01 12:00:00", "plan_period_id": "pp1",
         "is_auto_renew_locked": False, "manual_renew_point_days": 30,
         "abilities": '{"stop": true, "renew": false}', "paid_to_on": "2026-02-01",
         "auto_renew_period_id": "pp2"},
        {"subscription_id": "s2", "plan_id": "gone", "account_id": "gone", "name": "Old",
         "status": "deleted", "started_on": None},
        {"subscription_id": "s3", "name": "Newer", "status": "weird",
         "created_at": "2026-02-01 10:00:00"},
    ],
    "subscription_resource": [
        {"resource_id": "1", "plan_resource_id": "10", "name": "Storage",
         "included_quantity": 5, "used_quantity": 4},
        {"resource_id": "2", "plan_resource_id": "9", "included_quantity": 1,
         "additional_quantity": 24, "minimum_quantity": 1, "maximum_quantity": 300,
         "recurring_fee_amount": "36.5"},
    ],
    "order": [
        {"order_id": "9", "created_at": "2026-01-01 10:00:00", "manager_id": "", "failure": ""},
        {"order_id": "10", "created_at": "2026-01-01 10:00:00", "order_type": "change",
         "status": "waiting_for_provisioning", "total_amount": "18.25",
         "provisioned_on": "2026-01-05", "updated_at": "2026-01-01 10:00:04",
         "description": "24 licenses", "failure": "No capacity", "manager_id": "41"},
        {"order_id": "11", "subscription_id": "s2"},
    ],
}  # fmt: skip
E3 = SubscriptionDetails(
    "s1", "a1", "p1", "E3", "active", False, date(2026, 1, 1), date(2026, 12, 31), True,
    datetime(2026, 1, 1, 12, tzinfo=UTC), "pp1", False, 30, {"stop": True, "renew": False},
    paid_to=date(2026, 2, 1), auto_renew_period_id="pp2",
)  # fmt: skip


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return make_warehouse(tmp_path, **TABLES).snapshot().__enter__()


def test_a_subscription_is_told_with_its_client_and_plan(snapshot: Snapshot) -> None:
    """DET-1."""
    known = subscription_details(snapshot, "s1", reseller_id="r1")

    assert known is not None
    assert known.subscription == E3
    assert (known.account_name, known.account_status) == ("Ромашка", "active")
    assert known.plan == SubscribedPlan("p1", "E3", "csp_monthly", "USD", "m365", "t1", "active")


def test_a_client_and_a_plan_that_are_not_known_are_none(snapshot: Snapshot) -> None:
    known = subscription_details(snapshot, "s2", reseller_id="r1")

    assert known is not None
    assert (known.account_name, known.plan) == (None, None)
    assert known.subscription.started_on is None


def test_nothing_is_told_to_another_reseller(snapshot: Snapshot) -> None:
    """DET-7, NFR-1."""
    assert subscription_details(snapshot, "s1", reseller_id="r2") is None
    assert subscription_details(snapshot, "none", reseller_id="r1") is None
    assert held_resources(snapshot, "s1", reseller_id="r2") == []
    assert resource_kinds(snapshot, "p1", reseller_id="r2") == {}
    assert subscription_orders(snapshot, "s1", reseller_id="r2") == []
    assert account_details(snapshot, "a1", reseller_id="r2") is None


def test_the_primary_resource_comes_first(snapshot: Snapshot) -> None:
    """OP-28."""
    license_, storage = held_resources(snapshot, "s1", reseller_id="r1")

    assert license_ == HeldResource(
        "2", "9", "License", Decimal(1), Decimal(24), Decimal(1), Decimal(300), Decimal("36.5"),
        unit="pcs", is_primary=True,
    )  # fmt: skip
    assert license_.quantity == Decimal(25)
    assert (storage.name, storage.unit, storage.quantity) == ("Storage", "GB", Decimal(5))
    assert (license_.used_quantity, storage.used_quantity) == (None, Decimal(4))
    assert resource_kinds(snapshot, "p1", reseller_id="r1")["9"] == ResourceKind(
        "9", "pcs", False, True
    )


def test_orders_come_the_newest_first(snapshot: Snapshot) -> None:
    """HIST-3, HIST-6."""
    changed, sold = subscription_orders(snapshot, "s1", reseller_id="r1")

    assert changed == OrderDetails(
        "10", "s1", "change", "waiting_for_provisioning", Decimal("18.25"), "EUR",
        date(2026, 1, 5), datetime(2026, 1, 1, 10, tzinfo=UTC), None,
        datetime(2026, 1, 1, 10, 0, 4, tzinfo=UTC), "24 licenses", "No capacity", "41",
    )  # fmt: skip
    assert changed.is_moving
    assert (sold.order_id, sold.is_moving) == ("9", False)
    assert (sold.description, sold.failure, sold.manager_id) == (None, None, "")


def test_an_account_is_told_with_its_tenant(snapshot: Snapshot) -> None:
    """CLI-7, MS-11."""
    account = account_details(snapshot, "a1", reseller_id="r1")

    assert account is not None
    assert (account.name, account.city) == ("Ромашка", "Bonn")
    assert account.custom == CustomAttributes(itn="7701234567", tenant_name="x.example")
    assert account.created_at == datetime(2025, 12, 31, 22, 30, tzinfo=UTC)


def test_the_last_purchase_is_the_newest_subscription(snapshot: Snapshot) -> None:
    """CLI-2."""
    assert last_purchase(snapshot, "a1", reseller_id="r1") == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert last_purchase(snapshot, "a1", reseller_id="r2") is None
