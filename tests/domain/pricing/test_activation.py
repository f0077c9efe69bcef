"""What it costs to activate what was stopped, worked by hand (docs/portal.md section 10.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.pricing.activation import price_activation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.subscribed import Subscribed
from domain.statuses import BillingType
from tests.domain.pricing.held import held_of, money_of, months_of, noon
from tests.domain.pricing.offers import license_of, period_of, told

FOUR = license_of("4.00", setup="9.00")
YEAR = period_of(12)
MONTHLY, LICENSES = BillingType.MONTHLY, BillingType.LICENSE_BASED


def activated(held: Subscribed, on: date) -> OperationQuote:
    quote = price_activation(held, now=noon(on))
    assert quote is not None
    return quote


def paid_to(kind: BillingType, end: date) -> Subscribed:
    """Return ten licenses bought on 20 August 2025, and let go of after a stop from a day on."""
    return replace(held_of(kind, YEAR, FOUR, 10), paid_to=end, charges=())


def test_nothing_is_charged_as_long_as_time_is_paid_for() -> None:
    """OP-14: stopped and on again within the same billing period."""
    quote = activated(held_of(MONTHLY, YEAR, FOUR, 10), date(2025, 8, 28))

    assert (quote.lines, money_of(quote)) == ((), ("0.00", "0.00", "no order"))
    assert months_of(quote) == ("0.00", "40.00")
    assert quote.until == date(2026, 8, 20)


def test_what_a_stop_would_have_let_go_of_stays_charged() -> None:
    """OP-12: of August 9.03 were to come back on 1 September."""
    held = held_of(MONTHLY, YEAR, FOUR, 10)
    (august,) = held.charges
    rest = replace(august, start_on=date(2025, 8, 25), amount=Decimal("9.03"))

    quote = activated(replace(held, charges=(rest,)), date(2025, 8, 28))

    assert (str(quote.released.total.amount), quote.released_on) == ("9.03", date(2025, 9, 1))


def test_after_the_billing_day_it_is_charged_up_to_the_next_one() -> None:
    """OP-12: let go of from 25 August on; 22/31 of 40.00 from 10 October on."""
    quote = activated(paid_to(MONTHLY, date(2025, 8, 25)), date(2025, 10, 10))

    assert told(quote.lines) == [("10.10.25", "01.11.25", 10, "28.39")]
    assert money_of(quote) == ("28.39", "0.00", "28.39")


def test_it_is_not_charged_beyond_the_expiration() -> None:
    quote = activated(paid_to(MONTHLY, date(2025, 8, 25)), date(2026, 8, 10))

    assert told(quote.lines) == [("10.08.26", "20.08.26", 10, "12.90")]


def test_a_calendar_month_is_charged_in_full() -> None:
    """OP-35."""
    quote = activated(paid_to(LICENSES, date(2025, 9, 1)), date(2025, 10, 10))

    assert told(quote.lines) == [("01.10.25", "01.11.25", 10, "40.00")]


def test_the_rest_of_a_year_that_was_let_go_of_is_charged_at_once() -> None:
    """Long-term, stopped before it was closed: ten months and ten days are left."""
    quote = activated(paid_to(BillingType.LONG_TERM, date(2025, 8, 25)), date(2025, 10, 10))

    assert told(quote.lines)[:2] == [
        ("10.10.25", "20.10.25", 10, "13.33"), ("20.10.25", "20.11.25", 10, "40.00"),
    ]  # fmt: skip
    assert money_of(quote)[0] == "413.33"


def test_a_commitment_was_charged_on() -> None:
    held = held_of(BillingType.MONTHLY_COMMITMENT, YEAR, FOUR, 10)

    assert months_of(activated(held, date(2025, 8, 28))) == ("40.00", "40.00")


def test_the_first_month_after_a_free_start_brings_its_fees() -> None:
    """Stopped in the free start, and activated on the very day it is over."""
    held = held_of(BillingType.PAY_IN_FULL, YEAR, FOUR, 10)

    assert told(activated(held, date(2025, 9, 1)).lines) == [
        ("01.09.25", "02.09.25", 10, "90.00"), ("01.09.25", "01.10.25", 10, "40.00"),
    ]  # fmt: skip


def test_without_knowing_what_is_paid_it_can_not_be_told() -> None:
    held = replace(held_of(MONTHLY, YEAR, FOUR, 10), paid_to=None)

    assert price_activation(held, now=noon(date(2025, 8, 28))) is None


def test_what_is_consumed_and_what_is_tried_costs_nothing() -> None:
    trial = held_of(MONTHLY, period_of(1, is_trial=True), FOUR, 10)
    consumed = held_of(BillingType.PAYG_EXTERNAL, period_of(), FOUR, 10)

    assert activated(trial, date(2025, 9, 10)).lines == ()
    assert activated(consumed, date(2025, 9, 10)).lines == ()
