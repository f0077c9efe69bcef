"""What is selected in a list, and what can be done with all of it.

assets/js/selection.js keeps the Store: `{"ids": [...]}`, or `{"query": {...}}` for every row that
a view means, which `SubscriptionList.matching_ids` answers for.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.still import still
from dashboard.texts import gettext

SELECTION = "selection"
BAR = "selection-bar"


def selection_bar(*actions: Any) -> html.Div:
    """Draw the bar that comes in from below once something is selected; `actions` are for all."""
    bar = html.Div(
        [
            html.Span(
                className="selected-count", role="status",
                **data(text=gettext("{count} selected")),
            ),
            html.Button(
                type="button", className="link-button select-matching",
                **data(text=gettext("Select all {count}")),
            ),
            html.Div(list(actions), className="selection-actions"),
            html.Button(
                [icon("x-lg"), html.Span(gettext("Clear selection"), className="label")],
                type="button",
                className="btn btn-quiet clear-selection",
            ),
        ],
        id=BAR,
        className="selection-bar",
        hidden=True,
        role="region",
        **aria(label=gettext("Selection")),
    )  # fmt: skip
    return html.Div([dcc.Store(id=SELECTION, data={"ids": []}), still(bar)])
