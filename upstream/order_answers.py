"""Orders, and what surrounds placing one, read from the platform's answers to whoever orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from domain.order import (
    Choice,
    Discount,
    FieldType,
    OrderField,
    PlacedOrder,
    Validation,
    ValidationStatus,
)
from domain.statuses import OrderStatus, OrderType
from upstream.answers import (
    amount,
    decimal,
    document,
    first,
    instant,
    promised,
    records,
    required,
    text,
)
from upstream.bodies import READ_AS
from upstream.fields import Number, Relationships, Text, kind, linked_id, word
from upstream.parse import parse_page

ITEM = "PlanResource"
# Keys of an object that says which attribute is wrong, and of one that says why.
NAMING, EXPLAINING = ("key", "attribute"), ("description", "message", "detail")


class _Order(msgspec.Struct):
    """Whatever else it says, an order that has an id was placed: the rest is read as far as it
    can be.
    """

    id: Text
    attributes: dict[str, Any] = {}
    relationships: Relationships | None = None


class _Asked(msgspec.Struct):
    key: str
    label: Text = None
    type: Text = None
    required: bool | None = None
    values: list[Any] | None = None
    default: Any = None
    hint: Text = None
    url: Text = None


class _AskedList(msgspec.Struct):
    order_attributes: list[_Asked] | None = None


class _Results(msgspec.Struct):
    valid: bool = False
    errors: list[dict[str, Any]] | dict[str, Any] | None = None


class _TaskAttributes(msgspec.Struct):
    status: Text = None
    failure_message: Text = None
    results: _Results | None = None


class _Task(msgspec.Struct):
    id: Text
    attributes: _TaskAttributes


class _DiscountAttributes(msgspec.Struct):
    percent: Number
    name: Text = None


class _Discount(msgspec.Struct):
    attributes: _DiscountAttributes


_ORDERS = document(_Order)
_FIELDS = document(_AskedList)
_TASKS = document(_Task)
_DISCOUNTS = document(_Discount)


@promised
def read_orders(body: bytes, wanted: OrderType = OrderType.SALES) -> list[PlacedOrder]:
    """Return the orders of a type on a page, or the one that was answered."""
    return [
        _placed(record)
        for record in records(_ORDERS, body)
        if kind(first([record.attributes.get("type")]), "order", OrderType)
        in (wanted, OrderType.UNKNOWN)
    ]


@promised
def read_order_status(body: bytes) -> OrderStatus:
    """Return how far the order of an answer, of whatever type, has got. Source: getOrder."""
    (found,) = records(_ORDERS, body)
    return _placed(found).status


@promised
def with_terms(order: PlacedOrder, subscription: bytes) -> PlacedOrder:
    """Return an order with what its subscription tells: plan, period and amounts.

    Source: getSubscription, with the resources it includes.
    """
    rows = parse_page("subscriptions", subscription).rows
    (told,) = rows["subscription"].values
    terms = dict(zip(rows["subscription"].columns, told, strict=True))
    held = rows["subscription_resource"]
    resources = [dict(zip(held.columns, row, strict=True)) for row in held.values]
    return replace(
        order,
        plan_id=first([terms["plan_id"]]),
        plan_period_id=first([terms["plan_period_id"]]),
        quantities={
            text(one["plan_resource_id"]): int(
                decimal(one["included_quantity"] or 0) + decimal(one["additional_quantity"] or 0)
            )
            for one in resources
        },
    )


@promised
def read_order_fields(body: bytes) -> list[OrderField]:
    """Source: getOrderAttributes."""
    return [
        _field(asked)
        for record in records(_FIELDS, body)
        for asked in record.order_attributes or ()
    ]


@promised
def read_validation(body: bytes) -> Validation:
    """Source: getAsyncTask."""
    (task,) = records(_TASKS, body)
    results = task.attributes.results
    return Validation(
        async_task_id=required(task.id),
        status=ValidationStatus.read(word(task.attributes.status) or ""),
        is_valid=results is not None and results.valid,
        errors=dict(_explained(results.errors)) if results is not None else {},
        failure=text(task.attributes.failure_message),
    )


@promised
def read_discount(body: bytes) -> Discount | None:
    """Return a discount; None for an answer that holds none. Source: getBestResellerDiscount."""
    found = records(_DISCOUNTS, body)
    if not found:
        return None
    sent = found[0].attributes
    return Discount(text(sent.name), decimal(sent.percent))


def _placed(record: _Order) -> PlacedOrder:
    sent = record.attributes
    items = sent.get("items")
    items = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    items = [one for one in items if one.get("target_type") in (None, ITEM)]
    return PlacedOrder(
        order_id=required(record.id),
        account_id=_key(record, "account"),
        subscription_id=_key(record, "subscription"),
        status=OrderStatus.read(word(first([sent.get("status")])) or ""),
        created_at=instant(sent.get("created_at")),
        plan_id=first(one.get("plan_id") for one in items),
        plan_period_id=first(one.get("plan_period_id") for one in items),
        quantities=dict(filter(None, map(_quantity, items))),
        manager_id=first([sent.get("manager_id")]),
        total=amount(sent.get("total")),
        currency=first([sent.get("currency_code")]),
    )


def _quantity(item: dict[str, Any]) -> tuple[str, int] | None:
    quantity, key = amount(item.get("quantity")), first([item.get("target_id")])
    return None if key is None or quantity is None else (key, int(quantity))


def _field(sent: _Asked) -> OrderField:
    return OrderField(
        key=sent.key,
        label=text(sent.label) or sent.key,
        type=FieldType.read(text(sent.type).lower()),
        is_required=bool(sent.required),
        values=tuple(map(_choice, sent.values or ())),
        default=text(sent.default),
        hint=text(sent.hint),
        url=text(sent.url) or None,
    )


def _choice(sent: Any) -> Choice:
    if isinstance(sent, dict):
        value = text(sent.get("value", sent.get("id", sent.get("key"))))
        return Choice(value, text(sent.get("label", sent.get("name"))) or value)
    return Choice(text(sent), text(sent))


def _explained(errors: list[dict[str, Any]] | dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what: `{"zip": "..."}`, or `{"key": "zip", "description": "..."}`.

    Of an account's field the key becomes ours.
    """
    for error in [errors] if isinstance(errors, dict) else errors or ():
        name = next((error[key] for key in NAMING if isinstance(error.get(key), str)), None)
        why = next((error[key] for key in EXPLAINING if error.get(key)), None)
        pairs = {name: why} if name is not None and why is not None else error
        for key, value in pairs.items():
            said = " ".join(map(text, value)) if isinstance(value, list) else text(value)
            yield READ_AS.get(key, key), said


def _key(record: _Order, name: str) -> str | None:
    own = record.attributes.get(f"{name}_id")
    return first([own, linked_id(record.relationships, name)])
