from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from store.database import Store, migrate, open_engine
from store.models import Base, Credential

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_the_migrations_make_what_the_models_say(
    engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine_name == "sqlite":
        url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        migrate(url)
    else:
        url = request.getfixturevalue("postgresql_url")

    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"

    migrate(url)
    migrate(url)


def test_what_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(RuntimeError, match="on purpose"):
        _write_and_fail(store)

    with store.reading() as session:
        assert session.get(Credential, "m1") is None


def test_a_failed_statement_does_not_tell_its_values(store: Store) -> None:
    _add(store, "first-hash")
    with pytest.raises(SQLAlchemyError) as failure:
        _add(store, "secret-hash")

    assert "secret-hash" not in str(failure.value)


def _write_and_fail(store: Store) -> None:
    with store.writing() as session:
        session.add(_credential("x"))
        session.flush()
        raise RuntimeError("on purpose")


def _add(store: Store, password_hash: str) -> None:
    with store.writing() as session:
        session.add(_credential(password_hash))


def _credential(password_hash: str) -> Credential:
    return Credential(
        manager_id="m1", reseller_id="r1", password_hash=password_hash, changed_at=NOW
    )
