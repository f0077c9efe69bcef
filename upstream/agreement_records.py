"""Accounts, and the orders that change their subscriptions."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import msgspec

from domain.statuses import OrderType
from upstream.fields import (
    ABSENT,
    Fields,
    Json,
    Number,
    Relationships,
    Text,
    day,
    json_text,
    kind,
    linked_id,
    read_each,
    word,
)
from upstream.shapes import Columns, Row, Shape, Table, json_api


class _AccountAttributes(Fields):
    name: Text = None
    primary_name: Text = None
    status: Text = None
    account_type_id: Text = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    phone: Text = None
    country: Text = None
    region: Text = None
    city: Text = None
    street: Text = None
    building: Text = None
    zip: Text = None
    custom_attributes: Json = ABSENT
    created_at: Text = None
    updated_at: Text = None


class _Account(Fields):
    id: Text
    attributes: _AccountAttributes


class _OrderAttributes(
    Fields,
    rename={
        "document_number": "document_id",
        "order_type": "type",
        "total_amount": "total",
        "currency": "currency_code",
        "provisioned_on": "provisioning_date",
        "pay_by_on": "expiration_date",
        "failure": "failure_message",
    },
):
    account_id: Text = None
    subscription_id: Text = None
    document_number: Text = None
    order_type: Text = None
    status: Text = None
    total_amount: Number = None
    discount_amount: Number = None
    currency: Text = None
    provisioned_on: Text = None
    pay_by_on: Text = None
    description: Text = None
    failure: Text = None
    manager_id: Text | msgspec.UnsetType = msgspec.UNSET
    created_at: Text = None
    closed_at: Text = None
    updated_at: Text = None

    def __post_init__(self) -> None:
        self.manager_id = placed_by(self.manager_id)


class _Order(Fields):
    id: Text
    attributes: _OrderAttributes
    relationships: Relationships | None = None


ACCOUNT = (
    "status", "account_type_id", "first_name", "last_name", "email", "phone", "country", "region",
    "city", "street", "building", "zip", "created_at", "updated_at",
)  # fmt: skip
_account_values = attrgetter(*ACCOUNT)


def placed_by(manager_id: Text | msgspec.UnsetType) -> str | None:
    """Return who placed an order: nobody, which is the platform, is not the same as untold."""
    if manager_id is msgspec.UNSET:
        return None
    return "" if manager_id is None else str(manager_id)


def _account(record: _Account) -> Row:
    sent = record.attributes
    sent.status = word(sent.status)
    return (
        record.id,
        sent.name or sent.primary_name,
        json_text(sent.custom_attributes),
        *_account_values(sent),
    )


def _order(record: _Order) -> Row:
    sent = record.attributes
    if sent.account_id is None:
        sent.account_id = linked_id(record.relationships, "account")
    if sent.subscription_id is None:
        sent.subscription_id = linked_id(record.relationships, "subscription")
    return record.id, *msgspec.structs.astuple(sent)


def _read_orders(orders: Columns) -> None:
    orders["order_type"] = read_each(_order_type, orders["order_type"])
    orders["status"] = read_each(word, orders["status"])
    orders["provisioned_on"] = read_each(day, orders["provisioned_on"])
    orders["pay_by_on"] = read_each(day, orders["pay_by_on"])


def _order_type(class_name: Text) -> str:
    return kind(class_name, "order", OrderType)


SHAPES: dict[str, Shape[Any]] = {
    "accounts": json_api(
        _Account,
        Table("account", ("account_id", "name", "custom_attributes", *ACCOUNT), _account),
    ),
    "orders": json_api(
        _Order,
        Table("order", ("order_id", *_OrderAttributes.__struct_fields__), _order, _read_orders),
    ),
}
