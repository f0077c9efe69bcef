"""What the next period costs, worked by hand (docs/portal.md section 10.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.offer import OfferPeriod
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.renewal import price_renewal
from domain.pricing.subscribed import Subscribed
from domain.statuses import BillingType
from tests.domain.pricing.held import held_of, money_of, months_of, noon
from tests.domain.pricing.offers import IN_EUROS, TERM, license_of, period_of, told

FOUR = license_of("4.00")
YEAR = period_of(12)
MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
JULY = date(2026, 7, 25)


def renewed(
    held: Subscribed, quantity: int = 10, *, on: date = JULY, period: OfferPeriod | None = None
) -> OperationQuote:
    """Renew what was bought on 20 August 2025 for a year."""
    quote = price_renewal(held, period or held.period, {"7": quantity}, now=noon(on))
    assert quote is not None
    return quote


def test_long_term_is_paid_for_another_year_as_the_old_one_expires() -> None:
    """OP-18, OP-19: nothing is taken before 20 August."""
    quote = renewed(held_of(LONG_TERM, YEAR, FOUR, 10))

    assert money_of(quote) == ("480.00", "0.00", "480.00")
    assert (quote.is_delayed, quote.effective_on) == (True, date(2026, 8, 20))
    assert (str(quote.now.amount), quote.until) == ("0", date(2027, 8, 20))
    assert quote.cancel_until == datetime(2026, 8, 27, 0, tzinfo=UTC)


def test_other_amounts_are_for_the_next_period() -> None:
    """OP-17: 15 down to 12 is what every month of it costs."""
    quote = renewed(held_of(MONTHLY, YEAR, FOUR, 15), 12)

    assert told(quote.lines) == [("20.08.26", "01.09.26", 12, "18.58")]
    assert months_of(quote) == ("60.00", "48.00")
    (amount,) = quote.amounts
    assert (amount.before, amount.after) == (15, 12)


def test_a_renewal_has_a_fee_of_its_own() -> None:
    fees = replace(license_of("4.00", setup="9.00"), renewal_fee=Decimal("1.50"))

    quote = renewed(held_of(LONG_TERM, YEAR, fees, 10))

    assert told(quote.lines)[0] == ("20.08.26", "21.08.26", 10, "15.00")
    assert money_of(quote)[2] == "495.00"


def test_an_interval_commitment_pays_the_first_month_as_it_begins() -> None:
    quote = renewed(held_of(BillingType.MONTHLY_COMMITMENT_INTERVAL, YEAR, FOUR, 10))

    assert money_of(quote) == ("40.00", "0.00", "480.00")
    assert months_of(quote) == ("40.00", "40.00")


def test_a_trial_becomes_commercial_with_setup_fees() -> None:
    """OP-20: what is left of the trial is kept."""
    held = held_of(LONG_TERM, period_of(1, is_trial=True), license_of("4.00", setup="1.50"), 25)

    quote = renewed(held, 25, on=date(2025, 8, 25), period=YEAR)

    assert told(quote.lines)[0] == ("20.09.25", "21.09.25", 25, "37.50")
    assert money_of(quote)[2] == "1237.50"
    assert (quote.effective_on, quote.until) == (date(2025, 9, 20), date(2026, 9, 20))
    assert months_of(quote) == ("0.00", "100.00")


def test_eset_renewed_before_it_expires_is_charged_for_the_days_left() -> None:
    """OP-18, OP-19: at once, on 25 July, with time paid up to 1 August."""
    held = replace(held_of(BillingType.ESET, YEAR, FOUR, 10), paid_to=date(2026, 8, 1))

    quote = renewed(held)

    assert told(quote.lines) == [
        ("01.08.26", "20.08.26", 10, "24.52"),  # 19/31 x 40.00
        ("20.08.26", "01.09.26", 10, "15.48"),
    ]
    assert money_of(quote) == ("40.00", "0.00", "40.00")
    assert (quote.is_delayed, quote.effective_on, quote.until) == (
        False, JULY, date(2027, 8, 20)
    )  # fmt: skip


def test_eset_renewed_long_before_is_charged_by_billing_periods() -> None:
    held = replace(held_of(BillingType.ESET, YEAR, FOUR, 10), paid_to=date(2026, 7, 1))

    quote = renewed(held, on=date(2026, 6, 25))

    assert told(quote.lines) == [
        ("01.07.26", "01.08.26", 10, "40.00"),
        ("01.08.26", "20.08.26", 10, "24.52"),
        ("20.08.26", "01.09.26", 10, "15.48"),
    ]


def test_without_knowing_what_is_paid_the_price_of_an_early_renewal_can_not_be_told() -> None:
    held = replace(held_of(BillingType.ESET, YEAR, FOUR, 10), paid_to=None)

    assert price_renewal(held, held.period, {}, now=noon(JULY)) is None


def test_what_expired_goes_on_from_its_expiration() -> None:
    """OP-19: renewed in the grace period, on 25 August."""
    quote = renewed(held_of(LONG_TERM, YEAR, FOUR, 10), on=date(2026, 8, 25))

    assert (quote.is_delayed, quote.effective_on) == (False, date(2026, 8, 25))
    assert told(quote.lines)[0] == ("20.08.26", "20.09.26", 10, "40.00")
    assert (str(quote.now.amount), quote.until) == ("480.00", date(2027, 8, 20))


def test_a_period_that_would_be_over_begins_today() -> None:
    held = held_of(MONTHLY, period_of(1), FOUR, 10)

    quote = renewed(held, on=date(2025, 11, 5))

    assert told(quote.lines) == [("05.11.25", "01.12.25", 10, "34.67")]
    assert quote.until == date(2025, 12, 5)


NEAR = replace(IN_EUROS, service_term=replace(TERM, extended_renewal_days=12))


def test_near_the_billing_day_the_whole_next_billing_period_is_paid_too() -> None:
    """OP-26: from 20 August to 1 September are 12 days."""
    quote = renewed(held_of(MONTHLY, YEAR, FOUR, 10, terms=NEAR))

    assert told(quote.lines) == [
        ("20.08.26", "01.09.26", 10, "15.48"), ("01.09.26", "01.10.26", 10, "40.00"),
    ]  # fmt: skip
    assert money_of(quote) == ("55.48", "0.00", "55.48")
    assert quote.extension is not None
    assert (quote.extension.start, quote.extension.end) == (date(2026, 9, 1), date(2026, 10, 1))
    assert (quote.until, months_of(quote)) == (date(2027, 8, 20), ("40.00", "40.00"))


@pytest.mark.parametrize("kind", [LONG_TERM, BillingType.MONTHLY_COMMITMENT_INTERVAL])
def test_what_is_paid_without_prolongations_is_not_extended(kind: BillingType) -> None:
    """OP-26: there is no order that would come too soon."""
    assert renewed(held_of(kind, YEAR, FOUR, 10, terms=NEAR)).extension is None


def test_a_day_further_from_the_billing_day_it_is_not() -> None:
    terms = replace(IN_EUROS, service_term=replace(TERM, extended_renewal_days=11))

    quote = renewed(held_of(MONTHLY, YEAR, FOUR, 10, terms=terms))

    assert (quote.extension, money_of(quote)[2]) == (None, "15.48")


def test_a_renewal_is_not_extended_beyond_its_own_end() -> None:
    """OP-26: what is renewed for a month ends on 20 September."""
    held = held_of(MONTHLY, YEAR, FOUR, 10, terms=NEAR)

    quote = renewed(held, period=period_of(1))

    assert told(quote.lines) == [
        ("20.08.26", "01.09.26", 10, "15.48"), ("01.09.26", "20.09.26", 10, "25.33"),
    ]  # fmt: skip


def test_what_is_renewed_at_once_is_near_on_the_day_of_the_order() -> None:
    """OP-26: ESET is 38 days from the end of the first period then, and renews as ever."""
    held = replace(held_of(BillingType.ESET, YEAR, FOUR, 10, terms=NEAR), paid_to=date(2026, 8, 1))

    assert renewed(held).extension is None
    assert renewed(held, on=date(2026, 8, 20)).extension is not None


def test_licenses_renewed_late_in_a_month_are_paid_for_that_month_and_the_next() -> None:
    """OP-26, OP-35: renewed on 28 September, when July to August was over."""
    terms = replace(NEAR, service_term=replace(TERM, extended_renewal_days=5))
    held = replace(
        held_of(BillingType.LICENSE_BASED, period_of(3), FOUR, 10, terms=terms),
        expires_on=date(2026, 9, 1),
    )

    quote = renewed(held, on=date(2026, 9, 28))

    assert told(quote.lines) == [
        ("01.09.26", "01.10.26", 10, "40.00"), ("01.10.26", "01.11.26", 10, "40.00"),
    ]  # fmt: skip
    assert quote.until == date(2026, 12, 1)


def test_the_window_may_not_begin_anew() -> None:
    """OP-42."""
    until = datetime(2025, 8, 27, tzinfo=UTC)
    terms = replace(IN_EUROS, service_term=replace(TERM, window_restarts_on_renewal=False))
    held = held_of(LONG_TERM, YEAR, FOUR, 10, terms=terms, deletable_until=until)

    assert renewed(held).cancel_until == until


def test_a_purchase_is_renewed_at_once_for_its_whole_period() -> None:
    fees = replace(license_of(setup="100.00"), renewal_fee=Decimal("80.00"))
    held = held_of(BillingType.NON_RECURRING, YEAR, fees, 2)

    quote = renewed(held, 2)

    assert told(quote.lines) == [("20.08.26", "20.08.27", 2, "160.00")]
    assert (quote.is_delayed, quote.effective_on, quote.cancel_until) == (False, JULY, None)


@pytest.mark.parametrize("period", [period_of(), period_of(1, is_trial=True)])
def test_only_a_paid_period_with_an_end_is_renewed_for(period: OfferPeriod) -> None:
    assert price_renewal(held_of(MONTHLY, YEAR, FOUR, 10), period, {}, now=noon(JULY)) is None


def test_what_never_expires_is_not_renewed() -> None:
    assert price_renewal(held_of(MONTHLY, period_of(), FOUR, 10), YEAR, {}, now=noon(JULY)) is None
