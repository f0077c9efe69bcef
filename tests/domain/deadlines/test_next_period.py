"""What a renewal commits to, worked by hand, and held to the pricing of each charge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.deadlines.deadline import Stake, Unknown
from domain.deadlines.next_period import next_period
from domain.money import Money
from domain.pricing.agreement import Agreement
from domain.pricing.charging import Charging
from domain.pricing.lines import Currencies
from domain.pricing.rules import RULES
from domain.statuses import BillingType, ChargeType
from tests.domain.deadlines.subscriptions import day, facts, item, priced

B = BillingType


def cost(expires_on: str, *, billing_day: int = 1, **about: Any) -> Stake:
    return next_period(facts(expires_on, **about), billing_day)


def eur(amount: str) -> Stake:
    return Stake(Money(Decimal(amount), "EUR"))


@pytest.mark.parametrize(
    ("billing_type", "amount"),
    [
        (B.LONG_TERM, "505.00"),  # 12 x 40.00, and 25.00 once
        (B.MONTHLY_COMMITMENT_INTERVAL, "480.00"),  # no one-time fees
        (B.MONTHLY, "480.00"),
        (B.LICENSE_BASED, "505.00"),
        (B.NON_RECURRING, "25.00"),
    ],
)
def test_a_year_of_ten_costs_all_its_months(billing_type: BillingType, amount: str) -> None:
    """BIL-3; each billing type by its own rules."""
    year = priced(item(10, "4.00", "2.50"))

    assert cost("2027-01-01", billing_type=billing_type, priced=year) == eur(amount)


def test_each_month_is_rounded_and_converted_by_itself() -> None:
    """BIL-5: 3 x 1.115 is 3.345, rounded 3.35, which is 3.69 at 1.1."""
    year = priced(item(3, "1.115"), rate="1.1")

    assert cost("2027-01-31", priced=year) == eur("44.28")


def test_a_period_from_the_29th_of_february_has_twelve_months() -> None:
    assert cost("2028-02-29", priced=priced(item(1, "10.00"))) == eur("120.00")
    assert cost("2027-01-31", priced=priced(item(1, "10.00"), months=1)) == eur("10.00")


def test_parts_of_months_at_both_ends_are_prorated_to_the_billing_day() -> None:
    """BIL-4: 15 to 31 January are 17 of 31 days, 1 to 14 February 14 of 28."""
    month = priced(item(1, "31.00"), months=1)

    stake = cost("2027-01-15", billing_day=1, billing_type=B.MONTHLY, priced=month)

    assert stake == eur("32.50")  # 17.00 and 15.50
    assert cost("2027-01-15", billing_day=15, billing_type=B.MONTHLY, priced=month) == eur("31.00")


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"priced": None}, Unknown.NO_PRICE),
        ({"priced": priced(item(1, "1"), rate=None)}, Unknown.NO_RATE),
        ({"priced": priced(item(1, "1"), months=None)}, Unknown.NO_PRICE),
        ({"billing_type": B.UNKNOWN}, Unknown.NO_PRICE),
        ({"billing_type": B.PAYG}, Unknown.CONSUMPTION),
        ({"is_trial": True}, Unknown.DEPENDS),
    ],
)
def test_what_is_not_known_is_not_guessed(about: dict[str, Any], reason: Unknown) -> None:
    known = {"priced": priced(item(1, "1.00"))}

    assert cost("2027-01-01", **(known | about)) == Stake(None, reason)


@pytest.mark.parametrize("billing_day", [1, 15, 28])
@pytest.mark.parametrize("months", [1, 12])
@pytest.mark.parametrize("billing_type", sorted(set(RULES) - {B.PAYG, B.PAYG_EXTERNAL}))
def test_it_is_the_sum_of_every_charge(
    billing_type: BillingType, months: int, billing_day: int
) -> None:
    items = (item(7, "3.337", "1.11"), item(2, "0.415", key="2"))
    for expires_on in ("2027-01-01", "2027-01-31", "2028-02-29", "2027-03-15"):
        about = facts(
            expires_on, billing_type=billing_type, priced=priced(*items, months=months, rate="1.37")
        )
        agreement = Agreement(RULES[billing_type], billing_day, day(expires_on), months)
        if agreement.rules.starts_free and agreement.start_on.day > 1:
            continue  # A renewal never does.
        charging = Charging(
            agreement, items, Currencies("EUR", "EUR", Decimal("1.37")), ChargeType.RENEWAL
        )
        lines = [*charging.fees(), *charging.use(agreement.turns())]
        total = sum((line.amount for line in lines), Money.zero("EUR"))

        assert next_period(about, billing_day) == Stake(total)
