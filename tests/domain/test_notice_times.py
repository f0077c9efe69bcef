from __future__ import annotations

from datetime import datetime, time

import pytest

from domain.notice_times import Weekly, read_days_before, read_time, read_weekly


@pytest.mark.parametrize(
    ("text", "days"),
    [("7,1", (1, 7)), (" 1, 7,7 ", (1, 7)), ("0", (0,)), ("off", ()), (" OFF ", ())],
)
def test_days_before_are_read(text: str, days: tuple[int, ...]) -> None:
    assert read_days_before(text) == days


@pytest.mark.parametrize("text", ["", "7;1", "-1", "366", "1.5", "seven", "7,", "1e1"])
def test_other_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_days_before(text)


@pytest.mark.parametrize("text", ["", "8", "24:00", "08:60", "08:00:00", "-1:00", "a:b"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)
    with pytest.raises(ValueError, match=r".*"):
        read_weekly(f"mon {text}")


def test_a_day_of_the_week_is_read() -> None:
    assert read_weekly("Sun 23:59") == Weekly(6, time(23, 59))
    assert read_weekly("off") is None
    for text in ("08:00", "monday 08:00", "mon", "mon 08:00 utc"):
        with pytest.raises(ValueError, match=r".*"):
            read_weekly(text)


def test_on_sunday_night_it_is_still_the_last_sunday() -> None:
    weekly = Weekly(6, time(23, 59))

    assert weekly.latest(datetime(2026, 11, 22, 23, 58)) is None  # noqa: DTZ001
    assert str(weekly.latest(datetime(2026, 11, 22, 23, 59))) == "2026-11-22"  # noqa: DTZ001
    assert str(weekly.latest(datetime(2026, 11, 23, 0, 0))) == "2026-11-22"  # noqa: DTZ001
