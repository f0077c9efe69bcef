"""The audit: what all managers of the partner did. For its administrators."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate
from flask_babel import lazy_gettext

from dashboard.addresses import query_of
from dashboard.audit_view import choose
from dashboard.components.addressed import draw_addressed, register_addressed
from dashboard.components.audit import ACTION, DAYS, MANAGER, Reader, draw_audit
from dashboard.context import services
from domain.access import Reserved

PAGE = {
    "path": "/audit",
    "title": lazy_gettext("Audit"),
    "section": Reserved.AUDIT,
    "at_once": True,
}

URL = "audit-url"
CONTENT = "audit-content"


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return services().audit.exists(query)


def layout(**query: str) -> html.Div:
    return draw_addressed(URL, CONTENT, view(query))


def view(query: dict[str, str]) -> list[Any]:
    here = services()
    return draw_audit(here.audit.screen(query), Reader(here.viewer.locale, here.zone))


def filter_by(
    manager: str | None, action: str | None, first: str | None, last: str | None, search: str
) -> str:
    chosen = choose(query_of(search), manager, action, first, last)
    if chosen is None:
        raise PreventUpdate
    return chosen


def register(app: Dash) -> None:
    register_addressed(app, URL, CONTENT, view)
    app.callback(
        Output(URL, "search"),
        Input(MANAGER, "value"),
        Input(ACTION, "value"),
        Input(DAYS, "start_date"),
        Input(DAYS, "end_date"),
        State(URL, "search"),
        prevent_initial_call=True,
    )(filter_by)
