"""What a subscription cost, month by month: as bars, as a table, and as a door to Analytics."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.components.cost_headline import month_figures
from dashboard.components.costs_by_month import cost_door, draw_bars, within
from dashboard.components.page import empty, scrolled
from dashboard.components.subscription_aside import costs_address
from dashboard.figures.costs import Axis
from dashboard.figures.palette import assign_colors
from dashboard.figures.series import axis_of, series_of
from dashboard.services.cost_screen import CostScreen
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext

BARS = "subscription-bars"


def draw_costs(screen: SubscriptionScreen, costs: CostScreen | None, locale: str) -> list[Any]:
    """Draw what the subscription cost in the last months, and the way to all of it (DET-3)."""
    subscription = screen.subscription
    if costs is None:
        text = gettext("Costs appear with the load after they arise.")
        return [html.Div(empty("bar-chart", gettext("No costs yet"), text), className="card")]
    href = costs_address(subscription.account_id, subscription.subscription_id)
    door = dcc.Link(gettext("All costs of this subscription"), href=href, className="btn btn-quiet")
    figures = html.Div(month_figures(costs, locale), className="headline two")
    if not costs.components:
        text = gettext("Nothing was charged for it in these months.")
        nothing = empty("bar-chart", gettext("No costs in the last months"), text)
        return [figures, html.Div(nothing, className="card"),
                html.Div(door, className="below-card")]  # fmt: skip
    axis = axis_of(costs, locale)
    keys = [one.key for one in costs.components if not one.is_others]
    series = series_of(costs, assign_colors(keys, {}))
    bars = draw_bars(BARS, costs, series, axis, locale)
    return [figures, bars, _table(costs, axis, locale),
            html.Div(door, className="below-card")]  # fmt: skip


def _table(costs: CostScreen, axis: Axis, locale: str) -> html.Section:
    title = gettext("Amounts by month")
    head = html.Tr(
        [
            html.Th(gettext("Month")),
            *(html.Th(one.name, className="number") for one in costs.components),
            html.Th(gettext("Total, %(currency)s", currency=costs.currency), className="number"),
        ]
    )
    months = list(enumerate(zip(costs.starts, axis.names, strict=True)))
    rows = [_month(costs, at, start, name, locale) for at, (start, name) in reversed(months)]
    total = html.Tr(
        [
            html.Td(gettext("Total")),
            *(
                html.Td(cost_door(one.total, one.records, costs, locale), className="number")
                for one in costs.components
            ),
            html.Td(cost_door(costs.total.amount, costs.view, costs, locale), className="number"),
        ]
    )
    table = html.Table(
        [html.Thead(head), html.Tbody(rows), html.Tfoot(total)],
        className="data-table period-table",
    )
    note = html.P(gettext("Before discounts; the current month so far."), className="hint")
    return html.Section([scrolled(table, title), note], className="card cost-months")


def _month(costs: CostScreen, at: int, start: date, name: str, locale: str) -> html.Tr:
    cells = [
        html.Td(
            cost_door(one.amounts[at], within(one.records, start), costs, locale),
            className="number",
        )
        for one in costs.components
    ]
    total = cost_door(costs.totals[at], within(costs.view, start), costs, locale)
    return html.Tr([html.Th(name, scope="row"), *cells, html.Td(total, className="number")])
