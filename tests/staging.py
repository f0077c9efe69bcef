"""A draft to merge literal rows into, for the tests of merges and checks.

    bench = open_draft(tmp_path, account=[{"account_id": "a1"}])
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.10"})
    bench.merge_ledger()
    assert bench.rows("ledger.cost", "gross_amount") == [...]

What is known before is written as `tests.warehouse_builder` writes it; staged rows hold the text
that a page would, and what a test does not state is filled in below.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tests.warehouse_builder import AS_OF, PUBLISHED_AT, publish
from warehouse import apply
from warehouse.load import Stage
from warehouse.publish import Draft
from warehouse.sql import check

NEW = "2026-03-01T00:00:00Z"
DEFAULTS: dict[str, Mapping[str, Any]] = {
    "account": {"name": "Alfa Trade", "status": "active", "updated_at": NEW},
    "subscription": {
        "account_id": "a1", "plan_id": "p1", "name": "E3", "status": "active", "is_trial": False,
        "updated_at": NEW, "has_children": False,
    },
    "subscription_resource": {"name": "License"},
    "plan": {
        "name": "E3", "status": "active", "billing_type": "csp_monthly", "updated_at": NEW,
        "has_children": False,
    },
    "plan_period": {},
    "plan_resource": {"name": "License"},
    "order": {
        "account_id": "a1", "order_type": "sales", "status": "completed", "updated_at": NEW,
    },
    "charge": {
        "subscription_id": "s1", "charge_type": "recurring", "status": "blocked",
        "period_start_on": "2026-01-01", "period_last_on": "2026-01-31", "gross_amount": "10.0",
        "updated_at": NEW,
    },
    "reseller_charge": {
        "charge_id": "c1", "status": "closed", "gross_amount": "10.0", "discount_amount": "1.0",
        "net_amount": "9.0", "closed_on": "2026-02-01", "updated_at": NEW,
    },
    "consumption": {
        "subscription_id": "s1", "consumed_on": "2026-01-10", "resource_name": "D2 v3",
        "gross_amount": "1.0", "discount_amount": "0",
    },
    "platform_expense": {"subscription_id": "s1", "month": "2026-01-01", "total_amount": "10.0"},
}  # fmt: skip
BASE: dict[str, list[Mapping[str, Any]]] = {
    "reseller": [{"reseller_id": "r1", "currency": "EUR"}],
    "account": [{"account_id": "a1"}],
    "plan": [{"plan_id": "p1", "name": "E3"}],
    "subscription": [{"subscription_id": "s1"}],
}


class SentRows(NamedTuple):
    """Rows as they would be sent, by column."""

    by_column: Mapping[str, Sequence[Any]]
    positions: Sequence[int]


class Bench:
    """A draft, its stage, and short words for both."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.connection = draft.connection
        self.staged = Stage(draft.connection)
        self.page = 0

    def stage(
        self, table: str, *rows: Mapping[str, Any], reseller_id: str = "r1"
    ) -> dict[int, str]:
        """Stage rows as those of one more page; returns what is wrong with them."""
        self.page += 1
        return self._stage(table, rows, reseller_id)

    def stage_with(self, table: str, *rows: Mapping[str, Any]) -> dict[int, str]:
        """Stage rows as more of the last page's first record."""
        return self._stage(table, rows, "r1", positions=[0] * len(rows))

    def set_aside(
        self, collection: str, record_id: str, reason: str, subscription: Any = None
    ) -> None:
        """Say that a record of the last page was set aside."""
        record = json.dumps({"subscription": subscription or {"id": "s1"}})
        self._insert("quarantine", collection, "r1", record_id, reason, record, self.page)

    def ask_window(self, subscription_id: str, start: str, end: str) -> None:
        """Say that the next page answers for a subscription's days."""
        self._insert("consumption_window", subscription_id, start, end, self.page + 1)

    def ask_months(self, start: str, end: str, reseller_id: str = "r1") -> None:
        """Say that the next page answers for a reseller's months."""
        self._insert("expense_window", reseller_id, start, end, self.page + 1)

    def run(self, name: str, **binds: Any) -> int:
        return apply.run(self.connection, name, binds)

    def merge_mirror(self) -> int:
        return apply.merge_mirror(self.connection)

    def merge_ledger(self, *, anew: bool = False) -> int:
        return apply.merge_ledger(self.connection, anew=anew)

    def publish(self) -> None:
        self.draft.publish(("mirror", "ledger"), as_of=AS_OF, published_at=PUBLISHED_AT, keep=2)

    def clear(self) -> None:
        self.staged.clear()

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        names = ", ".join(columns) or "*"
        return self.connection.execute(f"SELECT {names} FROM {table} ORDER BY ALL").fetchall()

    def broken(self, rule: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(check(rule)).fetchall()

    def _stage(
        self,
        table: str,
        rows: Sequence[Mapping[str, Any]],
        reseller_id: str,
        positions: Sequence[int] | None = None,
    ) -> dict[int, str]:
        complete = [{**DEFAULTS[table], **row} for row in rows]
        names = sorted({name for row in complete for name in row})
        columns = {name: [row.get(name) for row in complete] for name in names}
        sent = SentRows(columns, positions or range(len(rows)))
        self.staged.add({table: sent}, page=self.page, reseller_id=reseller_id)
        return self.staged.flush().get(self.page, {})

    def _insert(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO stage.{table} VALUES ({marks})", values)


@cache
def _base() -> Path:
    """Publish what tests know before, once for all of them."""
    folder = Path(tempfile.mkdtemp(prefix="base-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    publish(folder, **BASE)
    return folder


@contextmanager
def open_draft(folder: Path, **tables: Sequence[Mapping[str, Any]]) -> Iterator[Bench]:
    """Open a draft over literal rows: a reseller r1 in EUR, its account a1, plan p1 and
    subscription s1, unless `tables` say otherwise.
    """
    shutil.copytree(_base(), folder, dirs_exist_ok=True)
    if tables:
        publish(folder, **tables)
    with Draft(folder, "load2") as draft:
        yield Bench(draft)


@contextmanager
def copy_draft(published: Path, folder: Path) -> Iterator[Bench]:
    """Open a draft over a copy of what is published elsewhere."""
    shutil.copytree(published, folder, dirs_exist_ok=True)
    with Draft(folder, "load3") as draft:
        yield Bench(draft)


def execute(bench: Bench, statement: str) -> None:
    """Change the draft behind the back of its merges."""
    try:
        bench.connection.execute(statement)
    except duckdb.Error as error:
        raise AssertionError(statement) from error
