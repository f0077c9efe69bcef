"""What other amounts cost and give back, worked by hand (docs/portal.md sections 10.5 and 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.pricing.change import price_change
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.subscribed import Subscribed
from domain.statuses import BillingType, ChargeStatus
from tests.domain.pricing.held import held_of, money_of, months_of, noon
from tests.domain.pricing.offers import IN_EUROS, TERM, license_of, period_of, told

ENDLESS, YEAR, ONE_MONTH = period_of(), period_of(12), period_of(1)
FOUR = license_of("4.00")
MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
LATER = noon(date(2025, 8, 25))


def changed(held: Subscribed, quantity: int, key: str = "7") -> OperationQuote:
    """Change the amount on 25 August 2025."""
    quote = price_change(held, {key: quantity}, now=LATER)
    assert quote is not None
    return quote


def test_added_units_cost_the_rest_of_the_billing_period() -> None:
    """OP-30: 7/31 x 5 x 4.00 = 4.516; from 1 September 60.00 a month."""
    quote = changed(held_of(MONTHLY, ENDLESS, FOUR, 10), 15)

    assert told(quote.lines) == [("25.08.25", "01.09.25", 5, "4.52")]
    assert money_of(quote) == ("4.52", "0.00", "4.52")
    assert months_of(quote) == ("40.00", "60.00")
    (amount,) = quote.amounts
    assert (amount.name, amount.before, amount.after, amount.is_primary) == (
        "License",
        10,
        15,
        True,
    )
    assert (quote.effective_on, quote.is_delayed, quote.until) == (date(2025, 8, 25), False, None)
    assert quote.settled == ()


def test_units_given_up_of_monthly_come_back_by_day() -> None:
    """OP-34: of 15.48 the used 5/31 x 40.00 = 6.45 closes, 7/31 x 24.00 = 5.42 goes on."""
    quote = changed(held_of(MONTHLY, ENDLESS, FOUR, 10), 6)

    (settled,) = quote.settled
    assert settled.status is ChargeStatus.DELETED
    assert told(part.line for part in settled.parts) == [
        ("20.08.25", "25.08.25", 10, "6.45"),
        ("25.08.25", "01.09.25", 6, "5.42"),
    ]
    assert [part.status.value for part in settled.parts] == ["closed", "blocked"]
    assert money_of(quote) == ("0.00", "3.61", "0.00")
    assert (str(quote.now.amount), str(quote.total.amount)) == ("-3.61", "-3.61")
    assert months_of(quote) == ("40.00", "24.00")


def test_a_period_that_is_over_is_left_to_close() -> None:
    """Early on the billing day the charge of the month before is not closed yet."""
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)

    quote = price_change(held, {"7": 6}, now=noon(date(2025, 9, 1)))

    assert quote is not None
    assert quote.settled == ()


def test_long_term_charges_added_units_up_to_the_end_of_the_period() -> None:
    """Setup 2 x 1.50; 26/31 x 8.00 = 6.71, then eleven months of 8.00."""
    quote = changed(held_of(LONG_TERM, YEAR, license_of("4.00", setup="1.50"), 10), 12)

    assert told(quote.lines)[:3] == [
        ("25.08.25", "26.08.25", 2, "3.00"),
        ("25.08.25", "20.09.25", 2, "6.71"),
        ("20.09.25", "20.10.25", 2, "8.00"),
    ]
    assert len(quote.lines) == 13
    assert money_of(quote) == ("97.71", "0.00", "97.71")
    assert quote.until == date(2026, 8, 20)


def test_long_term_gives_back_while_nothing_is_closed() -> None:
    """480.00 less the used 6.45, 26/31 x 24.00 = 20.13, and eleven months of 24.00."""
    quote = changed(held_of(LONG_TERM, YEAR, FOUR, 10), 6)

    assert money_of(quote) == ("0.00", "189.42", "0.00")
    assert len(quote.settled) == 12


def test_long_term_gives_nothing_back_once_it_is_closed() -> None:
    quote = changed(held_of(LONG_TERM, YEAR, FOUR, 10, status=ChargeStatus.CLOSED), 6)

    assert (money_of(quote), quote.settled) == (("0.00", "0.00", "0.00"), ())
    assert months_of(quote) == ("40.00", "24.00")


def test_time_that_is_paid_further_ahead_is_charged_by_billing_periods() -> None:
    """BIL-7, OP-26: 7/31 of 20.00 up to the billing day, and the whole period after it."""
    ahead = replace(held_of(BillingType.ESET, YEAR, FOUR, 10), paid_to=date(2025, 10, 1))

    assert told(changed(ahead, 15).lines) == [
        ("25.08.25", "01.09.25", 5, "4.52"), ("01.09.25", "01.10.25", 5, "20.00"),
    ]  # fmt: skip


def test_what_was_added_last_is_given_up_first() -> None:
    """Of 10 and 5 added, 12 stay: all of the 10, and 2 of the 5."""
    (first,) = held_of(MONTHLY, ENDLESS, FOUR, 10).charges
    added = replace(first, charge_id="1", order_id="2", quantity=5, amount=Decimal("7.74"))
    held = replace(held_of(MONTHLY, ENDLESS, FOUR, 15), charges=(first, added))

    (settled,) = changed(held, 12).settled
    assert settled.charge == added
    assert [part.line.quantity for part in settled.parts] == [5, 2]
    assert [one.charge.charge_id for one in changed(held, 8).settled] == ["0", "1"]


@pytest.mark.parametrize(("is_apart", "back"), [(True, "106.06"), (False, "0.00")])
def test_what_a_vendor_takes_back_comes_back_though_it_is_closed(is_apart: bool, back: str) -> None:
    """OP-33: 3 of 10: 26/31 x 12.00 = 10.06 of the first month, and eight times 12.00."""
    term = replace(TERM, counts_added_amounts_apart=is_apart)
    terms = replace(IN_EUROS, service_term=term)
    held = held_of(LONG_TERM, period_of(9), FOUR, 10, status=ChargeStatus.CLOSED, terms=terms)

    assert money_of(changed(held, 7))[1] == back


def test_a_commitment_charges_added_units_with_the_billing_period() -> None:
    quote = changed(held_of(BillingType.MONTHLY_COMMITMENT, YEAR, FOUR, 10), 15)

    assert money_of(quote) == ("4.52", "0.00", "4.52")
    assert months_of(quote) == ("40.00", "60.00")


def test_an_interval_commitment_pays_this_month_now_and_the_others_in_turn() -> None:
    """26/31 x 20.00 = 16.77 now; the order is for eleven months of 20.00 besides."""
    quote = changed(held_of(INTERVAL, YEAR, FOUR, 10), 15)

    assert money_of(quote) == ("16.77", "0.00", "236.77")
    assert months_of(quote) == ("40.00", "60.00")


def test_months_ordered_together_keep_the_rate_they_were_ordered_at() -> None:
    """CUR-4: 40.00 USD a month at 0.50, and 20.00 more at today's 3.00."""
    bought = replace(IN_EUROS, rate=Decimal("0.5"))
    held = held_of(INTERVAL, YEAR, FOUR, 10, terms=bought, currency="USD")

    quote = changed(replace(held, terms=replace(bought, rate=Decimal(3))), 15)

    assert months_of(quote) == ("20.00", "80.00")


