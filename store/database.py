"""Opens the portal store and brings it to the newest migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from domain.errors import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
BUSY_SECONDS = 10
READING = "is_reading"
DURABLE = "is_durable"


class Store:
    """Hands out units of work: one for reading, one for writing."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._reading_engine = self._engine.execution_options(**{READING: True})
        self._durable_engine = self._engine.execution_options(**{DURABLE: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._reading_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self, *, is_durable: bool = False) -> Iterator[Session]:
        """Commit at the end of the block, or roll back what it raised over.

        What is committed outlives the process; what is durable, and everything committed before
        it, also a loss of power. PostgreSQL always writes so.
        """
        engine = self._durable_engine if is_durable else self._engine
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self._engine.dispose()


def open_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
        )
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def migrate(url: str) -> None:
    """Create the tables, or bring them to the newest migration.

    Raises:
        StoreUnavailable: the store can't be reached or written, or is a newer version's.
    """
    with _reached(url) as connection:
        _refuse_newer(_migration_of(connection))
        bring_to(connection)


def require_newest(url: str) -> None:
    """Make sure that the store can be written, and is as this version needs it.

    A newer version's is let pass: what was added to it is not missed, and there is a way back.

    Raises:
        StoreUnavailable: it can't be reached or written, or has to be migrated.
    """
    with _reached(url) as connection:
        found = _migration_of(connection)
        if found is None or found < known_migrations()[0]:
            raise StoreUnavailable(
                f"the portal store is at migration {found or 'none'}, and this version needs "
                f"{known_migrations()[0]}: run `reseller-store migrate`"
            )
        connection.execute(text("DELETE FROM lease WHERE name = ''"))  # There is none.


@contextmanager
def _reached(url: str) -> Iterator[Connection]:
    engine: Engine | None = None
    try:
        engine = open_engine(url)
        with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnavailable(f"the portal store can't be used: {cause_of(error)}") from error
    finally:
        if engine is not None:
            engine.dispose()


def cause_of(error: SQLAlchemyError | OSError) -> str:
    """Return what the database said, in a line, without values."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return str(error.__cause__ or error).splitlines()[0]


def _migration_of(connection: Connection) -> str | None:
    if VERSION_TABLE not in inspect(connection).get_table_names():
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in known_migrations():
        raise StoreUnavailable(
            f"the portal store is at migration {found}, which a newer version has made: "
            "install that version, or restore a backup that is older"
        )


def bring_to(connection: Connection, migration: str = "head") -> None:
    """Create the tables, or bring them up to a migration, within the connection's transaction."""
    # Not at the top: a web worker, which never migrates, would carry 11 MB for nothing.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, migration)


def known_migrations() -> tuple[str, ...]:
    """Return the migrations that this version knows, the newest first."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return tuple(sorted((file.name.partition("_")[0] for file in files), reverse=True))


def _tune_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # So that transactions begin where `_begin` says.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A transaction that reads before it writes would fail, rather than wait, when another one
    # wrote in between; one that takes the write lock at once waits for its turn.
    options = connection.get_execution_options()
    if options.get(READING):
        connection.exec_driver_sql("BEGIN")
        return
    # The journal reaches the disk at a checkpoint, or with each commit.
    is_durable = options.get(DURABLE)
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
