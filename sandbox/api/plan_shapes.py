"""Draws plans with their periods, resources and prices."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.api.listings import Shapes, link, shape_of
from sandbox.api.related import by_parent
from sandbox.api.wire import number, stamp, stamps
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod, PlanResource
from sandbox.records import Json

# Turns a price in the plan's currency into the one that is shown.
Price = Callable[[Decimal], Decimal]


def draw_plans(books: Books, plans: list[Plan]) -> Shapes:
    """Draw plans with prices in their own currencies."""
    return _draw(books, plans, lambda plan: (plan.currency, _as_it_is))


def draw_plans_converted(
    books: Books, plans: list[Plan], convert: Callable[[Plan], tuple[str, Price]]
) -> Shapes:
    """Draw plans with prices in another currency."""
    return _draw(books, plans, convert)


def draw_period(books: Books, period: PlanPeriod) -> Json:
    return shape_of("plan_periods", period.plan_period_id, _period(period, _as_it_is))


def _as_it_is(price: Decimal) -> Decimal:
    return price


def _draw(books: Books, plans: list[Plan], convert: Callable[[Plan], tuple[str, Price]]) -> Shapes:
    keys = [plan.plan_id for plan in plans]
    periods = by_parent(books, PlanPeriod, "plan_id", keys)
    resources = by_parent(books, PlanResource, "plan_id", keys)
    shapes = []
    for plan in plans:
        currency, price = convert(plan)
        attributes = _plan(plan, currency) | {
            "trial": any(period.is_trial for period in periods[plan.plan_id]),
            "plan_periods": [
                {"id": str(period.plan_period_id), **_period(period, price)}
                for period in periods[plan.plan_id]
            ],
            "plan_resources": [
                _resource(resource, plan, price) for resource in resources[plan.plan_id]
            ],
        }
        product = link("products", plan.product_id)
        shapes.append(shape_of("plans", plan.plan_id, attributes, product=product))
    return shapes


def _plan(plan: Plan, currency: str) -> Json:
    return {
        **stamps(plan),
        "status": plan.status,
        "name": plan.name,
        "description": plan.description,
        "public": plan.is_public,
        "plan_class_id": plan.term_id,
        "product_id": plan.product_id,
        "billing_type": plan.billing_type,
        "ancestry": None if plan.root_plan_id is None else str(plan.root_plan_id),
        "reseller_id": plan.reseller_id,
        "fixed_price": False,
        "sku": plan.sku,
        "currency": currency,
    }


def _period(period: PlanPeriod, price: Price) -> Json:
    duration, unit = period.months or 0, "month"
    if period.months is None:
        unit = "unlimited"
    elif period.months % 12 == 0:
        duration, unit = period.months // 12, "year"
    return {
        "name": period.name,
        "duration": duration,
        "duration_unit": unit,
        "trial": period.is_trial,
        "public": True,
        "setup_fee": number(price(period.setup_fee)),
        "recurring_fee": number(price(period.recurring_fee)),
        "renewal_fee": number(price(period.renewal_fee)),
        "position": period.position,
    }


def _resource(resource: PlanResource, plan: Plan, price: Price) -> Json:
    return {
        "id": resource.plan_resource_id,
        "name": resource.name,
        "application_template_name": resource.template,
        "measurable": resource.is_measured,
        "unit_of_measure": resource.unit,
        "primary": resource.is_primary,
        "included": resource.included,
        "minimum": resource.minimum,
        "limit": resource.maximum or 0,
        "setup_fee": number(price(resource.setup_fee)),
        "recurring_fee": number(price(resource.recurring_fee)),
        "overuse_fee": number(price(resource.overuse_fee)),
        "renewal_fee": number(price(resource.renewal_fee)),
        "unlimited_units": resource.maximum is None,
        "public": True,
        "status": "active",
        "resource_id": resource.template_resource_id,
        "created_at": stamp(plan.created_at),
    }
