"""The tables of schema.sql, in new stores and in those of older versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files

MADE = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
COLUMNS = "SELECT name FROM pragma_table_info('term')"


def create_tables(connection: sqlite3.Connection) -> None:
    connection.executescript((files("sandbox") / "schema.sql").read_text("utf-8"))


def add_missing_tables(connection: sqlite3.Connection) -> None:
    """Add the tables that a store of an older version does not have."""
    with closing(sqlite3.connect(":memory:")) as model:
        create_tables(model)
        wanted = model.execute(MADE).fetchall()
    there = {name for name, _ in connection.execute(MADE)}
    for name, sql in wanted:
        if name not in there:
            connection.execute(sql)


def add_missing_rules(connection: sqlite3.Connection, extended: dict[str, int]) -> None:
    """Have the service terms of a store of an older version say when renewals are extended.

    `extended` holds the days before a billing day by the key of a term; others have none.
    """
    names = {name for (name,) in connection.execute(COLUMNS)}
    if "extended_renewal_days" in names:
        return
    connection.execute(
        "ALTER TABLE term ADD COLUMN extended_renewal_days INTEGER NOT NULL DEFAULT 0"
    )
    for key, days in extended.items():
        connection.execute("UPDATE term SET extended_renewal_days = ? WHERE key = ?", [days, key])
