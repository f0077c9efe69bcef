from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse_builder import DEFAULTS, make_warehouse, publish
from warehouse.connection import Warehouse
from warehouse.sql import FOLDER

TABLES = sorted(path.stem for path in (FOLDER / "schema").glob("*/*.sql"))
IN_BOTH = {"cursor", "quarantine"}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_published_from_its_defaults(tmp_path: Path, table: str) -> None:
    name = f"ledger.{table}" if table in IN_BOTH else table

    publish(tmp_path, **{name: [{}, {}]})

    assert table in DEFAULTS


def test_the_rollup_follows_from_the_costs(tmp_path: Path) -> None:
    warehouse = make_warehouse(
        tmp_path,
        cost=[
            {"day": "2025-01-01", "gross_amount": "10.10", "discount_amount": "0.10"},
            {"day": "2025-01-31", "gross_amount": "-2.00", "is_final": False},
        ],
    )

    with warehouse.snapshot() as snapshot, snapshot.cursor() as cursor:
        rows = cursor.execute(
            "SELECT month, gross_amount, net_amount, refund_amount, record_count, open_count"
            " FROM ledger.cost_by_month"
        ).fetchall()

    assert rows == [
        (date(2025, 1, 1), Decimal("8.10"), Decimal("8.00"), Decimal("-2.00"), 2, 1),
    ]


def test_publishing_again_replaces_the_named_tables_only(tmp_path: Path) -> None:
    publish(tmp_path, reseller=[{}], manager=[{"status": "active"}])
    publish(tmp_path, manager=[{"status": "inactive"}])

    with Warehouse(tmp_path).snapshot() as snapshot, snapshot.cursor() as cursor:
        rows = cursor.execute(
            "SELECT manager.status, reseller.name"
            " FROM mirror.manager JOIN mirror.reseller USING (reseller_id)"
        ).fetchall()

    assert rows == [("inactive", "Alfa")]
