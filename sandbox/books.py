"""The platform's records inside one transaction, at one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from sandbox.instants import day_of, to_milliseconds
from sandbox.tables import table_of, to_plain

Record = TypeVar("Record")

# Where the numbering of a new platform starts; others start at 1.
FIRST_IDS = {"Reseller": 11, "Manager": 301, "Product": 71, "Plan": 501, "PlanPeriod": 1201,
             "PlanResource": 2301, "Account": 40118, "Subscription": 3007101, "Order": 2936,
             "Resource": 5110001, "Charge": 8800001, "ResellerCharge": 6400001}  # fmt: skip


class Books:
    """Reads and writes records; the caller ends the transaction."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.kept: dict[Any, Any] = {}  # catalog rows read already; they don't change meanwhile
        self._last_ids: dict[type, int] = {}

    @property
    def today(self) -> date:
        return day_of(self.now)

    def new_id(self, kind: type) -> int:
        if kind not in self._last_ids:
            (last,) = self.connection.execute(table_of(kind).last_key).fetchone()
            self._last_ids[kind] = last or FIRST_IDS.get(kind.__name__, 1) - 1
        self._last_ids[kind] += 1
        return self._last_ids[kind]

    def add(self, record: Record) -> Record:
        table = table_of(type(record))
        self.connection.execute(table.insert, table.row(record))
        return record

    def add_all(self, records: Iterable[Record]) -> None:
        """Add many records of one class."""
        rows = list(records)
        if rows:
            table = table_of(type(rows[0]))
            self.connection.executemany(table.insert, [table.row(row) for row in rows])

    def change(self, record: Record, **changes: Any) -> Record:
        """Write some fields of a record anew, and return it as it is then."""
        table = table_of(type(record))
        if "updated_at" in table.encoders:
            changes["updated_at"] = self.now
        binds = [table.encode(name, value) for name, value in changes.items()]
        sql = table.update(tuple(changes))
        self.connection.execute(sql, [*binds, getattr(record, table.key)])
        return table.changed(record, changes)

    def remove(self, record: object) -> None:
        table = table_of(type(record))
        self.connection.execute(table.delete, [getattr(record, table.key)])

    def find(self, kind: type[Record], where: str = "1", *binds: Any) -> list[Record]:
        """Return the records that match a condition, which may also order and limit them."""
        table = table_of(kind)
        sql = f"{table.select} WHERE {where}"
        rows = self.connection.execute(sql, [to_plain(bind) for bind in binds])
        return [table.record(row) for row in rows]

    def get(self, kind: type[Record], key: int) -> Record:
        """Return one record by its key.

        Raises:
            KeyError: there is none.
        """
        table = table_of(kind)
        row = self.connection.execute(table.by_key, [key]).fetchone()
        if row is None:
            raise KeyError(f"{kind.__name__} {key}")
        return table.record(row)

    def count(self, kind: type, where: str = "1", *binds: Any) -> int:
        sql = f"SELECT count(*) FROM {table_of(kind).name} WHERE {where}"  # noqa: S608 - binds
        (count,) = self.connection.execute(sql, [to_plain(bind) for bind in binds]).fetchone()
        return int(count)

    def setting(self, name: str) -> str | None:
        sql = "SELECT value FROM setting WHERE name = ?"
        row = self.connection.execute(sql, [name]).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])

    def schedule(self, kind: str, subject_id: int, due_at: datetime) -> None:
        """Have something done at an instant; replaces what was scheduled for the subject."""
        sql = "INSERT OR REPLACE INTO task VALUES (?, ?, ?)"
        self.connection.execute(sql, [kind, subject_id, to_milliseconds(due_at)])

    def unschedule(self, kind: str, subject_id: int) -> None:
        sql = "DELETE FROM task WHERE kind = ? AND subject_id = ?"
        self.connection.execute(sql, [kind, subject_id])
