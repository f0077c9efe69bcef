"""Typed rows into tables, in bulk: the stage that merges read from.

The stage is a schema of the draft's own memory. For each table that a load brings rows for it holds
a table of the same columns, and three more: the page a row came on, its record's position there,
and whether its record came with its children.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from warehouse.cast import Column, as_text, cast, columns
from warehouse.sql import merge

MIRROR_TABLES = (
    "reseller", "manager_role", "manager", "category", "product", "plan", "plan_period",
    "plan_resource", "exchange_rate", "account", "subscription", "subscription_resource", "order",
)  # fmt: skip
LEDGER_TABLES = ("charge", "reseller_charge", "consumption", "platform_expense")
# What a merge finds out itself: it may be missing from what is staged.
FOUND_LATER = frozenset(
    {
        ("charge", "account_id"), ("reseller_charge", "subscription_id"),
        ("reseller_charge", "gross_amount"), ("reseller_charge", "discount_amount"),
        ("reseller_charge", "net_amount"), ("consumption", "consumption_id"),
        ("consumption", "account_id"), ("consumption", "currency"),
        ("platform_expense", "account_id"),
    }
)  # fmt: skip
OWN_COLUMNS = (
    Column("page_number", pa.int32(), False),
    Column("record_number", pa.int32(), False),
    Column("has_children", pa.bool_(), False),
)
BATCH_ROWS = 20_000

# A record is known by its page and its position there.
RecordOf = tuple[int, int]


class SentRows(Protocol):
    """Rows of one table as they were sent, by column; `positions` are those of their records on the
    page.
    """

    @property
    def by_column(self) -> Mapping[str, Sequence[Any]]: ...
    @property
    def positions(self) -> Sequence[int]: ...


@dataclass(slots=True)
class _StagedTable:
    columns: Sequence[Column]
    waiting: list[pa.Table] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        return sum(table.num_rows for table in self.waiting)


class Stage:
    """Takes rows page by page, and hands them to DuckDB many pages at a time.

    DuckDB takes them in beside us: while it does, the next pages are read. It does so by one thread
    and in one transaction: what several threads wrote, or several transactions, it writes once more
    to put it together, which takes three times as long.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="stage")
        self._writing: Future[None] | None = None
        self._transaction: duckdb.DuckDBPyConnection | None = None
        self._unfit: dict[RecordOf, list[str]] = {}
        connection.execute(merge("stage"))
        declared = columns(connection)
        self._tables = {
            table: self._create(database, table, declared[database, table])
            for database, tables in (("mirror", MIRROR_TABLES), ("ledger", LEDGER_TABLES))
            for table in tables
        }

    def add(self, rows: Mapping[str, SentRows], *, page: int, reseller_id: str) -> None:
        """Stage the rows of a page. Which of its records don't fit is told by `flush`."""
        for table, sent in rows.items():
            if sent.positions:
                self._tables[table].waiting.append(_as_sent(sent, page, reseller_id))
        if any(self._tables[table].row_count >= BATCH_ROWS for table in rows):
            self._hand_over()

    def flush(self) -> dict[int, dict[int, str]]:
        """Hand over what is waiting, so that the stage can be asked about.

        Returns what is wrong with the records that don't fit, by their page and their position
        there. A record that does not fit has none of its rows staged.
        """
        self._hand_over()
        self._await_writer()
        self._commit()
        problems: dict[int, dict[int, str]] = {}
        for (page, position), found in self._unfit.items():
            problems.setdefault(page, {})[position] = "; ".join(found)
        self._unfit.clear()
        return problems

    def clear(self) -> None:
        """Forget everything staged."""
        self._connection.execute(merge("stage_clear"))
        for table, staged in self._tables.items():
            staged.waiting.clear()
            self._connection.execute(f'TRUNCATE stage."{table}"')

    def _create(self, database: str, table: str, declared: Sequence[Column]) -> _StagedTable:
        self._connection.table(f'{database}."{table}"').limit(0).project(
            "*, 0 AS page_number, 0 AS record_number, false AS has_children"
        ).create(f'stage."{table}"')
        return _StagedTable(
            [
                replace(one, is_required=one.is_required and (table, one.name) not in FOUND_LATER)
                for one in (*declared, *OWN_COLUMNS)
            ]
        )

    def _hand_over(self) -> None:
        """Hand over all that is waiting: the rows of a record go together, or not at all."""
        typed = {}
        problems: dict[RecordOf, list[str]] = {}
        for table, staged in self._tables.items():
            if staged.waiting:
                typed[table] = _typed(staged, problems)
        if problems:
            typed = {table: _without(rows, problems) for table, rows in typed.items()}
            self._unfit |= problems
        self._await_writer()
        self._writing = self._writer.submit(self._write, typed)

    def _await_writer(self) -> None:
        """Wait for the last rows handed over: no more than two batches are ever in memory."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write(self, typed: Mapping[str, pa.Table]) -> None:
        if self._transaction is None:
            self._transaction = self._connection.cursor()
            self._transaction.execute("SET GLOBAL threads = 1")
            self._transaction.begin()
        for table, rows in typed.items():
            self._transaction.from_arrow(rows).insert_into(f'stage."{table}"')

    def _commit(self) -> None:
        if self._transaction is not None:
            self._transaction.commit()
            self._transaction.execute("RESET GLOBAL threads")
            self._transaction.close()
            self._transaction = None


def _as_sent(sent: SentRows, page: int, reseller_id: str) -> pa.Table:
    count = len(sent.positions)
    arrays = {"reseller_id": pa.repeat(reseller_id, count)}
    arrays |= {name: as_text(values) for name, values in sent.by_column.items()}
    arrays["page_number"] = pa.repeat(pa.scalar(page, pa.int32()), count)
    arrays["record_number"] = pa.array(sent.positions, pa.int32())
    return pa.table(arrays)


def _typed(staged: _StagedTable, problems: dict[RecordOf, list[str]]) -> pa.Table:
    """Take what waits for a table, in its types; add what is wrong with the records that don't fit.

    A column leaves the memory as text when it comes there in its type.
    """
    waiting = pa.concat_tables(staged.waiting, promote_options="default")
    staged.waiting.clear()
    count, sent = waiting.num_rows, dict(zip(waiting.column_names, waiting.columns, strict=True))
    del waiting
    pages, positions = sent["page_number"], sent["record_number"]
    arrays = {"page_number": pages, "record_number": positions}
    for column in staged.columns:
        if column.name not in arrays:
            texts = sent.pop(column.name, None)
            array = pa.nulls(count, pa.string()) if texts is None else texts.combine_chunks()
            arrays[column.name], unfit = cast(column, array)
            for index, problem in unfit.items():
                record = pages[index].as_py(), positions[index].as_py()
                problems.setdefault(record, []).append(problem)
    return pa.table({column.name: arrays[column.name] for column in staged.columns})


def _without(rows: pa.Table, records: Container[RecordOf]) -> pa.Table:
    numbers = zip(rows["page_number"].to_pylist(), rows["record_number"].to_pylist(), strict=True)
    return rows.filter(pa.array([record not in records for record in numbers]))
