"""Discounts of an order, shared out over its charges (BIL-6)."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sandbox.charging.discounts import Given, discount_of, shared

cents = st.decimals(-100_000, 100_000, places=2)
percents = st.decimals(0, 100, places=2)


def test_the_total_is_rounded_and_the_discount_is_what_is_left() -> None:
    """100.05 less 7.5 % is 92.54625, so 92.55 is owed and 7.50 given."""
    assert discount_of(Decimal("100.05"), Decimal("7.5")) == Decimal("7.50")


def test_a_refund_gives_back_at_the_same_discount() -> None:
    assert discount_of(Decimal("-100.05"), Decimal("7.5")) == Decimal("-7.50")


def test_the_cents_that_are_missing_go_to_the_largest_charge() -> None:
    """10 % off 33.35 is 3.33 three times, but off 100.06 it is 10.01."""
    amounts = [Decimal("33.35"), Decimal("33.36"), Decimal("33.35")]

    assert shared(amounts, Decimal(10)) == [Decimal("3.33"), Decimal("3.35"), Decimal("3.33")]


def test_charges_that_close_later_make_up_for_the_cents_of_those_before() -> None:
    """BIL-6: a month of 33.35 has 3.33 off, but two months of it have 6.67 off."""
    first = shared([Decimal("33.35")], Decimal(10))
    second = shared([Decimal("33.35")], Decimal(10), Given(Decimal("33.35"), first[0]))

    assert (first, second) == ([Decimal("3.33")], [Decimal("3.34")])


def test_without_a_discount_nothing_is_given() -> None:
    assert shared([Decimal("10.00"), Decimal("0.01")], Decimal(0)) == [0, 0]


@given(st.lists(cents, min_size=1, max_size=15), percents)
def test_the_charges_agree_with_the_order(amounts: list[Decimal], percent: Decimal) -> None:
    assert sum(shared(amounts, percent)) == discount_of(sum(amounts, Decimal(0)), percent)
