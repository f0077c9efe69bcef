"""Months of service (BIL-4)."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.months import add_months, last_anchor, month_count, next_anchor, pieces

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
anchors = st.integers(1, 31)


@pytest.mark.parametrize(
    ("start", "end", "anchor", "months"),
    [
        (date(2025, 8, 20), date(2025, 9, 1), 1, Fraction(12, 31)),
        (date(2025, 8, 1), date(2025, 9, 1), 1, Fraction(1)),
        (date(2025, 8, 20), date(2025, 10, 25), 1, Fraction(12, 31) + 1 + Fraction(24, 31)),
        (date(2025, 8, 20), date(2025, 9, 15), 15, Fraction(26, 31)),
        (date(2024, 2, 10), date(2024, 2, 11), 1, Fraction(1, 29)),
        (date(2025, 5, 14), date(2027, 5, 14), 14, Fraction(24)),
        (date(2025, 1, 31), date(2025, 2, 28), 31, Fraction(1)),
    ],
)
def test_whole_months_count_one_and_parts_by_their_days(
    start: date, end: date, anchor: int, months: Fraction
) -> None:
    assert month_count(start, end, anchor) == months


def test_adding_months_keeps_to_the_months_last_day() -> None:
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 2, 28), 1, anchor=31) == date(2025, 3, 31)
    assert add_months(date(2025, 12, 15), -13) == date(2024, 11, 15)


@given(days, st.integers(1, 28))
def test_the_anchor_days_enclose_every_day(day: date, anchor: int) -> None:
    assert last_anchor(day, anchor) <= day < next_anchor(day, anchor)
    assert next_anchor(last_anchor(day, anchor), anchor) == next_anchor(day, anchor)


@given(days, st.integers(1, 900), anchors)
def test_pieces_cover_every_day_once(day: date, length: int, anchor: int) -> None:
    end = day + timedelta(days=length)
    cut = list(pieces(day, end, anchor))

    assert cut[0][0] == day
    assert cut[-1][1] == end
    assert all(one[1] == other[0] for one, other in itertools.pairwise(cut))


@given(days, st.integers(1, 900), st.integers(1, 899), anchors)
def test_months_add_up_wherever_they_are_cut(day: date, length: int, cut: int, anchor: int) -> None:
    end = day + timedelta(days=length)
    middle = min(end, day + timedelta(days=cut))

    whole = month_count(day, end, anchor)

    assert month_count(day, middle, anchor) + month_count(middle, end, anchor) == whole
