"""What is shown while a plan, a period and amounts are being chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.money import Money
from domain.offer import OfferPeriod, OfferResource
from domain.pricing.listing import Listing, list_prices
from domain.pricing.rules import ChargingPeriod
from domain.statuses import BillingType
from tests.domain.pricing.offers import license_of, offer_of, period_of

YEAR = period_of(12, monthly="18.00", setup="25.00")
TEN = license_of("4.00", setup="1.00")


def listing_of(
    kind: BillingType, period: OfferPeriod, quantity: int, *resources: OfferResource
) -> Listing | None:
    offer = offer_of(kind, period, *(resources or (TEN,)), currency="USD")
    return list_prices(offer, period, {"7": quantity})


def euros(listing: Listing | None) -> tuple[str, list[str], list[str]]:
    """Say what a price is for, and what the plan and each resource cost once and recurring."""
    assert listing is not None
    prices = [listing.plan, *(price for _, price in listing.resources)]
    assert {price.one_time.currency for price in prices} == {"USD"}
    return (
        listing.charged.value,
        [str(price.one_time.amount) for price in prices],
        [str(price.recurring.amount) for price in prices],
    )


@pytest.mark.parametrize(
    ("kind", "charged", "one_time", "recurring"),
    [
        (BillingType.MONTHLY, "month", ["0.00", "0.00"], ["18.00", "40.00"]),
        (BillingType.ESET, "month", ["0.00", "0.00"], ["18.00", "40.00"]),
        (BillingType.LONG_TERM, "period", ["25.00", "10.00"], ["216.00", "480.00"]),
        (BillingType.LICENSE_BASED, "month", ["25.00", "10.00"], ["18.00", "40.00"]),
        (BillingType.PAY_IN_FULL, "month", ["25.00", "10.00"], ["18.00", "40.00"]),
        (BillingType.MONTHLY_COMMITMENT, "month", ["0", "0.00"], ["0", "40.00"]),
        (BillingType.MONTHLY_COMMITMENT_INTERVAL, "month", ["0", "0.00"], ["0", "40.00"]),
        (BillingType.NON_RECURRING, "once", ["25.00", "10.00"], ["0.00", "0.00"]),
        (BillingType.PAYG, "consumption", ["0", "0.00"], ["0", "0.00"]),
    ],
)
def test_a_full_charging_period_costs_what_the_billing_type_charges(
    kind: BillingType, charged: str, one_time: list[str], recurring: list[str]
) -> None:
    """ORD-3, ORD-9, ORD-10, section 19.2: for ten licences."""
    assert euros(listing_of(kind, YEAR, 10)) == (charged, one_time, recurring)


def test_each_month_of_a_period_is_rounded_by_itself() -> None:
    """3 x 0.085 = 0.255 is 0.26 each month."""
    listing = listing_of(BillingType.LONG_TERM, period_of(12), 3, license_of("0.085"))

    assert euros(listing)[2] == ["0.00", "3.12"]


def test_the_total_is_of_the_plan_and_all_resources() -> None:
    other = license_of("1.50", setup="0.50", included=2, key="8")
    offer = offer_of(BillingType.LICENSE_BASED, YEAR, other, TEN, currency="USD")

    listing = list_prices(offer, YEAR, {"7": 10, "8": 5})

    assert listing is not None
    assert [resource.plan_resource_id for resource, _ in listing.resources] == ["7", "8"]
    assert listing.total.one_time == Money(Decimal("36.50"), "USD")  # 25 + 10 + 3 x 0.50
    assert listing.total.recurring == Money(Decimal("62.50"), "USD")  # 18 + 40 + 3 x 1.50


def test_a_trial_costs_nothing_and_what_is_measured_has_no_line() -> None:
    """BIL-13, ORD-13."""
    trial = replace(YEAR, is_trial=True)
    measured = replace(TEN, is_measured=True)

    assert euros(listing_of(BillingType.MONTHLY, trial, 25)) == ("month", ["0", "0"], ["0", "0"])
    azure = listing_of(BillingType.PAYG_EXTERNAL, period_of(), 0, measured)
    assert azure is not None
    assert (azure.charged, azure.resources) == (ChargingPeriod.CONSUMPTION, ())


def test_what_is_not_known_to_charge_has_no_prices() -> None:
    """BIL-14."""
    assert listing_of(BillingType.UNKNOWN, YEAR, 10) is None
