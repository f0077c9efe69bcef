"""Answers with one record or a page of them, and with what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import Response, request
from werkzeug.exceptions import NotFound

from sandbox.api.access import Unprocessable, books, platform
from sandbox.api.filters import Condition, Filter, read_filters, read_sort
from sandbox.api.paging import Page, read_page
from sandbox.api.wire import answer
from sandbox.books import Books
from sandbox.records import Json
from sandbox.tables import table_of

Record = TypeVar("Record")
Shapes = list[Json]


@dataclass(frozen=True)
class Collection(Generic[Record]):
    """One documented collection: how it is filtered, sorted and drawn.

    `shape` draws many records at once, so that what they need is read once; `includes` holds,
    for each value of `include`, what draws the records it adds.
    """

    kind: type[Record]
    shape: Callable[[Books, list[Record]], Shapes]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=dict)
    includes: Mapping[str, Callable[[Books, list[Record]], Shapes]] = field(default_factory=dict)

    def page(self, *scope: Condition, page: Page | None = None) -> Response:
        """Answer with the page of the records in scope that this request asks for."""
        page = page or read_page()
        key = table_of(self.kind).key
        order = read_sort(self.sorts, key)
        conditions = [*scope, *read_filters(self.filters)]
        where = " AND ".join(condition.sql for condition in conditions) or "1"
        binds = [bind for condition in conditions for bind in condition.binds]
        records = books().find(
            self.kind, f"{where} ORDER BY {order} LIMIT ? OFFSET ?", *binds, page.size, page.offset
        )
        count = books().count(self.kind, where, *binds)
        body = self._body(records, self._drawn(records))
        return answer({**body, "links": page.links(count)})

    def one(self, key: int, *scope: Condition) -> Response:
        """Answer with one record in scope.

        Raises:
            NotFound: there is none such in scope.
        """
        conditions = [Condition(f"{table_of(self.kind).key} = ?", (key,)), *scope]
        where = " AND ".join(condition.sql for condition in conditions)
        records = books().find(self.kind, where, *(b for c in conditions for b in c.binds))
        if not records:
            raise NotFound
        return answer(self._body(records, self._drawn(records)[0]))

    def _drawn(self, records: list[Record]) -> Shapes:
        return overridden(self.shape(books(), records))

    def _body(self, records: list[Record], data: Any) -> Json:
        included = [
            shape
            for name in read_include(self.includes)
            for shape in overridden(self.includes[name](books(), records))
        ]
        return {"data": data, "included": included} if included else {"data": data}


def read_include(known: Mapping[str, object]) -> list[str]:
    """Return the values of `include`.

    Raises:
        Unprocessable: the method does not include that.
    """
    names = [name for name in request.args.get("include", "").split(",") if name]
    for name in names:
        if name not in known:
            raise Unprocessable(f"This method does not include {name}", "include")
    return names


def overridden(shapes: Shapes) -> Shapes:
    """Put in the attributes that tests want to see."""
    overrides = platform().overrides
    if overrides:
        for shape in shapes:
            shape["attributes"].update(overrides.of(shape["type"], shape["id"]))
    return shapes


def shape_of(kind: str, key: int, attributes: Json, **related: Any) -> Json:
    """Return a JSON:API object; `related` names its relationships, as `link`s."""
    shape: Json = {"id": str(key), "type": kind, "attributes": attributes}
    if related:
        shape["relationships"] = {name: {"data": data} for name, data in related.items()}
    return shape


def link(kind: str, key: int) -> Json:
    return {"id": str(key), "type": kind}


def one_of(column: str, values: list[int]) -> Condition:
    """Limit a collection to some values of a column; to nothing when there are none."""
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def is_(column: str, value: int) -> Condition:
    return Condition(f"{column} = ?", (value,))
