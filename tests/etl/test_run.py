"""One load after another: what is published, and what stays up when a load goes wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from domain.errors import LoadError
from etl.progress import Progress
from etl.run import Load, run_load
from etl.sources import Platform
from etl.summary import LoadKind, Status
from store.lease import LOAD, acquire
from store.loads import (
    LoadStatus,
    latest_finished,
    latest_published,
    load_totals,
    past_loads,
    running_load,
)
from tests.etl.portal import Portal
from warehouse.publish import Draft


def test_the_first_load_brings_in_everything(portal: Portal) -> None:
    summary = portal.refresh()

    assert (summary.status, summary.kind) == (Status.PUBLISHED, LoadKind.FULL)
    assert summary.as_of == datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
    assert (summary.quarantined, summary.differences, summary.broken_pages) == (0, (), ())
    assert set(summary.rows) == {
        "resellers", "manager_roles", "managers", "categories", "products", "exchange_rates",
        "plans", "accounts", "subscriptions", "orders", "charges", "reseller_charges",
        "consumption", "expenses",
    }  # fmt: skip
    assert all(summary.rows.values())
    portal.check()


def test_every_table_is_filled(loaded: Portal) -> None:
    tables = loaded.tables()

    empty = {name for name, rows in tables.items() if not rows}
    assert empty == {"ledger.charge_deviation", "ledger.difference", "ledger.quarantine",
                     "mirror.quarantine"}  # fmt: skip


def test_a_load_run_twice_equals_one_run_once(loaded: Portal) -> None:
    once = loaded.tables()

    loaded.publish(full=True)

    assert loaded.tables() == once


def test_a_refresh_with_nothing_new_moves_the_time_and_no_file(loaded: Portal) -> None:
    before = loaded.published
    assert before is not None
    loaded.platform.advance(timedelta(minutes=1))

    loaded.publish()

    after = loaded.published
    assert after is not None
    assert (after.mirror, after.ledger) == (before.mirror, before.ledger)
    assert after.as_of == before.as_of + timedelta(minutes=1)
    assert after.load_id != before.load_id


@pytest.mark.parametrize(
    "days", [16, pytest.param(1, marks=pytest.mark.slow), pytest.param(45, marks=pytest.mark.slow)]
)
def test_refreshing_equals_loading_everything(loaded: Portal, days: int) -> None:
    """Cursors, windows and incremental sums lead to the same warehouse as reading it all."""
    for _ in range(3):
        loaded.platform.advance(timedelta(days=days / 3))
        assert loaded.publish().kind is LoadKind.REFRESH
    refreshed = loaded.tables()
    loaded.check()

    loaded.publish(full=True)

    for name, rows in loaded.tables().items():
        assert refreshed[name] == rows, name


def test_a_published_load_leaves_its_history_and_control_totals(portal: Portal) -> None:
    summary = portal.publish()

    load = latest_published(portal.store)
    published = portal.published
    assert load is not None
    assert published is not None
    assert (load.load_id, load.as_of, load.kind) == (summary.load_id, summary.as_of, "full")
    assert (load.mirror_version, load.ledger_version) == (published.mirror, published.ledger)
    assert load.row_counts == summary.rows
    totals = load_totals(portal.store, load.load_id)
    assert {total.source for total in totals} == {"charge", "consumption"}
    assert sorted(
        (total.reseller_id, total.source, total.month, total.record_count, total.gross_amount)
        for total in totals
    ) == portal.ask(
        "SELECT reseller_id, source, month, count(*), sum(gross_amount) FROM ledger.cost"
        " GROUP BY ALL ORDER BY ALL"
    )


def test_another_load_is_left_alone(loaded: Portal) -> None:
    acquire(loaded.store, LOAD, "another-host/1/2", now=datetime.now(UTC))
    before = loaded.published

    summary = loaded.refresh()

    assert summary.status is Status.BUSY
    assert summary.load_id is None
    assert "another-host" in (summary.error or "")
    assert loaded.published == before
    assert len(past_loads(loaded.store)) == 1


def test_a_load_that_lost_its_lease_does_not_publish(loaded: Portal) -> None:
    before = loaded.published

    class Robber(Progress):
        def step(self, text: str) -> None:
            if text.startswith("comparing"):
                far = datetime.now(UTC) + timedelta(minutes=5)
                acquire(loaded.store, LOAD, "another-host/1/2", now=far)

    summary = loaded.refresh(progress=Robber())

    assert summary.status is Status.FAILED
    assert "another-host" in (summary.error or "")
    assert loaded.published == before


def test_a_refresh_run_twice_equals_one_run_once(loaded: Portal) -> None:
    loaded.platform.advance(timedelta(days=16))
    loaded.publish()
    once = loaded.tables()

    assert loaded.publish().kind is LoadKind.REFRESH

    assert loaded.tables() == once


def test_while_a_load_runs_the_history_says_so(loaded: Portal) -> None:
    seen = []

    class Watcher(Progress):
        def step(self, text: str) -> None:
            seen.append(running_load(loaded.store, now=datetime.now(UTC)))

    loaded.refresh(progress=Watcher())

    assert len(seen) > 10
    assert all(load is not None and load.kind == "refresh" for load in seen)
    assert running_load(loaded.store, now=datetime.now(UTC)) is None


def test_an_interrupted_load_says_so_and_leaves_nothing_behind(loaded: Portal) -> None:
    before = loaded.published

    class Impatience(Progress):
        def step(self, text: str) -> None:
            if text.startswith("merging"):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded.refresh(progress=Impatience())

    finished = latest_finished(loaded.store)
    assert finished is not None
    assert finished.status == "interrupted"
    assert loaded.published == before
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))
    assert loaded.publish().status is Status.PUBLISHED


def test_rows_that_break_a_rule_are_not_published(
    loaded: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded.published
    monkeypatch.setattr("warehouse.publish.check", lambda name: f"SELECT '{name}'")

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "cost_equals_its_records: 1 rows" in (summary.error or "")
    assert loaded.published == before


def test_a_disk_that_is_full_leaves_what_is_published(
    loaded: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded.published

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("etl.raw.RawLoad.keep", full)
        summary = loaded.refresh()

    assert (summary.status, summary.error) == (
        Status.FAILED, "[Errno 28] No space left on device",
    )  # fmt: skip
    assert loaded.published == before
    loaded.check()
    loaded.publish()


def test_the_pages_of_the_last_loads_are_kept(loaded: Portal) -> None:
    loaded.set(raw_keep=2)

    ids = [loaded.publish().load_id for _ in range(3)]

    assert sorted(path.name for path in loaded.options.raw_dir.iterdir()) == ids[-2:]


def test_the_pages_of_failed_loads_do_not_pile_up(loaded: Portal) -> None:
    loaded.set(raw_keep=2)
    loaded.meddler.on("analytics_daily", lambda _: httpx.Response(503))

    ids = [loaded.refresh().load_id for _ in range(3)]

    assert sorted(path.name for path in loaded.options.raw_dir.iterdir()) == ids[-2:]


def denied(*_: object, **__: object) -> None:
    raise PermissionError(13, "denied")


@pytest.mark.parametrize(
    "where",
    ["warehouse.publish.Draft._prune", "warehouse.publish.Draft._remove_drafts",
     "etl.raw.shutil.rmtree", "etl.run.prune"],
)  # fmt: skip
def test_what_goes_wrong_once_readers_see_a_load_does_not_make_it_a_failed_one(
    loaded: Portal, where: str
) -> None:
    loaded.set(raw_keep=1)
    loaded.platform.advance(timedelta(days=1))
    with Portal.after_publishing(where, denied):
        summary = loaded.refresh()

    assert summary.status is Status.PUBLISHED
    published, noted = loaded.published, latest_published(loaded.store)
    assert published is not None
    assert noted is not None
    assert published.load_id == noted.load_id == summary.load_id
    assert noted.as_of == summary.as_of == published.as_of
    assert load_totals(loaded.store, noted.load_id)


def test_a_load_whose_history_could_not_be_written_was_published(loaded: Portal) -> None:
    loaded.platform.advance(timedelta(days=1))

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.run.finish_load", broken)
        summary = loaded.refresh()

    assert summary.status is Status.PUBLISHED
    published = loaded.published
    assert published is not None
    assert published.load_id == summary.load_id
    loaded.publish()
    (noted,) = (load for load in past_loads(loaded.store) if load.load_id == summary.load_id)
    assert (noted.status, noted.as_of) == (LoadStatus.PUBLISHED, summary.as_of)
    assert (noted.mirror_version, noted.ledger_version) == (published.mirror, published.ledger)


@pytest.mark.parametrize("table", ["lease", "load"])
def test_a_store_that_lacks_a_table_fails_the_load_without_a_traceback(
    loaded: Portal, table: str
) -> None:
    before = loaded.published
    with loaded.store.writing() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO lost"))

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "no such table" in (summary.error or "")
    assert loaded.published == before


@pytest.mark.parametrize("damage", [b"", b"{", b'{"mirror": "\xcf"}', b"[]"])
def test_a_pointer_that_can_not_be_read_is_as_good_as_none(loaded: Portal, damage: bytes) -> None:
    before = loaded.tables()
    (loaded.options.warehouse_dir / "published.json").write_bytes(damage)

    summary = loaded.publish()

    assert summary.kind is LoadKind.FULL
    assert loaded.tables() == before
    assert loaded.published is not None
    assert loaded.published.mirror == "mirror-000002.duckdb"  # No name is used twice.


@pytest.mark.parametrize("left", [0, 4096, 1_000_000])
@pytest.mark.parametrize("database", ["mirror", "ledger"])
def test_a_published_file_that_was_cut_is_as_good_as_lost(
    loaded: Portal, database: str, left: int
) -> None:
    before = loaded.tables()
    path = loaded.options.warehouse_dir / f"{database}-000001.duckdb"
    path.write_bytes(path.read_bytes()[:left])
    assert loaded.published is None

    assert loaded.publish().kind is LoadKind.FULL

    assert loaded.tables() == before
    assert loaded.publish().kind is LoadKind.REFRESH


def test_a_refresh_that_finds_nothing_to_change_is_not_taken_for_everything(
    loaded: Portal,
) -> None:
    """What was published is lost after it was decided that a refresh would do."""
    with loaded.client() as client:
        source = Platform(client, loaded.options, is_full=False, progress=Progress())
        shutil.rmtree(loaded.options.warehouse_dir)
        load = Load(source, LoadKind.REFRESH, loaded.options, loaded.store)

        summary = run_load(load)

    assert summary.status is Status.FAILED
    assert "load everything" in (summary.error or "")
    assert loaded.published is None


def test_replaying_kept_pages_gives_the_same_warehouse(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    brought_in = loaded.tables()
    shutil.rmtree(loaded.options.warehouse_dir)

    summary = loaded.replay(load.load_id)

    assert (summary.status, summary.kind) == (Status.PUBLISHED, LoadKind.REPLAY)
    assert summary.as_of == load.as_of
    assert loaded.tables() == brought_in
    assert not loaded.meddler.requests


def test_older_pages_do_not_replace_what_is_newer(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    loaded.platform.advance(timedelta(days=1))
    loaded.publish()

    summary = loaded.replay(load.load_id)

    assert summary.status is Status.FAILED
    assert "newer" in (summary.error or "")


def test_pages_of_what_changed_need_something_to_change(loaded: Portal) -> None:
    refresh = loaded.publish()
    assert refresh.load_id is not None
    shutil.rmtree(loaded.options.warehouse_dir)

    summary = loaded.replay(refresh.load_id)

    assert summary.status is Status.FAILED
    assert "nothing is published" in (summary.error or "")
    assert loaded.published is None


def test_pages_of_a_load_that_was_ended_early_are_not_taken_for_everything(portal: Portal) -> None:
    portal.meddler.on("analytics_daily", lambda _: httpx.Response(503))
    failed = portal.refresh(full=True)
    assert failed.status is Status.FAILED
    assert failed.load_id is not None

    with pytest.raises(LoadError, match="ended before it had read everything"):
        portal.replay(failed.load_id)


def test_pages_of_a_load_that_read_everything_and_broke_a_rule_can_be_replayed(
    portal: Portal, loaded: Portal
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.publish.check", lambda name: f"SELECT '{name}'")
        failed = portal.refresh(full=True)
    assert failed.status is Status.FAILED
    assert failed.load_id is not None

    assert portal.replay(failed.load_id).status is Status.PUBLISHED
    assert portal.tables() == loaded.tables()


def test_a_kept_page_that_was_cut_fails_the_replay(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    before = loaded.published
    page = sorted((loaded.options.raw_dir / load.load_id).rglob("*.gz"))[3]
    page.write_bytes(page.read_bytes()[:-12])

    summary = loaded.replay(load.load_id)

    assert summary.status is Status.FAILED
    assert page.name in (summary.error or "")
    assert loaded.published == before


def test_after_an_upgrade_that_changed_the_tables_everything_is_loaded(loaded: Portal) -> None:
    before = loaded.tables()
    pointer = loaded.options.warehouse_dir / "published.json"
    pointer.write_text(pointer.read_text().replace('"shape":"', '"shape":"older-'))
    assert loaded.published is None

    summary = loaded.publish()

    assert summary.kind is LoadKind.FULL
    assert loaded.tables() == before


def test_a_draft_that_a_killed_load_left_is_removed(loaded: Portal) -> None:
    with Draft(loaded.options.warehouse_dir, "killed") as draft:
        leftover = next(loaded.options.warehouse_dir.glob("ledger.killed.draft"))
        content = leftover.read_bytes()
        assert draft.base
    leftover.write_bytes(content[: len(content) // 2])

    loaded.publish()

    assert not leftover.exists()
