"""Analytics, consumption dynamics: what everything costs, by client, subscription and resource."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from flask_babel import lazy_gettext

from dashboard.components import cost_filters as filters
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
from dashboard.state import write_view

PAGE = {"path": "/analytics", "title": lazy_gettext("Analytics"), "has_charts": True}

URL = "analytics-url"
# Options change with the view, and while their field is typed into.
SEARCHED = ("accounts", "subscriptions")
SHOWN = "analytics-shown"
COLORS = "analytics-colors"

Parts = dict[str, Any]


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return not services().analytics.scope(query).is_missing


def layout(**query: str) -> html.Div:
    parts = parts_of(query, {})
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False),
            dcc.Store(id=SHOWN, data=parts["shown"]),
            dcc.Store(id=COLORS, data=parts["colors"]),
            *draw_analytics(parts),
        ],
        **data(view_location=URL),
    )


def parts_of(query: dict[str, str], kept: dict[str, int]) -> Parts:
    """Return what changes on the page: its parts, the address it shows, the colours it uses."""
    here = services()
    screen = here.analytics.screen(query)
    keys = [component.key for component in screen.components if not component.is_others]
    colors = assign_colors(keys, kept)
    parts = analytics_parts(
        screen, here.analytics, colors, today=here.today, locale=here.viewer.locale
    )
    return {**parts, "shown": write_view(screen.view), "colors": {**kept, **colors}}


def show(search: str, kept: dict[str, int]) -> Parts:
    parts = parts_of(query_of(search), kept or {})
    return {name: parts[name] for name in (*OUTPUTS, "shown", "colors")}


def find_accounts(text: str, search: str) -> list[dict[str, str]]:
    here = services()
    scope = here.analytics.scope(query_of(search))
    return filters.account_options(scope, here.analytics.accounts(scope.view.period, text or None))


def find_subscriptions(text: str, search: str) -> list[dict[str, str]]:
    here = services()
    scope = here.analytics.scope(query_of(search))
    found = here.analytics.subscriptions(
        scope.view.period, scope.view.account_ids or (), text or None
    )
    return filters.subscription_options(scope, found)


def query_of(search: str | None) -> dict[str, str]:
    return dict(parse_qsl((search or "").lstrip("?")))


def register(app: Dash) -> None:
    outputs = {
        name: Output(*place, allow_duplicate=name in SEARCHED) for name, place in OUTPUTS.items()
    }
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
    for chart in (DOUGHNUT, BARS):
        app.clientside_callback(
            ClientsideFunction("analytics", "drill"),
            Output(chart, "clickData"),
            Input(chart, "clickData"),
            prevent_initial_call=True,
        )
