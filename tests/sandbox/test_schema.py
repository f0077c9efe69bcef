"""The tables and the classes that lie in them agree."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files

import pytest

from sandbox import catalog_records, records
from sandbox.books import Books
from sandbox.catalog_records import Term
from sandbox.records import Account, Usage
from sandbox.schema import add_missing_rules, add_missing_tables, create_tables
from sandbox.tables import from_millionths, table_of, to_millionths
from tests.sandbox.world import MONTHLY, World

RECORDS = [
    kind
    for module in (records, catalog_records)
    for kind in vars(module).values()
    if is_dataclass(kind) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_columns_are_the_fields_in_their_order(kind: type) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript((files("sandbox") / "schema.sql").read_text("utf-8"))
    columns = connection.execute(f"PRAGMA table_info({table_of(kind).name})").fetchall()
    connection.close()

    assert [column[1] for column in columns] == [field.name for field in fields(kind)]


def test_a_record_is_read_as_it_was_written() -> None:
    world = World()
    account = world.books.change(
        world.account, name="Ёж & Söhne", custom_attributes={"inn": "123", "nested": {"a": [1]}}
    )

    assert world.books.get(Account, 1) == account
    assert account.updated_at == world.books.now


def test_amounts_keep_six_places_and_no_more() -> None:
    assert from_millionths(to_millionths(Decimal("-12.345678"))) == Decimal("-12.345678")
    with pytest.raises(ValueError, match="more than 6 places"):
        to_millionths(Decimal("0.0000001"))


def test_ids_go_on_from_where_they_were() -> None:
    world = World()
    first = world.books.new_id(Account)
    other = Books(world.books.connection, datetime(2025, 1, 1, tzinfo=UTC))

    assert first == other.new_id(Account) == 2
    assert world.books.new_id(Usage) == 1


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="Account 99"):
        World().books.get(Account, 99)


def test_a_store_of_an_older_version_gets_the_tables_it_lacks() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(connection)
    connection.execute("DROP TABLE message")
    connection.execute("INSERT INTO setting VALUES ('kept', '1')")

    add_missing_tables(connection)
    add_missing_tables(connection)

    assert connection.execute("SELECT count(*) FROM message").fetchone() == (0,)
    assert connection.execute("SELECT value FROM setting").fetchall() == [("1",)]
    names = [row[1] for row in connection.execute("PRAGMA index_list(message)")]
    assert names == ["message_to_send"]
    connection.close()


def test_a_store_of_an_older_version_gets_the_rules_it_lacks() -> None:
    """OP-26: what the file of service terms says is then so at the sandbox as well."""
    world = World()
    world.plan(MONTHLY)
    connection = world.books.connection
    connection.execute("ALTER TABLE term DROP COLUMN extended_renewal_days")

    for _ in range(2):
        add_missing_rules(connection, {"t": 5, "other": 7})

    (term,) = world.books.find(Term)
    assert (term.key, term.extended_renewal_days) == ("t", 5)
