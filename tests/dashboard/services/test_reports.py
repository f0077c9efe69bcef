"""The report of closed charges as a spreadsheet reads it."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.services.reports import Reports, file_name, read_period, report_texts
from domain.errors import BadFilter
from domain.periods import Period
from tests.warehouse_builder import make_warehouse

TODAY = date(2026, 11, 22)
OCTOBER = Period.of_days(date(2026, 10, 1), date(2026, 10, 31))
HEADERS = [
    "Charge ID", "Charge close date", "Description", "Client ID", "Client", "Subscription ID",
    "Subscription name", "Unit price in plan currency", "Quantity", "Period",
    "Period / charging kind", "Start date of the charged period",
    "End date of the charged period", "Amount in plan currency", "Plan currency",
    "Discount in partner currency", "Amount (with discount) in partner currency",
]  # fmt: skip


def day(text: str) -> datetime:
    """Return a day as openpyxl reads a date cell: at midnight, of no zone."""
    return datetime.fromisoformat(text)


@pytest.fixture
def sheet(tmp_path: Path) -> list[list[Any]]:
    warehouse = make_warehouse(
        tmp_path / "warehouse",
        account=[{"account_id": "77", "name": "=Equals Studio"}],
        subscription=[{"subscription_id": "501", "account_id": "77", "name": "<b>E3</b> «Плюс»"}],
        charge=[
            {"charge_id": "9", "account_id": "77", "subscription_id": "501",
             "period_start_on": "2026-10-20", "period_last_on": "2026-10-31"},
            {"charge_id": "10", "account_id": "77", "subscription_id": "501",
             "charge_type": "setup", "period_start_on": "2026-10-20",
             "period_last_on": "2027-10-19"},
        ],
        reseller_charge=[
            {"charge_id": "9", "closed_on": "2026-10-31", "description": "License, October",
             "unit_price_amount": "4.125", "quantity": "10", "duration_months": "0.387",
             "plan_amount": "15.96", "plan_currency": "USD", "gross_amount": "14.50",
             "discount_amount": "0.73"},
            {"charge_id": "10", "closed_on": "2026-10-31", "unit_price_amount": "100",
             "quantity": "1", "duration_months": "12", "plan_amount": "-100",
             "plan_currency": "USD", "gross_amount": "-90.91"},
        ],
    )  # fmt: skip
    path = tmp_path / "report.xlsx"
    with warehouse.snapshot() as snapshot:
        Reports(snapshot, reseller_id="r1").write(OCTOBER, path, report_texts())
    (sheet,) = openpyxl.load_workbook(path).worksheets
    return [list(row) for row in sheet.iter_rows()]


def test_there_is_one_sheet_with_the_seventeen_columns(sheet: list[list[Any]]) -> None:
    """REP-3, REP-4."""
    assert [cell.value for cell in sheet[0]] == HEADERS
    assert len(sheet) == 3


def test_numbers_are_numbers_and_dates_are_dates(sheet: list[list[Any]]) -> None:
    """REP-7."""
    assert [cell.value for cell in sheet[1]] == [
        9, day("2026-10-31"), "License, October", 77, "=Equals Studio", 501,
        "<b>E3</b> «Плюс»", 4.125, 10, 0.387, "Per month", day("2026-10-20"),
        day("2026-10-31"), 15.96, "USD", 0.73, 13.77,
    ]  # fmt: skip
    kinds = "".join(cell.data_type for cell in sheet[1])
    assert kinds == "ndsnsns" + "nnn" + "s" + "dd" + "n" + "s" + "nn"


def test_cells_are_written_as_the_columns_say(sheet: list[list[Any]]) -> None:
    formats = [cell.number_format for cell in sheet[1]]

    assert [formats[at] for at in (1, 11, 12)] == ["dd.mm.yyyy"] * 3
    assert [formats[at] for at in (13, 15, 16)] == ["#,##0.00"] * 3
    assert formats[9] == "General"  # 0.387 and 12, without trailing zeros


def test_what_is_not_recurring_is_one_time_and_a_refund_is_negative(
    sheet: list[list[Any]],
) -> None:
    """REP-4 column 11, REP-6."""
    second = [cell.value for cell in sheet[2]]

    assert (second[0], second[10], second[13], second[15], second[16]) == (
        10,
        "One-time",
        -100,
        0,
        -90.91,
    )


def test_consumption_without_a_unit_price_is_one_of_its_amount(tmp_path: Path) -> None:
    """REP-6."""
    warehouse = make_warehouse(
        tmp_path,
        charge=[{"charge_id": "c1", "charge_type": "consumption"}, {"charge_id": "c2"}],
        reseller_charge=[
            {"charge_id": "c1", "closed_on": "2026-10-31", "plan_amount": "12.34"},
            {"charge_id": "c2", "closed_on": "2026-10-31", "plan_amount": "5"},
        ],
    )
    path = tmp_path / "report.xlsx"
    with warehouse.snapshot() as snapshot:
        Reports(snapshot, reseller_id="r1").write(OCTOBER, path, report_texts())

    (sheet,) = openpyxl.load_workbook(path).worksheets
    found = [(row[7], row[8]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [(12.34, 1), (None, None)]


def test_no_text_is_a_formula(sheet: list[list[Any]]) -> None:
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_the_last_column_sums_to_the_total_on_screen(tmp_path: Path) -> None:
    amounts = [Decimal(number) / 100 for number in range(-50, 150)]
    warehouse = make_warehouse(
        tmp_path / "warehouse",
        charge=[{"charge_id": str(at)} for at in range(len(amounts))],
        reseller_charge=[
            {"charge_id": str(at), "closed_on": "2026-10-05", "gross_amount": amount,
             "discount_amount": amount / 10 - amount / 10 % Decimal("0.01")}
            for at, amount in enumerate(amounts)
        ],
    )  # fmt: skip
    path = tmp_path / "report.xlsx"
    told: list[int] = []
    with warehouse.snapshot() as snapshot:
        reports = Reports(snapshot, reseller_id="r1")
        reports.write(OCTOBER, path, report_texts(), told.append)
        total = reports.total(OCTOBER)

    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        (sheet,) = book.worksheets
        last = [Decimal(str(row[16])) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert (len(last), sum(last)) == (total.charge_count, total.net_amount)
    assert told == [200]


@pytest.mark.parametrize("name", ["x9", "1e3", " 7", "0x1f", "1234567890123456789"])
def test_ids_that_are_not_numbers_are_text(tmp_path: Path, name: str) -> None:
    warehouse = make_warehouse(
        tmp_path / "warehouse",
        charge=[{"charge_id": "9"}, {"charge_id": name}],
        reseller_charge=[
            {"charge_id": "9", "closed_on": "2026-10-05"},
            {"charge_id": name, "closed_on": "2026-10-06"},
        ],
    )
    path = tmp_path / "report.xlsx"
    with warehouse.snapshot() as snapshot:
        Reports(snapshot, reseller_id="r1").write(OCTOBER, path, report_texts())

    with closing(openpyxl.load_workbook(path)) as book:
        ids = [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert ids == ["9", name]


@pytest.mark.parametrize("amount", ["0.1", "-0.01", "1234567.89", "99999999.99", "0.000001"])
def test_an_amount_reads_back_as_it_was(tmp_path: Path, amount: str) -> None:
    warehouse = make_warehouse(
        tmp_path / "warehouse",
        charge=[{"charge_id": "9"}],
        reseller_charge=[
            {"charge_id": "9", "closed_on": "2026-10-05", "gross_amount": amount},
        ],
    )
    path = tmp_path / "report.xlsx"
    with warehouse.snapshot() as snapshot:
        Reports(snapshot, reseller_id="r1").write(OCTOBER, path, report_texts())

    with closing(openpyxl.load_workbook(path)) as book:
        assert Decimal(repr(book.worksheets[0]["Q2"].value)) == Decimal(amount)


def test_the_usual_period_is_the_previous_month() -> None:
    """REP-2."""
    assert read_period({}, TODAY) == OCTOBER
    assert read_period({"from": "2026-10-01", "to": "2026-10-31"}, TODAY) == OCTOBER
    assert read_period({"from": "2025-11-01"}, TODAY).end == date(2026, 11, 1)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-10-31", "to": "2026-10-01"},
        {"from": "2026-02-30"},
        {"from": "01.10.2026"},
        {"from": "2025-10-31", "to": "2026-10-31"},
        {"from": "2024-02-29", "to": "2025-03-01"},
        {"to": "9999-12-31"},
        {"from": "9999-01-01", "to": "9999-06-01"},
        {"from": "9998-12-01", "to": "9998-12-31"},
    ],
)
def test_a_period_that_can_not_be_reported_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadFilter):
        read_period(query, TODAY)


def test_a_year_may_be_reported_to_the_day() -> None:
    """REP-2."""
    assert read_period({"from": "2025-11-01", "to": "2026-10-31"}, TODAY)
    assert read_period({"from": "2024-02-29", "to": "2025-02-28"}, TODAY)


def test_the_file_is_named_for_partner_and_period() -> None:
    """REP-7."""
    assert file_name("Alfa Cloud OÜ / «x»", OCTOBER) == (
        "charges_Alfa-Cloud-OÜ----x_2026-10-01_2026-10-31.xlsx"
    )
