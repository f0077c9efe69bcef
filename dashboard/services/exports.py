"""CSV of exactly what a screen shows: every component, and every record behind it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.services.cost_scope import CostScope
from domain.cost import Detail, RecordFilter
from domain.periods import format_month
from warehouse.connection import Snapshot
from warehouse.cost_records import stream_records
from warehouse.costs import stream_components

COST_COLUMNS = (
    "period", "account_id", "account", "subscription_id", "subscription", "category", "resource",
    "gross", "discount", "net", "currency",
)  # fmt: skip
RECORD_COLUMNS = (
    "day", "source", "record_id", "account_id", "account", "subscription_id", "subscription",
    "category", "resource", "description", "quantity", "unit", "period_last_day", "status",
    "gross", "discount", "net", "currency", "final",
)  # fmt: skip

# A spreadsheet takes a text that starts so for a formula, at the start of a cell or after what it
# may split a line at: which that is depends on the reader's own settings.
FORMULA_START = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])")


class Exports:
    """Writes one reseller's costs as CSV, in pieces as they are read."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id

    def costs(self, scope: CostScope) -> Iterator[str]:
        """Yield the lines of every component in each month, or on each day."""
        view = scope.view
        write_period = format_month if view.detail is Detail.MONTH else date.isoformat
        batches = stream_components(
            self._snapshot,
            view.costs,
            level=scope.level,
            detail=view.detail,
            reseller_id=self._reseller_id,
        )
        rows = ((write_period(start), *rest) for batch in batches for start, *rest in batch)
        return write_csv(COST_COLUMNS, rows)

    def records(self, records: RecordFilter) -> Iterator[str]:
        """Yield the lines of every charge and consumption record."""
        batches = stream_records(self._snapshot, records, reseller_id=self._reseller_id)
        return write_csv(RECORD_COLUMNS, (row for batch in batches for row in batch))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield a CSV (RFC 4180) in pieces: header first, exact decimals, ISO days, no formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if number % 1_000 == 0:
            yield _drain(buffer)
    yield _drain(buffer)


def _cell(value: Any) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case str():
            return FORMULA_START.sub(r"\1'", value)
        case _:
            return value


def _drain(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
