"""The catalog: its categories."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.catalog import draw_catalog
from dashboard.context import services

PAGE = {"path": "/catalog", "title": lazy_gettext("Catalog")}


def layout(**_: str) -> html.Div:
    here = services()
    return html.Div(draw_catalog(here.catalog.categories(), here.viewer.locale))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
