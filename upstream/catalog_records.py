"""The catalog: categories, products, plans with their periods and resources."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec

from upstream.fields import ABSENT, Fields, Flag, Json, Number, Text, json_text, name_in, word
from upstream.shapes import ChildTable, Row, Shape, Table, json_api

FEES = {
    "setup_fee_amount": "setup_fee",
    "recurring_fee_amount": "recurring_fee",
    "renewal_fee_amount": "renewal_fee",
}
ENDLESS = "unlimited"


class _CategoryAttributes(Fields, rename={"is_public": "public", "logo_url": "logo"}):
    key: Text = None
    name: Text = None
    description: Text = None
    priority: Number = None
    is_public: Flag = None
    logo_url: Text = None
    updated_at: Text = None


class _Category(Fields):
    id: Text
    attributes: _CategoryAttributes


class _Identity(Fields):
    id: Text = None


class _Embedded(Fields):
    data: _Identity | None = None


class _ProductAttributes(
    Fields, rename={"product_type": "type", "is_public": "public", "logo_url": "logo"}
):
    category: _Embedded | None = None
    name: Text = None
    product_type: Text = None
    vendor: Json = ABSENT
    short_description: Text = None
    description: Text = None
    logo_url: Text = None
    media: Json = ABSENT
    priority: Number = None
    is_public: Flag = None
    updated_at: Text = None


class _Product(Fields):
    id: Text
    attributes: _ProductAttributes


class _PlanPeriod(
    Fields, rename={"plan_period_id": "id", "is_trial": "trial", "is_public": "public", **FEES}
):
    plan_period_id: Text = None
    name: Text = None
    duration: Number = None
    duration_unit: Text = None
    is_trial: Flag = None
    is_public: Flag = None
    setup_fee_amount: Number = None
    recurring_fee_amount: Number = None
    renewal_fee_amount: Number = None
    position: Number = None

    def __post_init__(self) -> None:
        self.duration_unit = word(self.duration_unit)
        if self.duration_unit == ENDLESS:
            self.duration = None


class _PlanResource(
    Fields,
    rename={
        "plan_resource_id": "id",
        "unit": "unit_of_measure",
        "template": "application_template_name",
        "is_primary": "primary",
        "is_measured": "measurable",
        "included_quantity": "included",
        "minimum_quantity": "minimum",
        "maximum_quantity": "limit",
        "overuse_fee_amount": "overuse_fee",
        "is_public": "public",
        **FEES,
    },
):
    plan_resource_id: Text = None
    name: Text = None
    unit: Text = None
    template: Text = None
    is_primary: Flag = None
    is_measured: Flag = None
    included_quantity: Number = None
    minimum_quantity: Number = None
    maximum_quantity: Number = None
    setup_fee_amount: Number = None
    recurring_fee_amount: Number = None
    renewal_fee_amount: Number = None
    overuse_fee_amount: Number = None
    is_public: Flag = None
    status: Text = None
    unlimited_units: Flag = None

    def __post_init__(self) -> None:
        self.status = word(self.status)
        if self.unlimited_units:
            self.maximum_quantity = None


class _PlanAttributes(
    Fields,
    rename={"service_term_id": "plan_class_id", "has_trial": "trial", "is_public": "public"},
):
    product_id: Text = None
    service_term_id: Text = None
    name: Text = None
    sku: Text = None
    description: Text = None
    status: Text = None
    billing_type: Text = None
    currency: Text = None
    has_trial: Flag = None
    is_public: Flag = None
    updated_at: Text = None
    plan_periods: list[_PlanPeriod] | None = None
    plan_resources: list[_PlanResource] | None = None


class _Plan(Fields):
    id: Text
    attributes: _PlanAttributes


PLAN = (
    "product_id", "service_term_id", "name", "sku", "description", "status", "billing_type",
    "currency", "has_trial", "is_public", "updated_at",
)  # fmt: skip
# Whether the number of units is unlimited is said by maximum_quantity.
PLAN_RESOURCE = tuple(name for name in _PlanResource.__struct_fields__ if name != "unlimited_units")
_plan_values = attrgetter(*PLAN)
_plan_resource_values = attrgetter(*PLAN_RESOURCE)


def _category(record: _Category) -> Row:
    return record.id, *msgspec.structs.astuple(record.attributes)


def _product(record: _Product) -> Row:
    sent = record.attributes
    category = (sent.category and sent.category.data) or _Identity()
    return (
        record.id,
        category.id,
        sent.name,
        sent.product_type,
        name_in(sent.vendor),
        sent.short_description,
        sent.description,
        sent.logo_url,
        json_text(sent.media),
        sent.priority,
        sent.is_public,
        sent.updated_at,
    )


def _plan(record: _Plan) -> Row:
    sent = record.attributes
    sent.status = word(sent.status)
    sent.billing_type = word(sent.billing_type)
    has_children = sent.plan_periods is not None or sent.plan_resources is not None
    return record.id, *_plan_values(sent), has_children


def _periods(record: _Plan) -> Iterable[Row]:
    for period in record.attributes.plan_periods or ():
        yield record.id, *msgspec.structs.astuple(period)


def _resources(record: _Plan) -> Iterable[Row]:
    for resource in record.attributes.plan_resources or ():
        yield record.id, *_plan_resource_values(resource)


SHAPES: dict[str, Shape[Any]] = {
    "categories": json_api(
        _Category,
        Table("category", ("category_id", *_CategoryAttributes.__struct_fields__), _category),
    ),
    "products": json_api(
        _Product,
        Table(
            "product",
            (
                "product_id", "category_id", "name", "product_type", "vendor",
                "short_description", "description", "logo_url", "media", "priority", "is_public",
                "updated_at",
            ),
            _product,
        ),
    ),
    "plans": json_api(
        _Plan,
        Table("plan", ("plan_id", *PLAN, "has_children"), _plan),
        ChildTable("plan_period", ("plan_id", *_PlanPeriod.__struct_fields__), _periods),
        ChildTable("plan_resource", ("plan_id", *PLAN_RESOURCE), _resources),
    ),
}  # fmt: skip
