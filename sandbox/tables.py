"""How the classes of records.py lie in the tables of schema.sql."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sandbox.instants import from_milliseconds, to_milliseconds

PLACES = 6

Record = TypeVar("Record")
Codec = Callable[[Any], Any]

# Words of ours that SQL reserves.
QUOTED = {"order": '"order"'}


def to_millionths(amount: Decimal) -> int:
    """Return an amount as the store holds it.

    Raises:
        ValueError: it has more than six places.
    """
    scaled = amount.scaleb(PLACES)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"more than {PLACES} places: {amount}")
    return whole


def from_millionths(whole: int) -> Decimal:
    return Decimal(whole).scaleb(-PLACES)


def to_plain(value: Any) -> Any:
    """Return a value as SQLite takes it; what it takes already is returned as it is."""
    encode, _ = _codecs(cast(Any, type(value)))
    return value if encode is None else encode(value)


class Table(Generic[Record]):
    """The SQL that writes and reads one class of records."""

    def __init__(self, kind: type[Record]) -> None:
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        codecs = {name: _codecs(hints[name]) for name in names}
        bare = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")
        self.kind = kind
        self.name = QUOTED.get(bare, bare)
        self.key = names[0]
        self.encoders = {name: encode for name, (encode, _) in codecs.items()}
        self._values_of = attrgetter(*names)
        # By place, and only where something is to be done: histories are long.
        self._places = {name: place for place, name in enumerate(names)}
        self._encoding = _at_places(encode for encode, _ in codecs.values())
        self._decoding = _at_places(decode for _, decode in codecs.values())
        # Every name in these statements is one of ours; values are bound.
        columns, marks = ", ".join(names), ", ".join("?" * len(names))
        self.select = f"SELECT {columns} FROM {self.name}"  # noqa: S608
        self.by_key = f"{self.select} WHERE {self.key} = ?"
        self.insert = f"INSERT INTO {self.name} VALUES ({marks})"  # noqa: S608
        self.delete = f"DELETE FROM {self.name} WHERE {self.key} = ?"  # noqa: S608
        self.last_key = f"SELECT max({self.key}) FROM {self.name}"  # noqa: S608
        self._updates: dict[tuple[str, ...], str] = {}

    def update(self, names: tuple[str, ...]) -> str:
        if names not in self._updates:
            marks = ", ".join(f"{name} = ?" for name in names)
            self._updates[names] = f"UPDATE {self.name} SET {marks} WHERE {self.key} = ?"  # noqa: S608
        return self._updates[names]

    def row(self, record: Record) -> list[Any]:
        return _coded(self._values_of(record), self._encoding)

    def encode(self, name: str, value: Any) -> Any:
        encoder = self.encoders[name]
        return value if value is None or encoder is None else encoder(value)

    def record(self, row: tuple[Any, ...]) -> Record:
        return self.kind(*_coded(row, self._decoding))

    def changed(self, record: Record, changes: Mapping[str, Any]) -> Record:
        """Return a record with other values in some fields."""
        values = list(self._values_of(record))
        for name, value in changes.items():
            values[self._places[name]] = value
        return self.kind(*values)


def _at_places(codecs: Iterable[Codec | None]) -> list[tuple[int, Codec]]:
    return [(place, codec) for place, codec in enumerate(codecs) if codec is not None]


def _coded(values: Iterable[Any], coding: list[tuple[int, Codec]]) -> list[Any]:
    found = list(values)
    for place, codec in coding:
        value = found[place]
        if value is not None:
            found[place] = codec(value)
    return found


def table_of(kind: type[Record]) -> Table[Record]:
    """Return the table of a class of records."""
    table: Table[Record] = _table_of(cast(Any, kind))
    return table


@cache
def _table_of(kind: Any) -> Table[Any]:
    return Table(kind)


@cache
def _codecs(hint: Any) -> tuple[Codec | None, Codec | None]:
    """Return how a field of a type is written and read; None where SQLite's value will do."""
    kind = get_origin(hint) or hint
    if kind in (Union, UnionType):
        (choice,) = (choice for choice in get_args(hint) if choice is not NoneType)
        kind = get_origin(choice) or choice
    if kind in (dict, list):
        return partial(json.dumps, ensure_ascii=False), json.loads
    if kind is bool:
        return int, bool
    if kind is Decimal:
        return to_millionths, from_millionths
    if kind is datetime:
        return to_milliseconds, from_milliseconds
    if kind is date:
        return date.isoformat, date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str, kind
    return None, None
