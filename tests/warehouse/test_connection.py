"""What readers see while versions come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from domain.errors import WarehouseNotReady
from tests.warehouse.seen import account_names
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse
from warehouse.pointer import Published, read_pointer


def test_before_the_first_load_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(WarehouseNotReady), Warehouse(tmp_path).snapshot():
        pass


def test_a_new_version_is_seen_by_the_next_snapshot_and_not_by_a_pinned_one(
    tmp_path: Path,
) -> None:
    publish(tmp_path, account=[{"account_id": "a1", "name": "Old"}])
    warehouse = Warehouse(tmp_path)
    assert account_names(warehouse) == ["Old"]

    with warehouse.snapshot() as pinned:
        publish(tmp_path, account=[{"account_id": "a1", "name": "New"}])
        assert account_names(warehouse) == ["New"]
        with pinned.cursor() as cursor:
            rows = cursor.execute("SELECT name FROM mirror.account").fetchall()

    assert rows == [("Old",)]
    with pytest.raises(duckdb.ConnectionException):
        pinned._connection.execute("SELECT 1")


def test_readers_can_change_nothing_and_reach_no_file(tmp_path: Path) -> None:
    publish(tmp_path)
    with Warehouse(tmp_path).snapshot() as snapshot, snapshot.cursor() as cursor:
        for statement in (
            "DELETE FROM mirror.account",
            "CREATE TABLE mirror.account2 AS SELECT 1",
            "SELECT * FROM read_csv('/etc/passwd')",
            f"ATTACH '{tmp_path}/other.duckdb' AS other",
            "SET memory_limit = '64GB'",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement)


def test_an_answer_is_kept_for_as_long_as_its_version(tmp_path: Path) -> None:
    publish(tmp_path, account=[{"account_id": "a1", "name": "Old"}])
    warehouse = Warehouse(tmp_path)

    with warehouse.snapshot() as snapshot:
        first = snapshot.rows("known_account", account_ids=("a1",), reseller_id="r1")
        again = snapshot.rows("known_account", account_ids=("a1",), reseller_id="r1")
        other = snapshot.rows("known_account", account_ids=("a1",), reseller_id="r2")
    publish(tmp_path, account=[{"account_id": "a1", "name": "New"}])
    with warehouse.snapshot() as snapshot:
        later = snapshot.rows("known_account", account_ids=("a1",), reseller_id="r1")

    assert again is first
    assert (first, other, later) == ([("a1", "Old")], [], [("a1", "New")])


def test_threads_that_ask_at_once_get_their_own_answers(tmp_path: Path) -> None:
    publish(tmp_path, account=[{"account_id": f"a{n}", "name": f"Name {n}"} for n in range(50)])
    warehouse = Warehouse(tmp_path)
    wrong: list[object] = []

    def ask(number: int) -> None:
        for _ in range(20):
            with warehouse.snapshot() as snapshot, snapshot.cursor() as cursor:
                rows = cursor.execute(
                    "SELECT name FROM mirror.account WHERE account_id = $id", {"id": f"a{number}"}
                ).fetchall()
            if rows != [(f"Name {number}",)]:
                wrong.append(rows)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder, new: (folder / new.ledger).write_bytes(b"x" * 4096),
        lambda folder, new: (folder / new.ledger).unlink(),
        lambda folder, new: (folder / "published.json").write_bytes(b'{"mirror": "mir'),
        lambda folder, new: (folder / "published.json").write_text(
            (folder / "published.json").read_text().replace(new.shape, "0123456789abcdef")
        ),
    ],
    ids=["file cut", "file lost", "pointer cut", "tables of another release"],
)
def test_what_is_open_is_served_further_on_where_the_newest_can_not_be_read(
    tmp_path: Path,
    damage: Callable[[Path, Published], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish(tmp_path, account=[{"account_id": "a1", "name": "Old"}])
    warehouse = Warehouse(tmp_path)
    assert account_names(warehouse) == ["Old"]
    damage(tmp_path, publish(tmp_path, account=[{"account_id": "a1", "name": "New"}]))

    assert account_names(warehouse) == ["Old"]
    assert account_names(warehouse) == ["Old"]

    assert caplog.text.count("serving mirror-000001.duckdb") == 1
    with pytest.raises(WarehouseNotReady), Warehouse(tmp_path).snapshot():
        pass
    publish(tmp_path, load_id="load3", account=[{"account_id": "a1", "name": "Newest"}])
    assert account_names(warehouse) == ["Newest"]


def test_a_file_that_duckdb_can_not_open_leaves_no_connection_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish(tmp_path)
    path = tmp_path / published.ledger
    path.write_bytes(b"x" * path.stat().st_size)
    opened = []
    connect = duckdb.connect

    def watched(*given: object, **config: object) -> duckdb.DuckDBPyConnection:
        opened.append(connect(*given, **config))
        return opened[-1]

    monkeypatch.setattr("warehouse.connection.duckdb.connect", watched)

    with pytest.raises(WarehouseNotReady), Warehouse(tmp_path).snapshot():
        pass

    (connection,) = opened
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "o'brien's"

    publish(folder, account=[{"account_id": "a1", "name": "Kept"}])

    assert account_names(Warehouse(folder)) == ["Kept"]
    assert read_pointer(folder)


def test_what_is_closed_opens_anew_and_a_reader_keeps_what_is_pinned(tmp_path: Path) -> None:
    publish(tmp_path, account=[{"account_id": "a1", "name": "Alfa"}])
    warehouse = Warehouse(tmp_path)

    with warehouse.snapshot() as pinned:
        warehouse.close()
        with pinned.cursor() as cursor:
            assert cursor.execute("SELECT name FROM mirror.account").fetchall() == [("Alfa",)]
    with pytest.raises(duckdb.Error), pinned.cursor() as cursor:
        cursor.execute("SELECT name FROM mirror.account")
    assert account_names(warehouse) == ["Alfa"]
    warehouse.close()
    warehouse.close()
