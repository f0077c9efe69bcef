"""What things cost: charges, what the reseller is charged for them, consumption, expenses."""

from __future__ import annotations

import hashlib
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec

from domain.statuses import ChargeStatus, ChargeType
from upstream.envelope import decode
from upstream.fields import (
    ABSENT,
    Fields,
    Json,
    Number,
    Relationships,
    Text,
    json_text,
    kind,
    linked_id,
    read_each,
    word,
)
from upstream.shapes import Columns, Row, Shape, Table, decoder, json_api

Item = TypeVar("Item")


class _ChargeAttributes(
    Fields,
    rename={
        "charge_type": "type",
        "resource_id": "subscription_resource_id",
        "resource_name": "subscription_resource_name",
        "unit_price_amount": "unit_price",
        "duration_months": "duration",
        "period_start_on": "operate_from",
        "period_last_on": "operate_to",
        "plan_amount": "amount_in_plan_currency",
        "gross_amount": "amount",
        "closed_on": "close_date",
    },
):
    subscription_id: Text = None
    account_id: Text = None
    plan_id: Text = None
    order_id: Text = None
    charge_type: Text = None
    status: Text = None
    description: Text = None
    resource_id: Text = None
    plan_resource_id: Text = None
    resource_name: Text = None
    quantity: Number = None
    unit_price_amount: Number = None
    duration_months: Number = None
    period_start_on: Text = None
    period_last_on: Text = None
    plan_amount: Number = None
    plan_currency: Text = None
    gross_amount: Number = None
    discount_amount: Number = None
    closed_on: Text = None
    created_at: Text = None
    updated_at: Text = None


class _Charge(Fields):
    id: Text
    attributes: _ChargeAttributes
    relationships: Relationships | None = None


class _ResellerChargeAttributes(
    Fields,
    rename={
        "unit_price_amount": "unit_price",
        "duration_months": "duration",
        "plan_amount": "amount_in_plan_currency",
        "gross_amount": "amount",
        "net_amount": "total",
        "closed_on": "close_date",
    },
):
    charge_id: Text = None
    subscription_id: Text = None
    description: Text = None
    status: Text = None
    quantity: Number = None
    unit_price_amount: Number = None
    duration_months: Number = None
    plan_amount: Number = None
    plan_currency: Text = None
    exchange_rate: Number = None
    gross_amount: Number = None
    discount_amount: Number = None
    net_amount: Number = None
    closed_on: Text = None
    updated_at: Text = None


class _ResellerCharge(Fields):
    id: Text
    attributes: _ResellerChargeAttributes


class _Consumption(
    Fields,
    rename={
        "consumed_on": "operate_day",
        "billed_on": "billed_day",
        "unit_price_amount": "unit_price",
        "quantity": "duration",  # The number of units, despite its name.
        "gross_amount": "total",
    },
):
    subscription_id: Text = None
    consumed_on: Text = None
    billed_on: Text = None
    category: Text = None
    resource_group: Text = None
    resource_name: Text = None
    description: Text = None
    unit: Text = None
    quantity: Number = None
    unit_price_amount: Number = None
    gross_amount: Number = None
    discount_amount: Number = None
    currency: Text = None
    tags: Json = ABSENT


class _Expense(Fields, rename={"total_amount": "total"}):
    account_id: Text = None
    subscription_id: Text = None
    total_amount: Number = None
    period: Text = None
    billing_period: Text = None

    @property
    def month(self) -> str | None:
        """The month's first day: the guide's example sends `period`, its model `billing_period`."""
        month = self.period or self.billing_period
        return None if month is None else f"{month}-01"


class _ConsumptionOf(msgspec.Struct, Generic[Item]):
    items: list[Item] | None
    id: Text = None


class _ConsumptionPage(msgspec.Struct, Generic[Item]):
    subscription: _ConsumptionOf[Item]


class _ExpensePage(msgspec.Struct, Generic[Item]):
    expenses: list[Item] | None