def test_of_an_interval_commitment_only_what_is_taken_comes_back() -> None:
    """40.00 less 6.45 and 20.13; the later months just cost less."""
    quote = changed(held_of(INTERVAL, YEAR, FOUR, 10), 6)

    assert money_of(quote) == ("0.00", "13.42", "0.00")
    assert months_of(quote) == ("40.00", "24.00")
    assert {part.line.amount.amount for one in quote.settled[1:] for part in one.parts} == {
        Decimal("24.00")
    }


@pytest.mark.parametrize("kind", [BillingType.LICENSE_BASED, BillingType.ESET])
def test_a_reduction_lowers_the_next_month_only(kind: BillingType) -> None:
    """OP-35."""
    quote = changed(held_of(kind, YEAR, FOUR, 10), 4)

    assert (money_of(quote), quote.settled) == (("0.00", "0.00", "0.00"), ())
    assert months_of(quote) == ("40.00", "16.00")


def test_a_calendar_month_is_charged_by_its_highest_amount() -> None:
    """OP-35: down to 4 and up again to 8 costs nothing, up to 12 two units for all of August."""
    held = held_of(BillingType.LICENSE_BASED, ONE_MONTH, license_of("4.00", setup="1.00"), 10)
    lowered = replace(held, quantities={"7": 4})

    assert changed(lowered, 8).lines == ()
    quote = changed(lowered, 12)
    assert told(quote.lines) == [
        ("25.08.25", "26.08.25", 2, "2.00"),
        ("01.08.25", "01.09.25", 2, "8.00"),
    ]


