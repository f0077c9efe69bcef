"""Parts of a page's costs by month: bars, and amounts that lead to the records they sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.cost_headline import records_link
from dashboard.components.near import graph
from dashboard.figures.costs import Axis, Series, color_of, cost_bars
from dashboard.services.cost_screen import CostScreen
from dashboard.state import CostView
from dashboard.texts import gettext


def draw_bars(
    own_id: str,
    costs: CostScreen,
    series: Sequence[Series],
    axis: Axis,
    locale: str,
    *,
    is_named: bool = True,
) -> html.Section:
    """Draw the bars, with the names of their colours unless a table below has them."""
    bars = graph(cost_bars(series, axis, costs.currency, locale), id=own_id)
    title = gettext("Costs by month")
    label = gettext("%(title)s: the table below has its numbers", title=title)
    names = [
        html.Li([html.Span(className="swatch", style={"background": color_of(one)}), one.name])
        for one in series
    ]
    return html.Section(
        [
            html.Div(html.H2(title), className="card-head"),
            html.Div(bars, className="chart short", role="img", **aria(label=label)),
            html.Ul(names, className="chart-names") if is_named else None,
        ],
        className="card",
    )


def within(view: CostView, start: date) -> CostView:
    """Return a view of one of its months."""
    return replace(view, first_month=start, last_month=start)


def cost_door(amount: Decimal, view: CostView, costs: CostScreen, locale: str) -> Any:
    """Draw an amount as the way to the records that it sums."""
    written = formats.amount(amount, costs.currency, locale)
    return records_link(written, view) if amount else html.Span(written, className="zero")
