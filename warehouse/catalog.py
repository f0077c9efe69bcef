"""What a reseller may sell: categories, products, plans and what they cost at least."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalog. `logo_url` is a link at the platform."""

    category_id: str
    name: str
    description: str | None
    logo_url: str | None
    updated_at: datetime | None
    product_count: int


@dataclass(frozen=True, slots=True)
class Product:
    """What plans are offered for. `description` is HTML and `media` a JSON array, both as sent."""

    product_id: str
    category_id: str | None
    name: str
    vendor: str | None
    short_description: str | None
    description: str | None
    logo_url: str | None
    media: str | None
    updated_at: datetime | None


class Charged(StrEnum):
    """What the price of a plan is for."""

    MONTH = "month"
    PERIOD = "period"  # The whole period, at its start.
    ONCE = "once"
    CONSUMPTION = "consumption"
    TRIAL = "trial"  # There is nothing to pay: the plan has no other periods.


@dataclass(frozen=True, slots=True)
class OfferedPlan:
    """A plan that may be ordered now.

    `price_amount` is the least that one charging period costs, in `currency` (CAT-9); `duration`
    and `duration_unit` are those of the period that costs it.
    """

    plan_id: str
    product_id: str
    category_id: str | None
    name: str
    sku: str | None
    description: str | None
    billing_type: str
    currency: str
    has_trial: bool
    price_amount: Decimal
    charged: str  # Charged
    duration: int | None
    duration_unit: str | None


@dataclass(frozen=True, slots=True)
class PlanResource:
    """A countable thing of a plan. Fees are for one unit, in the plan's currency."""

    plan_id: str
    plan_resource_id: str
    name: str
    unit: str | None
    is_measured: bool
    included_quantity: int
    minimum_quantity: int
    maximum_quantity: int | None
    setup_fee_amount: Decimal
    recurring_fee_amount: Decimal


def categories(snapshot: Snapshot, *, reseller_id: str) -> list[Category]:
    """Return the categories that have something to sell, in the platform's order.

    Source: queries/category.sql
    """
    return [Category(*row) for row in snapshot.rows("category", reseller_id=reseller_id)]


def products(
    snapshot: Snapshot,
    *,
    category_id: str | None = None,
    product_id: str | None = None,
    reseller_id: str,
) -> list[Product]:
    """Return public products, in the platform's order, then by name.

    Source: queries/product.sql
    """
    rows = snapshot.rows(
        "product", category_id=category_id, product_id=product_id, reseller_id=reseller_id
    )
    return [Product(*row) for row in rows]


def offered_plans(
    snapshot: Snapshot,
    *,
    category_id: str | None = None,
    product_id: str | None = None,
    plan_id: str | None = None,
    plan_ids: tuple[str, ...] | None = None,
    reseller_id: str,
) -> list[OfferedPlan]:
    """Return the plans that may be ordered now, by product, the cheapest first (CAT-10).

    `plan_id` asks for one plan, and `plan_ids` for some.

    Source: queries/offered_plan.sql
    """
    rows = snapshot.rows(
        "offered_plan",
        category_id=category_id,
        product_id=product_id,
        plan_ids=(plan_id,) if plan_id is not None else plan_ids,
        reseller_id=reseller_id,
    )
    return [OfferedPlan(*row) for row in rows]


def plan_resources(
    snapshot: Snapshot,
    *,
    product_id: str | None = None,
    plan_id: str | None = None,
    reseller_id: str,
) -> list[PlanResource]:
    """Return what can be ordered with plans, in the platform's order.

    Source: queries/plan_resource.sql
    """
    rows = snapshot.rows(
        "plan_resource", product_id=product_id, plan_id=plan_id, reseller_id=reseller_id
    )
    return [PlanResource(*row) for row in rows]
