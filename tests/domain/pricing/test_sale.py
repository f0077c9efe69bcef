"""What a sale costs, worked by hand (docs/portal.md section 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.money import Money
from domain.offer import OfferPeriod
from domain.pricing.sale import price_sale
from domain.statuses import BillingType, ChargeType
from tests.domain.pricing.offers import (
    IN_EUROS,
    NOON,
    ZONE,
    billed_on,
    license_of,
    offer_of,
    period_of,
    quote_of,
    told,
    total,
)

MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
LICENSES, PAY_IN_FULL = BillingType.LICENSE_BASED, BillingType.PAY_IN_FULL
ENDLESS, YEAR, ONE_MONTH = period_of(), period_of(12), period_of(1)
FOUR = license_of("4.00")


def test_monthly_is_prorated_to_the_billing_day() -> None:
    """BIL-9: 12/31 x 40.00 = 15.48; from 1 September 40.00 a month."""
    quote = quote_of(MONTHLY, ENDLESS, (FOUR, 10))

    (line,) = quote.lines
    assert told([line]) == [("20.08.25", "01.09.25", 10, "15.48")]
    assert (line.kind, line.days, line.duration) == (ChargeType.RECURRING, 12, Decimal("0.387"))
    assert (line.unit_price, line.plan_resource_id) == (Money(Decimal("4.00"), "EUR"), "7")
    assert total(quote.order) == total(quote.at_once) == "15.48"
    assert quote.next_charge_on == date(2025, 9, 1)
    assert total(quote.next_charge) == total(quote.monthly_after) == "40.00"
    assert quote.until is None


def test_a_part_of_a_month_is_measured_from_the_billing_day() -> None:
    """26 of the 31 days from 15 August to 15 September: 33.548."""
    quote = quote_of(MONTHLY, ENDLESS, (FOUR, 10), terms=billed_on(15))

    assert told(quote.lines) == [("20.08.25", "15.09.25", 10, "33.55")]
    assert quote.next_charge_on == date(2025, 9, 15)


def test_ordered_on_the_billing_day_the_first_month_is_whole() -> None:
    quote = quote_of(MONTHLY, ENDLESS, (FOUR, 10), terms=billed_on(20))

    assert told(quote.lines) == [("20.08.25", "20.09.25", 10, "40.00")]


def test_the_last_month_is_prorated_to_the_expiration_date() -> None:
    """19 of September's 30 days: 25.33; no full month follows."""
    quote = quote_of(MONTHLY, ONE_MONTH, (FOUR, 10))

    assert total(quote.order) == "15.48"
    assert (quote.next_charge_on, total(quote.next_charge)) == (date(2025, 9, 1), "25.33")
    assert quote.monthly_after is None
    assert quote.until == date(2025, 9, 20)


def test_the_plan_has_a_price_of_its_own() -> None:
    """12/31 x 18.00 = 6.97 for the plan, then 15.48; the setup fee is not one of Monthly's."""
    quote = quote_of(MONTHLY, period_of(monthly="18.00", setup="25.00"), (FOUR, 10))

    assert told(quote.lines) == [
        ("20.08.25", "01.09.25", 1, "6.97"),
        ("20.08.25", "01.09.25", 10, "15.48"),
    ]
    assert [line.plan_resource_id for line in quote.lines] == [None, "7"]
    assert total(quote.monthly_after) == "58.00"


def test_only_what_is_beyond_the_included_amount_is_charged() -> None:
    """ORD-12: of 5 cores 2 are included."""
    core = license_of("5.50", included=2)

    assert told(quote_of(MONTHLY, ENDLESS, (core, 5)).lines)[0][2:] == (3, "6.39")
    assert quote_of(MONTHLY, ENDLESS, (core, 2)).lines == ()


def test_a_resource_that_is_left_out_has_its_included_amount() -> None:
    offer = offer_of(MONTHLY, ENDLESS, license_of("5.50", included=2))

    quote = price_sale(offer, ENDLESS, {}, IN_EUROS, now=NOON)

    assert quote is not None
    assert (quote.lines, quote.next_charge_on, quote.monthly_after) == ((), None, None)


