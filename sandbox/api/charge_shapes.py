"""Draws charges, and the reseller charges that come of closed ones."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import ChargeType
from sandbox.api.listings import Shapes, link, shape_of
from sandbox.api.related import by_key
from sandbox.api.wire import (
    number,
    number_or_null,
    stamps,
    text,
)
from sandbox.books import Books
from sandbox.catalog_records import Discount, PlanResource
from sandbox.records import Charge, Json, ResellerCharge

CLASS_NAMES = {
    ChargeType.SETUP: "Charge::Setup",
    ChargeType.RECURRING: "Charge::Recurring",
    ChargeType.RENEWAL: "Charge::Renewal",
    ChargeType.CONSUMPTION: "Charge::Consumption",
}
ONE_DAY = timedelta(days=1)


def draw_charges(books: Books, charges: list[Charge]) -> Shapes:
    offered = by_key(books, PlanResource, (charge.plan_resource_id for charge in charges))
    return [_charge(charge, offered) for charge in charges]


def _charge(charge: Charge, offered: dict[int, PlanResource]) -> Json:
    total = None if charge.discount_amount is None else charge.amount - charge.discount_amount
    attributes = _common(charge, offered) | {
        **stamps(charge),
        "status": charge.status,
        "amount": number(charge.amount),
        "amount_in_plan_currency": number(charge.plan_amount),
        "discount_amount": number_or_null(charge.discount_amount),
        "total": number_or_null(total),
        "taxes_total": number(charge.amount * 0),
    }
    return shape_of("charges", charge.charge_id, attributes, **_relationships(charge))


def draw_reseller_charges(books: Books, reseller_charges: list[ResellerCharge]) -> Shapes:
    charges = by_key(books, Charge, (row.charge_id for row in reseller_charges))
    offered = by_key(books, PlanResource, (c.plan_resource_id for c in charges.values()))
    return [_reseller_charge(row, charges[row.charge_id], offered) for row in reseller_charges]


def _reseller_charge(row: ResellerCharge, charge: Charge, offered: dict[int, PlanResource]) -> Json:
    attributes = _common(charge, offered) | {
        **stamps(row),
        "charge_id": row.charge_id,
        "reseller_id": row.reseller_id,
        "status": charge.status,
        "close_date": row.closed_on,
        "amount": text(charge.amount),
        "amount_in_plan_currency": text(charge.plan_amount),
        "exchange_rate": text(charge.exchange_rate),
        "discount_percent": text(row.discount_percent),
        "discount_amount": text(row.discount_amount),
        "total": text(row.total),
    }
    related = _relationships(charge) | {
        "reseller": link("resellers", row.reseller_id),
        "discount": None if row.discount_id is None else link("discounts", row.discount_id),
    }
    return shape_of("reseller_charges", row.reseller_charge_id, attributes, **related)


def draw_discounts(books: Books, discounts: list[Discount]) -> Shapes:
    return [
        shape_of(
            "discounts",
            discount.discount_id,
            {
                "name": discount.name,
                "percent": text(discount.percent),
                "date_from": discount.start_on,
                "date_to": discount.end_on and discount.end_on - ONE_DAY,
            },
        )
        for discount in discounts
    ]


def _common(charge: Charge, offered: dict[int, PlanResource]) -> Json:
    resource = offered.get(charge.plan_resource_id or 0)
    return {
        "type": CLASS_NAMES[charge.kind],
        "account_id": charge.account_id,
        "subscription_id": charge.subscription_id,
        "plan_id": charge.plan_id,
        "order_id": charge.order_id,
        "subscription_resource_id": charge.resource_id,
        "subscription_resource_name": charge.resource_name,
        "plan_resource_id": charge.plan_resource_id,
        "resource_id": None if resource is None else resource.template_resource_id,
        "application_template_key": "" if resource is None else resource.template,
        "description": charge.description,
        "quantity": charge.quantity,
        "unit_price": number(charge.unit_price),
        "operate_from": charge.start_on,
        "operate_to": charge.end_on - ONE_DAY,
        "duration": number(charge.duration),
        "plan_currency": charge.plan_currency,
        "close_date": charge.close_on,
    }


def _relationships(charge: Charge) -> Json:
    return {
        "account": link("accounts", charge.account_id),
        "subscription": link("subscriptions", charge.subscription_id),
        "plan": link("plans", charge.plan_id),
        "order": None if charge.order_id is None else link("orders", charge.order_id),
    }
