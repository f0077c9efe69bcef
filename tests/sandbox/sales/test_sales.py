"""Buying over HTTP: sales orders, and that they are the engine's own (docs/portal.md ORD, BIL)."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.money import round_half_up
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import periods_of
from sandbox.orders import place_sale
from sandbox.platform import Platform
from sandbox.records import Account, Charge, Manager, Order
from tests.sandbox.buyer import HOSTED, Buyer, error_of, story_of, totals_of
from tests.sandbox_fixtures import DAY, REAL_TIME

EVERY_TYPE = (
    "Hosted Exchange Standard",
    "Microsoft 365 Business Basic (NCE, 1 month)",
    "Microsoft 365 Business Basic (NCE, 1 year paid monthly)",
    "Office 365 E3 (legacy, paid monthly)",
    "Windows Server Standard Core, SPLA",
    "Dr.Guard Business",
    "Cloud Backup by GB",
    "Azure Plan",
    "TLS Certificate, organization",
    "ESET PROTECT Entry",
    "Google Workspace Business Standard, annual",
)


def test_an_order_is_paid_and_provisioned_by_itself(buyer: Buyer, account_id: int) -> None:
    """ORD-37: New order, Installing, Active; no one pays."""
    order = buyer.buy(buyer.plan(HOSTED), account_id, 10)
    attributes = order["attributes"]

    assert (attributes["type"], attributes["status"]) == ("SalesOrder", "waiting_for_payment")
    assert attributes["provisioning_date"] == DAY.isoformat()
    subscription = f"subscriptions/{attributes['subscription_id']}"
    assert buyer.read(subscription)["status"] == "ordered"
    buyer.wait(0.1)
    assert buyer.read(f"orders/{order['id']}")["status"] == "provisioning"
    assert buyer.read(subscription)["status"] == "installing"
    buyer.wait()
    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    assert buyer.read(subscription)["status"] == "active"
    assert buyer.read(subscription)["start_date"] == DAY.isoformat()


def test_an_order_belongs_to_the_manager_who_asks(buyer: Buyer, account_id: int) -> None:
    plan = buyer.plan(HOSTED)
    with buyer.platform.reading() as books:
        (own,) = books.find(Manager, "email = 'tobias.kraemer@blaufeld.example'")
        (other,) = books.find(Manager, "email = 'elodie.martin@blaufeld.example'")
        (gone,) = books.find(Manager, "email = 'rolf.decker@blaufeld.example'")

    plain = buyer.buy(plan, account_id)
    named = buyer.buy(plan, account_id, manager_id=other.manager_id)
    refused = buyer.post("sales_order", buyer.sale(plan, account_id, manager_id=gone.manager_id))

    assert plain["attributes"]["manager_id"] == own.manager_id
    assert named["attributes"]["manager_id"] == other.manager_id
    assert refused.status_code == 422
    assert error_of(refused)["source"]["pointer"] == "/data/attributes/manager_id"


def test_a_delayed_order_waits_for_its_day(buyer: Buyer, account_id: int) -> None:
    """ORD-15, ORD-40: nothing happens before 03:00 of the day; charges start on it."""
    day = DAY + timedelta(days=5)
    order = buyer.buy(buyer.plan(HOSTED), account_id, provisioning_date=day.isoformat())
    path = f"subscriptions/{order['attributes']['subscription_id']}"

    buyer.wait()
    assert buyer.read(f"orders/{order['id']}")["status"] == "waiting_for_provisioning"
    assert buyer.read(path)["status"] == "ordered"
    buyer.platform.advance(timedelta(days=5))
    assert buyer.read(path)["status"] == "active"
    assert buyer.read(path)["start_date"] == day.isoformat()


@pytest.mark.parametrize("name", EVERY_TYPE)
@pytest.mark.parametrize("days", [0, 3])
def test_an_order_over_http_makes_the_charges_of_the_engine(
    name: str, days: int, buyer: Buyer, account_id: int, tmp_path: Path
) -> None:
    """The same order by place_sale on the same platform: the same charges, to the last field."""
    twin_path = tmp_path / "twin.sqlite3"
    shutil.copyfile(buyer.platform.path, twin_path)
    twin = Platform(twin_path, lambda: REAL_TIME)
    plan, start = buyer.plan(name), DAY + timedelta(days=days)
    body = buyer.sale(plan, account_id, 7, provisioning_date=start.isoformat(), autorenew=True)
    response = buyer.post("sales_order", body)

    with twin.writing() as books:
        if response.status_code == 422:
            assert days > 0, response.text
            with pytest.raises(Exception, match="provisioning date"):
                sell_in_engine(books, plan, account_id, start)
            return
        sell_in_engine(books, plan, account_id, start)
    for advance in (timedelta(0), timedelta(minutes=5), timedelta(days=40)):
        buyer.platform.advance(advance)
        twin.advance(advance)
        assert story_of(buyer.platform) == story_of(twin)


def sell_in_engine(books: Books, plan: Plan, account_id: int, start: date) -> Order:
    (manager,) = books.find(Manager, "email = 'tobias.kraemer@blaufeld.example'")
    period = next(p for p in periods_of(books, plan.plan_id) if not p.is_trial)
    return place_sale(
        books, books.get(Account, account_id), plan, period, totals_of(books, plan, 7),
        manager_id=manager.manager_id, provisioning_on=start, is_auto_renewed=True,
    )  # fmt: skip


def test_the_order_carries_its_discount(buyer: Buyer, account_id: int) -> None:
    """BIL-6; the seed discounts Business Premium by 10 %."""
    plan = buyer.plan("Microsoft 365 Business Premium (NCE, 1 month)")
    order = buyer.buy(plan, account_id, 10)["attributes"]
    with buyer.platform.reading() as books:
        charges = books.find(Charge, "subscription_id = ?", order["subscription_id"])

    gross = sum(charge.amount for charge in charges)
    assert order["total"] + order["discount_amount"] == gross
    assert order["discount_amount"] == round_half_up(gross * Decimal("0.10"), 2) > 0


def test_the_best_discount_can_be_asked_for(buyer: Buyer, account_id: int) -> None:
    """ORD-33: of a plan, of a subscription, on a day; nothing when there is none."""
    premium = buyer.plan("Microsoft 365 Business Premium (NCE, 1 month)")
    order = buyer.buy(premium, account_id)["attributes"]
    queries = {
        f"?plan_id={premium.plan_id}": "10.0",
        f"?subscription_id={order['subscription_id']}": "10.0",
        f"?plan_id={buyer.plan(HOSTED).plan_id}": None,
        f"?plan_id={buyer.plan(HOSTED).plan_id}&date=2025-10-31": "2.5",
        f"?plan_id={buyer.plan('Dr.Guard Business').plan_id}": None,
        "": "15.0",
    }
    for query, percent in queries.items():
        found = json.loads(buyer.get(f"reseller_discounts{query}").text)
        assert found.get("data", {}).get("attributes", {}).get("percent") == percent, query
    for query, status in (("?plan_id=1", 404), ("?subscription_id=1", 404), ("?date=x", 422),
                          ("?plan_id=x", 422)):  # fmt: skip
        assert buyer.get(f"reseller_discounts{query}").status_code == status


@pytest.mark.parametrize(
    ("vendor", "minutes", "status"),
    [
        ({"failure": "No capacity"}, 5, "installation_failed"),
        ({"delay_seconds": 7200}, 119, "installing"),
        ({"delay_seconds": 7200}, 121, "active"),
        ({"delay_seconds": 1}, 0.2, "active"),
    ],
)
def test_the_vendor_can_be_told_how_the_next_order_goes(
    vendor: dict[str, Any], minutes: float, status: str, buyer: Buyer, account_id: int
) -> None:
    assert buyer.steer("vendor", {"operation": "sales", **vendor}).status_code == 201
    order = buyer.buy(buyer.plan(HOSTED), account_id)
    other = buyer.buy(buyer.plan(HOSTED), account_id)

    buyer.wait(0.1)
    buyer.wait(minutes - 0.1)

    found = buyer.read(f"subscriptions/{order['attributes']['subscription_id']}")
    assert found["status"] == status
    if "failure" in vendor:
        attributes = buyer.read(f"orders/{order['id']}")
        assert attributes["status"] == "provisioning_failed"
        assert attributes["failure_message"] == "No capacity"
        ok = buyer.read(f"subscriptions/{other['attributes']['subscription_id']}")
        assert ok["status"] == "active"
