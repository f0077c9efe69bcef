"""A part of a page that is what its address says: another address, and it is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboard.addresses import asked_search, query_of
from dashboard.components import freshness
from dashboard.components.attributes import data

View = Callable[[dict[str, str]], list[Any]]


def draw_addressed(url: str, content: str, drawn: list[Any], *beside: Any) -> html.Div:
    """Draw such a part, and what stands beside it, whatever the address.

    `url` and `content` are ids; assets/js/portal.js looks for the first where a link to another
    view was pressed.
    """
    return html.Div(
        [
            # With what it says, or it would say it on arrival, and the part be drawn once more.
            dcc.Location(id=url, refresh=False, search=asked_search()),
            html.Div(drawn, id=content, **data(view_location=url)),
            *beside,
        ]
    )


def register_addressed(app: Dash, url: str, content: str, view: View) -> None:
    """Have the part drawn by `view` whenever the query changes."""

    def show(search: str) -> list[Any]:
        freshness.note_shown()
        return view(query_of(search))

    app.callback(Output(content, "children"), Input(url, "search"), prevent_initial_call=True)(show)
