"""Answers to whoever orders, also those of a platform that words them another way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import UnexpectedPayload
from domain.order import Choice, FieldType, PlacedOrder, ValidationStatus
from domain.statuses import OrderStatus
from upstream.order_answers import (
    read_discount,
    read_order_fields,
    read_orders,
    read_validation,
    with_terms,
)

BARE = PlacedOrder("7", None, None, OrderStatus.UNKNOWN, None)


def body(data: Any) -> bytes:
    return json.dumps({"data": data}).encode()


def order(**attributes: Any) -> PlacedOrder:
    (found,) = read_orders(body({"id": "7", "type": "orders", "attributes": attributes}))
    return found


def task(**attributes: Any) -> bytes:
    return body({"id": "t1", "type": "async_tasks", "attributes": attributes})


def test_an_order_is_read_with_its_amounts_as_decimals() -> None:
    item = {"target_id": 5, "target_type": "PlanResource", "plan_id": 3, "plan_period_id": 4,
            "quantity": 12.0}  # fmt: skip
    found = read_orders(
        b'{"data": {"id": 7, "attributes": {"total": 437.10, "currency_code": "EUR",'
        b'"created_at": "2026-03-18T09:00:00.000+03:00", "account_id": 1, "subscription_id": 2,'
        b'"status": "Waiting for payment", "type": "SalesOrder", "manager_id": 9,'
        b'"items": [' + json.dumps(item).encode() + b"]}}}"
    )

    assert found == [
        PlacedOrder(
            "7", "1", "2", OrderStatus.WAITING_FOR_PAYMENT,
            datetime(2026, 3, 18, 6, 0, tzinfo=UTC), "3", "4", {"5": 12}, "9",
            Decimal("437.10"), "EUR",
        )
    ]  # fmt: skip
    assert str(found[0].total) == "437.10"


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"items": None, "total": None, "created_at": None},
        {"items": "none", "total": "much", "created_at": "yesterday", "status": ["new"]},
        {"items": [None, 5, {"quantity": "x", "target_id": 1}, {"target_type": "Domain"}]},
        {"created_at": "2026-03-18T09:00:00"},
        {"total": "NaN", "manager_id": "", "account_id": None},
    ],
)
def test_whatever_else_it_says_an_order_with_an_id_was_placed(attributes: dict[str, Any]) -> None:
    """Were it unreadable, nobody would know any more that it went through."""
    found = order(**attributes)

    assert found.order_id == "7"
    assert (found.created_at, found.total, found.plan_id) == (None, None, None)


def test_an_order_may_name_others_by_relationships() -> None:
    links = {"account": {"data": {"id": "1", "type": "accounts"}},
             "subscription": {"data": {"id": 2, "type": "subscriptions"}}}  # fmt: skip

    (found,) = read_orders(body({"id": "7", "relationships": links}))

    assert (found.account_id, found.subscription_id) == ("1", "2")


def test_orders_of_another_kind_are_passed_over() -> None:
    kinds = ("RenewalOrder", "SalesOrder", "Order::Sales", "ChangeOrder", "Something")
    data = [{"id": kind, "attributes": {"type": kind}} for kind in kinds]

    assert [one.order_id for one in read_orders(body(data))] == [
        "SalesOrder", "Order::Sales", "Something",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html></html>", b'{"data": {"attributes": {}}}', b'{"data": 5}', b"[]",
     b'{"data": {"id": null}}', b'{"data": {"id": ""}}'],
)  # fmt: skip
def test_an_answer_without_an_order_is_not_what_was_promised(answer: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        read_orders(answer)


def test_a_subscription_tells_what_its_order_does_not() -> None:
    resources = [
        {"id": "r1", "type": "subscription_resources",
         "attributes": {"plan_resource_id": 5, "included": 2, "additional": "10.0"}},
        {"id": "r2", "type": "subscription_resources",
         "attributes": {"plan_resource_id": 6, "included": None, "additional": 0}},
    ]  # fmt: skip
    links = [{"id": one["id"], "type": one["type"]} for one in resources]
    subscription = {
        "data": {"id": "2", "attributes": {"plan_id": 3, "plan_period_id": 4},
                 "relationships": {"subscription_resources": {"data": links}}},
        "included": resources,
    }  # fmt: skip

    told = with_terms(BARE, json.dumps(subscription).encode())

    assert (told.plan_id, told.plan_period_id) == ("3", "4")
    assert told.quantities == {"5": 12, "6": 0}


@pytest.mark.parametrize(
    ("errors", "read"),
    [
        ([{"customer_domain": "is taken"}], {"customer_domain": "is taken"}),
        ([{"a": "x"}, {"b": "y"}], {"a": "x", "b": "y"}),
        ([{"key": "zip", "description": "is wrong"}], {"zip": "is wrong"}),
        ([{"attribute": "zip", "message": "is wrong"}], {"zip": "is wrong"}),
        ({"zip": ["is wrong", "is long"]}, {"zip": "is wrong is long"}),
        ([{"inn": "is wrong"}, {"primary_name": "too"}], {"itn": "is wrong", "name": "too"}),
        ([{}], {}),
        ([], {}),
        (None, {}),
    ],
)
def test_a_vendors_explanations_go_by_key(errors: Any, read: dict[str, str]) -> None:
    """ORD-30, MS-10."""
    results = {"valid": False, "errors": errors, "application_attributes": {}}

    found = read_validation(task(status="completed", results=results))

    assert (found.status, found.is_valid, found.errors) == (
        ValidationStatus.COMPLETED, False, read,
    )  # fmt: skip


def test_a_validation_goes_on_until_it_is_completed_or_failed() -> None:
    running = [read_validation(task(status=one)) for one in ("pending", "Running", "new word")]
    ended = read_validation(task(status="failed", failure_message="No answer"))

    assert all(one.is_running for one in running)
    assert (ended.is_running, ended.is_valid, ended.failure) == (False, False, "No answer")


def test_what_a_vendor_asks_for_is_read_from_any_shape() -> None:
    asked = [
        {"key": "domain", "label": "Domain", "type": "string", "required": True, "values": []},
        {"key": "new", "type": "list", "values": ["a", 1, True, {"value": "x", "label": "X"},
                                                  {"id": 5, "name": "Five"}], "default": "a"},
        {"key": "agreed", "type": "checkbox", "required": False, "default": False,
         "url": "https://x.example", "hint": "Read it."},
        {"key": "secret", "type": "password", "label": None},
        {"key": "odd", "type": "colour"},
    ]  # fmt: skip

    domain, new, agreed, secret, odd = read_order_fields(body([{"order_attributes": asked}]))

    assert (domain.type, domain.is_required, domain.values) == (FieldType.TEXT, True, ())
    assert new.values == (Choice("a", "a"), Choice("1", "1"), Choice("1", "1"),
                          Choice("x", "X"), Choice("5", "Five"))  # fmt: skip
    assert (agreed.default, agreed.url, agreed.hint) == ("0", "https://x.example", "Read it.")
    assert (secret.is_secret, secret.label, domain.is_secret) == (True, "secret", False)
    assert odd.type is FieldType.UNKNOWN


def test_no_discount_is_none() -> None:
    assert read_discount(b"{}") is None
    assert read_discount(b'{"data": null}') is None
    found = read_discount(body({"id": "1", "attributes": {"name": "Spring", "percent": "7.5"}}))
    assert found is not None
    assert found.percent == Decimal("7.5")
    with pytest.raises(UnexpectedPayload):
        read_discount(body({"id": "1", "attributes": {"percent": "lots"}}))
