"""Analytics, the door behind every number: the charges and consumption records it sums."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search, query_of
from dashboard.components import freshness
from dashboard.components.attributes import data
from dashboard.components.records import draw_records
from dashboard.context import services
from domain.access import Section

PAGE = {
    "path": "/analytics/records",
    "title": lazy_gettext("Charges and consumption"),
    "section": Section.ANALYTICS,
}

URL = "records-url"
CONTENT = "records-content"


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return not services().analytics.scope(query).is_missing


def layout(**query: str) -> html.Div:
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False, search=asked_search()),
            html.Div(view(query), id=CONTENT, **data(view_location=URL)),
        ]
    )


def view(query: dict[str, str]) -> list[Any]:
    here = services()
    screen = here.records.screen(query)
    return draw_records(screen, here.viewer.currency, here.viewer.locale)


def show(search: str) -> list[Any]:
    freshness.note_shown()
    return view(query_of(search))


def register(app: Dash) -> None:
    app.callback(Output(CONTENT, "children"), Input(URL, "search"), prevent_initial_call=True)(show)
