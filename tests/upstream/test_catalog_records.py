"""Products and plans, as the platform sends them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.upstream.pages import page, record, rows, the_row
from upstream.parse import parse_page


def test_a_plan_comes_with_its_periods_and_resources() -> None:
    body = page(
        record(
            {
                "name": "Azure Plan", "status": "Deactivated by provider", "public": True,
                "plan_class_id": 3, "product_id": 4, "billing_type": "payg_external",
                "sku": None, "currency": "USD", "trial": False, "description": "",
                "updated_at": "2025-03-01T00:00:00.000+03:00",
                "plan_periods": [
                    {"id": 5, "name": "1 year", "duration": 1, "duration_unit": "year",
                     "trial": False, "public": True, "setup_fee": 0.0, "recurring_fee": "4.0",
                     "renewal_fee": None, "position": 1},
                    {"id": "6", "name": "Endless", "duration": 0, "duration_unit": "Unlimited"},
                ],
                "plan_resources": [
                    {"id": 7, "name": "License", "unit_of_measure": "pcs.", "measurable": False,
                     "application_template_name": "Office365", "primary": True,
                     "included": 1, "minimum": 1, "limit": 0, "unlimited_units": True,
                     "setup_fee": 0.0, "recurring_fee": 4.5, "overuse_fee": 0.0,
                     "renewal_fee": 0.0, "public": True, "status": "Active"},
                ],
            }
        )
    )  # fmt: skip

    parsed = parse_page("plans", body)

    assert rows(parsed, "plan") == [
        {"plan_id": "1", "product_id": 4, "service_term_id": 3, "name": "Azure Plan", "sku": None,
         "description": "", "status": "deactivated_by_provider", "billing_type": "payg_external",
         "currency": "USD", "has_trial": False, "is_public": True,
         "updated_at": "2025-03-01T00:00:00.000+03:00", "has_children": True},
    ]  # fmt: skip
    year, endless = rows(parsed, "plan_period")
    assert year == {
        "plan_id": "1", "plan_period_id": 5, "name": "1 year", "duration": 1,
        "duration_unit": "year", "is_trial": False, "is_public": True, "setup_fee_amount": "0.0",
        "recurring_fee_amount": "4.0", "renewal_fee_amount": None, "position": 1,
    }  # fmt: skip
    assert (endless["duration"], endless["duration_unit"]) == (None, "unlimited")
    (resource,) = rows(parsed, "plan_resource")
    assert resource == {
        "plan_id": "1", "plan_resource_id": 7, "name": "License", "unit": "pcs.",
        "template": "Office365", "is_primary": True, "is_measured": False,
        "included_quantity": 1, "minimum_quantity": 1,
        "maximum_quantity": None, "setup_fee_amount": "0.0", "recurring_fee_amount": "4.5",
        "renewal_fee_amount": "0.0", "overuse_fee_amount": "0.0", "is_public": True,
        "status": "active",
    }  # fmt: skip


def test_a_plan_that_names_no_children_says_nothing_about_them() -> None:
    row = the_row("plans", "plan", page(record({"name": "E3"})))

    assert row["has_children"] is False


def test_a_product_names_its_category_inside() -> None:
    category = {"data": {"id": 3, "type": "product_categories", "attributes": {"name": "Office"}}}
    body = page(record({"name": "Microsoft 365", "category": category, "media": [{"url": "x"}]}))

    row = the_row("products", "product", body)

    assert (row["product_id"], row["category_id"], row["media"]) == ("1", 3, '[{"url": "x"}]')


@pytest.mark.parametrize(
    ("sent", "vendor"),
    [
        ("Microsoft", "Microsoft"),
        ({"name": "Microsoft"}, "Microsoft"),
        ({"data": {"id": "1", "attributes": {"name": "Microsoft"}}}, "Microsoft"),
        ({"data": None}, None),
        (" ", None),
        ([7], None),
        (None, None),
    ],
)
def test_a_product_says_whose_it_is_in_one_of_several_ways(sent: Any, vendor: str | None) -> None:
    """CAT-4; the API description does not show the field, so that no shape of it is an error."""
    row = the_row("products", "product", page(record({"name": "Microsoft 365", "vendor": sent})))

    assert row["vendor"] == vendor