def test_long_term_is_paid_for_the_whole_period_at_the_order() -> None:
    quote = quote_of(LONG_TERM, period_of(12, setup="25.00"), (license_of("10.00"), 5))

    assert told(quote.lines)[:3] == [
        ("20.08.25", "21.08.25", 1, "25.00"),
        ("20.08.25", "20.09.25", 5, "50.00"),
        ("20.09.25", "20.10.25", 5, "50.00"),
    ]
    assert len(quote.lines) == 13
    assert total(quote.order) == total(quote.at_once) == "625.00"
    assert (quote.next_charge_on, quote.next_charge, quote.monthly_after) == (None, None, None)
    assert quote.until == date(2026, 8, 20)


def test_an_obligation_is_ordered_whole_and_paid_month_by_month() -> None:
    """MS-16: twelve months of 50.00; the order is of 600.00, and 50.00 are taken at once."""
    quote = quote_of(INTERVAL, YEAR, (license_of("12.50"), 4))

    assert [line.duration for line in quote.lines] == [1] * 12
    assert (total(quote.order), total(quote.at_once)) == ("600.00", "50.00")
    assert (quote.next_charge_on, total(quote.next_charge)) == (date(2025, 9, 20), "50.00")
    assert total(quote.monthly_after) == "50.00"


def test_months_from_the_last_day_of_a_month_stay_whole() -> None:
    quote = quote_of(INTERVAL, period_of(3), (license_of("12.50"), 4),
                     now=datetime(2025, 1, 31, 12, tzinfo=ZONE))  # fmt: skip

    assert told(quote.lines) == [
        ("31.01.25", "28.02.25", 4, "50.00"),
        ("28.02.25", "31.03.25", 4, "50.00"),
        ("31.03.25", "30.04.25", 4, "50.00"),
    ]
    assert quote.until == date(2025, 4, 30)


def test_a_year_from_a_leap_day_ends_on_the_last_of_february() -> None:
    quote = quote_of(LONG_TERM, YEAR, (FOUR, 1), now=datetime(2028, 2, 29, 12, tzinfo=ZONE))

    assert told(quote.lines)[-1] == ("29.01.29", "28.02.29", 1, "4.00")
    assert quote.until == date(2029, 2, 28)


def test_monthly_commitment_charges_resources_only() -> None:
    """10 of February's 28 days of 5 licences at 20.00 are 35.71; the plan has no fees."""
    period = period_of(12, monthly="9.00", setup="9.00")

    quote = quote_of(BillingType.MONTHLY_COMMITMENT, period, (license_of("20.00", setup="1.00"), 5),
                     now=datetime(2025, 2, 19, 12, tzinfo=ZONE))  # fmt: skip

    assert told(quote.lines) == [("19.02.25", "01.03.25", 5, "35.71")]
    assert total(quote.monthly_after) == "100.00"


def test_a_calendar_month_is_charged_in_full_whenever_it_is_ordered() -> None:
    """License-based; the reseller's billing day makes no difference."""
    quote = quote_of(LICENSES, ONE_MONTH, (license_of("4.00", setup="1.00"), 10),
                     terms=billed_on(15))  # fmt: skip

    assert told(quote.lines) == [
        ("20.08.25", "21.08.25", 10, "10.00"),
        ("01.08.25", "01.09.25", 10, "40.00"),
    ]
    assert total(quote.at_once) == "50.00"
    assert (quote.until, quote.next_charge_on) == (date(2025, 9, 1), None)


def test_later_calendar_months_follow_on_the_first() -> None:
    quote = quote_of(LICENSES, period_of(3), (FOUR, 10))

    assert (quote.next_charge_on, total(quote.monthly_after)) == (date(2025, 9, 1), "40.00")
    assert quote.until == date(2025, 11, 1)


