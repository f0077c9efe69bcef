"""Typed rows into tables, in bulk: the stage that merges read from.

The stage is a schema of the draft's own memory. For each table that a load brings rows for it holds
a table of the same columns, and three more: the page a row came on, its record's position there,
and whether its record came with its children.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.cast import Column, cast, columns
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


class SentRows(Protocol):
    """Rows of one table as they were sent; `positions` are those of their records on the page."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def values(self) -> Sequence[tuple[Any, ...]]: ...
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

    DuckDB takes them in beside us: while it does, the next pages are read.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="stage")
        self._writing: Future[None] | None = None
        connection.execute(merge("stage"))
        declared = columns(connection)
        self._tables = {
            table: self._create(database, table, declared[database, table])
            for database, tables in (("mirror", MIRROR_TABLES), ("ledger", LEDGER_TABLES))
            for table in tables
        }

    def add(self, rows: Mapping[str, SentRows], *, page: int, reseller_id: str) -> dict[int, str]:
        """Stage the rows of a page, and return what is wrong with the records that don't fit.

        A record that does not fit has none of its rows staged; the answer is by its position.
        """
        typed = {}
        problems: dict[int, list[str]] = {}
        for table, sent in rows.items():
            typed[table], unfit = _typed(self._tables[table].columns, sent, page, reseller_id)
            for index, problem in unfit:
                problems.setdefault(sent.positions[index], []).append(problem)
        for table, batch in typed.items():
            self._wait(table, _without(batch, problems) if problems else batch)
        return {position: "; ".join(found) for position, found in problems.items()}

    def flush(self) -> None:
        """Hand over what is waiting, so that the stage can be asked about."""
        for table in self._tables:
            self._hand_over(table)
        self._await_writer()

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
                for one in declared
            ]
        )

    def _wait(self, table: str, batch: pa.Table) -> None:
        staged = self._tables[table]
        if batch.num_rows:
            staged.waiting.append(batch)
        if staged.row_count >= BATCH_ROWS:
            self._hand_over(table)

    def _hand_over(self, table: str) -> None:
        staged = self._tables[table]
        if staged.waiting:
            self._await_writer()
            self._writing = self._writer.submit(
                self._write, table, pa.concat_tables(staged.waiting)
            )
            staged.waiting.clear()

    def _await_writer(self) -> None:
        """Wait for the last rows handed over: no more than two batches are ever in memory."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write(self, table: str, rows: pa.Table) -> None:
        with self._connection.cursor() as cursor:
            cursor.from_arrow(rows).insert_into(f'stage."{table}"')


def _typed(
    declared: Sequence[Column], sent: SentRows, page: int, reseller_id: str
) -> tuple[pa.Table, list[tuple[int, str]]]:
    count = len(sent.values)
    values = zip(*sent.values, strict=True) if count else ((),) * len(sent.columns)
    given = dict(zip(sent.columns, values, strict=True))
    arrays = {
        "reseller_id": pa.repeat(reseller_id, count),
        "page_number": pa.repeat(pa.scalar(page, pa.int32()), count),
        "record_number": pa.array(sent.positions, pa.int32()),
    }
    unfit: list[tuple[int, str]] = []
    for column in (*declared, *OWN_COLUMNS):
        if column.name in given or (column.is_required and column.name not in arrays):
            sent_values = given.get(column.name, (None,) * count)
            arrays[column.name], problems = cast(column, sent_values)
            unfit += problems.items()
    ordered = {
        column.name: arrays.get(column.name, pa.nulls(count, column.type))
        for column in (*declared, *OWN_COLUMNS)
    }
    return pa.table(ordered), unfit


def _without(batch: pa.Table, positions: Iterable[int]) -> pa.Table:
    unfit = pa.array(positions, pa.int32())
    return batch.filter(pc.invert(pc.is_in(batch["record_number"], value_set=unfit)))
