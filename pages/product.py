"""The catalog: one product and its plans."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.catalog import draw_product
from dashboard.components.offers import reader_of
from dashboard.context import services
from dashboard.shapes import Shape
from domain.access import Section
from domain.errors import NotFound

PAGE = {
    "path_template": "/products/<product_id>",
    "title": lazy_gettext("Product"),
    "section": Section.CATALOG,
    "shape": Shape.RECORD,
}


def layout(product_id: str, account: str = "", **_: str) -> html.Div:
    here = services()
    drawn = draw_product(here.catalog.product(product_id), reader_of(here, account))
    return html.Div(drawn, className="stack")


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    try:
        services().catalog.product(path_values["product_id"])
    except NotFound:
        return False
    return True


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