def test_pay_in_full_starts_free_and_charges_fees_with_the_first_month() -> None:
    quote = quote_of(PAY_IN_FULL, ONE_MONTH, (license_of("2.10", setup="1.00"), 10))

    assert (quote.lines, total(quote.order)) == ((), "0.00")
    assert quote.free_until == quote.next_charge_on == date(2025, 9, 1)
    assert (total(quote.next_charge), total(quote.monthly_after)) == ("31.00", "21.00")
    assert quote.until == date(2025, 10, 1)


def test_pay_in_full_has_no_free_start_on_the_first_of_a_month() -> None:
    quote = quote_of(PAY_IN_FULL, ONE_MONTH, (license_of("2.10", setup="1.00"), 10), delay_days=12)

    assert (quote.free_until, total(quote.at_once)) == (None, "31.00")
    assert (quote.next_charge_on, quote.until) == (None, date(2025, 10, 1))


def test_a_one_time_purchase_is_charged_once_for_its_whole_period() -> None:
    quote = quote_of(BillingType.NON_RECURRING, YEAR, (license_of(setup="1418.00"), 3))

    (line,) = quote.lines
    assert told([line]) == [("20.08.25", "20.08.26", 3, "4254.00")]
    assert (line.kind, line.duration) == (ChargeType.SETUP, 12)
    assert (quote.monthly_after, quote.until) == (None, date(2026, 8, 20))


def test_a_one_time_purchase_for_good_covers_one_day() -> None:
    """REP-4: a day is 0.032 of a month of 31 days."""
    quote = quote_of(BillingType.NON_RECURRING, ENDLESS, (license_of(setup="1069.00"), 2))

    assert told(quote.lines) == [("20.08.25", "21.08.25", 2, "2138.00")]
    assert (quote.lines[0].duration, quote.until) == (Decimal("0.032"), None)


@pytest.mark.parametrize("kind", [BillingType.PAYG, BillingType.PAYG_EXTERNAL])
def test_consumption_is_not_paid_ahead(kind: BillingType) -> None:
    """ORD-39: the order is of nothing."""
    quote = quote_of(kind, ENDLESS, (license_of("1.00", setup="1.00"), 500))
    measured = replace(license_of("1.00", setup="1.00"), is_measured=True)

    assert quote_of(kind, ENDLESS, (measured, 500)) == quote
    assert (quote.lines, total(quote.order), quote.next_charge_on) == ((), "0.00", None)
    assert quote.is_consumption_charged


def test_monthly_for_eset_is_prorated_as_monthly_is() -> None:
    quote = quote_of(BillingType.ESET, YEAR, (license_of("2.30"), 5))

    assert told(quote.lines) == [("20.08.25", "01.09.25", 5, "4.45")]  # 12/31 x 11.50
    assert not quote.is_consumption_charged


@pytest.mark.parametrize("kind", [MONTHLY, LONG_TERM, LICENSES, PAY_IN_FULL, BillingType.PAYG])
def test_a_trial_costs_nothing(kind: BillingType) -> None:
    """BIL-13, ORD-39."""
    trial = period_of(1, monthly="9.00", setup="9.00", is_trial=True)

    quote = quote_of(kind, trial, (license_of("4.00", setup="1.00"), 25))

    assert (quote.lines, total(quote.order), quote.next_charge) == ((), "0.00", None)
    assert (quote.monthly_after, quote.free_until, quote.cancel_until) == (None, None, None)
    assert not quote.is_consumption_charged
    assert quote.until is not None


def test_each_charge_is_rounded_in_both_currencies() -> None:
    """CUR-3, REP-5: 12/31 x 920.00 = 356.13 CZK, at 0.040675 14.4856 EUR."""
    terms = replace(IN_EUROS, rate=Decimal("0.040675"))

    quote = quote_of(MONTHLY, ENDLESS, (license_of("92.00"), 10), terms=terms, currency="CZK")

    (line,) = quote.lines
    assert line.plan_amount == Money(Decimal("356.13"), "CZK")
    assert line.amount == Money(Decimal("14.49"), "EUR")
    assert quote.order.total == Money(Decimal("14.49"), "EUR")


