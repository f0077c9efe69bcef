from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.periods import Period
from etl.windows import (
    Consuming,
    closing_window,
    consumption_start,
    consumption_windows,
    expense_windows,
    month_before,
    pieces,
    platform_day,
)

MOSCOW = ZoneInfo("Europe/Moscow")
TODAY = date(2026, 3, 18)
FEBRUARY = date(2026, 2, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(start: str, end: str) -> Period:
    return Period(day(start), day(end))


def consuming(first_day: str, unread_since: str | None = None) -> Consuming:
    return Consuming("r1", "s1", day(first_day), day(unread_since) if unread_since else None)


def test_the_platforms_day_begins_when_its_zone_says() -> None:
    assert platform_day(datetime(2026, 3, 17, 21, 0, tzinfo=UTC), MOSCOW) == TODAY
    assert platform_day(datetime(2026, 3, 17, 20, 59, tzinfo=UTC), MOSCOW) == day("2026-03-17")


def test_late_usage_reaches_back_into_the_month_before() -> None:
    assert month_before(day("2026-01-31")) == day("2025-12-01")


@pytest.mark.parametrize(
    ("read_until", "start"),
    [
        ("2026-03-18T06:00+03:00", "2026-02-01"),
        # The first day of March in Moscow.
        ("2026-02-28T21:00+00:00", "2026-02-01"),
        ("2026-02-28T20:59+00:00", "2026-01-01"),
        ("2025-11-30T06:00+03:00", "2025-10-01"),
        # A clock that was set back.
        ("2027-01-01T06:00+03:00", "2026-02-01"),
    ],
)
def test_a_refresh_reads_from_the_month_before_it_was_read_last(
    read_until: str, start: str
) -> None:
    assert consumption_start(datetime.fromisoformat(read_until), TODAY, MOSCOW) == day(start)


def test_consumption_that_was_never_read_is_read_from_the_start() -> None:
    assert consumption_start(None, TODAY, MOSCOW) == date.min


def test_a_refresh_reads_the_open_month_and_the_one_before() -> None:
    windows = list(consumption_windows(consuming("2025-01-15"), FEBRUARY, TODAY))

    assert windows == [period("2026-02-01", "2026-03-19")]


def test_a_refresh_does_not_read_days_before_a_subscription_began() -> None:
    windows = list(consumption_windows(consuming("2026-03-05"), FEBRUARY, TODAY))

    assert windows == [period("2026-03-05", "2026-03-19")]


def test_a_full_load_reads_from_the_subscriptions_start_three_months_at_a_time() -> None:
    windows = list(consumption_windows(consuming("2025-10-15"), date.min, TODAY))

    assert windows == [period("2025-10-15", "2026-01-01"), period("2026-01-01", "2026-03-19")]


def test_what_could_not_be_read_is_read_again_with_all_that_follows() -> None:
    windows = list(consumption_windows(consuming("2025-06-15", "2025-12-01"), FEBRUARY, TODAY))

    assert windows == [period("2025-12-01", "2026-03-01"), period("2026-03-01", "2026-03-19")]


def test_a_subscription_that_begins_tomorrow_is_not_asked_about() -> None:
    assert list(consumption_windows(consuming("2026-03-19"), FEBRUARY, TODAY)) == []


def test_reseller_charges_closed_in_the_last_days_are_read_again() -> None:
    read_until = datetime(2026, 3, 17, 22, 0, tzinfo=UTC)  # The 18th in Moscow.

    assert closing_window(read_until, TODAY, MOSCOW) == period("2026-03-11", "2026-03-19")


def test_a_clock_that_was_set_back_still_gives_a_window() -> None:
    read_until = datetime(2027, 1, 1, tzinfo=UTC)

    assert closing_window(read_until, TODAY, MOSCOW) == period("2026-03-18", "2026-03-19")


@pytest.mark.parametrize(
    ("months", "windows"),
    [
        ([], []),
        (["2026-03-01"], [period("2026-03-01", "2026-04-01")]),
        (["2026-03-01", "2026-02-01", "2026-03-01"], [period("2026-02-01", "2026-04-01")]),
        (
            ["2025-01-01", "2026-02-01", "2026-03-01"],
            [period("2025-01-01", "2025-02-01"), period("2026-02-01", "2026-04-01")],
        ),
    ],
)
def test_neighbouring_months_are_asked_about_together(
    months: list[str], windows: list[Period]
) -> None:
    assert list(expense_windows(map(day, months))) == windows


def test_no_window_of_expenses_is_longer_than_a_year() -> None:
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(18)]

    assert list(expense_windows(months)) == [
        period("2024-01-01", "2025-01-01"), period("2025-01-01", "2025-07-01"),
    ]  # fmt: skip


def test_nothing_is_cut_into_nothing() -> None:
    assert list(pieces(TODAY, TODAY, 3)) == []
