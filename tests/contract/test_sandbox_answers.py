"""Holds what the sandbox answers to the API description, method by method."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from sandbox.app import create_app
from sandbox.catalog_records import Plan
from sandbox.platform import Platform
from sandbox.records import Account
from sandbox.validation import start
from tests.contract.description import CONTRACT, operations, validator
from tests.sandbox_fixtures import SeededStore

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+03:00")
WINDOW = "period_from=2025-12&period_to=2026-03"
PARTS = "account,plan,subscription_period,subscription_resources"

# What each method needs besides the reseller. `{...}` is filled with an id of the seed.
QUERIES = {
    "getOrderAttributes": "?account_id={account_id}&plan_resource_ids[]={plan_resource_id}",
    "getSwitchablePlans": "?filter[switch_type]=immediate_switch",
    "getPlans": "?include=plan_category",
    "getPlan": "?include=plan_category",
    "getProducts": "?include=vendor,product_line&plan_currency=true",
    "getSubscriptions": "?meta=true&include=" + PARTS,
    "getSubscription": "?include=" + PARTS,
    "getOrders": "?include=charges,account,payment,subscription",
    "getOrder": "?include=charges,account,payment,subscription",
    "getAccounts": "?include=subscriptions",
    "getCharges": "?include=account,subscription,plan,discount&page[size]=200",
    "getChildResellerCharges": "?page[size]=500",
    "getChildResellerResellerCharges": "?page[size]=500",
    "getResellerCharges": "?include=reseller,account,subscription,plan,discount&page[size]=200",
    "getResellerCharge": "?include=reseller,account,subscription,plan,discount",
    "getResellerAnalytics": "?date_from=2025-09-01&date_to=2026-12-31",
    "getMonthlyAnalytics": "?subscription_id={azure}&" + WINDOW,
    "getDailyAnalytics": "?subscription_id={azure}&" + WINDOW,
    "getDailyDrafts": "?subscription_id={azure}&" + WINDOW,
}
# Reads of the description that the sandbox does not answer.
NOT_SERVED = {
    "getOwnerToken", "getPayments", "getPayment", "v1GetPlans", "v1GetPlan",
    "v1GetSubscriptionResources", "v1GetAccountSubscriptions", "v1GetOrders", "v1GetOrder",
    "v1GetCharges", "v1GetCharge",
}  # fmt: skip
READS = operations("get")
SERVED = sorted(READS.keys() - NOT_SERVED)


@pytest.fixture
def client(platform: Platform) -> FlaskClient:
    return create_app(platform).test_client()


@pytest.fixture
def ids(platform: Platform, seeded_store: SeededStore) -> dict[str, Any]:
    """Return ids of the first reseller's records, by the names the description gives them."""
    distributor, reseller = 11, seeded_store.seeded.resellers[0].reseller_id
    with platform.reading() as books:

        def one(sql: str) -> int:
            (found,) = books.connection.execute(sql, {"reseller": reseller}).fetchone()
            return int(found)

        return {
            "distributor": distributor,
            "reseller_id": reseller,
            "plan_id": one("SELECT plan_id FROM plan WHERE reseller_id = :reseller"),
            "async_task_id": completed_task(platform, reseller),
            "plan_resource_id": one(
                "SELECT plan_resource_id FROM plan_resource JOIN plan USING (plan_id) "
                "WHERE reseller_id = :reseller"
            ),
            "product_id": one("SELECT product_id FROM plan WHERE reseller_id = :reseller"),
            "subscription_id": one(
                "SELECT subscription_id FROM subscription WHERE reseller_id = :reseller"
            ),
            "id": one(
                "SELECT max(subscription_id) FROM subscription WHERE reseller_id = :reseller"
            ),
            "order_id": one('SELECT order_id FROM "order" WHERE reseller_id = :reseller'),
            "account_id": one("SELECT account_id FROM account WHERE reseller_id = :reseller"),
            "manager_id": one("SELECT manager_id FROM manager WHERE reseller_id = :reseller"),
            "charge_id": one("SELECT charge_id FROM charge WHERE reseller_id = :reseller"),
            "reseller_charge_id": one(
                "SELECT reseller_charge_id FROM reseller_charge WHERE reseller_id = :reseller"
            ),
            "azure": one("SELECT max(subscription_id) FROM usage WHERE is_billed = 0"),
        }


def completed_task(platform: Platform, reseller_id: int) -> str:
    with platform.writing() as books:
        plan = books.find(Plan, "reseller_id = ? AND name LIKE 'ESET%'", reseller_id)[0]
        account = books.find(Account, "reseller_id = ?", reseller_id)[0]
        return start(books, account, plan, [], {}).uuid


def address(operation: str, ids: dict[str, Any]) -> str:
    path, _ = READS[operation]
    values = dict(ids)
    if "child_reseller" in path:
        values["reseller_id"] = ids["distributor"]
    if "/reseller_charges/" in path or "reseller_reseller_charges" in path:
        values["charge_id"] = ids["reseller_charge_id"]
    return (path + QUERIES.get(operation, "")).format_map(values)


