"""Consumption into the ledger: which days an answer replaces, and which it leaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.staging import Bench

JANUARY_10 = {"consumed_on": "2026-01-10", "resource_name": "D2"}
JANUARY_11 = {"consumed_on": "2026-01-11", "resource_name": "Disk"}


def consumed(bench: Bench) -> list[tuple[date, str, Decimal]]:
    return bench.rows("ledger.consumption", "consumed_on", "resource_name", "gross_amount")


def read_days(bench: Bench, start: str, end: str, *records: dict[str, str]) -> int:
    """Read a window of s1's consumption and merge it."""
    bench.clear()
    bench.ask_window("s1", start, end)
    bench.stage("consumption", *records)
    return bench.merge_ledger()


def test_days_that_are_read_again_are_replaced_whole(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01",
              {"consumed_on": "2026-01-10", "resource_name": "D2"},
              {"consumed_on": "2026-01-11", "resource_name": "Disk"})  # fmt: skip

    read_days(bench, "2026-01-01", "2026-02-01",
              {"consumed_on": "2026-01-10", "resource_name": "D2", "gross_amount": "1.5"},
              {"consumed_on": "2026-01-12", "resource_name": "Backup"})  # fmt: skip

    assert consumed(bench) == [
        (date(2026, 1, 10), "D2", Decimal("1.5")),
        (date(2026, 1, 12), "Backup", Decimal(1)),
    ]


