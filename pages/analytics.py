"""Analytics, consumption dynamics: what everything costs, by client, subscription and resource."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search, query_of
from dashboard.components import cost_filters as filters
from dashboard.components import freshness
from dashboard.components.analytics import (
    BARS,
    DOUGHNUT,
    OUTPUTS,
    analytics_parts,
    draw_analytics,
)
from dashboard.components.attributes import data
from dashboard.context import services
from dashboard.figures.palette import assign_colors
from dashboard.shapes import Shape
from dashboard.state import write_view
from domain.access import Section

PAGE = {
    "path": "/analytics",
    "title": lazy_gettext("Analytics"),
    "has_charts": True,
    "section": Section.ANALYTICS,
    "shape": Shape.CHARTS,
    "at_once": True,
}

URL = "analytics-url"
SHOWN = "analytics-shown"
COLORS = "analytics-colors"

Parts = dict[str, Any]


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return not services().analytics.scope(query).is_missing


def layout(**query: str) -> html.Div:
    asked = asked_search()
    parts = parts_of(query, {}, asked)
    return html.Div(
        [
            # With what it says, or it would say it on arrival, and the page be drawn once more.
            dcc.Location(id=URL, refresh=False, search=asked),
            dcc.Store(id=SHOWN, data=parts["shown"]),
            dcc.Store(id=COLORS, data=parts["colors"]),
            *draw_analytics(parts),
        ],
        **data(view_location=URL),
    )


def parts_of(query: dict[str, str], kept: dict[str, int], asked: str) -> Parts:
    """Return what changes on the page: its parts, the view they show, the colours they use."""
    here = services()
    screen = here.analytics.screen(query)
    keys = [component.key for component in screen.components if not component.is_others]
    colors = assign_colors(keys, kept)
    parts = analytics_parts(
        screen,
        here.analytics,
        colors,
        today=here.today,
        locale=here.viewer.locale,
        can_order=here.can_order,
    )
    shown = {
        "asked": asked,
        "view": write_view(screen.view),
        "controls": filters.controls(parts),
    }
    return {**parts, "shown": shown, "colors": {**kept, **colors}}


def show(search: str, kept: dict[str, int]) -> Parts:
    parts = parts_of(query_of(search), kept or {}, search or "")
    freshness.note_shown()
    return {name: parts[name] for name in (*OUTPUTS, "shown", "colors")}


def find_accounts(text: str, shown: dict[str, str]) -> list[dict[str, str]]:
    here = services()
    scope = here.analytics.scope(query_of(shown["view"]))
    return filters.account_options(scope, here.analytics.accounts(scope.view.period, text or None))


def find_subscriptions(text: str, shown: dict[str, str]) -> list[dict[str, str]]:
    here = services()
    scope = here.analytics.scope(query_of(shown["view"]))
    found = here.analytics.subscriptions(
        scope.view.period, scope.view.account_ids or (), text or None
    )
    return filters.subscription_options(scope, found)


def register(app: Dash) -> None:
    outputs = {name: Output(*place) for name, place in OUTPUTS.items()}
    app.callback(
        {**outputs, "shown": Output(SHOWN, "data"), "colors": Output(COLORS, "data")},
        Input(URL, "search"),
        State(COLORS, "data"),
        prevent_initial_call=True,
    )(show)
    app.callback(
        Output(filters.ACCOUNT, "options"),
        Input(filters.ACCOUNT, "search_value"),
        State(SHOWN, "data"),
        prevent_initial_call=True,
    )(find_accounts)
    app.callback(
        Output(filters.SUBSCRIPTION, "options"),
        Input(filters.SUBSCRIPTION, "search_value"),
        State(SHOWN, "data"),
        prevent_initial_call=True,
    )(find_subscriptions)
    app.clientside_callback(
        ClientsideFunction("analytics", "filter"),
        Output(URL, "search"),
        Input(filters.ACCOUNT, "value"),
        Input(filters.SUBSCRIPTION, "value"),
        Input(filters.PRESET, "value"),
        Input(filters.FIRST_MONTH, "value"),
        Input(filters.LAST_MONTH, "value"),
        State(SHOWN, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("analytics", "fill"), Input(SHOWN, "data"), prevent_initial_call=True
    )
    for chart in (DOUGHNUT, BARS):
        app.clientside_callback(
            ClientsideFunction("analytics", "drill"),
            Output(chart, "clickData"),
            Input(chart, "clickData"),
            prevent_initial_call=True,
        )
        app.clientside_callback(
            ClientsideFunction("analytics", "hover"),
            Input(chart, "hoverData"),
            prevent_initial_call=True,
        )
