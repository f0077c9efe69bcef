"""A stage into a draft: which statements run, in which order, and how much they changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from warehouse.sql import merge

# In this order, each by the staged table without whose rows it has nothing to do.
MIRROR_MERGES = (
    ("reseller", "reseller"), ("manager_role", "manager_role"), ("manager", "manager"),
    ("category", "category"), ("product", "product"), ("plan", "plan"), ("plan_period", "plan"),
    ("plan_resource", "plan"), ("exchange_rate", "exchange_rate"), ("account", "account"),
    ("subscription", "subscription"), ("subscription_resource", "subscription"),
    ("order", "order"),
)  # fmt: skip
LEDGER_MERGES = (
    "charge", "reseller_charge", "charge_deviation", "consumption", "platform_expense",
)  # fmt: skip
Row = tuple[Any, ...]
CHANGE = re.compile(
    r"(?:\s*--[^\n]*\n)*\s*(?:DELETE FROM|INSERT INTO|MERGE INTO|UPDATE)\s+(?:mirror|ledger)\."
)


def run(
    connection: duckdb.DuckDBPyConnection, name: str, binds: Mapping[str, Any] | None = None
) -> int:
    """Run merges/<name>.sql and return how many rows of the two databases it changed."""
    answers = _executed(connection, name, binds or {})
    return sum(rows[0][0] for query, rows in answers if CHANGE.match(query))


def ask(
    connection: duckdb.DuckDBPyConnection, name: str, binds: Mapping[str, Any] | None = None
) -> list[Row]:
    """Run merges/<name>.sql and return the rows that its last statement answers."""
    *_, (_, rows) = _executed(connection, name, binds or {})
    return rows


def _executed(
    connection: duckdb.DuckDBPyConnection, name: str, binds: Mapping[str, Any]
) -> Iterator[tuple[str, list[Row]]]:
    """Run the statements of merges/<name>.sql one by one; yield each with the rows it answers."""
    for statement in connection.extract_statements(merge(name)):
        wanted = {key: binds[key] for key in statement.named_parameters if key in binds}
        yield statement.query, connection.execute(statement, wanted).fetchall()


def merge_mirror(connection: duckdb.DuckDBPyConnection) -> int:
    """Merge what is staged for the mirror; return how many of its rows changed."""
    staged = {table for (table,) in ask(connection, "staged")}
    return sum(run(connection, name) for name, table in MIRROR_MERGES if table in staged)


def merge_ledger(connection: duckdb.DuckDBPyConnection, *, anew: bool) -> int:
    """Merge what is staged for the ledger and make the costs that change with it.

    `anew` makes all costs anew, in order, instead. Returns how many rows of the ledger changed,
    not counting those made anew.
    """
    changed = sum(run(connection, name) for name in LEDGER_MERGES)
    run(connection, "cost_anew" if anew else "touched_month")
    for name in ("cost", "cost_by_month"):
        changed += run(connection, name)
    run(connection, "checked_month")
    return changed


def keep_quarantined(
    connection: duckdb.DuckDBPyConnection, met: Mapping[str, Any]
) -> tuple[int, int]:
    """Keep what could not be read, let go what was understood; changed rows of each database.

    `met` says which load met it (`load_id`), and when (`met_at`).
    """
    if not ask(connection, "any_quarantine"):
        return 0, 0
    return run(connection, "mirror_quarantine", met), run(connection, "ledger_quarantine", met)
