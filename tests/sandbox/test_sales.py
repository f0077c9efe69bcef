"""Buying over HTTP: sales orders, and that they are the engine's own (docs/portal.md ORD, BIL)."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.money import round_half_up
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import periods_of
from sandbox.orders import place_sale
from sandbox.platform import Platform
from sandbox.records import Account, AsyncTask, Charge, Manager, Order, Subscription
from sandbox.seeding.people import token_of
from sandbox.server import running
from tests.sandbox.buyer import JSON_API, Buyer, data_of, error_of, totals_of
from tests.sandbox_fixtures import DAY, REAL_TIME, SeededStore

HOSTED = "Hosted Exchange Standard"
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


@pytest.fixture
def buyer(platform: Platform, seeded_store: SeededStore) -> Buyer:
    return Buyer(platform, token_of("tobias.kraemer@blaufeld.example"))


@pytest.fixture
def account_id(buyer: Buyer) -> int:
    """An active account that knows its tenant and its domain, so that nothing is asked."""
    with buyer.platform.writing() as books:
        account = ready_account(books)
        books.change(
            account,
            custom_attributes=account.custom_attributes | {"google_domain": "known.example"},
        )
        return account.account_id


def ready_account(books: Books) -> Account:
    where = (
        "reseller_id = 12 AND status = 'active' AND "
        "json_extract(custom_attributes, '$.microsoft_tenant_name') IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM subscription JOIN plan USING (plan_id) WHERE subscription.account_id = "
        "account.account_id AND plan.name LIKE 'Office 365 E3%')"
    )
    return books.find(Account, where)[0]


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


def story_of(platform: Platform) -> tuple[list[Subscription], list[Order], list[Charge]]:
    with platform.reading() as books:
        return books.find(Subscription), books.find(Order), books.find(Charge)


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
    ("change", "status", "title", "pointer"),
    [
        ({"account_id": 1}, 404, "There is no account_id 1", "account_id"),
        ({"plan_id": 1}, 404, "There is no plan_id 1", "plan_id"),
        ({"plan_period_id": 1}, 404, "There is no plan_period_id 1", "plan_period_id"),
        ({"account_id": "40118"}, 422, "Expected `int`, got `str`", "account_id"),
        ({"payment_model": "gift"}, 422, "Invalid enum value 'gift'", "payment_model"),
        ({"payment_model": "postpay"}, 422, "The order cannot be completed: the order total has "
         "exceeded the credit limit for this subscription", "payment_model"),
        ({"promo_code": "HALF"}, 422, "There is no such promo code", "promo_code"),
        ({"provisioning_date": "soon"}, 422, "Invalid RFC3339 encoded date", "provisioning_date"),
        ({"resources": {"data": [{"plan_resource_id": 2301, "quantity": 1}]}}, 422,
         "There are ordered invalid amount of resources", None),
    ],
)  # fmt: skip
def test_what_can_not_be_ordered_is_refused(
    change: dict[str, Any], status: int, title: str, pointer: str | None, buyer: Buyer,
    account_id: int,
) -> None:  # fmt: skip
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    body["data"]["attributes"] |= change
    before = story_of(buyer.platform)

    response = buyer.post("sales_order", body)

    error = error_of(response)
    assert (response.status_code, error["title"]) == (status, title)
    assert error.get("source", {}).get("pointer") == (pointer and f"/data/attributes/{pointer}")
    assert story_of(buyer.platform) == before


def test_amounts_outside_the_limits_are_refused(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id, 2)
    body["data"]["attributes"]["resources"]["data"][0]["quantity"] = 2001

    error = error_of(buyer.post("sales_order", body))

    assert error["title"] == "There are ordered invalid amount of resources"
    assert error["detail"] == "Mailbox: from 1 to 2000"


def test_a_resource_is_named_once(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    body["data"]["attributes"]["resources"]["data"] *= 2

    assert buyer.post("sales_order", body).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"\xff", 400), (b"[" * 100_000, 422), (b"[]", 422), (b"{}", 422),
     (b'{"data": {"attributes": null}}', 422)],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(body: bytes, status: int, buyer: Buyer) -> None:
    response = buyer.post("sales_order", body)

    assert response.status_code == status
    assert error_of(response)["title"]


def test_a_body_is_of_the_apis_media_type(buyer: Buyer) -> None:
    response = buyer.client.post(f"{buyer.base}/sales_order", json={}, headers=buyer.headers)

    assert response.status_code == 415


def test_an_account_on_hold_orders_nothing(buyer: Buyer, account_id: int) -> None:
    """CLI-3, with the sentence of the API description."""
    assert buyer.steer(f"accounts/{account_id}", {"status": "financial_hold"}).status_code == 200

    response = buyer.post("sales_order", buyer.sale(buyer.plan(HOSTED), account_id))

    assert response.status_code == 422
    assert error_of(response)["title"].startswith("Order for the selected account is not available")


def test_a_plan_for_one_subscription_is_sold_once(buyer: Buyer, account_id: int) -> None:
    """ORD-25."""
    plan = buyer.plan("Office 365 E3 (legacy, paid monthly)")
    buyer.buy(plan, account_id)

    response = buyer.post("sales_order", buyer.sale(plan, account_id))

    assert response.status_code == 422
    assert error_of(response)["detail"] == "The account has a subscription to this plan already"


def test_another_resellers_account_and_plan_are_not_there(buyer: Buyer, account_id: int) -> None:
    """NFR-1."""
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    foreign = Buyer(buyer.platform, buyer.headers["X-Api-Token"], 13)

    assert foreign.post("sales_order", body).status_code == 404
    with buyer.platform.reading() as books:
        other = books.find(Account, "reseller_id = 13")[0].account_id
    body["data"]["attributes"]["account_id"] = other
    assert buyer.post("sales_order", body).status_code == 404


def test_an_order_is_made_although_the_connection_breaks(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    before = len(story_of(buyer.platform)[1])
    with running(buyer.platform) as url, httpx.Client(base_url=url) as http:
        fault = {"kind": "drop_after", "path": "/sales_order", "method": "POST", "times": 1}
        http.post("/_sandbox/faults", json=fault)
        with pytest.raises(httpx.RemoteProtocolError):
            http.post(f"{buyer.base}/sales_order", json=body,
                      headers=buyer.headers | {"Content-Type": JSON_API})  # fmt: skip

    found = buyer.get(f"orders?filter[account_id]={account_id}&sort=-created_at")
    assert len(story_of(buyer.platform)[1]) == before + 1
    assert data_of(found)[0]["attributes"]["type"] == "SalesOrder"


@pytest.mark.parametrize("kind", ["accounts", "order_attributes_validation"])
def test_other_posts_are_carried_out_too_although_the_connection_breaks(
    kind: str, buyer: Buyer, account_id: int
) -> None:
    plan, counted = buyer.plan(HOSTED), Account if kind == "accounts" else AsyncTask
    with buyer.platform.reading() as books:
        before = books.count(counted)
    buyer.steer("faults", {"kind": "drop_after", "path": f"/{kind}$", "times": 1})

    send = {
        "accounts": buyer.new_account,
        "order_attributes_validation": lambda: buyer.validate(plan, account_id, {}),
    }
    with pytest.raises(ConnectionError):
        send[kind]()

    with buyer.platform.reading() as books:
        assert books.count(counted) == before + 1


def test_orders_at_the_same_time_are_all_made(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: buyer.post("sales_order", body), range(24)))

    assert {response.status_code for response in responses} == {201}
    assert len({data_of(response)["id"] for response in responses}) == 24
    buyer.wait()
    states = {buyer.read(f"orders/{data_of(r)['id']}")["status"] for r in responses}
    assert states == {"completed"}


def test_a_product_is_tried_once(buyer: Buyer) -> None:
    """MS-15; with a trial there is nothing to pay (BIL-13)."""
    account_id, plan = buyer.new_account(), buyer.plan("Power BI Pro Trial")
    order = buyer.buy_microsoft(plan, account_id, "engine", quantity=25, is_trial=True)
    buyer.wait()

    response = buyer.post("sales_order", buyer.sale(plan, account_id, 25, is_trial=True))

    assert order["attributes"]["total"] == 0
    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    assert error_of(response)["detail"] == "The account has tried this product before"


def test_an_order_is_not_made_when_the_connection_breaks_before(
    buyer: Buyer, account_id: int
) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    before = story_of(buyer.platform)
    buyer.steer("faults", {"kind": "drop_before", "path": "/sales_order", "times": 1})

    with pytest.raises(ConnectionError):
        buyer.post("sales_order", body)

    assert story_of(buyer.platform) == before


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


def told_of(buyer: Buyer, order: dict[str, Any]) -> dict[str, Any]:
    subscription = order["attributes"]["subscription_id"]
    meta: dict[str, Any] = data_of(buyer.get(f"subscriptions/{subscription}?meta=true"))["meta"]
    return meta


def test_what_the_vendor_gives_is_told_after_the_activation(buyer: Buyer) -> None:
    """INFO-1…4, MS-11: the login of a new tenant, with the first subscription only."""
    account_id, plan = (
        buyer.new_account(),
        buyer.plan("Microsoft 365 Business Basic (NCE, 1 month)"),
    )
    first = buyer.buy_microsoft(plan, account_id, "engine")
    assert told_of(buyer, first) == {}
    buyer.wait()
    second = buyer.buy(buyer.plan("Azure Plan"), account_id)
    buyer.wait()

    told = {each["key"]: each for each in told_of(buyer, first)["attributes"]}
    assert told["microsoft_tenant_name"]["value"] == "engine.onmicrosoft.com"
    assert told["admin_login"]["value"] == "admin@engine.onmicrosoft.com"
    assert [key for key, each in told.items() if each["secret"]] == ["admin_password"]
    assert "https://admin.microsoft.com" in told_of(buyer, first)["instructions"]
    again = [each["key"] for each in told_of(buyer, second)["attributes"]]
    assert again == ["microsoft_tenant_name", "microsoft_tenant_id"]


def test_an_existing_tenant_brings_no_password(buyer: Buyer) -> None:
    account_id, plan = (
        buyer.new_account(),
        buyer.plan("Microsoft 365 Business Basic (NCE, 1 month)"),
    )
    given = {"microsoft_customer_agreement": "1", "is_new_domain": "0", "with_subdomain": "1",
             "customer_domain": "engine"}  # fmt: skip
    task = buyer.validated(plan, account_id, given)["id"]
    order = buyer.buy(plan, account_id, async_task_id=task)
    buyer.wait()

    assert [each["key"] for each in told_of(buyer, order)["attributes"]] == [
        "microsoft_tenant_name", "microsoft_tenant_id",
    ]  # fmt: skip


def test_other_vendors_tell_what_they_have(buyer: Buyer) -> None:
    account_id = buyer.new_account()
    google = buyer.plan("Google Workspace Business Starter")
    given = {"domain_name": "engine.example", "customer_alternate_email": "a@b.example"}
    task = buyer.validated(google, account_id, given)["id"]
    orders = [buyer.buy(google, account_id, async_task_id=task)]
    for name in (HOSTED, "ESET PROTECT Entry", "Dr.Guard Business"):
        orders.append(buyer.buy(buyer.plan(name), account_id))
    buyer.wait()

    keys = [[each["key"] for each in told_of(buyer, order).get("attributes", [])]
            for order in orders]  # fmt: skip
    assert keys == [["domain_name", "admin_login", "admin_password"], ["service_id", "login"],
                    ["login"], []]  # fmt: skip
