"""Publishes warehouses of literal rows, so that a test states only the columns it is about.

    publish(
        tmp_path,
        reseller=[{"reseller_id": "r1", "domain": "alfa.example"}],
        cost=[{"day": "2025-01-31", "gross_amount": "20.20"}],
    )

A column left out gets the default below; an own key (`charge_id` of a charge) gets `charge1`,
`charge2` and so on; everything else that may be NULL is NULL. Days and amounts are written as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import Warehouse
from warehouse.pointer import Published
from warehouse.publish import Draft

Record = Mapping[str, Any]

AS_OF = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC)
COMMON = {"reseller_id": "r1", "account_id": "a1", "subscription_id": "s1"}

DEFAULTS: dict[str, Record] = {
    "account": {"name": "Alfa Trade", "status": "active"},
    "category": {"name": "Business software", "priority": 1, "is_public": True},
    "charge": {
        "charge_type": "recurring", "status": "closed", "period_start_on": "2026-01-01",
        "period_last_on": "2026-01-31", "gross_amount": "0", "discount_amount": "0",
    },
    "charge_deviation": {
        "reseller_charge_id": "reseller_charge1", "figure": "net_amount", "sent_amount": "0",
        "expected_amount": "1",
    },
    "consumption": {
        "consumed_on": "2026-01-01", "resource_name": "Virtual Machines", "gross_amount": "0",
        "discount_amount": "0", "currency": "EUR",
    },
    "cost": {
        "day": "2026-01-01", "resource": "Microsoft 365 E3", "gross_amount": "0",
        "discount_amount": "0", "currency": "EUR", "is_final": True, "source": "charge",
    },
    "cost_by_month": {
        "month": "2026-01-01", "resource": "Microsoft 365 E3", "gross_amount": "0",
        "discount_amount": "0", "currency": "EUR", "record_count": 1, "open_count": 0,
    },
    "cursor": {"collection": "charges", "read_until": "2026-11-20 12:00:00"},
    "difference": {"month": "2026-01-01", "our_amount": "0", "platform_amount": "0"},
    "exchange_rate": {"currency": "USD", "unit_quantity": 1, "rate": "1"},
    "manager": {
        "name": "Anna Schmidt", "email": "anna@alfa.example", "status": "active",
        "role_id": "1", "role_name": "System administrator",
    },
    "manager_role": {"name": "System administrator"},
    "order": {"order_type": "sales", "status": "completed", "currency": "EUR"},
    "plan": {
        "plan_id": "p1", "name": "Microsoft 365 E3", "status": "active",
        "billing_type": "csp_monthly", "currency": "EUR",
    },
    "plan_period": {"plan_id": "p1", "name": "1 month", "duration": 1, "duration_unit": "month"},
    "plan_resource": {"plan_id": "p1", "name": "License"},
    "platform_expense": {"month": "2026-01-01", "total_amount": "0"},
    "product": {"name": "Microsoft 365", "is_public": True},
    "quarantine": {
        "collection": "charges", "reason": "no amount", "record": "{}", "load_id": "load1",
        "met_at": "2026-11-20 12:00:00",
    },
    "reseller": {"name": "Alfa", "domain": "alfa.example", "currency": "EUR"},
    "reseller_charge": {
        "charge_id": "charge1", "gross_amount": "0", "discount_amount": "0",
        "closed_on": "2026-01-31",
    },
    "subscription": {
        "plan_id": "p1", "name": "Microsoft 365 E3", "status": "active", "is_trial": False,
        "started_on": "2026-01-01",
    },
    "subscription_resource": {"name": "License"},
    "touched_subscription": {"subscription_id": "subscription1"},
}  # fmt: skip
# The own key of a table whose name does not say it.
OWN_KEYS = {"cost": "source_id", "quarantine": "record_id", "subscription_resource": "resource_id",
            "manager_role": "role_id"}  # fmt: skip

ROLL_UP = """
    INSERT INTO ledger.cost_by_month BY NAME
    SELECT
        reseller_id, month, account_id, subscription_id, category, resource, currency,
        sum(gross_amount) AS gross_amount,
        sum(discount_amount) AS discount_amount,
        sum(net_amount) AS net_amount,
        sum(least(gross_amount, 0)) AS refund_amount,
        count(*) AS record_count,
        count(*) FILTER (NOT is_final) AS open_count
    FROM ledger.cost
    GROUP BY ALL
    ORDER BY reseller_id, month
"""


def publish(
    folder: Path,
    *,
    as_of: datetime = AS_OF,
    published_at: datetime = PUBLISHED_AT,
    load_id: str = "load1",
    **tables: Sequence[Record],
) -> Published:
    """Publish these rows as the newest version of the warehouse in `folder`.

    A table that is named holds these rows and no others; one that is not keeps what the
    version before had. `cost_by_month` follows from `cost` unless it is named itself. Tables
    that both databases have are named `**{"ledger.cursor": [...]}`.
    """
    with Draft(folder, load_id) as draft:
        for table, rows in tables.items():
            _replace(draft.connection, table, rows)
        if "cost" in tables and "cost_by_month" not in tables:
            draft.connection.execute("DELETE FROM ledger.cost_by_month")
            draft.connection.execute(ROLL_UP)
        return draft.publish(("mirror", "ledger"), as_of=as_of, published_at=published_at, keep=3)


def make_warehouse(folder: Path, **tables: Sequence[Record]) -> Warehouse:
    """Publish these rows and open them for reading."""
    publish(folder, **tables)
    return Warehouse(folder)


def _replace(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Record]) -> None:
    database, _, table = name.rpartition(".")
    target = f'{database or _database_of(connection, table)}."{table}"'
    connection.execute(f"DELETE FROM {target}")
    columns = {column for column, *_ in connection.execute(f"DESCRIBE {target}").fetchall()}
    for number, row in enumerate(rows, start=1):
        assert set(row) <= columns, f"{table} has no column {set(row) - columns}"
        complete = _complete(table, columns, row, number)
        connection.execute(
            f"INSERT INTO {target} ({', '.join(complete)})"
            f" VALUES ({', '.join('$' + column for column in complete)})",
            complete,
        )


def _database_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    found = connection.execute(
        "SELECT database_name FROM duckdb_tables() WHERE table_name = $table", {"table": table}
    ).fetchall()
    assert len(found) == 1, f"{table} is in {len(found)} databases; write mirror.{table}"
    return str(found[0][0])


def _complete(table: str, columns: set[str], row: Record, number: int) -> dict[str, Any]:
    own_key = OWN_KEYS.get(table, f"{table}_id")
    defaults = COMMON | dict(DEFAULTS[table])
    if table not in ("account", "reseller", "subscription"):
        defaults[own_key] = f"{table}{number}"
    complete = {column: value for column, value in defaults.items() if column in columns}
    return _derived(table, columns, complete | dict(row))


def _derived(table: str, columns: set[str], row: dict[str, Any]) -> dict[str, Any]:
    """Add what follows from the other columns, where a test does not say otherwise."""
    if "net_amount" in columns:
        net = Decimal(row["gross_amount"]) - Decimal(row["discount_amount"])
        row.setdefault("net_amount", net)
    if "refund_amount" in columns:
        row.setdefault("refund_amount", min(Decimal(row["gross_amount"]), Decimal(0)))
    if table == "cost":
        row.setdefault("month", date.fromisoformat(str(row["day"])).replace(day=1))
    return row
