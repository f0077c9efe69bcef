"""A store that was made by the first version keeps everything on its way to the newest."""

from __future__ import annotations

from store.database import bring_to, known_migrations, open_engine
from tests.store.filled import all_rows, columns_of, fill


def test_each_migration_keeps_what_was_there_before(nothing: str) -> None:
    engine = open_engine(nothing)
    filled: set[str] = set()
    for migration in reversed(known_migrations()):
        with engine.begin() as connection:
            columns, rows = columns_of(connection), all_rows(connection)
            bring_to(connection, migration)
            kept = all_rows(connection, columns)
            filled |= {*fill(connection, but=frozenset(filled))}
        for told in (kept, rows):
            told.pop("alembic_version", None)
        assert kept == rows, migration

    with engine.connect() as connection:
        assert {len(found) for found in all_rows(connection).values()} == {1}
    engine.dispose()
