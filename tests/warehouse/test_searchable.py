"""When what can be found by searching is another than before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_builder import publish
from warehouse.connection import Warehouse
from warehouse.searchable import searchable_fingerprint

TABLES: dict[str, list[dict[str, Any]]] = {
    "product": [{"product_id": "pr1"}],
    "plan": [{"plan_id": "p1", "product_id": "pr1"}],
    "plan_period": [{"plan_id": "p1"}],
    "plan_resource": [{"plan_id": "p1"}],
    "account": [{"account_id": "a1", "email": "a@alfa.example"}],
    "subscription": [{"subscription_id": "s1", "account_id": "a1", "status": "installing"}],
}


def fingerprint(folder: Path, reseller_id: str = "r1") -> str:
    with Warehouse(folder).snapshot() as snapshot:
        return searchable_fingerprint(snapshot, reseller_id=reseller_id)


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("subscription", {"status": "active", "updated_at": "2026-11-20 12:00:00"}),
        ("account", {"status": "financial_hold", "phone": "+49 30 1234567"}),
    ],
)
def test_it_is_the_same_where_nothing_changes_that_anybody_looks_for(
    tmp_path: Path, table: str, changes: dict[str, str]
) -> None:
    publish(tmp_path, **TABLES)
    before = fingerprint(tmp_path)

    publish(tmp_path, **{table: [{**TABLES[table][0], **changes}]})

    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("product", {"name": "Another name"}),
        ("plan", {"status": "inactive"}),
        ("plan", {"sku": "CFQ7TTC0LCH0:0001"}),
        ("plan_period", {"is_public": False}),
        ("plan_resource", {"recurring_fee_amount": "9.90"}),
        ("account", {"name": "Another name"}),
        ("account", {"email": "b@alfa.example"}),
        ("account", {"custom_attributes": '{"inn": "12345678"}'}),
        ("account", {"status": "deleted"}),
        ("subscription", {"name": "Another name"}),
        ("subscription", {"account_id": "a2"}),
        ("subscription", {"status": "deleted"}),
    ],
)
def test_it_is_another_where_something_changes_that_somebody_may_look_for(
    tmp_path: Path, table: str, changes: dict[str, Any]
) -> None:
    publish(tmp_path, **TABLES)
    before, elsewhere = fingerprint(tmp_path), fingerprint(tmp_path, "r2")

    publish(tmp_path, **{table: [{**TABLES[table][0], **changes}]})

    assert fingerprint(tmp_path) != before
    assert fingerprint(tmp_path, "r2") == elsewhere


@pytest.mark.parametrize("table", list(TABLES))
def test_it_is_another_where_something_comes(tmp_path: Path, table: str) -> None:
    publish(tmp_path, **TABLES)
    before = fingerprint(tmp_path)

    publish(tmp_path, **{table: [*TABLES[table], {**TABLES[table][0], f"{table}_id": "new"}]})

    assert fingerprint(tmp_path) != before
