"""The catalog: its categories."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.catalog import draw_catalog
from dashboard.components.offers import reader_of
from dashboard.context import services
from dashboard.shapes import Shape
from domain.access import Section

PAGE = {
    "path": "/catalog",
    "title": lazy_gettext("Catalog"),
    "section": Section.CATALOG,
    "shape": Shape.TILES,
    "at_once": True,
}


def layout(order: str = "", account: str = "", **_: str) -> html.Div:
    here = services()
    screen = here.catalog.categories()
    return html.Div(draw_catalog(screen, reader_of(here, account), is_searching=bool(order)))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
