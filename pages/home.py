"""The main page: what needs attention, what the last months cost, what is due, and what is new."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components import home_page
from dashboard.components.page import notices, page_head
from dashboard.context import services
from dashboard.home_view import read_view
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import EVERYONE

PAGE = {
    "path": "/",
    "title": lazy_gettext("Main page"),
    "has_charts": True,
    "section": EVERYONE,
    "shape": Shape.MAIN,
    "at_once": True,
}


def layout(**query: str) -> html.Div:
    """Show one of the two last complete months, and one of the tabs (HOME-3, HOME-9)."""
    here = services()
    view, problems = read_view(query, here.today)
    return html.Div(
        [
            page_head(gettext("Welcome, %(name)s", name=here.viewer.name)),
            html.Div(notices(problems)),
            *home_page.draw_blocks(view),
        ]
    )


def register(app: Dash) -> None:
    home_page.register(app)
