"""Charges, reseller charges and consumption into the ledger, and what they set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.staging import Bench, open_draft

OLD, NEWER = "2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z"
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with open_draft(tmp_path) as bench:
        yield bench


def touched(bench: Bench) -> list[tuple[str, date]]:
    return bench.rows("stage.checked_month", "subscription_id", "month")


def test_a_charge_is_its_subscriptions_accounts(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "account_id": "someone", "plan_id": None},
                {"charge_id": "c2", "plan_id": "p7"})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.charge", "charge_id", "reseller_id", "account_id", "plan_id") == [
        ("c1", "r1", "a1", "p1"), ("c2", "r1", "a1", "p7"),
    ]  # fmt: skip


def test_a_charge_that_changes_touches_the_months_it_was_in_and_is_in(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2"})
    bench.merge_ledger()
    bench.clear()
    bench.connection.execute("TRUNCATE stage.checked_month")
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-03-05",
                           "period_last_on": "2026-03-31", "updated_at": NEWER},
                {"charge_id": "c2"})  # fmt: skip

    bench.merge_ledger()

    assert touched(bench) == [("s1", JANUARY), ("s1", MARCH)]


def test_an_older_charge_changes_nothing(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()
    bench.clear()
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "99.0", "updated_at": OLD})

    assert bench.merge_ledger() == 0
    assert bench.rows("ledger.charge", "gross_amount") == [(Decimal(10),)]


def test_a_consumption_charge_touches_every_month_it_covers(bench: Bench) -> None:
    covering = {"period_start_on": "2026-01-15", "period_last_on": "2026-03-14"}
    bench.stage("charge", {"charge_id": "c1", "charge_type": "consumption", **covering})

    bench.merge_ledger()

    assert touched(bench) == [("s1", JANUARY), ("s1", FEBRUARY), ("s1", MARCH)]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        # gross, discount, net as sent; then as stored.
        (("10.0", "1.0", "9.0"), ("10", "1", "9")),
        (("10.0", "1.0", None), ("10", "1", "9")),
        ((None, "1.0", "9.0"), ("10", "1", "9")),
        (("10.0", None, "9.0"), ("10", "1", "9")),
        (("10.0", None, None), ("10", "0", "10")),
        ((None, None, "9.0"), ("9", "0", "9")),
        # What the reseller is charged and its discount are the truth.
        (("10.01", "1.0", "9.0"), ("10", "1", "9")),
    ],
)
def test_gross_discount_and_net_of_a_reseller_charge_agree(
    bench: Bench, sent: tuple[str | None, ...], stored: tuple[str, ...]
) -> None:
    gross, discount, net = sent
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "gross_amount": gross,
                                    "discount_amount": discount, "net_amount": net})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows(
        "ledger.reseller_charge", "gross_amount", "discount_amount", "net_amount"
    ) == [tuple(Decimal(amount) for amount in stored)]


AGREEING = {
    "reseller_charge_id": "x1", "unit_price_amount": "4.0", "quantity": "10",
    "duration_months": "0.387", "plan_amount": "15.48", "exchange_rate": "0.9",
    "gross_amount": "13.93", "discount_amount": "1.93", "net_amount": "12.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "figures"),
    [
        ({}, []),
        # 15.48 x 0.9 - 1.93 = 12.002, a cent more or less is rounding.
        ({"net_amount": "12.01", "gross_amount": "13.94"}, []),
        ({"net_amount": "12.02", "gross_amount": "13.95"}, [("net_amount", "12.02", "12.002")]),
        ({"gross_amount": "13.94"}, [("gross_amount", "13.94", "13.93")]),
        # 0.387 months may be anything from 0.3865 to 0.3875: 40 x 0.0005 = 0.02, and a cent.
        ({"plan_amount": "15.51", "exchange_rate": None}, []),
        ({"plan_amount": "15.52", "exchange_rate": None}, [("plan_amount", "15.52", "15.48")]),
        ({"unit_price_amount": None, "exchange_rate": None}, []),
    ],
)
def test_figures_that_do_not_follow_from_the_others_are_recorded(
    bench: Bench, sent: dict[str, str | None], figures: list[tuple[str, str, str]]
) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {**AGREEING, **sent})

    bench.merge_ledger()

    assert bench.rows("ledger.charge_deviation", "figure", "sent_amount", "expected_amount") == [
        (name, Decimal(one), Decimal(other)) for name, one, other in figures
    ]


def test_figures_that_are_mended_are_recorded_no_longer(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {**AGREEING, "gross_amount": "99.0"})
    bench.merge_ledger()
    bench.clear()
    bench.stage("reseller_charge", {**AGREEING, "updated_at": NEWER, "status": "Closed again"})

    bench.merge_ledger()

    assert bench.rows("ledger.charge_deviation") == []


def test_a_reseller_charge_touches_the_month_of_its_charge(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-02-10"})
    bench.merge_ledger()
    bench.clear()
    bench.connection.execute("TRUNCATE stage.checked_month")
    bench.stage("reseller_charge", {"reseller_charge_id": "x1"})

    bench.merge_ledger()

    assert touched(bench) == [("s1", FEBRUARY)]


def test_what_hangs_on_nothing_is_set_aside_with_the_reason(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2", "subscription_id": "s9"})
    bench.stage(
        "reseller_charge",
        {"reseller_charge_id": "x1"},
        {"reseller_charge_id": "x2", "charge_id": "c2"},
        {"reseller_charge_id": "x3", "gross_amount": None, "net_amount": None},
    )
    bench.stage("platform_expense", {"subscription_id": "s9"})
    bench.stage("consumption", {"currency": "USD"}, {"currency": "EUR"}, {"currency": None})

    bench.run("ledger_orphans")

    assert bench.rows("stage.unusable", "collection", "record_number", "reason") == [
        ("charges", 1, "subscription_id is 's9', which the platform does not know"),
        ("consumption", 0, "currency is 'USD', the reseller's is 'EUR'"),
        ("expenses", 0, "subscription_id is 's9', which the platform does not know"),
        ("reseller_charges", 1, "charge_id is 'c2', which the platform does not know"),
        ("reseller_charges", 2, "two of gross_amount, discount_amount and net_amount are missing"),
    ]
    assert bench.rows("stage.charge", "charge_id") == [("c1",)]
    assert bench.rows("stage.reseller_charge", "reseller_charge_id") == [("x1",)]
    assert len(bench.rows("stage.consumption")) == 2
    assert bench.rows("stage.platform_expense") == []


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


JANUARY_10 = {"consumed_on": "2026-01-10", "resource_name": "D2"}
JANUARY_11 = {"consumed_on": "2026-01-11", "resource_name": "Disk"}


def read_unread(bench: Bench, unread: dict[str, Any], *records: dict[str, str]) -> None:
    """Read January's consumption of s1, of which one record was set aside."""
    bench.clear()
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption", *records)
    keep(bench, "consumption", "s1/abc", "no amount", {"id": "s1", "items": [unread]})
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
    keep(bench, "consumption", "s1/abc", "no amount",
         {"id": "s1", "items": [{"operate_day": "2026-01-10"}]})  # fmt: skip
    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.stage("consumption", {**JANUARY_10, "gross_amount": "5.0"})

    bench.merge_ledger()

    assert [amount for *_, amount in consumed(bench)] == [Decimal(5)]


