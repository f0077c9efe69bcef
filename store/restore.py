"""Puts a backup in the place of the portal store, on either engine, whole or not at all.

The tables are made as they were when the backup was taken, filled, and brought to the newest
migration, all in one transaction. What the portal was about to send then is not sent: it may have
been since (docs/decisions/backups-are-one-file.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Numeric,
    Table,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from domain.bulk import ItemState, Stage
from domain.errors import BackupError, BackupUnusable, StoreInUse
from domain.operation import OperationState
from store import backup_file
from store.backup import ROWS_AT_A_TIME, mark_of, our_tables
from store.database import (
    VERSION_TABLE,
    Store,
    bring_to,
    cause_of,
    known_migrations,
    open_engine,
)
from store.lease import LOAD, WAREHOUSE, is_held
from store.models import BulkItem, BulkJob, Lease, Operation

LOCK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Restored:
    """What a file holds, or what was restored from it.

    `is_same_secret` is False where second factors, which SECRET_KEY encrypts, can't be read.
    """

    row_count: int
    made_at: datetime
    migration: str
    is_same_secret: bool


def check_backup(path: Path, *, secret: str) -> Restored:
    """Read a backup to its end, and change nothing.

    Raises:
        BackupUnusable: it is no backup, is damaged, or was made by a newer portal.
    """
    header, count = backup_file.verify(path)
    if header.migration not in known_migrations():
        raise backup_file.newer(path, f"this one does not know migration {header.migration}")
    made_at = datetime.fromisoformat(header.made_at)
    return Restored(count, made_at, header.migration, header.secret_mark == mark_of(secret))


def restore(url: str, path: Path, *, secret: str, replace: bool, now: datetime) -> Restored:
    """Have the portal store hold what a backup holds, and nothing else.

    Raises:
        BackupUnusable: it is no backup, is damaged, or was made by a newer portal.
        StoreInUse: the store holds something and is not to be replaced, or is at work.
        BackupError: the store can't be written. It is as it was, as it is after the others.
    """
    checked = check_backup(path, secret=secret)
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            there = our_tables(connection)
        _refuse_if_at_work(url, there, now)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
            _refuse_if_filled(connection, there, replace)
            there.drop_all(connection)
            bring_to(connection, checked.migration)
            _fill(connection, path)
            bring_to(connection)
            _send_nothing_twice(connection, now)
    except SQLAlchemyError as error:
        hint = "Is the portal stopped, and the database there?"
        raise BackupError(f"nothing was restored: {cause_of(error)}. {hint}") from error
    finally:
        engine.dispose()
    return checked


def _refuse_if_at_work(url: str, there: MetaData, now: datetime) -> None:
    if Lease.__tablename__ not in there.tables:
        return
    store = Store(url)
    try:
        if any(is_held(store, name, now=now) for name in (LOAD, WAREHOUSE)):
            raise StoreInUse("a load is running: stop the web and etl processes first")
    finally:
        store.close()


def _refuse_if_filled(connection: Connection, there: MetaData, replace: bool) -> None:
    version = there.tables.get(VERSION_TABLE)
    if version is not None:
        found = connection.scalar(select(version.c.version_num))
        if found is not None and found not in known_migrations():
            raise StoreInUse("the portal store is a newer version's: it is left as it is")
    filled = [
        table.name
        for table in there.sorted_tables
        if table.name not in (VERSION_TABLE, Lease.__tablename__)
        and connection.scalar(select(literal(1)).select_from(table).limit(1))
    ]
    if filled and not replace:
        raise StoreInUse(
            f"the portal store is not empty ({', '.join(filled)}); `--replace` throws that away"
        )


def _fill(connection: Connection, path: Path) -> None:
    tables = our_tables(connection)
    for told, rows in groupby(backup_file.rows(path), key=lambda one: one[0]):
        table = tables.tables.get(told.name)
        if table is None or not {*told.columns} <= {*table.columns.keys()}:
            raise BackupUnusable(f"{path} holds a table that its migration does not: {told.name}")
        readers = [_reader(table.columns[name]) for name in told.columns]
        values = (
            {
                name: reader(value)
                for name, reader, value in zip(told.columns, readers, row, strict=True)
            }
            for _, row in rows
        )
        while batch := list(islice(values, ROWS_AT_A_TIME)):
            connection.execute(insert(table), batch)
    if connection.dialect.name == "postgresql":
        _count_on(connection, tables)


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what makes a column's value of what JSON has; SQLite keeps instants without a zone."""
    kind = column.type
    if isinstance(kind, JSON):
        column.type = JSON(none_as_null=bool(column.nullable))
        return lambda value: value
    if isinstance(kind, DateTime):
        return _or_none(_aware if kind.timezone else _naive)
    if isinstance(kind, Date):
        return _or_none(date.fromisoformat)
    return _or_none(Decimal) if isinstance(kind, Numeric) else lambda value: value


def _or_none(reader: Callable[[str], Any]) -> Callable[[str | None], Any]:
    return lambda value: None if value is None else reader(value)


def _aware(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)


def _naive(told: str) -> datetime:
    return _aware(told).replace(tzinfo=None)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Let PostgreSQL's sequences go on after the numbers that were given out before."""
    for table in tables.sorted_tables:
        for column in table.primary_key:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            if connection.scalar(select(sequence)):
                _set_sequence(connection, table, column)


def _set_sequence(connection: Connection, table: Table, column: Column[Any]) -> None:
    last = connection.scalar(select(func.max(column)))
    if last is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, last)))


def _send_nothing_twice(connection: Connection, now: datetime) -> None:
    """End what the portal was about to send as the backup was taken: it may have been sent since.

    An operation that nobody knew to be sent is looked up at the platform like one that was.
    """
    confirmed = select(BulkJob.job_id).where(BulkJob.stage == Stage.CONFIRMED)
    connection.execute(
        update(BulkItem)
        .where(BulkItem.job_id.in_(confirmed), BulkItem.state == ItemState.WAITING)
        .values(state=ItemState.NOT_BEGUN, text=None)
    )
    connection.execute(
        update(BulkJob)
        .where(BulkJob.stage == Stage.CONFIRMED)
        .values(stage=Stage.FINISHED, finished_at=now, worked_until=None)
    )
    connection.execute(
        update(Operation)
        .where(Operation.state == OperationState.SENDING, Operation.sent_at.is_(None))
        .values(sent_at=Operation.begun_at)
    )
