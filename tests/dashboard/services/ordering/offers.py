"""A plan to order, in its simplest form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.offer import Offer, OfferPeriod, OfferResource
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType

TODAY = date(2026, 8, 20)
NOTHING = Decimal(0)
MONTH = OfferPeriod("p1", "1 month", 1, False, NOTHING, NOTHING, NOTHING)
YEAR = OfferPeriod("p12", "1 year", 12, False, NOTHING, NOTHING, NOTHING)
ENDLESS = OfferPeriod("p0", "Endless", None, False, NOTHING, NOTHING, NOTHING)
TRIAL = OfferPeriod("pt", "Trial", 1, True, NOTHING, NOTHING, NOTHING)
LICENSE = OfferResource(
    "7", "License", "license", True, False, 0, 1, 300, NOTHING, Decimal("4.00"), NOTHING, NOTHING
)
STORAGE = replace(LICENSE, plan_resource_id="8", name="Storage", is_primary=False, minimum=0,
                  included=5, maximum=None)  # fmt: skip
TERM = ServiceTerm(
    name="Usual",
    cancellation_hours=168,
    delayed_order_days=15,
    is_singleton=False,
    is_auto_renew_locked=False,
    is_auto_renewed=True,
    trial_quantity=25,
    is_trial_changeable=False,
    grace_days=0,
    storage_days=30,
    auto_renew_point=1,
    manual_renew_point=30,
    manual_switch_point=-1,
    delayed_switch_point=30,
    is_stop_allowed=True,
    stop_needs_approval=False,
    deletion_needs_approval=False,
)


def plan(**changes: Any) -> Offer:
    """Return a monthly plan of licenses in euros; `changes` are other values of its fields."""
    offer = Offer(
        plan_id="9",
        name="Plan",
        sku="A-1",
        description=None,
        product_id="p",
        product_name="Product",
        category_id=None,
        currency="EUR",
        billing_type=BillingType.MONTHLY,
        billing_code="csp_monthly",
        service_term_id="1",
        periods=(MONTH, YEAR),
        resources=(LICENSE,),
    )
    return replace(offer, **changes)
