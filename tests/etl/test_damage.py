"""What loads make of a warehouse, a store and a disk that are not as they were left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from etl.summary import LoadKind, Status
from store.loads import (
    LoadStatus,
    latest_published,
    load_totals,
    past_loads,
)
from tests.etl.portal import Portal
from warehouse.publish import Draft


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


def denied(*_: object, **__: object) -> None:
    raise PermissionError(13, "denied")


@pytest.mark.parametrize(
    "where",
    ["warehouse.versions._prune", "warehouse.publish.Draft._remove_drafts",
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
