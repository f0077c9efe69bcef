"""How a collection's pages are taken apart: which records they hold, which rows a record gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from upstream.envelope import decode
from upstream.fields import Link, Text, all_ids

Record = TypeVar("Record")
Row = tuple[Any, ...]
Columns = dict[str, Sequence[Any]]


class Rows(NamedTuple):
    """Rows of one table. `positions` says which record of the page each one came from.

    They are held by column, which is how a load wants them, by the hundred thousand.
    """

    by_column: Columns
    positions: Sequence[int]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.by_column)

    @property
    def values(self) -> list[Row]:
        """Row by row, for those who want few."""
        return list(zip(*self.by_column.values(), strict=True))


@dataclass(frozen=True, slots=True)
class Table(Generic[Record]):
    """A table with one row for each record.

    `row` takes the values out of a record, and `read` reads those that are not taken as they were
    sent, of all records of a page at once.
    """

    name: str
    columns: tuple[str, ...]
    row: Callable[[Record], Row]
    read: Callable[[Columns], None] | None = None

    def rows(self, records: Sequence[Record], positions: Sequence[int]) -> Rows:
        columns = _by_column(self.columns, [self.row(record) for record in records])
        if self.read is not None:
            self.read(columns)
        return Rows(columns, positions)


@dataclass(frozen=True, slots=True)
class ChildTable(Generic[Record]):
    """A table with any number of rows for each record."""

    name: str
    columns: tuple[str, ...]
    children: Callable[[Record], Iterable[Row]]

    def rows(self, records: Sequence[Record], positions: Sequence[int]) -> Rows:
        pairs = [
            (row, position)
            for record, position in zip(records, positions, strict=True)
            for row in self.children(record)
        ]
        columns = _by_column(self.columns, [row for row, _ in pairs])
        return Rows(columns, [position for _, position in pairs])


def _by_column(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, values, strict=True))


@dataclass(frozen=True, slots=True)
class Shape(Generic[Record]):
    """What is known of a collection's pages.

    `read` gives a page's records and `alone` the same page as pages of one record each; both
    raise `msgspec.DecodeError`. `record_id` tells the id of the record on a page of one, if it
    has an id that can be read.
    """

    read: Callable[[bytes], list[Record]]
    alone: Callable[[bytes], list[bytes]]
    record_id: Callable[[bytes], str | None]
    tables: tuple[Table[Record] | ChildTable[Record], ...]

    def rows(self, records: Sequence[Record], positions: Sequence[int]) -> dict[str, Rows]:
        return {table.name: table.rows(records, positions) for table in self.tables}


class _Page(msgspec.Struct, Generic[Record]):
    data: list[Record] | Record | None


class _SplitPage(msgspec.Struct):
    data: msgspec.Raw
    included: list[msgspec.Raw] | None = None


class _Identified(msgspec.Struct):
    id: Text = None
    relationships: dict[str, Link] | None = None


def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return a decoder that keeps the digits of every number: `437.10` stays `437.10`."""
    return msgspec.json.Decoder(kind, float_hook=str)


SPLIT_PAGES = decoder(_SplitPage)
RAW_LISTS = decoder(list[msgspec.Raw])
IDENTIFIED = decoder(_Identified)


def json_api(record: Any, *tables: Table[Any] | ChildTable[Any]) -> Shape[Any]:
    """Return the shape of `{"data": [...]}`, where `data` may be one record without its list."""
    pages = decoder(_Page[record])

    def read(body: bytes) -> list[Any]:
        data = decode(pages, body).data
        if data is None:
            return []
        return data if isinstance(data, list) else [data]

    return Shape(read, split, record_id, tables)


def split(body: bytes) -> list[bytes]:
    """Split a JSON:API page into pages of one record, each with what its record refers to."""
    page = decode(SPLIT_PAGES, body)
    return [
        b'{"data":[%b]%b}' % (record, _included(record, page.included))
        for record in raws(page.data)
    ]


def raws(data: msgspec.Raw) -> list[bytes]:
    """Return the records of `data` one by one: it is a list of them, one, or none."""
    text = bytes(data).strip()
    if text == b"null":
        return []
    if text[:1] == b"[":
        return [bytes(raw) for raw in decode(RAW_LISTS, text)]
    if text[:1] != b"{":
        raise msgspec.DecodeError("data is neither a list nor an object")
    return [text]


def record_id(page: bytes) -> str | None:
    """Return the id of the record on a page of one."""
    (record,) = raws(decode(SPLIT_PAGES, page).data)
    identified = _identified(record)
    return None if identified.id is None else str(identified.id)


def _included(record: bytes, included: list[msgspec.Raw] | None) -> bytes:
    if included is None:
        return b""
    links = (_identified(record).relationships or {}).values()
    wanted = {str(one) for link in links for one in all_ids(link)}
    kept = [bytes(raw) for raw in included if str(_identified(bytes(raw)).id) in wanted]
    return b',"included":[%b]' % b",".join(kept)


def _identified(record: bytes) -> _Identified:
    try:
        found: _Identified = decode(IDENTIFIED, record)
    except msgspec.DecodeError:
        return _Identified()
    return found
