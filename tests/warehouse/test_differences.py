"""What our costs and the platform's sums differ by. Figures are worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.staging import Bench
from tests.warehouse.costed import JANUARY, amounts, open_costed
from warehouse.sql import merge


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with open_costed(tmp_path) as bench:
        yield bench


def differences(bench: Bench) -> list[tuple[str, date, Decimal, Decimal]]:
    return bench.rows(
        "ledger.difference", "subscription_id", "month", "our_amount", "platform_amount"
    )


def compare(bench: Bench, *expenses: dict[str, str]) -> list[tuple[str, str, date]]:
    """Compare January with what the platform says; return what was not known before."""
    bench.clear()
    bench.ask_months("2026-01-01", "2026-02-01")
    bench.stage("platform_expense", *expenses)
    bench.merge_ledger()
    new = bench.connection.execute(merge("compared")).fetchall()
    bench.run("difference")
    return new


def test_a_difference_is_kept_and_told_once(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()

    first = compare(bench, {"total_amount": "12.5"})
    again = compare(bench, {"total_amount": "12.5"})

    assert first == [("r1", "s1", JANUARY)]
    assert again == []
    assert differences(bench) == [("s1", JANUARY, *amounts("10", "12.5"))]


def test_a_difference_that_heals_is_gone(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()
    compare(bench, {"total_amount": "12.5"})

    compare(bench, {"total_amount": "10.0"})

    assert differences(bench) == []


def test_less_than_a_cent_is_the_platforms_rounding(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()

    compare(bench, {"total_amount": "10.009999"})
    assert differences(bench) == []

    compare(bench, {"total_amount": "10.01"})
    assert differences(bench) == [("s1", JANUARY, *amounts("10", "10.01"))]


def test_what_only_one_side_knows_differs_from_nothing(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()

    compare(bench, {"subscription_id": "s2", "total_amount": "3.0"})

    assert differences(bench) == [
        ("s1", JANUARY, *amounts("10", "0")), ("s2", JANUARY, *amounts("0", "3")),
    ]  # fmt: skip


def test_months_the_platform_was_not_asked_about_are_not_compared(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-02-01"})
    bench.merge_ledger()

    compare(bench)

    assert differences(bench) == []
