"""The examples of the help page, by figures worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dashboard.services import number_examples as examples
from domain.money import Money


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_growth_is_of_the_month_before_without_its_sign() -> None:
    """ANL-20: 54.60 of 1200 is 4.55 %, rounded up; 25 of 50 is a fall; from 0 there is none."""
    up, down, none = examples.growths("EUR")

    assert (up.percent, down.percent, none.percent) == (Decimal("4.6"), Decimal("-50.0"), None)


def test_parts_are_rounded_where_they_are_shown_and_the_total_is_of_exact_ones() -> None:
    found = examples.rounding("EUR")

    assert (found.shown, found.total) == (euros("10.01"), euros("30.015"))
    assert found.total.rounded() == euros("30.02")  # And not 30.03.


def test_a_discount_is_taken_off_the_rounded_amount() -> None:
    """BIL-6: an eighth of 40.00."""
    price = examples.discount("EUR")

    assert (price.gross, price.discount, price.total) == (
        euros("40.00"), euros("5.00"), euros("35.00"),
    )  # fmt: skip


def test_the_first_charge_is_of_the_days_that_are_left() -> None:
    """BIL-9: 12 of 31 days of 40.00 are 15.48."""
    quote = examples.first_charge("EUR")

    assert quote.at_once.total == euros("15.48")
    assert quote.next_charge_on == date(2025, 9, 1)
    assert quote.next_charge is not None
    assert quote.next_charge.total == euros("40.00")


def test_an_amount_is_converted_and_then_discounted() -> None:
    """CUR-3: 40.00 at 0.9137 are 36.548; an eighth of 36.55 is 4.56875, so 31.98 are left."""
    found = examples.converted("USD", "EUR")

    assert found.line.plan_amount == Money(Decimal("40.00"), "USD")
    assert (found.line.amount, found.price.discount) == (euros("36.55"), euros("4.57"))
    assert found.price.total == euros("31.98")


def test_months_are_counted_by_days_and_written_with_three_places() -> None:
    """REP-4: a thirtieth, and twice twelve."""
    assert examples.durations() == (Decimal("0.033"), Decimal("24.000"))


def test_what_is_used_is_closed_and_the_rest_costs_less() -> None:
    """BIL-8: 15 of 31 days of 40.00, and 16 of 31 days of 20.00."""
    found = examples.reduced("EUR")

    assert (found.used.line.amount, found.rest.line.amount) == (euros("19.35"), euros("10.32"))


def test_the_examples_are_in_any_currency() -> None:
    assert examples.converted("EUR", "USD").price.total.currency == "USD"
