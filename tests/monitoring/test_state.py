"""What is told of the store and the warehouse, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry

from domain.operation import OperationKind, PlatformIds
from monitoring.state import State
from store.database import Store
from store.loads import Outcome, fail_load, finish_load, start_load
from store.messages import post
from store.operations import Asking, begin
from store.sessions import EndReason, Lifetime, end_session, start_session
from tests.warehouse_builder import AS_OF, publish

NOW = datetime(2026, 11, 20, 12, 10, tzinfo=UTC)
LIFETIME = Lifetime(idle=timedelta(minutes=60), longest=timedelta(hours=12))


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def told(store: Store, folder: Path) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(State(store, folder, LIFETIME, lambda: NOW))
    return registry


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"reseller_store_{name}", labels)


def test_an_empty_portal_tells_that_nothing_is_there(store: Store, tmp_path: Path) -> None:
    registry = told(store, tmp_path)

    assert value(registry, "published_age_seconds") is None
    assert value(registry, "open_sessions") == 0
    assert value(registry, "mails", state="failed") == 0
    assert value(registry, "mail_late_seconds") == 0


def test_open_sessions_are_those_that_still_count(store: Store, tmp_path: Path) -> None:
    who = {"manager_id": "m1", "reseller_id": "r1"}
    start_session(store, **who, now=ago(minutes=59))
    start_session(store, **who, now=ago(minutes=61))
    ended = start_session(store, **who, now=NOW)
    end_session(store, ended, reason=EndReason.SIGNED_OUT, now=NOW)

    assert value(told(store, tmp_path), "open_sessions") == 1


def test_loads_are_told_by_kind(store: Store, tmp_path: Path) -> None:
    done = Outcome(as_of=ago(hours=2), mirror_version="m", ledger_version="l",
                   row_counts={"charge": 40, "order": 2}, quarantined_count=3, difference_count=1,
                   broken_pages=())  # fmt: skip
    start_load(store, "1", "full", now=ago(hours=2))
    finish_load(store, "1", done, [], now=ago(hours=2) + timedelta(seconds=30))
    start_load(store, "2", "full", now=ago(hours=1))
    fail_load(store, "2", "the disk is full", now=ago(minutes=59))
    start_load(store, "3", "refresh", now=ago(minutes=1))

    registry = told(store, tmp_path)

    assert value(registry, "load_is_well", kind="full") == 0
    assert value(registry, "load_seconds", kind="full") == 30
    assert value(registry, "load_rows", kind="full") == 42
    assert value(registry, "load_quarantined", kind="full") == 3
    assert value(registry, "load_differences", kind="full") == 1
    assert value(registry, "loads", kind="full", status="failed") == 1
    assert value(registry, "loads", kind="refresh", status="running") == 1
    assert value(registry, "load_is_well", kind="refresh") is None
    published = (ago(hours=2) + timedelta(seconds=30)).timestamp()
    assert value(registry, "load_published_timestamp_seconds", kind="full") == published


def test_operations_and_mails_are_counted_without_a_name(store: Store, tmp_path: Path) -> None:
    asking = Asking("form1", "r1", "m1", OperationKind.STOP, {}, PlatformIds(subscription_id="s1"))
    begin(store, asking, now=NOW)
    post(store, "invitation", "m1", "r1", "key1", {"x": "secret"}, ago(minutes=5))

    registry = told(store, tmp_path)

    assert value(registry, "operations", kind="stop", state="sending") == 1
    assert value(registry, "mails", state="waiting") == 1
    assert value(registry, "mail_late_seconds") == 300
    labels = {text for family in registry.collect() for one in family.samples
              for text in one.labels.values()}  # fmt: skip
    assert labels <= {"stop", "sending", "waiting", "sent", "failed", "dropped"}


def test_the_age_of_what_is_shown_is_told(store: Store, tmp_path: Path) -> None:
    publish(tmp_path)

    age = value(told(store, tmp_path), "published_age_seconds")

    assert age == (NOW - AS_OF).total_seconds() == 600


def test_a_store_that_cant_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("no database at all, and longer than a header would be" * 40)
    publish(tmp_path / "warehouse")

    registry = told(Store(f"sqlite:///{tmp_path / 'bad'}"), tmp_path / "warehouse")

    assert value(registry, "store_is_up") == 0
    assert value(registry, "published_age_seconds") == 600
