"""Every question, asked as another reseller about what is not its own, over a loaded warehouse."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from tests.etl.portal import Portal
from warehouse.pointer import DATABASES
from warehouse.sql import names, query

# What a healthy load leaves empty, and what is asked before anybody is in, or by the portal itself.
NOTHING_TO_FIND = {"charge_deviation", "difference", "quarantined"}
WITHOUT_RESELLER = {"every_reseller", "manager_to_sign_in"}
OPTIONS = {
    "category": None, "resource": None, "other_than": None, "text": None, "refunds_only": False,
    "level": "subscription", "measure": "gross", "sort": "day", "first": 0, "most": 1000, "top": 5,
    "per_month": "monthly", "one_time": "once", "start": date(2025, 1, 1), "end": date(2027, 1, 1),
    "category_id": None, "product_id": None, "words": None, "itn": None, "count": 1000,
    "plan_ids": None, "statuses": None, "product_ids": None, "billing_types": None,
    "is_auto_renewed": None, "is_trial": None, "expires_from": None, "expires_until": None,
    "client_types": None, "created_from": None, "created_until": None, "is_descending": True,
    "today": date(2026, 3, 18), "until_on": None, "term_ids": ("1",),
    "before_days": (60,), "after_days": (30,), "storage_days": (90,), "ordered_days": (1,),
    "only_priced": False, "started_from": None, "started_until": None,
    "failed_statuses": ("active",), "held_statuses": ("hold",),
    "windows_from": datetime(2026, 3, 10, tzinfo=UTC),
}  # fmt: skip


@pytest.fixture
def warehouse(loaded: Portal) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    for database in DATABASES:
        path = loaded.options.warehouse_dir / getattr(loaded.published, database)
        connection.execute(f"ATTACH '{path}' AS {database} (READ_ONLY)")
    return connection


def of_reseller(warehouse: duckdb.DuckDBPyConnection, reseller_id: str) -> dict[str, Any]:
    """Return what names one reseller's own things, as its pages would."""
    ((accounts, subscriptions),) = warehouse.execute(
        "SELECT list(DISTINCT account_id), list(DISTINCT subscription_id) FROM ledger.cost"
        " WHERE reseller_id = $reseller_id",
        {"reseller_id": reseller_id},
    ).fetchall()
    ((manager_id,),) = warehouse.execute(
        "SELECT min(manager_id) FROM mirror.manager WHERE reseller_id = $reseller_id",
        {"reseller_id": reseller_id},
    ).fetchall()
    ((account_id, subscription_id, plan_id, currency),) = warehouse.execute(
        # An active subscription to a plan that is still sold, by an order that is known.
        "SELECT subscription.account_id, subscription.subscription_id, plan.plan_id, plan.currency"
        " FROM mirror.subscription JOIN mirror.plan USING (plan_id, reseller_id)"
        " JOIN mirror.order USING (subscription_id, reseller_id)"
        " JOIN mirror.subscription_resource USING (subscription_id, reseller_id)"
        " WHERE reseller_id = $reseller_id AND subscription.status = 'active'"
        " AND plan.status = 'active' ORDER BY ALL LIMIT 1",
        {"reseller_id": reseller_id},
    ).fetchall()
    return {"account_ids": accounts, "subscription_ids": subscriptions, "ids": subscriptions,
            "manager_id": manager_id, "account_id": account_id, "plan_id": plan_id,
            "subscription_id": subscription_id, "currency": currency}  # fmt: skip


def answer(
    warehouse: duckdb.DuckDBPyConnection, name: str, reseller_id: str, own: dict[str, Any]
) -> list[Any]:
    wanted = set(re.findall(r"\$(\w+)", re.sub("--.*", "", query(name))))
    binds = OPTIONS | own | {"reseller_id": reseller_id}
    return warehouse.execute(query(name), {one: binds[one] for one in wanted}).fetchall()


@pytest.mark.parametrize("name", sorted({*names("queries")} - WITHOUT_RESELLER))
def test_another_reseller_finds_nothing_of_the_first(
    warehouse: duckdb.DuckDBPyConnection, name: str
) -> None:
    first = of_reseller(warehouse, "13")
    nobody = {**first, "account_ids": ["?"], "subscription_ids": ["?"], "ids": ["?"]}
    nothing = answer(warehouse, name, "nobody", nobody)

    assert answer(warehouse, name, "nobody", first) == nothing
    if set(first) & set(re.findall(r"\$(\w+)", query(name))) - {"currency"}:
        assert answer(warehouse, name, "12", first) == nothing
    if name not in NOTHING_TO_FIND:
        assert answer(warehouse, name, "13", first) != nothing
