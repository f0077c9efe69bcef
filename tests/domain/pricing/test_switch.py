"""What another plan costs and the old one gives back, worked by hand (section 10.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.pricing.operation_quote import OperationQuote
from domain.pricing.subscribed import Subscribed
from domain.pricing.switch import Target, price_switch
from domain.statuses import BillingType, ChargeStatus
from tests.domain.pricing.held import held_of, money_of, months_of, noon, with_closed
from tests.domain.pricing.offers import IN_EUROS, license_of, offer_of, period_of, told

FOUR, SIX = license_of("4.00"), license_of("6.00", key="8")
YEAR, ENDLESS = period_of(12), period_of()
MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
BETTER = Target(replace(offer_of(MONTHLY, ENDLESS, SIX), plan_id="b"), ENDLESS, {"8": 10}, IN_EUROS)


def switched(
    held: Subscribed, target: Target = BETTER, *, is_on_renewal: bool = False
) -> OperationQuote:
    """Switch on 25 August 2025."""
    now = noon(date(2025, 8, 25))
    quote = price_switch(held, target, now=now, is_on_renewal=is_on_renewal)
    assert quote is not None
    return quote


def test_the_unused_part_of_the_old_plan_is_released() -> None:
    """OP-39: 7/31 x 60.00 = 13.55 for the new; of 15.48, 5/31 x 40.00 = 6.45 were used."""
    quote = switched(held_of(MONTHLY, ENDLESS, FOUR, 10))

    assert told(quote.lines) == [("25.08.25", "01.09.25", 10, "13.55")]
    assert money_of(quote) == ("13.55", "9.03", "13.55")
    assert str(quote.now.amount) == "4.52"
    assert months_of(quote) == ("40.00", "60.00")
    assert quote.cancel_until == datetime(2025, 9, 1, 9, tzinfo=UTC)


def test_closed_charges_come_back_by_negative_ones() -> None:
    """E2E-9: 26/31 x 40.00 = 33.55 of the first month, and eleven whole ones."""
    closed = held_of(LONG_TERM, YEAR, FOUR, 10, status=ChargeStatus.CLOSED)

    quote = switched(closed)

    parts = [part for one in quote.settled for part in one.parts]
    assert told(part.line for part in parts)[:2] == [
        ("25.08.25", "20.09.25", -10, "-33.55"),
        ("20.09.25", "20.10.25", -10, "-40.00"),
    ]
    assert {part.status for part in parts} == {ChargeStatus.CLOSED}
    assert money_of(quote) == ("13.55", "473.55", "13.55")
    assert str(quote.now.amount) == "-460.00"


def test_what_was_closed_comes_back_at_its_own_discount() -> None:
    """480.00 were 432.00 at 10 %; 6.45 of them stay, which come to 5.81 (5.805)."""
    closed = with_closed(held_of(LONG_TERM, YEAR, FOUR, 10), "10")

    quote = switched(closed)

    assert str(quote.given_back.gross.amount) == "473.55"
    assert str(quote.given_back.total.amount) == "426.19"


def test_what_closes_just_before_shares_the_discount_of_its_order() -> None:
    """At 50 %: the used 0.65 close, then 44.11 come back, of which 22.06 had been taken off: what
    is left of the order, 0.65, has a discount of 0.32 as a whole. 3.36 were not closed.
    """
    terms = replace(IN_EUROS, discount_percent=Decimal(50))
    held = held_of(LONG_TERM, YEAR, license_of("4.01"), 1, terms=terms)
    _, *later = with_closed(held, "50").charges
    cents = (Decimal("0.05"), *[Decimal(0)] * 10)
    shared = (
        replace(one, discount_amount=Decimal("2.00") + cent)
        for one, cent in zip(later, cents, strict=True)
    )

    quote = switched(replace(held, charges=(held.charges[0], *shared)))

    assert str(quote.given_back.gross.amount) == "47.47"
    assert str(quote.given_back.total.amount) == "23.73"


def test_at_an_unknown_discount_nothing_can_be_told() -> None:
    closed = with_closed(held_of(LONG_TERM, YEAR, FOUR, 10), "10")
    untold = tuple(replace(one, discount_percent=None) for one in closed.charges)

    now = noon(date(2025, 8, 25))
    assert price_switch(replace(closed, charges=untold), BETTER, now=now) is None


def test_at_an_unknown_rate_nothing_can_be_told() -> None:
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)
    untold = tuple(replace(one, rate=None) for one in held.charges)

    now = noon(date(2025, 8, 25))
    assert price_switch(replace(held, charges=untold), BETTER, now=now) is None


def test_what_was_given_back_before_is_not_given_back_again() -> None:
    closed = held_of(LONG_TERM, YEAR, FOUR, 10, status=ChargeStatus.CLOSED)
    refunds = tuple(
        replace(one, charge_id=f"r{one.charge_id}", quantity=-4, amount=-one.amount)
        for one in closed.charges
    )

    quote = switched(replace(closed, charges=closed.charges + refunds))

    assert {part.line.quantity for one in quote.settled for part in one.parts} == {-6}


def test_a_calendar_month_of_the_old_plan_closes_in_full() -> None:
    quote = switched(held_of(BillingType.LICENSE_BASED, YEAR, FOUR, 10))

    (settled,) = quote.settled
    assert (settled.status, settled.parts) == (ChargeStatus.CLOSED, ())
    assert money_of(quote) == ("13.55", "0.00", "13.55")


def test_on_renewal_the_new_plan_begins_as_the_old_one_expires() -> None:
    """OP-40."""
    target = replace(BETTER, offer=replace(BETTER.offer, billing_type=LONG_TERM), period=YEAR)

    quote = switched(held_of(LONG_TERM, YEAR, FOUR, 10), target, is_on_renewal=True)

    assert (quote.is_delayed, quote.effective_on) == (True, date(2026, 8, 20))
    assert money_of(quote) == ("720.00", "0.00", "720.00")
    assert (quote.settled, str(quote.now.amount)) == ((), "0")
    assert quote.until == date(2027, 8, 20)


def test_a_trial_has_nothing_to_give_back() -> None:
    """OP-41."""
    quote = switched(held_of(MONTHLY, period_of(1, is_trial=True), FOUR, 10))

    assert money_of(quote) == ("13.55", "0.00", "13.55")


def test_resources_are_compared_by_name() -> None:
    """OP-37: amounts of resources that both plans have carry over."""
    extra = replace(license_of("1.00", key="9"), name="Storage")
    offer = replace(BETTER.offer, resources=(SIX, extra))
    target = replace(BETTER, offer=offer, quantities={"8": 12, "9": 3})

    quote = switched(held_of(MONTHLY, ENDLESS, FOUR, 10), target)

    assert [(one.name, one.before, one.after) for one in quote.amounts] == [
        ("License", 10, 12), ("Storage", 0, 3),
    ]  # fmt: skip


def test_a_plan_in_another_currency_is_charged_at_its_own_rate() -> None:
    """CUR-5: 13.55 USD x 0.92."""
    terms = replace(IN_EUROS, rate=Decimal("0.92"))
    target = replace(BETTER, offer=replace(BETTER.offer, currency="USD"), terms=terms)

    quote = switched(held_of(MONTHLY, ENDLESS, FOUR, 10), target)

    assert money_of(quote) == ("12.47", "9.03", "12.47")
    assert months_of(quote) == ("40.00", "55.20")


@pytest.mark.parametrize("is_old", [True, False])
def test_of_an_unknown_billing_type_there_is_no_price(is_old: bool) -> None:
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)
    unknown = replace(held.offer, billing_type=BillingType.UNKNOWN)
    old = replace(held, offer=unknown) if is_old else held
    target = BETTER if is_old else replace(BETTER, offer=unknown)

    assert price_switch(old, target, now=noon(date(2025, 8, 25))) is None