_CONSUMPTION_PAGES = decoder(_ConsumptionPage[_Consumption])
_RAW_CONSUMPTION_PAGES = decoder(_ConsumptionPage[msgspec.Raw])
_EXPENSE_PAGES = decoder(_ExpensePage[_Expense])
_RAW_EXPENSE_PAGES = decoder(_ExpensePage[msgspec.Raw])

CLOSED = str(ChargeStatus.CLOSED)
CONSUMPTION = _Consumption.__struct_fields__[:-1]
EXPENSE = ("account_id", "subscription_id", "total_amount", "month")
_consumption_values = attrgetter(*CONSUMPTION)


def _charge(record: _Charge) -> Row:
    sent = record.attributes
    if sent.subscription_id is None:
        sent.subscription_id = linked_id(record.relationships, "subscription")
    if sent.order_id is None:
        sent.order_id = linked_id(record.relationships, "order")
    return record.id, *msgspec.structs.astuple(sent)


def _read_charges(charges: Columns) -> None:
    charges["charge_type"] = read_each(_charge_type, charges["charge_type"])
    charges["status"] = read_each(word, charges["status"])
    # The expected date, until the charge is closed.
    charges["closed_on"] = [
        day if status == CLOSED else None
        for day, status in zip(charges["closed_on"], charges["status"], strict=True)
    ]


def _charge_type(class_name: Text) -> str:
    return kind(class_name, "charge", ChargeType)


def _reseller_charge(record: _ResellerCharge) -> Row:
    return record.id, *msgspec.structs.astuple(record.attributes)


def _read_reseller_charges(charges: Columns) -> None:
    charges["status"] = read_each(word, charges["status"])


def _consumption(item: _Consumption) -> Row:
    if item.discount_amount is None:
        item.discount_amount = "0"
    return *_consumption_values(item), json_text(item.tags)


def _read_consumption(body: bytes) -> list[_Consumption]:
    subscription = decode(_CONSUMPTION_PAGES, body).subscription
    items: list[_Consumption] = subscription.items or []
    for item in items:
        item.subscription_id = subscription.id
    return items


def _split_consumption(body: bytes) -> list[bytes]:
    subscription = decode(_RAW_CONSUMPTION_PAGES, body).subscription
    subscription_id = msgspec.json.encode(subscription.id)
    return [
        b'{"subscription":{"id":%b,"items":[%b]}}' % (subscription_id, item)
        for item in subscription.items or ()
    ]


def _consumption_id(page: bytes) -> str | None:
    """Name a record that has no id of its own: whose it is, and a digest of what it says."""
    subscription = decode(_RAW_CONSUMPTION_PAGES, page).subscription
    return f"{subscription.id}/{hashlib.blake2b(page, digest_size=8).hexdigest()}"


def _read_expenses(body: bytes) -> list[_Expense]:
    return decode(_EXPENSE_PAGES, body).expenses or []


def _split_expenses(body: bytes) -> list[bytes]:
    expenses = decode(_RAW_EXPENSE_PAGES, body).expenses or ()
    return [b'{"expenses":[%b]}' % expense for expense in expenses]


def _expense_id(page: bytes) -> str | None:
    try:
        (expense,) = _read_expenses(page)
    except msgspec.DecodeError:
        return None
    return f"{expense.subscription_id}/{expense.month}"


SHAPES: dict[str, Shape[Any]] = {
    "charges": json_api(
        _Charge,
        Table(
            "charge",
            ("charge_id", *_ChargeAttributes.__struct_fields__),
            _charge,
            _read_charges,
        ),
    ),
    "reseller_charges": json_api(
        _ResellerCharge,
        Table(
            "reseller_charge",
            ("reseller_charge_id", *_ResellerChargeAttributes.__struct_fields__),
            _reseller_charge,
            _read_reseller_charges,
        ),
    ),
    "consumption": Shape(
        _read_consumption,
        _split_consumption,
        _consumption_id,
        (Table("consumption", (*CONSUMPTION, "tags"), _consumption),),
    ),
    "expenses": Shape(
        _read_expenses,
        _split_expenses,
        _expense_id,
        (Table("platform_expense", EXPENSE, attrgetter(*EXPENSE)),),
    ),
}
