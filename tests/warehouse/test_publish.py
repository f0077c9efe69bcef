"""How a draft becomes a version, and what is left on the disk."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from domain.errors import ChecksFailed, WarehouseError, WarehouseNotReady
from tests.warehouse.seen import account_names
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse
from warehouse.pointer import Watched, read_pointer
from warehouse.publish import Draft

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 13, tzinfo=UTC)


def test_a_draft_of_the_mirror_is_published_beside_the_ledger_that_is_there(
    tmp_path: Path,
) -> None:
    before = publish(tmp_path, reseller=[{}], account=[{"account_id": "a1", "name": "Old"}])
    reader = Warehouse(tmp_path)
    assert account_names(reader) == ["Old"]

    with Draft(tmp_path, "watch1", of=("mirror",)) as draft:
        draft.connection.execute("UPDATE mirror.account SET name = 'New'")
        assert draft.connection.execute("SELECT count(*) FROM ledger.cost").fetchall() == [(0,)]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            draft.connection.execute("DELETE FROM ledger.cost")
        draft.check()
        published = draft.publish(["mirror"], as_of=NOW, published_at=LATER, keep=3)

    assert account_names(reader) == ["New"]
    assert published == read_pointer(tmp_path)
    assert (published.mirror, published.ledger) == ("mirror-000002.duckdb", before.ledger)
    # What is said of the costs is still true of them.
    assert (published.load_id, published.as_of, published.published_at) == (
        before.load_id, before.as_of, before.published_at,
    )  # fmt: skip
    assert published.watched == Watched("watch1", NOW, LATER)


def test_a_load_after_a_watch_is_told_of_alone(tmp_path: Path) -> None:
    publish(tmp_path)
    with Draft(tmp_path, "watch1", of=("mirror",)) as draft:
        draft.publish(["mirror"], as_of=NOW, published_at=NOW, keep=3)

    with Draft(tmp_path, "load2") as draft:
        published = draft.publish(["ledger"], as_of=LATER, published_at=LATER, keep=3)

    assert (published.mirror, published.load_id) == ("mirror-000002.duckdb", "load2")
    assert published.watched is None


def test_a_draft_of_the_mirror_is_held_to_the_rules_of_the_mirror(tmp_path: Path) -> None:
    publish(tmp_path, reseller=[{}], account=[{}])

    with Draft(tmp_path, "watch1", of=("mirror",)) as draft:
        draft.connection.execute("DELETE FROM mirror.reseller")
        with pytest.raises(ChecksFailed, match="mirror_ids_are_known: 1 rows"):
            draft.check()


def test_many_versions_of_the_mirror_remove_no_ledger_and_hurt_no_reader(tmp_path: Path) -> None:
    before = publish(tmp_path, account=[{"account_id": "a1", "name": "Old"}])
    with Warehouse(tmp_path).snapshot() as pinned:
        for number in range(6):
            with Draft(tmp_path, f"watch{number}", of=("mirror",)) as draft:
                draft.publish(["mirror"], as_of=NOW, published_at=NOW, keep=3)
        assert not (tmp_path / before.mirror).exists()
        with pinned.cursor() as cursor:
            assert cursor.execute("SELECT name FROM mirror.account").fetchall() == [("Old",)]

    assert sorted(path.name for path in tmp_path.glob("*.duckdb")) == [
        "ledger-000001.duckdb", "mirror-000005.duckdb", "mirror-000006.duckdb",
        "mirror-000007.duckdb",
    ]  # fmt: skip


def test_there_is_no_draft_of_the_mirror_before_the_first_load(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="load everything"):
        Draft(tmp_path, "watch1", of=("mirror",)).__enter__()


def test_a_draft_that_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    before = publish(tmp_path, account=[{"account_id": "a1", "name": "Kept"}])

    with Draft(tmp_path, "load2") as draft:
        draft.connection.execute("DELETE FROM mirror.account")

    assert read_pointer(tmp_path) == before
    assert account_names(Warehouse(tmp_path)) == ["Kept"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        before.ledger,
        before.mirror,
        "published.json",
    ]


@pytest.mark.parametrize(
    ("memory", "limit"), [("512MB", "244.1 MiB"), ("2GB", "953.6 MiB"), ("1.5 GiB", "768.0 MiB")]
)
def test_duckdb_has_half_the_memory_of_a_draft(tmp_path: Path, memory: str, limit: str) -> None:
    with Draft(tmp_path, "load1", memory=memory) as draft:
        found = draft.connection.execute("SELECT current_setting('memory_limit')").fetchall()

    assert found == [(limit,)]


@pytest.mark.parametrize("memory", ["", "512", "half", "-1GB", "80%"])
def test_a_size_of_memory_that_is_none_is_refused(tmp_path: Path, memory: str) -> None:
    with pytest.raises(WarehouseError, match="no size of memory such as 512MB or 2GB"):
        Draft(tmp_path, "load1", memory=memory)


def test_a_draft_keeps_no_log_beside_it(tmp_path: Path) -> None:
    """Nobody recovers a draft."""
    publish(tmp_path, account=[{"account_id": "a1", "name": "Old"}])

    with Draft(tmp_path, "load2") as draft:
        draft.connection.execute("UPDATE mirror.account SET name = 'New'")
        assert list(tmp_path.glob("*.wal")) == []
        draft.publish(("mirror",), as_of=NOW, published_at=NOW, keep=2)

    assert account_names(Warehouse(tmp_path)) == ["New"]


def test_what_a_killed_load_left_is_removed_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "ledger.load7.draft").write_bytes(b"half a copy")
    (tmp_path / "ledger.load7.draft.wal").write_bytes(b"its log")

    publish(tmp_path, load_id="load8")

    assert not list(tmp_path.glob("*draft*"))


def test_a_name_is_never_used_twice_and_the_last_versions_are_kept(tmp_path: Path) -> None:
    seen = [publish(tmp_path, load_id=f"load{number}").ledger for number in range(5)]

    assert seen == [f"ledger-{number:06d}.duckdb" for number in range(1, 6)]
    assert sorted(path.name for path in tmp_path.glob("ledger-*")) == seen[-3:]


def test_a_database_that_did_not_change_keeps_its_file(tmp_path: Path) -> None:
    before = publish(tmp_path)

    with Draft(tmp_path, "load2") as draft:
        after = draft.publish(("mirror",), as_of=NOW, published_at=NOW, keep=3)

    assert after.ledger == before.ledger
    assert after.mirror != before.mirror


def test_where_a_version_was_lost_the_next_one_begins_with_nothing(tmp_path: Path) -> None:
    lost = publish(tmp_path, account=[{"account_id": "a1", "name": "Lost"}])
    (tmp_path / lost.ledger).unlink()
    assert read_pointer(tmp_path) is None
    with pytest.raises(WarehouseNotReady), Warehouse(tmp_path).snapshot():
        pass

    after = publish(tmp_path, load_id="load2", account=[{"account_id": "a2", "name": "New"}])

    assert (after.mirror, after.ledger) == ("mirror-000002.duckdb", "ledger-000002.duckdb")
    assert account_names(Warehouse(tmp_path)) == ["New"]


def test_tables_of_another_release_are_not_read_nor_changed(tmp_path: Path) -> None:
    before = publish(tmp_path)
    pointer = tmp_path / "published.json"
    pointer.write_text(pointer.read_text().replace(before.shape, "0123456789abcdef"))
    with pytest.raises(WarehouseNotReady), Warehouse(tmp_path).snapshot():
        pass

    with Draft(tmp_path, "load2") as draft:
        assert draft.base is None
        after = draft.publish((), as_of=NOW, published_at=NOW, keep=3)

    assert (after.mirror, after.ledger) == ("mirror-000002.duckdb", "ledger-000002.duckdb")
    assert read_pointer(tmp_path) == after


def test_a_copy_that_fails_is_said_and_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path)

    def full_disk(source: Path, target: Path) -> None:
        target.write_bytes(b"half a copy")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("warehouse.publish.shutil.copyfile", full_disk)
    with pytest.raises(WarehouseError, match="can't copy"), Draft(tmp_path, "load2"):
        pass

    assert not list(tmp_path.glob("*draft*"))


def test_a_broken_rule_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.publish.names", lambda _: ["no_two_alike"])
    monkeypatch.setattr("warehouse.publish.check", lambda name: "SELECT 1 UNION ALL SELECT 2")

    with (
        Draft(tmp_path, "load1") as draft,
        pytest.raises(ChecksFailed, match="no_two_alike: 2 rows"),
    ):
        draft.check()
