from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import StoreUnavailable
from store.database import (
    Store,
    bring_to,
    known_migrations,
    migrate,
    open_engine,
    require_newest,
)
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


def test_a_store_that_is_behind_says_what_to_do(nothing: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"at migration none.*`reseller-store migrate`"):
        require_newest(nothing)
    engine = open_engine(nothing)
    with engine.begin() as connection:
        bring_to(connection, "0001")
    engine.dispose()
    with pytest.raises(StoreUnavailable, match=r"at migration 0001.*`reseller-store migrate`"):
        require_newest(nothing)

    migrate(nothing)

    require_newest(nothing)


def test_a_newer_store_serves_on_and_is_not_migrated(store_url: str) -> None:
    _set_migration(store_url, "9999")
    try:
        require_newest(store_url)
        with pytest.raises(StoreUnavailable, match="at migration 9999, which a newer version"):
            migrate(store_url)
    finally:
        _set_migration(store_url, known_migrations()[0])


def test_a_store_that_can_only_be_read_is_told_of(store_url: str) -> None:
    url = make_url(store_url)
    if url.get_backend_name() == "sqlite":
        read_only = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    else:
        option = {"options": "-c default_transaction_read_only=on"}
        read_only = url.update_query_dict(option)

    with pytest.raises(StoreUnavailable, match=r"read-?only"):
        require_newest(read_only.render_as_string(hide_password=False))


@pytest.mark.parametrize("url", ["postgresql://a:S3cret@127.0.0.1:1/x", "sqlite:////proc/no/x"])
def test_a_store_out_of_reach_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="the portal store can't be used") as raised:
        migrate(url)

    assert "S3cret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def _set_migration(url: str, migration: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": migration})
    engine.dispose()


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
