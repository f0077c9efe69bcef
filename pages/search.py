"""Everything that fits what someone searched for."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.search import draw_results
from dashboard.context import services

PAGE = {"path": "/search", "title": lazy_gettext("Search")}
MOST = 50
LONGEST = 200


def layout(q: str = "", **_: str) -> html.Div:
    here = services()
    text = q.strip()[:LONGEST]
    found = here.search.find(text, limit=MOST)
    return html.Div(draw_results(text, found, here.settings.support_email), className="stack")


def register(app: Dash) -> None:
    """A new search is a new address."""
