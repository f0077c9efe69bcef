"""Whose consumption there may be, and from which day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.staging import open_draft
from warehouse import apply

AZURE = {"plan_id": "p1", "billing_type": "payg_external"}
OLD = "2025-11-01T00:00:00Z"


def consuming(
    folder: Path, *, since: str = "2026-02-01", charges: Any = (), **tables: Any
) -> list[tuple[Any, ...]]:
    with open_draft(folder, **{"plan": [AZURE, {"plan_id": "p2"}], **tables}) as bench:
        if charges:
            bench.stage("charge", *charges)
        days = {"since": since, "end": "2026-03-19"}
        return apply.ask(bench.connection, "consuming_subscription", days)


def test_consumption_may_begin_the_day_before_a_subscription_came_into_being(
    tmp_path: Path,
) -> None:
    """An instant's day is another one in the platform's zone."""
    waiting = {"subscription_id": "s1", "started_on": None, "created_at": "2026-01-01 01:00:00"}

    assert consuming(tmp_path, subscription=[waiting]) == [
        ("r1", "s1", date(2025, 12, 31), None),
    ]  # fmt: skip


def test_who_was_deleted_before_is_left_out_of_a_refresh_only(tmp_path: Path) -> None:
    tables = {
        "subscription": [{"subscription_id": "s1", "status": "deleted", "updated_at": OLD}],
        "ledger.cursor": [{"collection": "consumption", "read_until": "2026-03-17 06:00:00"}],
    }

    assert consuming(tmp_path / "refresh", **tables) == []
    assert len(consuming(tmp_path / "full", since="0001-01-01", **tables)) == 1
    never_read = {**tables, "ledger.cursor": []}
    assert len(consuming(tmp_path / "never", **never_read)) == 1


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


def test_what_came_after_its_resellers_consumption_was_read_is_read_from_its_start(
    tmp_path: Path,
) -> None:
    """Created since; changed since, so of another kind before or another reseller's; or neither."""
    started = {"started_on": "2025-05-20", "created_at": "2025-05-20 10:00:00"}
    tables = {
        "subscription": [
            {"subscription_id": "s1", **started, "created_at": "2026-03-17 10:00:00"},
            {"subscription_id": "s2", **started, "updated_at": "2026-03-17 10:00:00"},
            {"subscription_id": "s3", **started, "updated_at": "2026-03-17 10:00:00"},
            {"subscription_id": "s4", **started, "updated_at": "2026-03-15 10:00:00"},
        ],
        "consumption": [
            {"subscription_id": "s1", "consumed_on": "2026-03-17"},
            {"subscription_id": "s3", "consumed_on": "2025-06-17"},
        ],
        "ledger.cursor": [{"collection": "consumption", "read_until": "2026-03-17 06:00:00"}],
    }

    assert [row[1::2] for row in consuming(tmp_path, **tables)] == [
        ("s1", date(2025, 5, 20)), ("s2", date(2025, 5, 19)), ("s3", None), ("s4", None),
    ]  # fmt: skip
