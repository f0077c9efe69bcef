"""A backup is the store as it was at one moment, and goes into either database, whole or not."""

from __future__ import annotations

import gzip
import hashlib
import json
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from domain.bulk import ItemState, Stage
from domain.errors import BackupError, BackupUnusable, StoreInUse
from domain.operation import OperationKind
from store.audit import Action, add_event, record_event
from store.backup import LEFT_OUT, back_up
from store.backup_file import BackupWriter, Header, writing
from store.credentials import set_password, verify_password
from store.database import Store, bring_to, known_migrations, open_engine
from store.lease import HeldLease
from store.models import AuditEvent, BulkItem, BulkJob, ListPreference
from store.operations import Asking, begin
from store.restore import check_backup, restore
from store.settling import unsettled
from tests.laid import lay_store
from tests.store.conftest import empty_database
from tests.store.filled import NOW, Rows, all_rows, columns_of, fill

SECRET = "s" * 40
LATER = NOW + timedelta(days=1)
WHOSE = {"manager_id": "m1", "reseller_id": "r1"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portal.backup"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = open_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def filled_url(tmp_path: Path) -> str:
    """An SQLite store with a row in every table."""
    url = f"sqlite:///{tmp_path / 'filled.sqlite3'}"
    lay_store(url)
    with connected(url) as connection:
        fill(connection)
    return url


def contents(url: str) -> Rows:
    with connected(url) as connection:
        return all_rows(connection)


def taken(url: str, file: Path) -> Path:
    back_up(url, file, secret=SECRET, now=NOW)
    return file


def put_back(url: str, file: Path, *, replace: bool = False) -> None:
    restore(url, file, secret=SECRET, replace=replace, now=LATER)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_it_goes_into_either_database(
    store_url: str, engine_name: str, file: Path, request: pytest.FixtureRequest
) -> None:
    with connected(store_url) as connection:
        fill(connection)
    before = contents(store_url)

    with empty_database(engine_name, request, file.parent) as other:
        put_back(other, taken(store_url, file))
        after = contents(other)
        store = Store(other)
        record_event(store, Action.SIGNED_OUT, **WHOSE, now=LATER, detail={})
        store.close()
        with connected(other) as connection:
            number = connection.scalar(select(func.max(AuditEvent.audit_event_id)))

    assert {name: after.pop(name) for name in LEFT_OUT} == {name: [] for name in LEFT_OUT}
    assert after == {name: rows for name, rows in before.items() if name not in LEFT_OUT}
    assert {len(rows) for rows in after.values()} == {1}
    assert number == 8  # PostgreSQL goes on after the 7 that came with the backup.


def test_who_had_a_password_still_has_it(store_url: str, store: Store, file: Path) -> None:
    set_password(store, password="Right-Horse-9", **WHOSE, now=NOW)

    put_back(store_url, taken(store_url, file), replace=True)

    assert verify_password(store, password="Right-Horse-9", **WHOSE)


def test_it_is_of_one_moment_however_much_is_written_meanwhile(
    store_url: str, store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_table = BackupWriter.table
    written = []

    def write_meanwhile(writer: BackupWriter, name: str, columns: list[str]) -> None:
        written.append(name)
        with store.writing() as session:
            session.add(ListPreference(
                manager_id=name, list_name="clients", columns={}, updated_at=NOW
            ))  # fmt: skip
            add_event(session, Action.SIGNED_OUT, **WHOSE, now=NOW, detail={})
        begin_table(writer, name, columns)

    monkeypatch.setattr(BackupWriter, "table", write_meanwhile)
    count = back_up(store_url, file, secret=SECRET, now=NOW)

    assert "list_preference" in written[2:]
    assert count == 0
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == len(written)


def test_only_its_owner_may_read_it(store_url: str, file: Path) -> None:
    taken(store_url, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"reseller-store" not in file.read_bytes()[:40]  # Compressed.
    assert {one.name for one in file.parent.iterdir() if "portal.b" in one.name} == {file.name}


def test_nothing_is_written_over(filled_url: str, file: Path) -> None:
    file.write_text("mine")

    with pytest.raises(BackupError, match="exists"):
        taken(filled_url, file)

    assert file.read_text() == "mine"


def test_a_disk_that_is_full_leaves_no_half_of_a_file(file: Path) -> None:
    header = Header("0001", NOW.isoformat(), "sqlite", "")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(BackupError, match=r"portal\.backup can't be written"):
            with writing(file, header) as writer:
                writer.table("credential", ["manager_id"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert not [one for one in file.parent.iterdir() if "backup" in one.name]


def test_a_folder_that_is_missing_is_named(filled_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nowhere/x can't be written: No such file"):
        taken(filled_url, tmp_path / "nowhere/x")


def test_a_store_without_tables_has_no_backup(nothing: str, file: Path) -> None:
    with pytest.raises(BackupError, match="run `reseller-store migrate`"):
        taken(nothing, file)

    assert not file.exists()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-30])


def turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    # Of the checksum after what is packed: elsewhere it depends on what stands in the file whether
    # its first line can be read still.
    content[-6] ^= 1
    file.write_bytes(content)


def rewrite(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def rewritten(file: Path) -> None:
        lines = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
        file.write_bytes(gzip.compress("".join(change(lines)).encode()))

    return rewritten


def later_format(lines: list[str]) -> list[str]:
    return [lines[0].replace('"version":1', '"version":2'), *lines[1:]]


def signed(lines: list[str], row_count: int) -> list[str]:
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return [*lines, json.dumps({"rows": row_count, "sha256": digest}) + "\n"]


def later_migration(lines: list[str]) -> list[str]:
    count = json.loads(lines[-1])["rows"]
    newest = known_migrations()[0]
    return signed([lines[0].replace(newest, "9999"), *lines[1:-1]], count)


UNUSABLE = {
    "cut": (cut, "is damaged"),
    "another bit": (turn_a_bit, "is damaged"),
    "without its end": (rewrite(lambda lines: lines[:-1]), "is damaged"),
    "a row less": (rewrite(lambda lines: [*lines[:2], *lines[3:]]), "is damaged"),
    "another value": (
        rewrite(lambda lines: [one.replace("manager_id ", "manager_ID ") for one in lines]),
        "is damaged",
    ),
    "a newer format": (rewrite(later_format), "was made by a newer version: its format is 2"),
    "a newer store": (
        rewrite(later_migration),
        "was made by a newer version: this one does not know migration 9999",
    ),
    "empty": (lambda file: file.write_bytes(b""), "is no backup"),
    "a text": (lambda file: file.write_text("hello\n" * 50), "is no backup"),
    "compressed": (lambda file: file.write_bytes(gzip.compress(b'{"a": 1}\n')), "is no backup"),
    "missing": (lambda file: file.unlink(), "can't be read: No such file"),
}


@pytest.mark.parametrize(("spoil", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_can_not_be_used_says_why_and_changes_nothing(
    filled_url: str, file: Path, spoil: Callable[[Path], None], said: str
) -> None:
    taken(filled_url, file)
    before = contents(filled_url)
    spoil(file)

    with pytest.raises(BackupUnusable, match=said):
        put_back(filled_url, file, replace=True)

    assert contents(filled_url) == before


def test_what_a_database_refuses_changes_nothing(store_url: str, file: Path) -> None:
    with connected(store_url) as connection:
        fill(connection)
    before = contents(store_url)
    header = Header(known_migrations()[0], NOW.isoformat(), "sqlite", "")
    with writing(file, header) as writer:
        writer.table("credential", ["manager_id", "reseller_id", "password_hash", "changed_at"])
        for _ in range(2):  # The same manager twice.
            writer.row(["m1", "r1", "hash", NOW.isoformat()])

    with pytest.raises(BackupError, match="nothing was restored"):
        put_back(store_url, file, replace=True)

    assert contents(store_url) == before


def test_a_store_that_holds_something_is_replaced_only_where_that_is_said(
    filled_url: str, file: Path
) -> None:
    taken(filled_url, file)
    before = contents(filled_url)
    with pytest.raises(StoreInUse, match=r"not empty \(.*credential.*\); `--replace`"):
        put_back(filled_url, file)
    assert contents(filled_url) == before

    put_back(filled_url, file, replace=True)

    assert contents(filled_url) == before | {name: [] for name in LEFT_OUT}


def test_a_store_of_a_newer_version_is_left_as_it_is(filled_url: str, file: Path) -> None:
    taken(filled_url, file)
    with connected(filled_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreInUse, match="a newer version's"):
        put_back(filled_url, file, replace=True)


def test_nothing_is_replaced_while_a_load_runs(store_url: str, store: Store, file: Path) -> None:
    taken(store_url, file)

    with HeldLease(store, lambda: LATER), pytest.raises(StoreInUse, match="stop the web and etl"):
        put_back(store_url, file, replace=True)


def test_a_backup_of_the_first_version_is_brought_up_to_the_newest(
    nothing: str, file: Path
) -> None:
    with connected(nothing) as connection:
        bring_to(connection, "0001")
        fill(connection)
        columns, rows = columns_of(connection), all_rows(connection)
    for name in ("alembic_version", *LEFT_OUT):
        columns.pop(name, None)

    put_back(nothing, taken(nothing, file), replace=True)

    with connected(nothing) as connection:
        assert all_rows(connection, columns) == {name: rows[name] for name in columns}
        assert (
            connection.scalar(text("SELECT version_num FROM alembic_version"))
            == (known_migrations()[0])
        )


def test_what_was_about_to_be_sent_is_not_sent_again(
    store_url: str, store: Store, file: Path
) -> None:
    """It may have been sent between the backup and now (design 6)."""
    begin(store, Asking("form", "r1", "m1", OperationKind.STOP, {}), now=NOW)
    with store.writing() as session:
        session.add(BulkJob(
            job_id="j1", key="k", reseller_id="r1", manager_id="m1", language="en",
            created_at=NOW, next_at=NOW, stage=Stage.CONFIRMED, given={}, round=1,
        ))  # fmt: skip
        session.flush()
        session.add(BulkItem(
            job_id="j1", subscription_id="s1", position=0, kind="stop", asked={},
            state=ItemState.WAITING,
        ))  # fmt: skip

    put_back(store_url, taken(store_url, file), replace=True)

    with store.reading() as session:
        assert session.get_one(BulkJob, "j1").stage == Stage.FINISHED
        assert session.get_one(BulkItem, ("j1", "s1")).state == ItemState.NOT_BEGUN
    (looked_up,) = unsettled(store, now=LATER)
    assert looked_up.key == "form"


def test_a_check_reads_it_to_its_end_and_knows_its_secret(filled_url: str, file: Path) -> None:
    taken(filled_url, file)

    found = check_backup(file, secret=SECRET)

    assert (found.made_at, found.is_same_secret) == (NOW.replace(microsecond=0), True)
    assert found.row_count == 14
    assert not check_backup(file, secret="t" * 40).is_same_secret
