"""Reads what belongs to a page of records, all of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sandbox.books import Books
from sandbox.tables import table_of

Record = TypeVar("Record")

# SQLite binds a limited number of values in one statement.
BATCH = 500


def by_key(books: Books, kind: type[Record], keys: Iterable[int | None]) -> dict[int, Record]:
    """Return records by their keys; keys that have none are left out."""
    column = table_of(kind).key
    wanted = {key for key in keys if key is not None}
    return {getattr(row, column): row for row in _rows(books, kind, column, wanted)}


def by_parent(
    books: Books, kind: type[Record], column: str, keys: Iterable[int]
) -> dict[int, list[Record]]:
    """Return records grouped by the key of what they belong to, in id order."""
    found: dict[int, list[Record]] = defaultdict(list)
    for row in _rows(books, kind, column, set(keys)):
        found[getattr(row, column)].append(row)
    return found


def _rows(books: Books, kind: type[Record], column: str, keys: Collection[int]) -> Iterator[Record]:
    ordered = sorted(keys)
    for first in range(0, len(ordered), BATCH):
        batch = ordered[first : first + BATCH]
        marks = ", ".join("?" * len(batch))
        yield from books.find(kind, f"{column} IN ({marks}) ORDER BY {table_of(kind).key}", *batch)
