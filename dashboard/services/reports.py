"""The report of closed charges: an .xlsx of what the reseller was charged (REP-1 to REP-9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import FastExcel, Format

from dashboard.query_reader import read_day
from dashboard.texts import gettext
from domain.errors import BadFilter
from domain.periods import Period, add_months, first_of_month
from warehouse.charges import ClosedChargeTotal, closed_charge_total, stream_closed_charges
from warehouse.connection import Snapshot

MOST_MONTHS = 12
WIDTHS = (12, 13, 52, 10, 28, 14, 32, 14, 10, 8, 14, 14, 14, 14, 10, 14, 16)
IDS = (0, 3, 5)
DAYS = (1, 11, 12)
AMOUNTS = (13, 15, 16)
FORMATS = {
    **dict.fromkeys(IDS, "0"),
    **dict.fromkeys(DAYS, "dd.mm.yyyy"),
    **dict.fromkeys(AMOUNTS, "#,##0.00"),
    7: "#,##0.00####",
}

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """The words of a report in its reader's language."""

    sheet: str
    columns: tuple[str, ...]
    per_month: str
    one_time: str


def report_texts() -> ReportTexts:
    """Return the words of a report as the reader of this request wants them (REP-4)."""
    columns = (
        gettext("Charge ID"),
        gettext("Charge close date"),
        gettext("Description"),
        gettext("Client ID"),
        gettext("Client"),
        gettext("Subscription ID"),
        gettext("Subscription name"),
        gettext("Unit price in plan currency"),
        gettext("Quantity"),
        gettext("Period"),
        gettext("Period / charging kind"),
        gettext("Start date of the charged period"),
        gettext("End date of the charged period"),
        gettext("Amount in plan currency"),
        gettext("Plan currency"),
        gettext("Discount in partner currency"),
        gettext("Amount (with discount) in partner currency"),
    )
    return ReportTexts(gettext("Charges"), columns, gettext("Per month"), gettext("One-time"))


def default_period(today: date) -> Period:
    """Return the previous calendar month (REP-2)."""
    month = add_months(first_of_month(today), -1)
    return Period.of_months(month, month)


def read_period(query: Mapping[str, str], today: date) -> Period:
    """Read `from` and `to`, both days included.

    Raises:
        BadFilter: a day can't be read, the period ends before it starts, or it is too long.
    """
    usual = default_period(today)
    try:
        first = read_day(query.get("from") or usual.start.isoformat())
        last = read_day(query.get("to") or usual.last_day.isoformat())
        period = Period.of_days(first, last)
        is_too_long = period.end > _months_later(period.start, MOST_MONTHS)
    except ValueError:
        raise BadFilter(
            [gettext("Choose a first and a last day; the last one may not be before the first.")]
        ) from None
    if is_too_long:
        raise BadFilter([gettext("A report covers up to %(most)s months.", most=MOST_MONTHS)])
    return period


def file_name(partner: str, period: Period) -> str:
    """Return `charges_<partner>_<from>_<to>.xlsx` (REP-7)."""
    name = "".join(letter if letter.isalnum() else "-" for letter in partner).strip("-")
    return f"charges_{name}_{period.start}_{period.last_day}.xlsx"


class Reports:
    """Writes one reseller's reports."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id

    def total(self, period: Period) -> ClosedChargeTotal:
        """Return what the report of a period sums to, without writing it."""
        return closed_charge_total(self._snapshot, period, reseller_id=self._reseller_id)

    def write(
        self, period: Period, path: Path, texts: ReportTexts, progress: Progress | None = None
    ) -> None:
        """Write the report of a period to a file; rows are streamed, so memory stays flat.

        `progress` is told now and then how many rows are written.
        """
        batches = stream_closed_charges(
            self._snapshot,
            period,
            per_month=texts.per_month,
            one_time=texts.one_time,
            reseller_id=self._reseller_id,
        )
        has_numeric_ids = self.total(period).has_numeric_ids
        book = FastExcel(str(path)).freeze(row=1)
        book.sheet(
            texts.sheet,
            _as_table(batches, texts, has_numeric_ids, progress),
            column_formats={
                texts.columns[at]: Format().set_num_format(form) for at, form in FORMATS.items()
            },
            column_widths=list(WIDTHS),
            header_format=Format().set_bold().set_text_wrap().set_align("top"),
        )
        book.save()


def _as_table(
    batches: Iterator[Any], texts: ReportTexts, has_numeric_ids: bool, progress: Progress | None
) -> Any:
    """Return the batches as one Arrow stream, which the writer reads batch by batch.

    Ids are the integers REP-4 asks for, as all of today's are; should one not be a number, they
    are text.
    """
    import pyarrow  # 40 MB that a web worker takes with its first report, and not before.

    def name(batch: Any) -> Any:
        columns = list(batch.columns)
        if has_numeric_ids:
            for at in IDS:
                columns[at] = columns[at].cast(pyarrow.int64())
        return pyarrow.RecordBatch.from_arrays(columns, names=list(texts.columns))

    def told() -> Iterator[Any]:
        written = 0
        for batch in chain([first], batches):
            yield name(batch)
            written += batch.num_rows
            if progress is not None:
                progress(written)

    first = next(batches)
    return pyarrow.RecordBatchReader.from_batches(name(first).schema, told())


def _months_later(day: date, count: int) -> date:
    """Return the day `count` months later, or the first one after it that exists."""
    month = add_months(day, count)
    following = add_months(month, 1)
    return min(month.replace(day=1) + (day - first_of_month(day)), following)
