"""The tables of schema.sql, in new stores and in those of older versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files

MADE = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


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
