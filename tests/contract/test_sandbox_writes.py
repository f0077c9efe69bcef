"""Holds what can be sent to the sandbox to the API description, method by method."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.description import CONTRACT, JSON_API, operations, validator
from tests.sandbox.buyer import COMPLETE, Buyer

WRITES = {
    name: (method, path, described)
    for method in ("post", "patch")
    for name, (path, described) in operations(method).items()
}
# Writes of the description that the sandbox does not carry out.
NOT_SERVED = {
    "updateSubscription", "stopSubscription", "activateSubscription", "deleteSubscription",
    "closeCharges", "createChangeOrder", "createRenewalOrder", "createProlongOrder",
    "createSwitchOrder", "createManager", "updateManager", "updateCurrencyRates",
    "v1CreateOrder",
}  # fmt: skip
SERVED = sorted(WRITES.keys() - NOT_SERVED)
ACCOUNT = {
    "account_type_id": 1, "primary_name": "Engine Ltd", **COMPLETE, "middle_name": "King",
    "region": "England", "office": "1", "account_class_key": "business",
    "custom_attributes": {"data": [{"key": "inn", "value": "12345678"}]},
}  # fmt: skip


@pytest.fixture
def ids(buyer: Buyer) -> dict[str, Any]:
    account_id, plan = buyer.new_account(), buyer.plan("Hosted Exchange Standard")
    return {"reseller_id": 12, "account_id": account_id, "plan_id": plan.plan_id}


@pytest.fixture
def bodies(buyer: Buyer, ids: dict[str, Any]) -> dict[str, Any]:
    """Return a body for each method that holds every member described."""
    plan = buyer.plan("Hosted Exchange Standard")
    task = buyer.validate(plan, ids["account_id"], {})
    credit = {"subscription_credit_limit_use_system": False, "subscription_credit_limit": 5000.0}
    sale = buyer.sale(plan, ids["account_id"], async_task_id=task, promo_code="", **credit)
    resources = [r["plan_resource_id"] for r in sale["data"]["attributes"]["resources"]["data"]]
    seller = {"manager_id": 303}
    created = {"owner_id": 5, "new_owner": {}, "agreement_terms_conditions": True}
    return {
        "createSalesOrder": sale,
        "validateOrderAttributes": {
            "data": {"account_id": ids["account_id"], "plan_resource_ids": resources,
                     "attributes": {"customer_domain": "engine"}}
        },
        "createAccount": {"data": {"attributes": {**ACCOUNT, **seller, **created}}},
        "updateAccount": {"data": {"attributes": {**ACCOUNT, **seller, "tech_user_id": 5}}},
    }  # fmt: skip


def send(buyer: Buyer, operation: str, ids: dict[str, Any], body: Any) -> int:
    method, path, _ = WRITES[operation]
    inside = path.format_map(ids).removeprefix(f"{buyer.base}/")
    return buyer.send(method.upper(), inside, body).status_code


def schema_of(operation: str) -> dict[str, Any]:
    schema: dict[str, Any] = WRITES[operation][2]["requestBody"]["content"][JSON_API]["schema"]
    return schema


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = CONTRACT["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def members(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every member that a schema of objects describes."""
    for name, inside in resolved(schema).get("properties", {}).items():
        yield (*path, name)
        yield from members(inside, (*path, name))


def required(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    whole = resolved(schema)
    for name in whole.get("required", []):
        yield (*path, name)
        yield from required(whole["properties"][name], (*path, name))


def inside(body: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        body = body[name]
    return body


def test_every_write_of_the_description_is_known() -> None:
    assert WRITES.keys() >= NOT_SERVED
    assert len(SERVED) == len(WRITES) - len(NOT_SERVED)


@pytest.mark.parametrize("operation", SERVED)
def test_everything_described_can_be_sent(
    operation: str, buyer: Buyer, ids: dict[str, Any], bodies: dict[str, Any]
) -> None:
    """What is sent and what is answered keep to the description; see `check_exchange`."""
    body = bodies[operation]
    for path in members(schema_of(operation)):
        assert path[-1] in inside(body, path[:-1]), path

    assert send(buyer, operation, ids, body) in (200, 201)


@pytest.mark.parametrize("operation", SERVED)
def test_nothing_required_can_be_left_out(
    operation: str, buyer: Buyer, ids: dict[str, Any], bodies: dict[str, Any]
) -> None:
    for path in required(schema_of(operation)):
        body = copy.deepcopy(bodies[operation])
        del inside(body, path[:-1])[path[-1]]

        assert not validator(schema_of(operation)).is_valid(body)
        assert send(buyer, operation, ids, body) == 422


@pytest.mark.parametrize("operation", SERVED)
def test_members_of_another_type_are_refused(
    operation: str, buyer: Buyer, ids: dict[str, Any], bodies: dict[str, Any]
) -> None:
    for path in members(schema_of(operation)):
        body = copy.deepcopy(bodies[operation])
        inside(body, path[:-1])[path[-1]] = [[]]

        assert not validator(schema_of(operation)).is_valid(body)
        assert send(buyer, operation, ids, body) == 422, path


@pytest.mark.parametrize("operation", SERVED)
def test_without_a_token_nothing_is_done(
    operation: str, buyer: Buyer, ids: dict[str, Any], bodies: dict[str, Any]
) -> None:
    buyer.headers.pop("X-Api-Token")

    assert send(buyer, operation, ids, bodies[operation]) == 401