def pages(client: FlaskClient, address: str, token: str) -> Iterator[Any]:
    """Yield an answer and the pages after it, decimals kept exact."""
    next_page: str | None = address
    while next_page:
        response = client.get(next_page, headers={"X-Api-Token": token})
        assert response.status_code == 200, response.text
        body = json.loads(response.text, parse_float=Decimal)
        yield body
        next_page = body.get("links", {}).get("next") if isinstance(body, dict) else None


def test_every_read_of_the_description_is_known() -> None:
    assert READS.keys() >= NOT_SERVED
    assert QUERIES.keys() <= set(SERVED)


@pytest.mark.parametrize("operation", SERVED)
def test_answers_keep_to_the_description(
    operation: str, client: FlaskClient, ids: dict[str, Any], seeded_store: SeededStore
) -> None:
    ((content_type, content),) = READS[operation][1]["responses"]["200"]["content"].items()
    checks = validator(content["schema"])

    response = client.get(
        address(operation, ids), headers={"X-Api-Token": seeded_store.seeded.token}
    )
    assert response.content_type == content_type
    for body in pages(client, address(operation, ids), seeded_store.seeded.token):
        problems = [f"{error.json_path}: {error.message}" for error in checks.iter_errors(body)]
        assert problems == []
        assert (body.get("data") if isinstance(body, dict) else body) != []


@pytest.mark.parametrize(
    ("operation", "schema"),
    [
        ("getPlan", "PlanAttributes"), ("getSubscription", "SubscriptionAttributes"),
        ("getOrder", "OrderAttributes"), ("getAccount", "AccountAttributes"),
        ("getCharge", "ChargeAttributes"), ("getResellerCharge", "ResellerChargeAttributes"),
        ("getManager", "ManagerAttributes"), ("getReseller", "ResellerAttributes"),
        ("getProduct", "ProductAttributes"),
    ],
)  # fmt: skip
def test_every_member_of_the_description_is_there(
    operation: str,
    schema: str,
    client: FlaskClient,
    ids: dict[str, Any],
    seeded_store: SeededStore,
) -> None:
    described = CONTRACT["components"]["schemas"][schema]["properties"].keys()
    left_out = {"plan_category", "role"}  # Asked for by `include`; of older versions only.

    (body,) = pages(client, address(operation, ids), seeded_store.seeded.token)

    assert described - left_out <= body["data"]["attributes"].keys()


def test_instants_carry_milliseconds_and_the_platforms_offset(
    client: FlaskClient, ids: dict[str, Any], seeded_store: SeededStore
) -> None:
    for operation in ("getSubscription", "getOrder", "getCharge", "getPlan", "getReseller"):
        (body,) = pages(client, address(operation, ids), seeded_store.seeded.token)
        attributes = body["data"]["attributes"]
        assert STAMP.fullmatch(attributes["created_at"])
        assert STAMP.fullmatch(attributes["updated_at"])


def test_amounts_are_spelt_as_the_platform_spells_them(
    client: FlaskClient, ids: dict[str, Any], seeded_store: SeededStore
) -> None:
    """contract.md section 1: strings here, bare numbers there."""
    token = seeded_store.seeded.token
    (charge,) = pages(client, address("getCharge", ids), token)
    (owed,) = pages(client, address("getResellerCharge", ids), token)
    (account,) = pages(client, address("getAccount", ids), token)
    (rates,) = pages(client, address("getCurrencyRates", ids), token)

    bare = charge["data"]["attributes"]
    spelt = owed["data"]["attributes"]
    assert all(isinstance(bare[name], Decimal) for name in ("amount", "unit_price", "duration"))
    assert all(isinstance(spelt[name], str) for name in ("amount", "discount_amount", "total"))
    assert isinstance(spelt["unit_price"], Decimal)
    assert account["data"]["attributes"]["balance"] == "0.0"
    assert isinstance(account["data"]["attributes"]["current_debt"], Decimal)
    assert all(isinstance(rate["rate"], str) for rate in rates["data"]["attributes"]["rates"])


@pytest.mark.parametrize("operation", SERVED)
def test_without_a_token_nothing_is_answered(
    operation: str, client: FlaskClient, ids: dict[str, Any]
) -> None:
    response = client.get(address(operation, ids))

    assert response.status_code == 401
    assert validator({"$ref": "#/components/schemas/Errors"}).is_valid(
        response.get_json(force=True)
    )


def test_errors_keep_to_the_description(client: FlaskClient, seeded_store: SeededStore) -> None:
    headers = {"X-Api-Token": seeded_store.seeded.token}
    checks = validator({"$ref": "#/components/schemas/Errors"})

    for path, status in (("/api/v3/resellers/999", 404), ("/api/v3/resellers/12/plans/1", 404),
                         ("/api/v3/resellers/12/orders?sort=total", 422)):  # fmt: skip
        response = client.get(path, headers=headers)
        assert response.status_code == status
        assert checks.is_valid(response.get_json(force=True))
        assert response.get_json(force=True)["errors"][0]["title"]
