"""Pages in, staged rows out: reads each page, and sets aside what can't be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import duckdb
import pyarrow as pa

from domain.errors import UnexpectedPayload
from etl.raw import RawLoad, RawPage
from upstream.parse import Quarantined, parse_page, set_aside
from warehouse.load import Stage
from warehouse.sql import merge

CollectionOf = tuple[str, str]


class Intake:
    """Stages what pages say, and keeps count.

    `rows` counts the records of each collection, `set_aside` those of them that could not be
    used; records of earlier loads that are tried again count in neither. `read` holds the
    collections, each of a reseller, that pages came from, `unread` those with a page that could
    not be read; `broken` names these pages.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, raw: RawLoad) -> None:
        self.stage = Stage(connection)
        self.rows: Counter[str] = Counter()
        self.set_aside = 0
        self.broken: list[str] = []
        self.read: set[CollectionOf] = set()
        self.unread: set[CollectionOf] = set()
        self._connection = connection
        self._raw = raw
        self._pages: dict[int, RawPage] = {}
        self._windows: list[RawPage] = []

    def take(self, pages: Iterable[tuple[RawPage, bytes]]) -> None:
        """Stage pages one by one; only the rows of the last ones are in memory."""
        for page, body in pages:
            self._pages[page.number] = page
            self._take(page, body)
        for number, reasons in self.stage.flush().items():
            self._set_aside_again(number, reasons)
        self._hand_over_windows()

    def set_aside_unusable(self) -> None:
        """Set aside what the merges found unusable, with its text from its page."""
        found = self._connection.execute(merge("unusable")).fetchall()
        for number, records in groupby(found, key=itemgetter(0)):
            self._set_aside_again(number, {record: why for _, record, why in records})

    def _take(self, page: RawPage, body: bytes) -> None:
        if page.broken is not None:
            self._report(page, page.broken)
            return
        try:
            parsed = parse_page(page.collection, body)
        except UnexpectedPayload as error:
            self._report(page, str(error))
            return
        self.stage.add(parsed.rows, page=page.number, reseller_id=page.reseller_id)
        self._set_aside(page, parsed.quarantined)
        if page.period:
            self._windows.append(page)
        if not page.is_retry:
            self.rows[page.collection] += parsed.count
            self.read.add((page.collection, page.reseller_id))

    def _report(self, page: RawPage, reason: str) -> None:
        self.broken.append(f"{page.asked}: {reason}")
        self.unread.add((page.collection, page.reseller_id))

    def _set_aside_again(self, number: int, reasons: Mapping[int, str]) -> None:
        """Set aside records of a page that was read before."""
        page = self._pages[number]
        self._set_aside(page, set_aside(page.collection, self._raw.body(page), reasons))

    def _set_aside(self, page: RawPage, records: Sequence[Quarantined]) -> None:
        if not page.is_retry:
            self.set_aside += len(records)
        self._insert(
            "quarantine",
            ("collection", "reseller_id", "record_id", "reason", "record", "page_number"),
            [
                (page.collection, page.reseller_id, one.record_id, one.reason, one.record,
                 page.number)
                for one in records
            ],
        )  # fmt: skip

    def _hand_over_windows(self) -> None:
        used = [page for page in self._windows if page.subscription_id]
        spent = [page for page in self._windows if not page.subscription_id]
        days = ("start_on", "end_on", "page_number")
        self._insert(
            "consumption_window",
            ("subscription_id", *days),
            [(page.subscription_id, page.start_on, page.end_on, page.number) for page in used],
        )
        self._insert(
            "expense_window",
            ("reseller_id", *days),
            [(page.reseller_id, page.start_on, page.end_on, page.number) for page in spent],
        )
        self._windows.clear()

    def _insert(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
    ) -> None:
        if rows:
            values = dict(zip(columns, zip(*rows, strict=True), strict=True))
            self._connection.from_arrow(pa.table(values)).insert_into(f"stage.{table}")
