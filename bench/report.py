"""The report of closed charges against the fastest writer there is, and its memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel

from bench.measure import Measurement, interleaved, peak_memory, quantile
from dashboard.services.reports import Reports, report_texts
from domain.periods import Period
from warehouse.connection import Snapshot, Warehouse
from warehouse.publish import Draft
from warehouse.sql import query

ROWS = 100_000
ROUNDS = 5
NOW = datetime(2026, 11, 22, tzinfo=UTC)
OCTOBER = Period.of_days(date(2026, 10, 1), date(2026, 10, 31))

CHARGES = """
    INSERT INTO ledger.charge BY NAME
    SELECT
        CAST(8000000 + number AS VARCHAR) AS charge_id, 'r1' AS reseller_id,
        CAST(100 + number % 200 AS VARCHAR) AS account_id,
        CAST(5000 + number % 1000 AS VARCHAR) AS subscription_id,
        CASE number % 5 WHEN 0 THEN 'setup' ELSE 'recurring' END AS charge_type,
        'closed' AS status, 'License, October 2026' AS description,
        DATE '2026-10-01' AS period_start_on, DATE '2026-10-31' AS period_last_on,
        CAST(number % 9973 / 100.0 AS DECIMAL(18, 6)) AS gross_amount
    FROM range($rows) AS made (number);
"""
RESELLER_CHARGES = """
    INSERT INTO ledger.reseller_charge BY NAME
    SELECT
        'r' || charge_id AS reseller_charge_id, charge_id, reseller_id, subscription_id,
        description, status, CAST(10 AS DECIMAL(18, 6)) AS quantity,
        CAST(4.125 AS DECIMAL(18, 6)) AS unit_price_amount,
        CAST(0.387 AS DECIMAL(9, 3)) AS duration_months, gross_amount AS plan_amount,
        'USD' AS plan_currency, gross_amount,
        CAST(0.05 AS DECIMAL(18, 6)) AS discount_amount,
        CAST(gross_amount - 0.05 AS DECIMAL(18, 6)) AS net_amount,
        DATE '2026-10-01' + CAST(CAST(charge_id AS BIGINT) % 31 AS INTEGER) AS closed_on
    FROM ledger.charge;
"""
NAMES = """
    INSERT INTO mirror.account BY NAME
    SELECT DISTINCT account_id, reseller_id, 'ООО «Рога и копыта» ' || account_id AS name,
        'active' AS status
    FROM ledger.charge;

    INSERT INTO mirror.subscription BY NAME
    SELECT DISTINCT ON (subscription_id) subscription_id, reseller_id, account_id, 'p1' AS plan_id,
        'Microsoft 365 E3 ' || subscription_id AS name, 'active' AS status, false AS is_trial
    FROM ledger.charge;
"""


def run() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        publish_charges(place / "warehouse", ROWS)
        warehouse = Warehouse(place / "warehouse", memory_limit="1GB")
        server = Flask("bench")
        Babel(server)
        with warehouse.snapshot() as snapshot, server.test_request_context():
            yield _against_fastest(snapshot, place)
        yield _memory(place)


def publish_charges(folder: Path, rows: int) -> None:
    with Draft(folder, "bench") as draft:
        draft.connection.execute(CHARGES, {"rows": rows})
        draft.connection.execute(RESELLER_CHARGES)
        draft.connection.execute(NAMES)
        draft.publish(("mirror", "ledger"), as_of=NOW, published_at=NOW, keep=1)


def write_report(snapshot: Snapshot, path: Path) -> None:
    Reports(snapshot, reseller_id="r1").write(OCTOBER, path, report_texts())


def _against_fastest(snapshot: Snapshot, place: Path) -> Measurement:
    """Compare with the writers of PyPI that write the same rows with dates and numbers."""
    rivals = {"rustpy-xlsxwriter from one Arrow table": _from_arrow, "XlsxWriter": _by_xlsxwriter}
    ours, theirs = {}, {}
    for name, write in rivals.items():
        ours[name], theirs[name] = interleaved(
            partial(write_report, snapshot, place / "report.xlsx"),
            partial(write, snapshot, place / "rival.xlsx"),
            rounds=ROUNDS,
        )
    fastest = min(theirs, key=lambda name: theirs[name])
    return Measurement(
        f"The report, {ROWS:,} rows",
        f"the fastest writer on PyPI ({fastest})",
        ours[fastest] / theirs[fastest],
        1.3,
        "; ".join(
            f"{ours[name]:.1f} s against {took:.1f} s ({name})" for name, took in theirs.items()
        ),
    )


BINDS: dict[str, Any] = {
    "start": OCTOBER.start, "end": OCTOBER.end, "per_month": "Per month", "one_time": "One-time",
    "reseller_id": "r1",
}  # fmt: skip


def _from_arrow(snapshot: Snapshot, path: Path) -> None:
    """Write the whole answer as one Arrow table: as fast as it goes, whatever memory it takes."""
    from rustpy_xlsxwriter import FastExcel

    with snapshot.cursor() as cursor:
        table = cursor.execute(query("closed_charge"), BINDS).to_arrow_table()
    FastExcel(str(path)).sheet("Charges", table).save()


def _by_xlsxwriter(snapshot: Snapshot, path: Path) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        rows = (row for batch in snapshot.stream("closed_charge", **BINDS) for row in batch)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _memory(place: Path) -> Measurement:
    """Compare what a process takes for ten times the rows."""
    few, many = (_memory_for(place / str(rows), rows) for rows in (ROWS // 10, ROWS))
    return Measurement(
        f"Memory of a process that writes {ROWS:,} rows",
        f"one that writes {ROWS // 10:,}",
        many / few,
        1.25,
        f"{many:.0f} MB against {few:.0f} MB",
    )


def _memory_for(folder: Path, rows: int) -> float:
    publish_charges(folder, rows)
    command = [sys.executable, "-m", "bench.report", str(folder)]
    takes = [
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    return quantile(takes, 0.5)


if __name__ == "__main__":  # Writes one report and says what memory the process took, in MB.
    here = Flask("bench")
    Babel(here)
    with Warehouse(Path(sys.argv[1])).snapshot() as only, here.test_request_context():
        write_report(only, Path(sys.argv[1]) / "report.xlsx")
    print(peak_memory())
