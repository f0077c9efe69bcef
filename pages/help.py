"""Help: who helps, and what the words on the screens mean."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.help import draw_help
from dashboard.context import services
from dashboard.glossary import HELP
from dashboard.shapes import Shape

PAGE = {
    "path": HELP,
    "title": lazy_gettext("Help"),
    "section": None,
    "shape": Shape.TILES,
    "at_once": True,
}


def layout(**_: str) -> html.Div:
    here = services()
    return html.Div(draw_help(here.branding, here.viewer.reseller_name))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
