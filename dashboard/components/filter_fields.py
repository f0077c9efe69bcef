"""What filters of a page are made of: fields with their names, days, and pills of what is set."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.page import view_link
from dashboard.texts import gettext


def field(name: str, own_id: str, control: Any, *, is_wide: bool = False) -> html.Div:
    """Draw a control below its name."""
    label = html.Div(html.Label(name, htmlFor=own_id), className="field-label")
    return html.Div([label, control], className="field field-wide" if is_wide else "field")


def optional_days(own_id: str, first: date | None, last: date | None) -> dcc.DatePickerRange:
    """Draw a field of a first and a last day, each of which may be left out."""
    return dcc.DatePickerRange(
        id=own_id,
        start_date=None if first is None else first.isoformat(),
        end_date=None if last is None else last.isoformat(),
        display_format="DD.MM.YYYY",
        first_day_of_week=1,
        minimum_nights=0,
        clearable=True,
        start_date_placeholder_text=gettext("from"),
        end_date_placeholder_text=gettext("to"),
    )


def limit_pill(name: str, href: str, drawn: Any = None) -> html.Span:
    """Draw what a list is limited to, and the way to the address without it.

    `drawn` stands in the place of the name, where that is drawn in a way of its own.
    """
    label = gettext("Remove the filter %(name)s", name=name)
    cross = view_link(icon("x-lg"), href, **aria(label=label))
    return html.Span([name if drawn is None else drawn, cross], className="pill")


def search_labels() -> Any:
    """Return what a list of choices that can be searched says of itself."""
    return {
        "search": gettext("Search"),
        "clear_search": gettext("Clear the search"),
        "clear_selection": gettext("Clear"),
        "no_options_found": gettext("Nothing found"),
    }
