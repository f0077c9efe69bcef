"""A page for the tests of what is around pages."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboard.context import services
from domain.access import EVERYONE
from domain.errors import BadFilter, NotFound

PAGE = {"path_template": "/things/<thing_id>", "title": "Things", "section": EVERYONE}


def exists(path_values: dict[str, str], query: dict[str, Any]) -> bool:
    return path_values["thing_id"] != "missing"


def layout(thing_id: str, **query: Any) -> html.Div:
    if thing_id == "broken":
        raise RuntimeError("anna@alfa.example typed a secret")
    if thing_id == "gone":
        raise NotFound("another reseller's")
    viewer = services().viewer
    return html.Div(
        [
            html.H1(f"{thing_id} of {viewer.reseller_name}"),
            html.Button("Press", id="tiny-button"),
            html.P(id="tiny-text"),
            dcc.Interval(id="tiny-timer", interval=60_000),
        ]
    )


def press(clicks: int | None) -> str:
    if clicks == 13:
        raise RuntimeError("thirteen")
    if clicks == 14:
        raise BadFilter(["14 is not a number of clicks."])
    if clicks == 15:
        raise NotFound("another reseller's")
    return f"{services().viewer.email} {clicks or 0}"


def tick(count: int) -> str:
    return f"{count} minutes"


def register(app: Dash) -> None:
    app.callback(Output("tiny-text", "title"), Input("tiny-timer", "n_intervals"))(tick)
    app.callback(Output("tiny-text", "children"), Input("tiny-button", "n_clicks"))(press)