def test_a_free_start_has_charged_nothing_that_could_come_back() -> None:
    held = held_of(BillingType.PAY_IN_FULL, ENDLESS, FOUR, 10)

    assert money_of(changed(held, 4)) == ("0.00", "0.00", "0.00")


def test_what_is_included_costs_nothing() -> None:
    held = held_of(MONTHLY, ENDLESS, license_of("4.00", included=5), 5)
    paid = replace(held, paid_to=date(2025, 9, 1))

    assert told(changed(paid, 8).lines) == [("25.08.25", "01.09.25", 3, "2.71")]


def test_a_change_is_at_the_rate_and_discount_of_its_day() -> None:
    """CUR-5, BIL-6: 4.52 USD x 0.92 = 4.16; 10 % off is 0.42."""
    terms = replace(IN_EUROS, rate=Decimal("0.92"), discount_percent=Decimal(10))
    held = held_of(MONTHLY, ENDLESS, FOUR, 10, terms=terms, currency="USD")

    quote = changed(held, 15)

    assert (quote.rate, quote.currency) == (Decimal("0.92"), "EUR")
    assert quote.order is not None
    assert (str(quote.order.gross.amount), str(quote.order.discount.amount)) == ("4.16", "0.42")
    assert str(quote.now.amount) == "3.74"
    assert months_of(quote) == ("33.12", "49.68")


def test_what_comes_back_does_so_at_its_own_rate() -> None:
    """CUR-4: bought at 0.50, whatever the rate is today: 7.74 - 3.23 - 2.71."""
    bought = replace(IN_EUROS, rate=Decimal("0.5"))
    held = held_of(MONTHLY, ENDLESS, FOUR, 10, terms=bought, currency="USD")

    quote = changed(replace(held, terms=replace(bought, rate=Decimal(3))), 6)

    assert money_of(quote) == ("0.00", "1.80", "0.00")


def test_a_trial_costs_nothing_to_change() -> None:
    held = held_of(MONTHLY, period_of(1, is_trial=True), FOUR, 10)

    assert money_of(changed(held, 15)) == ("0.00", "0.00", "0.00")
    assert months_of(changed(held, 15)) == ("0.00", "0.00")


@pytest.mark.parametrize(
    "kind",
    [BillingType.PAYG, BillingType.PAYG_EXTERNAL, BillingType.NON_RECURRING, BillingType.UNKNOWN],
)
def test_where_amounts_cannot_be_changed_there_is_no_price(kind: BillingType) -> None:
    held = replace(held_of(MONTHLY, ENDLESS, FOUR, 10))
    other = replace(held, offer=replace(held.offer, billing_type=kind))

    assert price_change(other, {"7": 15}, now=LATER) is None


def test_where_it_is_not_told_up_to_when_time_is_paid_there_is_no_price() -> None:
    held = replace(held_of(MONTHLY, ENDLESS, FOUR, 10), paid_to=None)

    assert price_change(held, {"7": 15}, now=LATER) is None