def test_other_days_stay_as_they_are(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", {"consumed_on": "2026-01-31"})

    read_days(bench, "2026-02-01", "2026-03-01", {"consumed_on": "2026-02-01"})

    assert [day for day, *_ in consumed(bench)] == [date(2026, 1, 31), date(2026, 2, 1)]


def test_a_window_read_twice_leaves_the_same_rows(bench: Bench) -> None:
    records = ({"resource_name": "D2"}, {"resource_name": "D2"}, {"resource_name": "Disk"})
    first = read_days(bench, "2026-01-01", "2026-02-01", *records)
    ids = bench.rows("ledger.consumption", "consumption_id")

    again = read_days(bench, "2026-01-01", "2026-02-01", *reversed(records))

    assert (first > 0, again) == (True, 0)
    assert bench.rows("ledger.consumption", "consumption_id") == ids
    assert len(ids) == len(set(ids)) == 3


def test_usage_that_grows_keeps_its_id(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", {"gross_amount": "1.0", "quantity": "1"})
    ids = bench.rows("ledger.consumption", "consumption_id")

    read_days(bench, "2026-01-01", "2026-02-01", {"gross_amount": "2.0", "quantity": "2"})

    assert bench.rows("ledger.consumption", "consumption_id") == ids
    assert [amount for *_, amount in consumed(bench)] == [Decimal(2)]


def test_an_empty_answer_empties_its_days(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", {"consumed_on": "2026-01-10"})

    read_days(bench, "2026-01-01", "2026-02-01")

    assert consumed(bench) == []
    assert bench.rows("ledger.cost") == []


def test_of_days_asked_for_twice_the_last_answer_counts(bench: Bench) -> None:
    bench.ask_window("s1", "2026-01-01", "2026-03-01")
    bench.stage("consumption", {"consumed_on": "2026-01-10", "gross_amount": "1.0"},
                {"consumed_on": "2026-02-10", "gross_amount": "2.0"})  # fmt: skip
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption", {"consumed_on": "2026-01-10", "gross_amount": "3.0"})

    bench.merge_ledger()

    assert [amount for *_, amount in consumed(bench)] == [Decimal(3), Decimal(2)]


def read_stray(bench: Bench, *windows: tuple[str, str, list[dict[str, str]]]) -> list[str]:
    """Read windows of s1's consumption and merge them; return why records were set aside."""
    bench.clear()
    for start, end, records in windows:
        bench.ask_window("s1", start, end)
        bench.stage("consumption", *records)
    bench.connection.execute("TRUNCATE stage.unusable")
    bench.run("stray_consumption")
    reasons = [reason for (reason,) in bench.rows("stage.unusable", "reason")]
    bench.merge_ledger()
    return reasons


def test_a_day_that_was_not_asked_for_is_set_aside(bench: Bench) -> None:
    assert read_stray(
        bench, ("2026-01-01", "2026-02-01", [{"consumed_on": "2026-02-01"}])
    ) == ["operate_day is '2026-02-01' of s1, which was not asked for"]  # fmt: skip
    assert consumed(bench) == []


def test_a_day_that_was_not_asked_for_and_is_known_is_left_as_it_is(bench: Bench) -> None:
    used = {"consumed_on": "2026-02-01", "gross_amount": "2.0"}
    read_days(bench, "2026-02-01", "2026-03-01", used)

    assert read_stray(bench, ("2026-01-01", "2026-02-01", [{**used, "gross_amount": "3"}])) == []
    assert [amount for *_, amount in consumed(bench)] == [Decimal(2)]


def test_a_day_that_another_page_was_asked_for_counts_once(bench: Bench) -> None:
    late = {"consumed_on": "2026-01-31", "billed_on": "2026-02-02", "gross_amount": "2.0"}
    told_twice = {"consumed_on": "2026-01-30", "gross_amount": "4.0"}

    assert read_stray(
        bench,
        ("2026-01-01", "2026-02-01", [told_twice]),
        ("2026-02-01", "2026-03-01", [late, late, told_twice, {"consumed_on": "2026-02-05"}]),
        ("2026-03-01", "2026-04-01", [late]),
    ) == []  # fmt: skip
    assert [(day.month, day.day, amount) for day, _, amount in consumed(bench)] == [
        (1, 30, Decimal(4)), (1, 31, Decimal(2)), (2, 5, Decimal(1)),
    ]  # fmt: skip


def test_consumption_of_another_subscription_than_the_one_asked_about_is_set_aside(
    bench: Bench,
) -> None:
    reasons = read_stray(bench, ("2026-01-01", "2026-02-01", [{"subscription_id": "s7"}]))

    assert reasons == ["operate_day is '2026-01-10' of s7, which was not asked for"]


def read_unread(bench: Bench, unread: dict[str, Any], *records: dict[str, str]) -> None:
    """Read January's consumption of s1, of which one record was set aside."""
    bench.clear()
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption", *records)
    bench.set_aside("consumption", "s1/abc", "no amount", {"id": "s1", "items": [unread]})
    bench.merge_ledger()


def test_a_day_of_which_a_record_was_set_aside_stays_as_it_is_known(bench: Bench) -> None:
    """Of three records alike two can be read: to take them beside the three would be too many."""
    alike = [{**JANUARY_10, "gross_amount": amount} for amount in ("1.0", "2.0", "4.0")]
    read_days(bench, "2026-01-01", "2026-02-01", *alike, JANUARY_11)

    read_unread(bench, {"operate_day": "2026-01-10"}, *alike[1:],
                {**JANUARY_11, "gross_amount": "5.0"})  # fmt: skip

    assert consumed(bench) == [
        *((date(2026, 1, 10), "D2", Decimal(amount)) for amount in ("1", "2", "4")),
        (date(2026, 1, 11), "Disk", Decimal(5)),
    ]


@pytest.mark.parametrize("day", [None, "soon", 7])
def test_a_record_without_a_day_may_be_of_any_day_that_was_asked_for(
    bench: Bench, day: Any
) -> None:
    february = {"consumed_on": "2026-02-01"}
    read_days(bench, "2026-01-01", "2026-03-01", JANUARY_10, JANUARY_11, february)
    before = consumed(bench)

    read_unread(bench, {"operate_day": day}, {**JANUARY_11, "gross_amount": "5.0"})

    assert consumed(bench) == before


def test_of_a_day_that_nothing_is_known_of_what_can_be_read_comes_in(bench: Bench) -> None:
    read_unread(bench, {"operate_day": "2026-01-10"}, JANUARY_10, JANUARY_11)

    assert [day.day for day, *_ in consumed(bench)] == [10, 11]


def test_a_day_that_a_later_answer_tells_in_full_is_replaced(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", JANUARY_10)
    bench.clear()
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption")
    bench.set_aside("consumption", "s1/abc", "no amount",
         {"id": "s1", "items": [{"operate_day": "2026-01-10"}]})  # fmt: skip
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption", {**JANUARY_10, "gross_amount": "5.0"})

    bench.merge_ledger()

    assert [amount for *_, amount in consumed(bench)] == [Decimal(5)]


def test_consumption_is_in_the_resellers_currency(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", {})

    assert bench.rows("ledger.consumption", "account_id", "currency") == [("a1", "EUR")]
