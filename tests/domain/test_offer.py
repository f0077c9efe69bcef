"""How much of what can be ordered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.offer import Amounts, Limit, Offer, OfferPeriod, OfferResource
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType

NOTHING = Decimal(0)
YEAR = OfferPeriod("1", "1 year", 12, False, NOTHING, NOTHING, NOTHING)
TRIAL = replace(YEAR, is_trial=True)
LICENSE = OfferResource(
    "10", "License", "license", True, False, 0, 1, 300, NOTHING, NOTHING, NOTHING, NOTHING
)
ADD_ON = replace(LICENSE, plan_resource_id="9", is_primary=False, minimum=0)
TERM = ServiceTerm("Trials", 0, 0, False, False, False, 25, False, 0, 30, 0, 30, -1, 30, True,
                   False, False)  # fmt: skip


def offer_of(*resources: OfferResource, kind: BillingType = BillingType.MONTHLY) -> Offer:
    return Offer("a", "E3", None, None, "p", "Microsoft 365", None, "EUR", kind, kind, "5",
                 (YEAR, TRIAL), resources)  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "problem"),
    [(0, Limit.LEAST), (1, None), (300, None), (301, Limit.MOST)],
)
def test_an_amount_keeps_both_limits(quantity: int, problem: Limit | None) -> None:
    """ORD-11."""
    amounts = offer_of(LICENSE).amounts(LICENSE, YEAR, None)

    assert amounts.problem_of(quantity) is problem


def test_what_is_unlimited_has_no_most() -> None:
    """ORD-11."""
    amounts = offer_of().amounts(replace(LICENSE, maximum=None), YEAR, None)

    assert amounts == Amounts(1, None, 1)
    assert amounts.problem_of(10**9) is None


@pytest.mark.parametrize(
    ("included", "minimum", "least"), [(0, 5, 5), (20, 25, 25), (5, 0, 5), (0, 0, 0)]
)
def test_an_order_starts_from_what_is_included_or_the_least_that_is_allowed(
    included: int, minimum: int, least: int
) -> None:
    """ORD-12: what is included can't be given up."""
    resource = replace(LICENSE, included=included, minimum=minimum)

    assert offer_of(resource).amounts(resource, YEAR, None) == Amounts(least, 300, least)


def test_only_what_is_beyond_the_included_amount_is_charged_for() -> None:
    """ORD-12."""
    resource = replace(LICENSE, included=20)

    assert [resource.additional(total) for total in (19, 20, 25)] == [0, 0, 5]


def test_a_trial_may_come_with_a_fixed_amount_of_the_primary_resource() -> None:
    """ORD-12, MS-13."""
    offer = offer_of(ADD_ON, LICENSE)

    assert offer.amounts(LICENSE, TRIAL, TERM) == Amounts(25, 25, 25)
    assert offer.amounts(ADD_ON, TRIAL, TERM) == Amounts(0, 0, 0)
    assert offer.amounts(LICENSE, TRIAL, TERM).is_fixed
    for term in (None, replace(TERM, trial_quantity=None)):
        assert offer.amounts(LICENSE, TRIAL, term) == Amounts(1, 300, 1)
    assert offer.amounts(LICENSE, YEAR, TERM) == Amounts(1, 300, 1)


def test_an_amount_the_vendor_measures_is_not_asked_for_but_a_quota_is() -> None:
    """ORD-13."""
    measured = replace(LICENSE, is_measured=True)

    assert offer_of(measured, kind=BillingType.PAYG_EXTERNAL).asked == ()
    assert offer_of(measured, kind=BillingType.MONTHLY).asked == ()
    assert offer_of(measured, kind=BillingType.PAYG).asked == (measured,)


def test_the_primary_resource_stands_first() -> None:
    """ORD-10."""
    other = replace(ADD_ON, plan_resource_id="11")

    assert offer_of(ADD_ON, LICENSE, other).asked == (LICENSE, ADD_ON, other)
    assert offer_of(ADD_ON, other).asked == (ADD_ON, other)
    assert offer_of(ADD_ON, other).primary == ADD_ON
    assert offer_of().primary is None


def test_a_period_is_found_by_its_id() -> None:
    assert offer_of().period("1") == YEAR
    assert offer_of().period("2") is None


@pytest.mark.parametrize(
    ("template", "is_microsoft", "asks"),
    [("Office365", True, True), ("GSuite", False, True), ("Hosting", False, False),
     (None, False, False)],
)  # fmt: skip
def test_a_plan_is_its_vendors_by_the_template_of_its_resources(
    template: str | None, is_microsoft: bool, asks: bool
) -> None:
    """ORD-22, ORD-27."""
    plan = offer_of(replace(LICENSE, template=template))

    assert plan.is_microsoft is is_microsoft
    assert plan.asks_vendor is asks
