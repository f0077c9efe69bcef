"""Deadlines that cost money: until when what can be done, for every subscription."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate
from flask_babel import lazy_gettext

from dashboard.addresses import query_of
from dashboard.components import deadline_feed
from dashboard.components.addressed import draw_addressed, register_addressed
from dashboard.components.deadline_filters import ACCOUNT, KIND
from dashboard.components.deadline_rows import Reader
from dashboard.components.deadlines import draw_deadlines
from dashboard.context import services
from dashboard.deadline_view import choose
from domain.access import Section

PAGE = {
    "path": "/deadlines",
    "title": lazy_gettext("Deadlines"),
    "section": Section.SUBSCRIPTIONS,
    "at_once": True,
}

URL = "deadlines-url"
CONTENT = "deadlines-content"


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return services().deadlines.exists(query)


def layout(**query: str) -> html.Div:
    return draw_addressed(URL, CONTENT, view(query), deadline_feed.draw_dialog())


def view(query: dict[str, str]) -> list[Any]:
    here = services()
    reader = Reader(here.viewer.locale, here.zone, here.deadlines.now)
    return draw_deadlines(here.deadlines.screen(query), reader)


def filter_by(kind: str | None, account: str | None, search: str) -> str:
    chosen = choose(query_of(search), kind or "", account or "")
    if chosen is None:
        raise PreventUpdate
    return chosen


def register(app: Dash) -> None:
    register_addressed(app, URL, CONTENT, view)
    app.callback(
        Output(URL, "search"),
        Input(KIND, "value"),
        Input(ACCOUNT, "value"),
        State(URL, "search"),
        prevent_initial_call=True,
    )(filter_by)
    deadline_feed.register(app)