def test_half_a_cent_is_rounded_up() -> None:
    """15/30 x 0.01 = 0.005."""
    quote = quote_of(MONTHLY, ENDLESS, (license_of("0.01"), 1),
                     now=datetime(2025, 9, 16, 12, tzinfo=ZONE))  # fmt: skip

    assert total(quote.order) == "0.01"


def test_the_discount_is_what_is_left_of_the_gross_by_the_rounded_total() -> None:
    """BIL-6: 400.20 less 10 % is 360.18; a month of 33.35 less 10 % is 30.015, so 30.02."""
    terms = replace(IN_EUROS, discount_percent=Decimal(10))

    quote = quote_of(INTERVAL, YEAR, (license_of("6.67"), 5), terms=terms)

    assert (str(quote.order.discount.amount), total(quote.order)) == ("40.02", "360.18")
    assert (str(quote.at_once.discount.amount), total(quote.at_once)) == ("3.33", "30.02")
    assert total(quote.monthly_after) == "30.02"


def test_a_delayed_order_is_charged_from_its_date() -> None:
    """ORD-40: 5 of August's 31 days from the 27th on."""
    quote = quote_of(MONTHLY, ENDLESS, (FOUR, 10), delay_days=7)

    assert quote.start_on == date(2025, 8, 27)
    assert told(quote.lines) == [("27.08.25", "01.09.25", 10, "6.45")]


def test_days_begin_where_the_platform_is() -> None:
    """At ten in the evening UTC it is the first of September at the platform already."""
    evening = datetime(2025, 8, 31, 22, tzinfo=UTC)

    quote = quote_of(MONTHLY, ENDLESS, (FOUR, 10), now=evening)

    assert told(quote.lines) == [("01.09.25", "01.10.25", 10, "40.00")]


def test_it_can_be_cancelled_for_the_hours_of_the_service_term() -> None:
    """ORD-17, MS-17: 168 hours from the activation, which is not before the order."""
    quote = quote_of(LONG_TERM, YEAR, (FOUR, 10))

    assert quote.cancel_until == datetime(2025, 8, 27, 9, tzinfo=UTC)


def test_the_window_of_a_delayed_order_opens_at_three_in_the_morning() -> None:
    """ORD-40: 03:00 UTC+3 on 22 August."""
    quote = quote_of(LONG_TERM, YEAR, (FOUR, 10), delay_days=2)

    assert quote.cancel_until == datetime(2025, 8, 29, 0, tzinfo=UTC)


def test_hours_are_hours_when_clocks_change() -> None:
    """From noon on 22 October in Berlin, UTC+2, 168 hours last to 11 o'clock, UTC+1."""
    berlin = ZoneInfo("Europe/Berlin")

    quote = quote_of(LONG_TERM, YEAR, (FOUR, 10), terms=replace(IN_EUROS, zone=berlin),
                     now=datetime(2025, 10, 22, 12, tzinfo=berlin))  # fmt: skip

    assert quote.cancel_until == datetime(2025, 10, 29, 10, tzinfo=UTC)


def test_nothing_is_said_of_a_window_where_there_is_none() -> None:
    assert IN_EUROS.service_term is not None
    closed = replace(IN_EUROS.service_term, cancellation_hours=0)
    without, unknown = (replace(IN_EUROS, service_term=term) for term in (closed, None))

    assert quote_of(LONG_TERM, YEAR, (FOUR, 10), terms=without).cancel_until is None
    assert quote_of(LONG_TERM, YEAR, (FOUR, 10), terms=unknown).cancel_until is None
    assert quote_of(BillingType.NON_RECURRING, YEAR, (FOUR, 10)).cancel_until is None


@pytest.mark.parametrize(
    ("kind", "period"),
    [(BillingType.UNKNOWN, YEAR), (LONG_TERM, ENDLESS), (INTERVAL, ENDLESS)],
)
def test_what_is_not_known_to_charge_has_no_price(kind: BillingType, period: OfferPeriod) -> None:
    """BIL-14."""
    assert price_sale(offer_of(kind, period, FOUR), period, {}, IN_EUROS, now=NOON) is None
