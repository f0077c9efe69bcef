"""What the history of loads tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from store import loads
from store.database import Store
from store.lease import LOAD, acquire
from store.loads import (
    LoadStatus,
    Outcome,
    Total,
    Visible,
    fail_load,
    finish_load,
    latest_finished,
    latest_published,
    load_totals,
    note_failure,
    past_loads,
    running_load,
    start_load,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
AS_OF = datetime(2026, 11, 20, 11, 59, tzinfo=UTC)
TOTAL = Total("r1", "charge", date(2026, 11, 1), 3, Decimal("30.30"), Decimal("27.27"), "EUR")


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def outcome(**members: object) -> Outcome:
    published = {
        "as_of": AS_OF, "mirror_version": "mirror-000001.duckdb",
        "ledger_version": "ledger-000001.duckdb", "row_counts": {"charges": 3},
        "quarantined_count": 1, "difference_count": 2, "broken_pages": ["GET /x: not JSON"],
    }  # fmt: skip
    return Outcome(**{**published, **members})  # type: ignore[arg-type]


def test_before_any_load_there_is_none(store: Store) -> None:
    assert latest_published(store) is None
    assert latest_finished(store) is None
    assert running_load(store, now=NOW) is None
    assert past_loads(store) == []


def test_a_published_load_tells_what_it_brought_in(store: Store) -> None:
    start_load(store, "load1", "full", now=NOW)
    finish_load(store, "load1", outcome(), [TOTAL], now=later(1))

    load = latest_published(store)

    assert load is not None
    assert (load.load_id, load.kind, load.status) == ("load1", "full", LoadStatus.PUBLISHED)
    assert (load.started_at, load.finished_at, load.as_of) == (NOW, later(1), AS_OF)
    assert (load.mirror_version, load.ledger_version) == (
        "mirror-000001.duckdb", "ledger-000001.duckdb",
    )  # fmt: skip
    assert load.row_counts == {"charges": 3}
    assert (load.quarantined_count, load.difference_count) == (1, 2)
    assert load.broken_pages == ("GET /x: not JSON",)
    assert load.error is None
    assert load_totals(store, "load1") == [TOTAL]


def test_a_failed_load_leaves_the_published_one_up(store: Store) -> None:
    start_load(store, "load1", "full", now=NOW)
    finish_load(store, "load1", outcome(), [], now=later(1))
    start_load(store, "load2", "refresh", now=later(10))
    fail_load(store, "load2", "the platform did not answer", now=later(11))

    published, finished = latest_published(store), latest_finished(store)

    assert published is not None
    assert published.load_id == "load1"
    assert finished is not None
    assert (finished.load_id, finished.status, finished.error) == (
        "load2", LoadStatus.FAILED, "the platform did not answer",
    )  # fmt: skip
    assert [load.load_id for load in past_loads(store)] == ["load2", "load1"]


def test_a_load_runs_while_its_process_holds_the_lease(store: Store) -> None:
    acquire(store, LOAD, "another-host/1/2", now=NOW)
    start_load(store, "load1", "full", now=NOW)

    load = running_load(store, now=later(0.1))

    assert load is not None
    assert (load.load_id, load.status, load.finished_at) == ("load1", LoadStatus.RUNNING, None)
    assert running_load(store, now=later(1)) is None


def test_the_next_load_notes_that_the_one_before_was_interrupted(store: Store) -> None:
    start_load(store, "load1", "full", now=NOW)

    start_load(store, "load2", "full", now=later(5))

    finished = latest_finished(store)
    assert finished is not None
    assert (finished.load_id, finished.status) == ("load1", LoadStatus.INTERRUPTED)
    assert finished.finished_at == later(5)


VISIBLE = Visible("load1", AS_OF, later(4), "mirror-000001.duckdb", "ledger-000002.duckdb")


@pytest.mark.parametrize("ending", [None, LoadStatus.FAILED, LoadStatus.INTERRUPTED])
def test_a_load_that_readers_see_was_published_whatever_is_noted_of_it(
    store: Store, ending: LoadStatus | None
) -> None:
    start_load(store, "load1", "full", now=NOW)
    if ending is not None:
        fail_load(store, "load1", "PermissionError: denied", now=later(1), status=ending)

    start_load(store, "load2", "refresh", now=later(5), visible=[VISIBLE])

    published = latest_published(store)
    assert published is not None
    assert (published.load_id, published.error) == ("load1", None)
    assert (published.as_of, published.finished_at) == (AS_OF, later(4))
    assert (published.mirror_version, published.ledger_version) == (
        "mirror-000001.duckdb", "ledger-000002.duckdb",
    )  # fmt: skip


def test_what_a_published_load_noted_itself_stays(store: Store) -> None:
    start_load(store, "load1", "full", now=NOW)
    finish_load(store, "load1", outcome(), [TOTAL], now=later(1))
    before = latest_published(store)

    start_load(store, "load2", "refresh", now=later(5), visible=[VISIBLE])

    assert latest_published(store) == before


def test_a_load_that_readers_see_and_nobody_knows_is_left_alone(store: Store) -> None:
    start_load(store, "load2", "refresh", now=later(5), visible=[VISIBLE])

    assert [load.load_id for load in past_loads(store)] == ["load2"]


def test_control_totals_of_old_loads_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "LOADS_WITH_TOTALS", 2)
    for number in range(3):
        start_load(store, f"load{number}", "refresh", now=later(number))
        finish_load(store, f"load{number}", outcome(), [TOTAL], now=later(number))

    assert [len(load_totals(store, f"load{number}")) for number in range(3)] == [0, 1, 1]
    assert len(past_loads(store)) == 3


def test_a_watch_is_in_the_history_and_is_no_load_that_pages_tell_of(store: Store) -> None:
    """The costs that readers see are as of the load before, and the next load comes as planned."""
    start_load(store, "load1", "refresh", now=NOW)
    finish_load(store, "load1", outcome(), [TOTAL], now=later(1))
    acquire(store, LOAD, "another-host/1/2", now=later(2))
    start_load(store, "watch1", loads.WATCH, now=later(2))
    assert running_load(store, now=later(2.1)) is None
    fail_load(store, "watch1", "the platform did not answer", now=later(2.1))

    published, finished = latest_published(store), latest_finished(store)

    assert [load.load_id for load in past_loads(store)] == ["watch1", "load1"]
    assert [load.load_id for load in past_loads(store, with_watches=False)] == ["load1"]
    assert published is not None
    assert finished is not None
    assert (published.load_id, finished.load_id) == ("load1", "load1")


def test_watches_push_no_load_out_of_the_history(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "LOADS_WITH_TOTALS", 2)
    monkeypatch.setattr(loads, "WATCHES_KEPT", 2)
    start_load(store, "load1", "refresh", now=NOW)
    finish_load(store, "load1", outcome(), [TOTAL], now=NOW)
    for number in range(4):
        start_load(store, f"watch{number}", loads.WATCH, now=later(number))
        finish_load(store, f"watch{number}", outcome(), [], now=later(number))

    assert [load.load_id for load in past_loads(store)] == ["watch3", "watch2", "load1"]
    assert load_totals(store, "load1") == [TOTAL]


def test_a_watch_that_readers_see_was_published_as_well(store: Store) -> None:
    seen = Visible("watch1", AS_OF, later(4), "mirror-000002.duckdb", "ledger-000002.duckdb")
    start_load(store, "watch1", loads.WATCH, now=later(3))

    start_load(store, "load2", "refresh", now=later(5), visible=[VISIBLE, seen])

    watch = past_loads(store)[1]
    assert (watch.load_id, watch.status) == ("watch1", LoadStatus.PUBLISHED)
    assert (watch.mirror_version, watch.finished_at) == ("mirror-000002.duckdb", later(4))


def test_a_failure_is_noted_beside_a_load_that_runs(store: Store) -> None:
    """A watch may fail while it asks the platform, and a load begin meanwhile."""
    acquire(store, LOAD, "another-host/1/2", now=NOW)
    start_load(store, "load1", "full", now=NOW)

    note_failure(store, "watch1", loads.WATCH, "the platform did not answer", now=later(0.1))

    running = running_load(store, now=later(0.1))
    assert running is not None
    assert running.load_id == "load1"
    watch = past_loads(store)[0]
    assert (watch.load_id, watch.kind, watch.status) == ("watch1", "watch", LoadStatus.FAILED)
    assert watch.error == "the platform did not answer"


def test_a_failure_is_noted_of_a_load_that_had_begun(store: Store) -> None:
    start_load(store, "watch1", loads.WATCH, now=NOW)

    note_failure(store, "watch1", loads.WATCH, "x" * 10_000, now=later(1))

    (watch,) = past_loads(store)
    assert (watch.status, watch.started_at, watch.finished_at) == (
        LoadStatus.FAILED, NOW, later(1),
    )  # fmt: skip
    assert watch.error == "x" * 4_000


def test_a_long_error_is_cut(store: Store) -> None:
    start_load(store, "load1", "full", now=NOW)
    fail_load(store, "load1", "x" * 10_000, now=later(1))

    (load,) = past_loads(store)

    assert load.error == "x" * 4_000
