"""What things cost, from charges and consumption (ANL-18, ANL-21). Figures are worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.staging import Bench
from tests.warehouse.costed import FEBRUARY, JANUARY, amounts, open_costed
from warehouse.sql import query

NEWER = "2026-03-02T00:00:00Z"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with open_costed(tmp_path) as bench:
        yield bench


def costs(bench: Bench) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    columns = ("source_id", "gross_amount", "discount_amount", "net_amount")
    return [
        (row[0], *(Decimal(amount) for amount in row[1:]))
        for row in bench.rows("ledger.cost", *columns)
    ]


def azure(bench: Bench, *records: dict[str, str]) -> None:
    bench.ask_window("s2", "2026-01-01", "2026-03-01")
    bench.stage("consumption", *({"subscription_id": "s2", **record} for record in records))


def test_a_charge_costs_its_amount_less_what_is_known_of_its_discount(bench: Bench) -> None:
    bench.stage(
        "charge",
        {"charge_id": "c1", "gross_amount": "15.48"},
        {"charge_id": "c2", "gross_amount": "40.00", "discount_amount": "4.00"},
    )

    bench.merge_ledger()

    assert costs(bench) == [
        ("c1", *amounts("15.48", "0", "15.48")),
        ("c2", *amounts("40.00", "4.00", "36.00")),
    ]


def test_a_closed_charge_costs_what_the_reseller_is_charged(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "status": "closed", "gross_amount": "40.00",
                           "discount_amount": None})  # fmt: skip
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "gross_amount": "40.01",
                                    "discount_amount": "4.01", "net_amount": "36.00"})  # fmt: skip

    bench.merge_ledger()

    assert costs(bench) == [("c1", *amounts("40.01", "4.01", "36.00"))]


def test_a_charge_that_is_not_closed_does_not_yet_cost_what_the_reseller_is_charged(
    bench: Bench,
) -> None:
    bench.stage("charge", {"charge_id": "c1", "status": "blocked", "gross_amount": "40.00"})
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "charge_id": "c1"})

    bench.merge_ledger()

    assert costs(bench) == [("c1", *amounts("40.00", "0", "40.00"))]


def test_a_charge_that_the_reseller_is_charged_for_twice_costs_the_sum(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "status": "closed"})
    bench.stage(
        "reseller_charge",
        {"reseller_charge_id": "x1", "discount_amount": "1.0", "net_amount": "9.0"},
        {"reseller_charge_id": "x2", "discount_amount": "0.5", "net_amount": "-4.5"},
        {
            "reseller_charge_id": "x3",
            "discount_amount": "0",
            "net_amount": "7",
            "status": "deleted",
        },
    )

    bench.merge_ledger()

    assert costs(bench) == [("c1", *amounts("6.0", "1.5", "4.5"))]


@pytest.mark.parametrize("status", ["new", "deleted", "refunded"])
def test_a_closed_charge_that_the_reseller_is_not_charged_for_costs_and_reports_nothing(
    bench: Bench, status: str
) -> None:
    bench.stage("charge", {"charge_id": "c1", "status": "closed", "gross_amount": "40.0"})
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "gross_amount": "40.0",
                                    "discount_amount": "4.0", "net_amount": "36.0",
                                    "status": status})  # fmt: skip

    bench.merge_ledger()
    bench.run("check_touched")
    bench.draft.check()

    assert costs(bench) == [("c1", *amounts("0", "0", "0"))]
    period = {"start": "2026-01-01", "end": "2027-01-01", "reseller_id": "r1"}
    kinds = {"per_month": "monthly", "one_time": "once"}
    ask = bench.connection.execute
    assert ask(query("closed_charge"), period | kinds).fetchall() == []
    assert ask(query("closed_charge_day"), period).fetchall() == []
    assert ask(query("closed_charge_total"), period).fetchall() == [
        (0, *amounts("0", "0", "0"), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("new", 0), ("deleted", 0), ("refunded", 0), ("opened", 1), ("blocked", 1), ("closed", 1),
        ("waiting_for_refund", 1), ("waiting_approve", 1), ("frozen_by_auditors", 1),
    ],
)  # fmt: skip
def test_charges_that_are_not_owed_or_were_given_back_cost_nothing(
    bench: Bench, status: str, counts: int
) -> None:
    bench.stage("charge", {"charge_id": "c1", "status": status})

    bench.merge_ledger()

    assert len(costs(bench)) == counts


def test_a_cost_lies_in_the_month_its_charge_begins_in(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-01-31",
                           "period_last_on": "2026-02-27"},
                {"charge_id": "c2", "period_start_on": "2026-02-01"})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.cost", "source_id", "month", "day") == [
        ("c1", JANUARY, date(2026, 1, 31)), ("c2", FEBRUARY, FEBRUARY),
    ]  # fmt: skip


def test_what_the_vendor_records_costs_its_records_and_not_the_charges_that_sum_them(
    bench: Bench,
) -> None:
    bench.stage("charge", {"charge_id": "c1", "subscription_id": "s2", "gross_amount": "5.5",
                           "charge_type": "consumption"},
                {"charge_id": "c2", "subscription_id": "s2", "gross_amount": "1.0",
                 "charge_type": "setup"})  # fmt: skip
    azure(bench, {"resource_name": "D2", "gross_amount": "7.25", "discount_amount": "0.25"},
          {"resource_name": "Disk", "gross_amount": "-1.75"})  # fmt: skip

    bench.merge_ledger()

    assert sorted((gross, net) for _, gross, _, net in costs(bench)) == [
        amounts("-1.75", "-1.75"), amounts("1.0", "1.0"), amounts("7.25", "7.00"),
    ]  # fmt: skip


def test_what_the_platform_prices_itself_costs_its_consumption_charges(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "charge_type": "consumption"})

    bench.merge_ledger()

    assert [source_id for source_id, *_ in costs(bench)] == ["c1"]


def test_consumption_is_final_once_a_closed_charge_covers_its_day(bench: Bench) -> None:
    covering = {"subscription_id": "s2", "charge_type": "consumption", "charge_id": "c1",
                "period_start_on": "2026-01-11", "period_last_on": "2026-02-10"}  # fmt: skip
    bench.stage("charge", {**covering, "status": "blocked"})
    azure(bench, {"consumed_on": "2026-01-10"}, {"consumed_on": "2026-01-11"},
          {"consumed_on": "2026-02-10"}, {"consumed_on": "2026-02-11"})  # fmt: skip
    bench.merge_ledger()
    assert [is_final for _, is_final in bench.rows("ledger.cost", "day", "is_final")] == [False] * 4
    bench.clear()

    bench.stage("charge", {**covering, "status": "closed", "updated_at": NEWER})
    bench.merge_ledger()

    assert bench.rows("ledger.cost", "day", "is_final") == [
        (date(2026, 1, 10), False), (date(2026, 1, 11), True),
        (date(2026, 2, 10), True), (date(2026, 2, 11), False),
    ]  # fmt: skip
    assert bench.rows("ledger.cost_by_month", "month", "record_count", "open_count") == [
        (JANUARY, 2, 1), (FEBRUARY, 2, 1),
    ]  # fmt: skip


def test_a_resource_is_named_by_itself_or_by_its_plan(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "resource_name": "License"},
                {"charge_id": "c2", "resource_name": None},
                {"charge_id": "c3", "plan_id": "gone", "description": "Transfer fee"},
                {"charge_id": "c4", "plan_id": "gone", "description": None})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.cost", "source_id", "resource") == [
        ("c1", "License"), ("c2", "Microsoft 365 E3"), ("c3", "Transfer fee"), ("c4", "recurring"),
    ]  # fmt: skip


def test_costs_roll_up_by_month_and_resource(bench: Bench) -> None:
    bench.stage(
        "charge",
        {"charge_id": "c1", "resource_name": "License", "gross_amount": "10.10"},
        {"charge_id": "c2", "resource_name": "License", "gross_amount": "-3.05",
         "status": "closed"},
        {"charge_id": "c3", "resource_name": "Storage", "gross_amount": "1.00",
         "discount_amount": "0.25"},
    )  # fmt: skip

    bench.merge_ledger()

    assert bench.rows(
        "ledger.cost_by_month", "resource", "gross_amount", "discount_amount", "net_amount",
        "refund_amount", "record_count", "open_count", "currency",
    ) == [
        ("License", *amounts("7.05", "0", "7.05", "-3.05"), 2, 1, "EUR"),
        ("Storage", *amounts("1.00", "0.25", "0.75", "0"), 1, 1, "EUR"),
    ]  # fmt: skip


def test_a_refund_and_its_charge_leave_a_row_of_zero(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"},
                {"charge_id": "c2", "gross_amount": "-10.0"})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.cost_by_month", "gross_amount", "refund_amount") == [
        amounts("0", "-10"),
    ]  # fmt: skip


def test_costs_follow_a_subscription_to_another_account(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    azure(bench, {})
    bench.merge_ledger()
    bench.clear()
    bench.stage("account", {"account_id": "a2"})
    bench.stage("subscription", {"subscription_id": "s1", "account_id": "a2"},
                {"subscription_id": "s2", "account_id": "a2", "plan_id": "p2"})  # fmt: skip

    bench.merge_mirror()
    bench.merge_ledger()

    for table in ("charge", "consumption", "cost", "cost_by_month"):
        assert {row for row in bench.rows(f"ledger.{table}", "account_id")} == {("a2",)}, table


def test_a_plan_that_turns_out_to_be_recorded_by_its_vendor_changes_what_counts(
    bench: Bench,
) -> None:
    bench.stage("charge", {"charge_id": "c1", "charge_type": "consumption", "gross_amount": "5.0"})
    bench.merge_ledger()
    assert len(costs(bench)) == 1
    bench.clear()
    bench.stage("plan", {"plan_id": "p1", "billing_type": "payg_external"})

    bench.merge_mirror()
    bench.merge_ledger()

    assert costs(bench) == []


def test_what_did_not_change_is_not_made_anew(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2", "period_start_on": "2026-02-01"})
    bench.merge_ledger()
    bench.clear()
    # A mark that would not survive being made anew.
    bench.connection.execute("UPDATE ledger.cost SET resource = 'untouched'")
    bench.stage("charge", {"charge_id": "c2", "period_start_on": "2026-02-01",
                           "gross_amount": "7.0", "updated_at": NEWER})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.cost", "source_id", "resource") == [
        ("c1", "untouched"), ("c2", "Microsoft 365 E3"),
    ]  # fmt: skip


def test_costs_made_anew_are_the_same_and_in_order(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-02-01"})
    bench.merge_ledger()
    bench.clear()
    bench.stage("charge", {"charge_id": "c2", "period_start_on": "2026-01-05"},
                {"charge_id": "c3", "period_start_on": "2026-01-02"})  # fmt: skip
    azure(bench, {"consumed_on": "2026-01-03"})
    bench.merge_ledger()
    before = bench.rows("ledger.cost"), bench.rows("ledger.cost_by_month")

    bench.merge_ledger(anew=True)

    assert (bench.rows("ledger.cost"), bench.rows("ledger.cost_by_month")) == before
    days = bench.connection.execute("SELECT day FROM ledger.cost").fetchall()
    assert days == sorted(days)


def test_costs_that_no_longer_have_a_record_are_gone_when_made_anew(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    bench.merge_ledger()
    bench.clear()
    bench.connection.execute("DELETE FROM ledger.charge")

    bench.merge_ledger(anew=True)

    assert costs(bench) == []
