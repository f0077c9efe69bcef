"""The main page."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.page import page_head
from dashboard.texts import gettext

PAGE = {"path": "/", "title": lazy_gettext("Main page")}


def layout(**_: str) -> html.Div:
    return html.Div([page_head(gettext("Main page"))])


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
