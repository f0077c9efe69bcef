"""Writes the query of a view, as dashboard/query_reader.py reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from dashboard.query_reader import USUAL_SIZE


class Paged(Protocol):
    """A view that is shown page by page."""

    @property
    def page(self) -> int: ...
    @property
    def size(self) -> int: ...


def write_query(fields: Mapping[str, object], view: Paged, *, safe: str = ",") -> str:
    """Return the query string of a view, `?` included; what is at its default is left out.

    That is None or an empty text in a field, the first page, and the usual number of rows on one.
    `safe` are the signs that stand in it as they are.
    """
    paging = {
        "page": view.page if view.page > 1 else None,
        "size": view.size if view.size != USUAL_SIZE else None,
    }
    given = {key: value for key, value in {**fields, **paging}.items() if value not in (None, "")}
    return "?" + urlencode(given, safe=safe)
