"""Takes a backup of the portal store, on either engine, while the portal works.

All tables are read in one transaction that sees the store as it was when it began. What is worth
nothing later is left out (`LEFT_OUT`): nobody is signed in again by a backup, and no link in a mail
works again that was used meanwhile.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, select, text
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import BackupError
from store.backup_file import BackupWriter, Header, writing
from store.database import READING, VERSION_TABLE, cause_of, open_engine
from store.models import Base

LEFT_OUT = ("session", "token", "lease", "sign_in_attempt")
ROWS_AT_A_TIME = 1000


def back_up(url: str, path: Path, *, secret: str, now: datetime) -> int:
    """Write everything that the portal store holds into a file; return how many rows that is.

    Raises:
        BackupError: the store has no tables, can't be read, or the file can't be written.
    """
    engine = open_engine(url)
    try:
        with _snapshot(engine) as connection:
            tables = our_tables(connection)
            header = Header(
                migration=_migration(connection, tables),
                made_at=now.isoformat(timespec="seconds"),
                engine=engine.dialect.name,
                secret_mark=mark_of(secret),
            )
            with writing(path, header) as writer:
                _write(connection, tables, writer)
        return writer.row_count
    except SQLAlchemyError as error:
        raise BackupError(f"the portal store can't be read: {cause_of(error)}") from error
    finally:
        engine.dispose()


def our_tables(connection: Connection) -> MetaData:
    """Return the store's tables as they are there, whatever migration they are of."""
    known = {*Base.metadata.tables, VERSION_TABLE}
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: name in known)
    return tables


def mark_of(secret: str) -> str:
    """Return what tells one SECRET_KEY from another, and nothing else about it."""
    return hmac.new(secret.encode(), b"reseller-store backup", hashlib.sha256).hexdigest()[:16]


def _snapshot(engine: Engine) -> Connection:
    """Begin to read; nothing that others write from the first statement on is seen."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return engine.connect().execution_options(**{READING: True})


def _migration(connection: Connection, tables: MetaData) -> str:
    if VERSION_TABLE in tables.tables:
        found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
        if found:
            return str(found)
    raise BackupError("the portal store has no tables: run `reseller-store migrate` first")


def _write(connection: Connection, tables: MetaData, writer: BackupWriter) -> None:
    for table in tables.sorted_tables:  # What is pointed at comes first.
        if table.name in (VERSION_TABLE, *LEFT_OUT):
            continue
        writer.table(table.name, [column.name for column in table.columns])
        asked = select(table).execution_options(yield_per=ROWS_AT_A_TIME)
        ordered = asked.order_by(*table.primary_key.columns)
        for row in connection.execute(ordered):
            writer.row([_told(value) for value in row])


def _told(value: Any) -> Any:
    """Return a value as JSON has it; SQLite gives instants without the zone they are in, UTC."""
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
