"""The gear of a list: which columns it shows (NAV-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.icons import icon
from dashboard.components.lists.table import Column
from dashboard.components.menu import menu
from dashboard.components.near import Near
from dashboard.texts import gettext


def draw_table_view(
    own_id: str, columns: Sequence[Column[Any]], chosen: Mapping[str, bool]
) -> html.Details:
    """Draw the gear, with a box for each column; the fixed ones are checked for good."""
    options = [
        {"label": column.name(), "value": column.key, "disabled": column.is_fixed}
        for column in columns
    ]
    shown = [
        column.key
        for column in columns
        if column.is_fixed or chosen.get(column.key, column.is_usual)
    ]
    return menu(
        [icon("gear"), html.Span(gettext("Table view"), className="label")],
        [
            html.Strong(gettext("Columns")),
            Near(dbc.Checklist(id=own_id, options=options, value=shown)),
        ],
        class_name="table-view",
        button_class="btn btn-quiet",
        panel_class="table-view-menu",
        name=gettext("Table view"),
    )


def chosen_by(columns: Sequence[Column[Any]], checked: Iterable[str]) -> dict[str, bool]:
    """Return what checked boxes say of the columns that can be chosen; others say nothing."""
    on = set(checked)
    return {column.key: column.key in on for column in columns if not column.is_fixed}
