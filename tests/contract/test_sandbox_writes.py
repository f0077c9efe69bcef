"""Holds what can be sent to the sandbox to the API description, method by method."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.catalog_records import Plan
from sandbox.records import Manager, Subscription
from tests.contract.description import CONTRACT, JSON_API, operations, validator
from tests.sandbox.buyer import COMPLETE, Buyer
from tests.sandbox.managed import (
    body_of,
    change_of,
    let_pay_end,
    prolong_of,
    renewal_of,
    switch_of,
)

Send = Callable[[str, Any], int]

WRITES = {
    name: (method, path, described)
    for method in ("post", "patch")
    for name, (path, described) in operations(method).items()
}
# Writes of the description that the sandbox does not carry out.
NOT_SERVED = {
    "closeCharges",
    "updateCurrencyRates",
    "v1CreateOrder",
}
WITHOUT_BODY = {"cancelOrder"}
SERVED = sorted(WRITES.keys() - NOT_SERVED - WITHOUT_BODY)
# What each method that manages a subscription needs to be offered, and of which it is asked for.
ABILITIES = {
    "createChangeOrder": ("adjust",),
    "createRenewalOrder": ("renew", "status = 'active' AND NOT is_trial"),
    "createProlongOrder": ("prolong",),
    "createSwitchOrder": ("switch_plan",),
    "updateSubscription": ("change_auto_renew_option",),
    "stopSubscription": ("stop",),
    "activateSubscription": ("activate",),
    "deleteSubscription": ("destroy",),
}
ACCOUNT = {
    "account_type_id": 1, "primary_name": "Engine Ltd", **COMPLETE, "middle_name": "King",
    "region": "England", "office": "1", "account_class_key": "business",
    "custom_attributes": {"data": [{"key": "inn", "value": "12345678"}]},
}  # fmt: skip

MANAGER = {
    "name": "Ada Byron", "password": "Correct-Horse-7", "phone": "+442071234567", "admin": False,
    "manager_key": "", "custom_attributes": {"data": [{"key": "a", "value": "b"}]},
}  # fmt: skip


@pytest.fixture
def ids(buyer: Buyer) -> dict[str, Any]:
    account_id, plan = buyer.new_account(), buyer.plan("Hosted Exchange Standard")
    with buyer.platform.reading() as books:
        (seller,) = books.find(Manager, "email = ?", "tobias.kraemer@blaufeld.example")
    return {"reseller_id": 12, "account_id": account_id, "plan_id": plan.plan_id,
            "manager_id": seller.manager_id}  # fmt: skip


@pytest.fixture
def managed(buyer: Buyer) -> dict[str, Subscription]:
    """Return a subscription for each method that manages one, which is offered it."""
    let_pay_end(buyer)
    return {operation: buyer.able(*ability) for operation, ability in ABILITIES.items()}


@pytest.fixture
def managing(buyer: Buyer, managed: dict[str, Subscription]) -> dict[str, Any]:
    """Return a body for each method that manages a subscription, with every member described."""
    more = {"promo_code": "", "manager_id": 303}
    renewed, switched = managed["updateSubscription"], managed["createSwitchOrder"]
    return {
        "createChangeOrder": change_of(buyer, managed["createChangeOrder"], **more),
        "createRenewalOrder": renewal_of(buyer, managed["createRenewalOrder"], **more),
        "createProlongOrder": prolong_of(buyer, managed["createProlongOrder"], **more),
        "createSwitchOrder": switch_of(buyer, switched, **more, **not_needed(buyer, switched)),
        "updateSubscription": body_of(autorenew=not renewed.is_auto_renewed,
                                      autorenew_period_id=renewed.plan_period_id),
        "stopSubscription": body_of(reason="pause", comment="Until May", manager_id=303),
        "activateSubscription": body_of(manager_id=303),
        "deleteSubscription": body_of(manager_id=303),
    }  # fmt: skip


def not_needed(buyer: Buyer, subscription: Subscription) -> dict[str, Any]:
    """Return the members of a switch order that say nothing new."""
    asked = switch_of(buyer, subscription)["data"]["attributes"]
    with buyer.platform.reading() as books:
        plan, today = books.get(Plan, asked["plan_id"]), books.today.isoformat()
    task = buyer.validate(plan, subscription.account_id, {})
    buyer.wait()
    return {"provisioning_date": today, "async_task_id": task}


@pytest.fixture
def bodies(
    buyer: Buyer,
    ids: dict[str, Any],
    managed: dict[str, Subscription],
    managing: dict[str, Any],
) -> dict[str, Any]:
    """Return a body for each method that holds every member described."""
    plan = buyer.plan("Hosted Exchange Standard")
    task = buyer.validate(plan, ids["account_id"], {})
    credit = {"subscription_credit_limit_use_system": False, "subscription_credit_limit": 5000.0}
    sale = buyer.sale(plan, ids["account_id"], async_task_id=task, promo_code="", **credit)
    resources = [r["plan_resource_id"] for r in sale["data"]["attributes"]["resources"]["data"]]
    seller = {"manager_id": 303}
    created = {"owner_id": 5, "new_owner": {}, "agreement_terms_conditions": True}
    with buyer.platform.reading() as books:
        role_id = books.get(Manager, ids["manager_id"]).role_id
    return managing | {
        "createSalesOrder": sale,
        "validateOrderAttributes": {
            "data": {"account_id": ids["account_id"], "plan_resource_ids": resources,
                     "attributes": {"customer_domain": "engine"}}
        },
        "createAccount": {"data": {"attributes": {**ACCOUNT, **seller, **created}}},
        "createManager": {
            "data": {
                "attributes": {**MANAGER, "email": "ada@x.example", "manager_role_id": role_id}
            }
        },
        "updateManager": {
            "data": {
                "attributes": {**MANAGER, "status": "inactive", "manager_role_id": str(role_id)}
            }
        },
        "updateAccount": {"data": {"attributes": {**ACCOUNT, **seller, "tech_user_id": 5}}},
    }  # fmt: skip


@pytest.fixture
def send(
    buyer: Buyer, ids: dict[str, Any], managed: dict[str, Subscription]
) -> Callable[[str, Any], int]:
    return lambda operation, body: _send(
        buyer, operation, ids | _subscription_id(managed.get(operation)), body
    )


def _subscription_id(subscription: Subscription | None) -> dict[str, int]:
    return {} if subscription is None else {"subscription_id": subscription.subscription_id}


def _send(buyer: Buyer, operation: str, ids: dict[str, Any], body: Any) -> int:
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
    assert len(SERVED) == len(WRITES) - len(NOT_SERVED | WITHOUT_BODY)


@pytest.mark.parametrize("operation", SERVED)
def test_everything_described_can_be_sent(
    operation: str, buyer: Buyer, bodies: dict[str, Any], send: Send
) -> None:
    """What is sent and what is answered keep to the description; see `check_exchange`."""
    body = bodies[operation]
    for path in members(schema_of(operation)):
        assert path[-1] in inside(body, path[:-1]), path

    assert send(operation, body) in (200, 201)


@pytest.mark.parametrize("operation", SERVED)
def test_nothing_required_can_be_left_out(
    operation: str, buyer: Buyer, bodies: dict[str, Any], send: Send
) -> None:
    for path in required(schema_of(operation)):
        body = copy.deepcopy(bodies[operation])
        del inside(body, path[:-1])[path[-1]]

        assert not validator(schema_of(operation)).is_valid(body)
        assert send(operation, body) == 422


@pytest.mark.parametrize("operation", SERVED)
def test_members_of_another_type_are_refused(
    operation: str, buyer: Buyer, bodies: dict[str, Any], send: Send
) -> None:
    for path in members(schema_of(operation)):
        body = copy.deepcopy(bodies[operation])
        inside(body, path[:-1])[path[-1]] = [[]]

        assert not validator(schema_of(operation)).is_valid(body)
        assert send(operation, body) == 422, path


@pytest.mark.parametrize("operation", SERVED)
def test_without_a_token_nothing_is_done(
    operation: str, buyer: Buyer, bodies: dict[str, Any], send: Send
) -> None:
    buyer.headers.pop("X-Api-Token")

    assert send(operation, bodies[operation]) == 401
