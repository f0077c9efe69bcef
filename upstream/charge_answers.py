"""The charges of one subscription as the platform answers now, in types."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from domain.periods import ONE_DAY
from domain.pricing.known_charge import Charge
from domain.statuses import ChargeStatus, ChargeType
from upstream.answers import amount, decimal, document, promised, records, required, text
from upstream.fields import Relationships, Text, day, kind, linked_id, word


class _Attributes(msgspec.Struct):
    type: Text = None
    status: Text = None
    subscription_id: Text = None
    plan_id: Text = None
    order_id: Text = None
    plan_resource_id: Text = None
    subscription_resource_name: Text = None
    quantity: Any = None
    unit_price: Any = None
    operate_from: Text = None
    operate_to: Text = None
    plan_currency: Text = None
    amount_in_plan_currency: Any = None
    amount: Any = None
    discount_amount: Any = None
    close_date: Text = None


class _Record(msgspec.Struct):
    id: Text
    attributes: _Attributes
    relationships: Relationships | None = None


_PAGES = document(_Record)


@promised
def read_charges(body: bytes, subscription_id: str) -> list[Charge]:
    """Return the charges of a subscription on a page, which may hold others' as well."""
    found = records(_PAGES, body)
    return [_charge(record) for record in found if _subscription_of(record) == subscription_id]


def _subscription_of(record: _Record) -> str:
    told = record.attributes.subscription_id
    return text(told if told is not None else linked_id(record.relationships, "subscription"))


def _charge(record: _Record) -> Charge:
    told = record.attributes
    related = record.relationships
    order_id = told.order_id if told.order_id is not None else linked_id(related, "order")
    plan_id = told.plan_id if told.plan_id is not None else linked_id(related, "plan")
    return Charge(
        charge_id=required(record.id),
        order_id=text(order_id) or None,
        plan_id=text(plan_id),
        plan_resource_id=text(told.plan_resource_id) or None,
        name=text(told.subscription_resource_name) or None,
        kind=ChargeType.read(kind(told.type, "charge", ChargeType)),
        status=ChargeStatus.read(word(told.status) or ""),
        quantity=int(decimal(told.quantity)),
        unit_price=decimal(told.unit_price),
        start_on=_day(told.operate_from),
        # The last day covered is told; we mean the one after it.
        end_on=_day(told.operate_to) + ONE_DAY,
        currency=required(told.plan_currency),
        plan_amount=decimal(told.amount_in_plan_currency),
        amount=decimal(told.amount),
        close_on=None if told.close_date in (None, "") else _day(told.close_date),
        discount_amount=amount(told.discount_amount),
    )


def _day(told: Text) -> date:
    return date.fromisoformat(text(day(told)))
