from datetime import date

import pytest

from domain.periods import Period, add_months, format_month, parse_month


def test_a_period_of_months_ends_before_the_month_after_its_last() -> None:
    period = Period.of_months(date(2025, 11, 1), date(2026, 2, 1))

    assert (period.start, period.end) == (date(2025, 11, 1), date(2026, 3, 1))
    assert list(period.months()) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert period.month_count() == 4


def test_the_last_day_a_screen_shows_is_in_the_period_and_the_next_is_not() -> None:
    period = Period.of_days(date(2026, 10, 1), date(2026, 10, 31))

    assert date(2026, 10, 31) in period
    assert date(2026, 11, 1) not in period
    assert period.last_day == date(2026, 10, 31)
    assert len(list(period.days())) == 31


def test_a_period_can_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2026, 1, 2), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("month", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 1), -27, date(2023, 12, 1)),
    ],
)
def test_months_are_counted_across_years(month: date, count: int, expected: date) -> None:
    assert add_months(month, count) == expected


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-5", "26-05", "2026-05-01", "", "abc-def"]
)
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_month(text)


def test_a_month_reads_as_it_is_written() -> None:
    assert format_month(parse_month("2026-05")) == "2026-05"