def test_consumption_is_in_the_resellers_currency(bench: Bench) -> None:
    read_days(bench, "2026-01-01", "2026-02-01", {})

    assert bench.rows("ledger.consumption", "account_id", "currency") == [("a1", "EUR")]


def test_expenses_of_months_that_are_read_again_are_replaced_whole(bench: Bench) -> None:
    bench.ask_months("2026-01-01", "2026-03-01")
    bench.stage("platform_expense", {"month": "2026-01-01"}, {"month": "2026-02-01"})
    bench.merge_ledger()
    bench.clear()
    bench.ask_months("2026-01-01", "2026-02-01")
    bench.stage("platform_expense")

    assert bench.merge_ledger() == 1
    assert bench.rows("ledger.platform_expense", "month") == [(FEBRUARY,)]


def test_a_subscription_named_twice_in_an_answer_spent_the_sum(bench: Bench) -> None:
    bench.ask_months("2026-01-01", "2026-02-01")
    bench.stage("platform_expense", {"total_amount": "1.10"}, {"total_amount": "2.20"})

    bench.merge_ledger()

    assert bench.rows("ledger.platform_expense", "total_amount") == [(Decimal("3.30"),)]


def keep(
    bench: Bench, collection: str, record_id: str, reason: str, subscription: Any = None
) -> None:
    """Set a record of the last page aside."""
    record = json.dumps({"subscription": subscription or {"id": "s1"}})
    bench.connection.execute(
        "INSERT INTO stage.quarantine VALUES (?, 'r1', ?, ?, ?, ?)",
        [collection, record_id, reason, record, bench.page],
    )


def kept(bench: Bench) -> list[tuple[str, str, str]]:
    binds = {"load_id": "load2", "met_at": "2026-03-01"}
    bench.run("mirror_quarantine", **binds)
    bench.run("ledger_quarantine", **binds)
    bench.clear()
    columns = ("collection", "record_id", "reason")
    return bench.rows("mirror.quarantine", *columns) + bench.rows("ledger.quarantine", *columns)


def test_a_record_stays_set_aside_until_it_is_understood(bench: Bench) -> None:
    keep(bench, "accounts", "a2", "no name")
    keep(bench, "charges", "c1", "no amount")
    assert kept(bench) == [("accounts", "a2", "no name"), ("charges", "c1", "no amount")]

    bench.stage("account", {"account_id": "a2"})
    assert kept(bench) == [("charges", "c1", "no amount")]

    bench.stage("charge", {"charge_id": "c1"})
    assert kept(bench) == []


def test_of_a_record_read_twice_the_last_reading_counts(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2"})
    bench.page += 1
    keep(bench, "charges", "c1", "no amount now")

    assert kept(bench) == [("charges", "c1", "no amount now")]


def test_the_same_reason_again_changes_nothing(bench: Bench) -> None:
    keep(bench, "charges", "c1", "no amount")
    kept(bench)
    keep(bench, "charges", "c1", "no amount")

    assert bench.run("ledger_quarantine", load_id="load3", met_at="2026-03-02") == 0


def test_consumption_leaves_when_its_day_is_read_again(bench: Bench) -> None:
    unread = {"id": "s1", "items": [{"operate_day": "2026-01-10"}]}
    keep(bench, "consumption", "s1/abc", "no amount", unread)
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-02-01", "2026-03-01")
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    keep(bench, "consumption", "s1/abc", "no amount", unread)
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    assert kept(bench) == []


def test_consumption_of_an_unknown_day_leaves_when_all_days_are_read_again(bench: Bench) -> None:
    keep(bench, "consumption", "s1/abc", "no day")
    assert len(kept(bench)) == 1
    bench.connection.execute(
        "INSERT INTO stage.consuming VALUES ('r1', 's1', '2026-01-15', NULL, '2026-03-19')"
    )
    for start, end in (("2026-02-01", "2026-03-19"), ("2026-01-15", "2026-02-01")):
        bench.ask_window("s1", start, end)
        assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.ask_window("s1", "2026-02-01", "2026-03-19")
    assert kept(bench) == []
