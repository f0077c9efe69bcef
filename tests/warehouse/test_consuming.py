"""Whose consumption there may be, and from which day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.staging import open_draft
from warehouse.sql import merge

AZURE = {"plan_id": "p1", "billing_type": "payg_external"}
OLD = "2025-11-01T00:00:00Z"


def consuming(
    folder: Path, *, since: str = "2026-02-01", charges: Any = (), **tables: Any
) -> list[tuple[Any, ...]]:
    with open_draft(folder, **{"plan": [AZURE, {"plan_id": "p2"}], **tables}) as bench:
        if charges:
            bench.stage("charge", *charges)
        return bench.connection.execute(
            merge("consuming_subscription"), {"since": since}
        ).fetchall()


def test_consumption_may_begin_the_day_before_a_subscription_came_into_being(
    tmp_path: Path,
) -> None:
    """An instant's day is another one in the platform's zone."""
    waiting = {"subscription_id": "s1", "started_on": None, "created_at": "2026-01-01 01:00:00"}

    assert consuming(tmp_path, subscription=[waiting]) == [
        ("r1", "s1", date(2025, 12, 31), None),
    ]  # fmt: skip


def test_who_was_deleted_before_is_left_out_of_a_refresh_only(tmp_path: Path) -> None:
    deleted = {"subscription_id": "s1", "status": "deleted", "updated_at": OLD}

    assert consuming(tmp_path / "refresh", subscription=[deleted]) == []
    assert len(consuming(tmp_path / "full", subscription=[deleted], since="0001-01-01")) == 1


def test_who_left_the_plan_is_asked_about_as_long_as_something_is_known(tmp_path: Path) -> None:
    elsewhere = {"subscription_id": "s1", "plan_id": "p2", "started_on": "2026-02-01"}
    used = {"subscription_id": "s1", "consumed_on": "2026-01-20"}
    charge = {"charge_id": "c1", "charge_type": "consumption", "period_start_on": "2026-01-01"}

    tables = {"subscription": [elsewhere], "consumption": [used]}
    assert consuming(tmp_path / "late", **tables) == []
    assert consuming(tmp_path / "early", since="2026-01-01", **tables) == [
        ("r1", "s1", date(2026, 1, 20), None),
    ]  # fmt: skip
    charges = [{**charge, "plan_id": "p1"}]
    assert consuming(tmp_path / "charged", subscription=[elsewhere], charges=charges) == [
        ("r1", "s1", date(2026, 1, 1), None),
    ]  # fmt: skip
    charges = [{**charge, "plan_id": "p2"}]
    assert consuming(tmp_path / "priced", subscription=[elsewhere], charges=charges) == []
