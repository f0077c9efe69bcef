"""What a plan is ordered by, and at which rate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.offer import Offer, OfferPeriod, OfferResource
from domain.statuses import BillingType
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot
from warehouse.offers import exchange_rate, offer

PRODUCT = {"product_id": "p", "category_id": "k", "name": "Microsoft 365"}
PLAN = {"plan_id": "a", "product_id": "p", "service_term_id": "5", "sku": "CFQ7"}
PERIOD = {"plan_id": "a", "plan_period_id": "20"}
LICENSE = {"plan_id": "a", "plan_resource_id": "30"}
NOTHING = Decimal(0)


def snapshot_of(folder: Path, **tables: Sequence[dict[str, Any]]) -> Snapshot:
    usual = {"product": [PRODUCT], "plan": [PLAN], "plan_period": [PERIOD],
             "plan_resource": [LICENSE]}  # fmt: skip
    # Open for as long as the test: what it reads is one version.
    return make_warehouse(folder, **{**usual, **tables}).snapshot().__enter__()


def test_a_plan_comes_with_its_periods_and_resources(tmp_path: Path) -> None:
    """DATA-4, DATA-5, DATA-6."""
    snapshot = snapshot_of(
        tmp_path,
        plan=[{**PLAN, "name": "Server", "billing_type": "csp_monthly", "currency": "USD",
               "description": "A server."}],
        plan_period=[{**PERIOD, "name": "1 year", "duration": 1, "duration_unit": "year",
                      "setup_fee_amount": "10", "recurring_fee_amount": "18.5",
                      "renewal_fee_amount": "5"}],
        plan_resource=[{**LICENSE, "name": "Memory", "unit": "GB", "is_primary": True,
                        "included_quantity": 4, "minimum_quantity": 4, "maximum_quantity": 128,
                        "setup_fee_amount": "1", "recurring_fee_amount": "2.75",
                        "renewal_fee_amount": "0.5", "overuse_fee_amount": "0.085"}],
    )  # fmt: skip

    assert offer(snapshot, "a", reseller_id="r1") == Offer(
        plan_id="a", name="Server", sku="CFQ7", description="A server.", product_id="p",
        product_name="Microsoft 365", category_id="k", currency="USD",
        billing_type=BillingType.MONTHLY, billing_code="csp_monthly", service_term_id="5",
        periods=(OfferPeriod("20", "1 year", 12, False, Decimal(10), Decimal("18.5"), Decimal(5)),),
        resources=(OfferResource("30", "Memory", "GB", True, False, 4, 4, 128, Decimal(1),
                                 Decimal("2.75"), Decimal("0.5"), Decimal("0.085")),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "tables",
    [
        {"plan": [{**PLAN, "status": "inactive"}]},
        {"plan": [{**PLAN, "is_public": False}]},
        {"plan": [{**PLAN, "currency": None}]},
        {"plan": [{**PLAN, "reseller_id": "r2"}]},
        {"product": [{**PRODUCT, "is_public": False}]},
        {"product": [{**PRODUCT, "reseller_id": "r2"}]},
        {"plan_period": []},
        {"plan_period": [{**PERIOD, "is_public": False}]},
        {"plan_period": [{**PERIOD, "reseller_id": "r2"}]},
        {"plan_period": [{**PERIOD, "duration": 14, "duration_unit": "day"}]},
    ],
)
def test_what_may_not_be_ordered_is_not_offered(
    tmp_path: Path, tables: dict[str, list[dict[str, Any]]]
) -> None:
    """CAT-13."""
    assert offer(snapshot_of(tmp_path, **tables), "a", reseller_id="r1") is None


def test_public_periods_stand_in_the_order_of_the_platform_trials_too(tmp_path: Path) -> None:
    """ORD-7, ORD-8."""
    snapshot = snapshot_of(
        tmp_path,
        plan_period=[
            {**PERIOD, "plan_period_id": "7", "position": 3, "duration": 3,
             "duration_unit": "year"},
            {**PERIOD, "plan_period_id": "8", "position": 2, "is_trial": True},
            {**PERIOD, "plan_period_id": "9", "position": 1, "duration": None,
             "duration_unit": "unlimited"},
            {**PERIOD, "plan_period_id": "10", "position": 4, "is_public": False},
        ],
    )  # fmt: skip

    found = offer(snapshot, "a", reseller_id="r1")

    assert found is not None
    said = [(one.plan_period_id, one.months, one.is_trial) for one in found.periods]
    assert said == [("9", None, False), ("8", 1, True), ("7", 36, False)]


def test_public_resources_stand_in_the_order_of_the_platform(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        plan_resource=[
            {**LICENSE, "plan_resource_id": "10"},
            {**LICENSE, "plan_resource_id": "9", "is_measured": True},
            {**LICENSE, "plan_resource_id": "11", "is_public": False},
            {**LICENSE, "plan_resource_id": "12", "reseller_id": "r2"},
            {**LICENSE, "plan_resource_id": "13", "plan_id": "b"},
        ],
    )

    found = offer(snapshot, "a", reseller_id="r1")

    assert found is not None
    nine = OfferResource("9", "License", None, False, True, 0, 0, None, *[NOTHING] * 4)
    ten = OfferResource("10", "License", None, False, False, 0, 0, None, *[NOTHING] * 4)
    assert found.resources == (nine, ten)


@pytest.mark.parametrize(
    ("rate", "unit_quantity", "expected"),
    [
        ("0.8734", 1, "0.8734"),
        ("4.0675", 100, "0.040675"),
        ("1", 3, "0.333333"),
        ("0.0000005", 1, "0.000001"),
    ],
)
def test_a_rate_is_what_one_unit_costs(
    tmp_path: Path, rate: str, unit_quantity: int, expected: str
) -> None:
    """CUR-2: rates may be given for a hundred units."""
    snapshot = snapshot_of(
        tmp_path,
        reseller=[{"reseller_id": "r1", "currency": "EUR"}],
        exchange_rate=[{"currency": "CZK", "rate": rate, "unit_quantity": unit_quantity}],
    )

    assert exchange_rate(snapshot, "CZK", reseller_id="r1") == Decimal(expected)


def test_a_resellers_own_currency_costs_one(tmp_path: Path) -> None:
    """CUR-3."""
    snapshot = snapshot_of(
        tmp_path,
        reseller=[{"reseller_id": "r1", "currency": "EUR"}],
        exchange_rate=[{"currency": "EUR", "rate": "2"}],
    )

    assert exchange_rate(snapshot, "EUR", reseller_id="r1") == Decimal(1)


@pytest.mark.parametrize(
    "rates",
    [
        [],
        [{"currency": "PLN", "rate": "0.23"}],
        [{"currency": "CZK", "rate": "0"}],
        [{"currency": "CZK", "rate": "0.04", "reseller_id": "r2"}],
    ],
)
def test_a_currency_without_a_rate_has_none(tmp_path: Path, rates: list[dict[str, Any]]) -> None:
    """CUR-7."""
    snapshot = snapshot_of(
        tmp_path,
        reseller=[{"reseller_id": "r1", "currency": "EUR"},
                  {"reseller_id": "r2", "currency": "EUR"}],
        exchange_rate=rates,
    )  # fmt: skip

    assert exchange_rate(snapshot, "CZK", reseller_id="r1") is None
