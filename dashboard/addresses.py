"""Which page an address leads to, and whether what it names exists.

Every address goes through here, and none through Dash's own table of pages: there a value of the
query replaces one of the path, and a variable of a path reaches over slashes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, unquote

from dash import ctx

from dashboard.errors import describe, no_access, not_found
from dashboard.shapes import Shape
from domain.access import Access, Part, Reserved

Values = dict[str, str]
Query = dict[str, str]

SEARCH = "_pages_location.search"  # What Dash's pages know it as.


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its module offers it.

    `exists` is told the path's values and the query, and says whether what they name is there.
    `section` is the one whose access level shows the page; None where every manager sees it.
    A page that is drawn `at_once` comes with its document: it asks nothing of the platform.
    """

    template: str
    title: object
    section: Part
    layout: Callable[..., Any]
    exists: Callable[[Values, Query], bool]
    has_charts: bool
    shape: Shape
    at_once: bool

    @classmethod
    def of(cls, module: ModuleType) -> Page:
        offered = module.PAGE
        return cls(
            template=offered.get("path_template") or offered["path"],
            title=offered["title"],
            section=offered["section"],
            layout=module.layout,
            exists=getattr(module, "exists", _always),
            has_charts=offered.get("has_charts", False),
            shape=offered.get("shape", Shape.LIST),
            at_once=offered.get("at_once", False),
        )

    def match(self, path: str) -> Values | None:
        """Return the values of the path's variables; None when it is not this page's path."""
        wanted, given = _segments(self.template), _segments(path)
        if len(wanted) != len(given):
            return None
        values = {}
        for expected, segment in zip(wanted, given, strict=True):
            if expected.startswith("<"):
                values[expected.strip("<>")] = segment
            elif expected != segment:
                return None
        return values


class Addresses:
    """The pages, in the order in which they are tried."""

    def __init__(self, pages: tuple[Page, ...], brand: Callable[[], str]) -> None:
        self._pages = pages
        self._brand = brand

    def find(self, path: str) -> tuple[Page, Values] | None:
        for page in self._pages:
            values = page.match(path)
            if values is not None:
                return page, values
        return None

    def status(self, path: str, args: Mapping[str, list[str]], access: Access) -> int:
        """Return the status of what an address leads to: 404 for nothing, 403 for what is hidden.

        What is hidden is not looked for.
        """
        found = self.find(path)
        if found is None:
            return 404
        page, values = found
        if not access.may_see(page.section):
            return 403
        return 200 if page.exists(values, read_query(args)) else 404

    def title(self, path: str) -> str:
        found = self.find(path)
        return f"{found[0].title if found else describe(404)[0]} · {self._brand()}"

    def shape(self, path: str, access: Access) -> Shape | None:
        """Return what the page at an address looks like before it has come; None for no page."""
        found = self.find(path)
        return found[0].shape if found and access.may_see(found[0].section) else None

    def shapes(self) -> list[tuple[str, Shape]]:
        """Return the shape of every page, by the template of its path, in the order of pages."""
        return [(page.template, page.shape) for page in self._pages]

    def draw(self, pathname: str, query: Query, access: Access) -> Any:
        """Return the layout of a page, or a notice that there is none, or none for this manager.

        The path's values are the path's, whatever the query says.
        """
        found = self.find(unquote(pathname))
        if found is None:
            return not_found()
        page, values = found
        if not access.may_see(page.section):
            return no_access(is_reserved=isinstance(page.section, Reserved))
        return page.layout(**{**read_query(query), **values})


def read_query(args: Mapping[str, str | list[str]]) -> Query:
    """Return a query with one text a name; a name given several times has all its values in it,
    between commas, so that none is passed over in silence.
    """
    return {
        name: values if isinstance(values, str) else ",".join(values)
        for name, values in args.items()
    }


def query_of(search: str | None) -> Query:
    """Return the query of a part of an address that begins with `?`, or is empty."""
    return read_query(parse_qs((search or "").lstrip("?")))


def asked_search() -> str:
    """Return that part of the address whose page is being drawn."""
    return str(ctx.inputs.get(SEARCH) or "")


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _always(_: Values, __: Query) -> bool:
    return True
