"""Rows for every table of the portal store, at whatever migration it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    insert,
    select,
)

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
# What is not plain ASCII, what JSON nests, and an amount that a float does not hold.
TEXT, NESTED, AMOUNT = "Иван «и»", {"было": [None, 1.5, "x"]}, "12345678901.100001"
Rows = dict[str, list[tuple[Any, ...]]]


def fill(connection: Connection, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Write a row into every table but those named; return the tables' names."""
    tables = _tables(connection)
    made = [one for one in tables.sorted_tables if one.name not in {*but, "alembic_version"}]
    for table in made:
        row = {column.name: _value(table, column, connection) for column in table.columns}
        connection.execute(insert(table), [row])
    return [table.name for table in made]


def all_rows(connection: Connection, columns: dict[str, list[str]] | None = None) -> Rows:
    """Return what every table holds, the same on each engine; of some columns, or of all."""
    tables = _tables(connection)
    asked = columns_of(connection) if columns is None else columns
    return {
        name: [
            tuple(_same(value) for value in row)
            for row in connection.execute(
                select(*(tables.tables[name].columns[one] for one in chosen)).order_by(
                    *tables.tables[name].primary_key.columns
                )
            )
        ]
        for name, chosen in asked.items()
    }


def columns_of(connection: Connection) -> dict[str, list[str]]:
    tables = _tables(connection)
    return {one.name: one.columns.keys() for one in tables.sorted_tables}


def _tables(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def _value(table: Table, column: Column[Any], connection: Connection) -> Any:
    kind = column.type
    if isinstance(kind, JSON):
        return NESTED
    if isinstance(kind, DateTime):
        return NOW if kind.timezone else NOW.replace(tzinfo=None)
    if isinstance(kind, Date):
        return date(2026, 11, 1)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 7
    if isinstance(kind, Numeric):
        return Decimal(AMOUNT)
    if column.name.endswith("_amount"):  # SQLite keeps them as text.
        return AMOUNT
    # The same for every table, so that what points at a row of another one finds it.
    return f"{column.name} {TEXT}"[: getattr(kind, "length", None)]


def _same(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return str(value) if isinstance(value, Decimal) else value
