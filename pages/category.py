"""The catalog: the products of one category."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.catalog import draw_catalog
from dashboard.components.offers import reader_of
from dashboard.context import services
from dashboard.shapes import Shape
from domain.access import Section
from domain.errors import NotFound

PAGE = {
    "path_template": "/catalog/<category_id>",
    "title": lazy_gettext("Catalog"),
    "section": Section.CATALOG,
    "shape": Shape.TILES,
    "at_once": True,
}


def layout(category_id: str, account: str = "", page: str = "1", **_: str) -> html.Div:
    here = services()
    screen = here.catalog.category(category_id, page)
    return html.Div(draw_catalog(screen, reader_of(here, account)))


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    try:
        services().catalog.media.category(path_values["category_id"])
    except NotFound:
        return False
    return True


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
