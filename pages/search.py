"""Everything that fits what someone searched for."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.search import draw_results
from dashboard.context import services
from dashboard.services.search import MOST

PAGE = {"path": "/search", "title": lazy_gettext("Search")}


def layout(q: str = "", **_: str) -> html.Div:
    here = services()
    text = q.strip()
    found = here.search.find(text, limit=MOST)
    return html.Div(draw_results(text, found, here.settings.support_email), className="stack")


def register(app: Dash) -> None:
    """A new search is a new address."""
