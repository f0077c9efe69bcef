"""Analytics, reports: the closed charges of a period as .xlsx."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search, query_of
from dashboard.components import freshness
from dashboard.components.attributes import data
from dashboard.components.reports import RANGE, address, draw_reports
from dashboard.context import services
from dashboard.services.reports import default_period, read_period
from dashboard.shapes import Shape
from domain.access import Section
from domain.errors import BadFilter

PAGE = {
    "path": "/analytics/reports",
    "title": lazy_gettext("Reports"),
    "section": Section.ANALYTICS,
    "shape": Shape.FORM,
    "at_once": True,
}

URL = "reports-url"
SHOWN = "reports-shown"
CONTENT = "reports-content"


def layout(**query: str) -> html.Div:
    asked = asked_search()
    content, shown = view(query, asked)
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False, search=asked),
            dcc.Store(id=SHOWN, data=shown),
            html.Div(content, id=CONTENT, **data(view_location=URL)),
        ]
    )


def view(query: dict[str, str], asked: str) -> tuple[list[Any], dict[str, str]]:
    """Return the page's content, and the view it shows."""
    here = services()
    problems: list[str] = []
    try:
        period = read_period(query, here.today)
    except BadFilter as error:
        period, problems = default_period(here.today), error.problems
    content = draw_reports(
        period,
        here.reports.total(period),
        problems,
        today=here.today,
        partner=here.viewer.reseller_name,
        currency=here.viewer.currency,
        locale=here.viewer.locale,
    )
    return content, {"asked": asked, "view": address(period)}


def show(search: str) -> tuple[list[Any], dict[str, str]]:
    freshness.note_shown()
    return view(query_of(search), search or "")


def register(app: Dash) -> None:
    app.callback(
        Output(CONTENT, "children"),
        Output(SHOWN, "data"),
        Input(URL, "search"),
        prevent_initial_call=True,
    )(show)
    app.clientside_callback(
        ClientsideFunction("reports", "choosePeriod"),
        Output(URL, "search"),
        Input(RANGE, "start_date"),
        Input(RANGE, "end_date"),
        State(SHOWN, "data"),
        prevent_initial_call=True,
    )
