"""What may be sold, and from what price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_builder import make_warehouse
from warehouse.catalog import Charged, categories, offered_plans, plan_resources, products
from warehouse.connection import Snapshot

PRODUCT = {"product_id": "p", "category_id": "k", "name": "Microsoft 365"}
CATEGORY = {"category_id": "k", "name": "Office"}
PLAN = {"plan_id": "a", "product_id": "p"}
PERIOD = {"plan_id": "a", "duration": 1, "duration_unit": "month", "is_trial": False}
LICENSE = {"plan_id": "a", "minimum_quantity": 1, "recurring_fee_amount": "4.50"}


def snapshot_of(folder: Path, **tables: Sequence[dict[str, Any]]) -> Snapshot:
    usual = {"category": [CATEGORY], "product": [PRODUCT], "plan": [PLAN],
             "plan_period": [PERIOD], "plan_resource": [LICENSE]}  # fmt: skip
    # Open for as long as the test: what it reads is one version.
    return make_warehouse(folder, **{**usual, **tables}).snapshot().__enter__()


@pytest.mark.parametrize(
    ("billing_type", "period", "resource", "price", "charged"),
    [
        ("csp_monthly", {}, {}, "4.50", Charged.MONTH),
        ("csp_monthly", {"recurring_fee_amount": "2"}, {}, "6.50", Charged.MONTH),
        ("csp_monthly", {}, {"minimum_quantity": 25, "included_quantity": 20}, "22.50", "month"),
        ("csp_monthly", {}, {"minimum_quantity": 0}, "0", "month"),
        ("csp_monthly", {}, {"is_measured": True}, "0", "month"),
        ("csp_annual", {"duration": 1, "duration_unit": "year"}, {}, "54.00", "period"),
        ("csp_annual", {"duration": 1, "duration_unit": "month"}, {}, "4.50", "period"),
        ("non_recurring", {"setup_fee_amount": "10"}, {"setup_fee_amount": "44.5"}, "54.5", "once"),
        ("payg_external", {"duration": None, "duration_unit": "unlimited"}, {}, "0", "consumption"),
        ("never_heard_of", {}, {}, "4.50", "month"),
    ],
)
def test_a_plan_costs_the_least_it_can_be_ordered_for(
    tmp_path: Path,
    billing_type: str,
    period: dict[str, Any],
    resource: dict[str, Any],
    price: str,
    charged: str,
) -> None:
    """CAT-9."""
    snapshot = snapshot_of(
        tmp_path,
        plan=[{**PLAN, "billing_type": billing_type}],
        plan_period=[{**PERIOD, **period}],
        plan_resource=[{**LICENSE, **resource}],
    )

    (plan,) = offered_plans(snapshot, reseller_id="r1")

    assert (plan.price_amount, plan.charged) == (Decimal(price), charged)


def test_the_cheapest_commercial_period_counts_and_a_trial_is_marked(tmp_path: Path) -> None:
    periods = [
        {**PERIOD, "recurring_fee_amount": "9", "duration": 12},
        {**PERIOD, "recurring_fee_amount": "3", "duration": 1},
        {**PERIOD, "recurring_fee_amount": "1", "duration": 6, "is_public": False},
        {**PERIOD, "is_trial": True},
    ]
    snapshot = snapshot_of(tmp_path, plan_period=periods)

    (plan,) = offered_plans(snapshot, reseller_id="r1")

    assert (plan.price_amount, plan.duration, plan.has_trial) == (Decimal("7.50"), 1, True)


@pytest.mark.parametrize(
    "tables",
    [
        {"plan": [{**PLAN, "status": "inactive"}]},
        {"plan": [{**PLAN, "is_public": False}]},
        {"product": [{**PRODUCT, "is_public": False}]},
        {"plan": [{**PLAN, "currency": None}]},
        {"plan_period": [{**PERIOD, "is_public": False}]},
        {"plan_period": [{**PERIOD, "duration_unit": "fortnight"}]},
        {"plan_period": [{**PERIOD, "duration": 0}]},
        {"plan": [{**PLAN, "reseller_id": "r2"}]},
    ],
)
def test_what_can_not_be_ordered_is_not_offered(
    tmp_path: Path, tables: dict[str, list[dict[str, Any]]]
) -> None:
    """CAT-1, SRCH-5."""
    snapshot = snapshot_of(tmp_path, **tables)

    assert offered_plans(snapshot, reseller_id="r1") == []
    assert categories(snapshot, reseller_id="r1") == []


def test_a_plan_that_is_only_tried_is_offered_for_nothing(tmp_path: Path) -> None:
    """CAT-12, MS-15: a trial is a plan of its own there."""
    snapshot = snapshot_of(tmp_path, plan_period=[{**PERIOD, "is_trial": True}])

    (plan,) = offered_plans(snapshot, reseller_id="r1")

    assert (plan.price_amount, plan.charged, plan.has_trial) == (Decimal(0), Charged.TRIAL, True)
    assert [one.product_count for one in categories(snapshot, reseller_id="r1")] == [1]


def test_plans_stand_by_price_then_by_name_in_every_alphabet(tmp_path: Path) -> None:
    """CAT-10, NAV-9: digits, Latin, Cyrillic."""
    names = {"a": "Ёлка", "b": "яблоко", "c": "alpha", "d": "Beta", "e": "365", "f": "dearer"}
    snapshot = snapshot_of(
        tmp_path,
        plan=[{"plan_id": id_, "product_id": "p", "name": name} for id_, name in names.items()],
        plan_period=[{**PERIOD, "plan_id": id_} for id_ in names],
        plan_resource=[{**LICENSE, "plan_id": "f"}],
    )

    found = [plan.name for plan in offered_plans(snapshot, product_id="p", reseller_id="r1")]

    assert found == ["365", "alpha", "Beta", "Ёлка", "яблоко", "dearer"]


def test_a_category_without_anything_to_sell_is_hidden(tmp_path: Path) -> None:
    """CAT-1, CAT-3."""
    snapshot = snapshot_of(
        tmp_path,
        category=[
            {**CATEGORY, "priority": 2},
            {"category_id": "first", "name": "Azure", "priority": 1},
            {"category_id": "empty", "name": "Empty", "priority": 3},
            {"category_id": "foreign", "name": "Foreign", "reseller_id": "r2"},
        ],
        product=[
            PRODUCT,
            {"product_id": "q", "category_id": "first", "name": "Azure plan"},
            {"product_id": "unsold", "category_id": "empty", "name": "Unsold"},
        ],
        plan=[PLAN, {"plan_id": "b", "product_id": "q"}],
        plan_period=[PERIOD, {**PERIOD, "plan_id": "b"}],
    )

    assert [(one.name, one.product_count) for one in categories(snapshot, reseller_id="r1")] == [
        ("Azure", 1),
        ("Office", 1),
    ]


def test_products_stand_in_the_platforms_order_then_by_name(tmp_path: Path) -> None:
    """CAT-4."""
    snapshot = snapshot_of(
        tmp_path,
        product=[
            {"product_id": "1", "category_id": "k", "name": "b"},
            {"product_id": "2", "category_id": "k", "name": "A"},
            {"product_id": "3", "category_id": "k", "name": "c", "priority": 1},
            {"product_id": "4", "category_id": "other", "name": "d", "priority": 1},
            {"product_id": "5", "category_id": "k", "name": "e", "reseller_id": "r2"},
        ],
    )

    found = products(snapshot, category_id="k", reseller_id="r1")

    assert [one.product_id for one in found] == ["3", "2", "1"]


def test_resources_say_what_is_included_and_allowed(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        plan_resource=[
            {**LICENSE, "plan_resource_id": "10", "name": "Second", "maximum_quantity": 300},
            {**LICENSE, "plan_resource_id": "9", "name": "First", "included_quantity": 5},
            {**LICENSE, "plan_resource_id": "11", "name": "Hidden", "is_public": False},
        ],
    )

    found = plan_resources(snapshot, plan_id="a", reseller_id="r1")

    assert [(one.name, one.included_quantity, one.maximum_quantity) for one in found] == [
        ("First", 5, None),
        ("Second", 0, 300),
    ]
