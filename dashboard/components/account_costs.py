"""What a client's subscriptions cost, month by month: bars, a table, and the way to Analytics."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.cost_headline import month_figures
from dashboard.components.costs_by_month import cost_door, draw_bars, within
from dashboard.components.page import empty, scrolled
from dashboard.components.subscription_aside import costs_address
from dashboard.figures.costs import Series, color_of
from dashboard.figures.palette import assign_colors
from dashboard.figures.series import axis_of, series_of
from dashboard.places import subscription_page
from dashboard.services.cost_screen import Component, CostScreen
from dashboard.state import write_view
from dashboard.texts import gettext

BARS = "account-bars"
SHOWN_ON_A_PHONE = 1  # Months, the newest ones.


def draw_account_costs(account_id: str, costs: CostScreen | None, locale: str) -> list[Any]:
    """Draw what the client cost in the last months; `costs` is None where no load knows it yet."""
    if costs is None:
        text = gettext("Costs appear with the load after they arise.")
        return [html.Div(empty("bar-chart", gettext("No costs yet"), text), className="card")]
    door = html.Div(
        dcc.Link(gettext("All costs of this client"), href=costs_address(account_id),
                 className="btn btn-quiet"),
        className="below-card",
    )  # fmt: skip
    figures = html.Div(month_figures(costs, locale), className="headline two")
    if not costs.components:
        text = gettext("Nothing was charged for this client in these months.")
        nothing = empty("bar-chart", gettext("No costs in the last months"), text)
        return [figures, html.Div(nothing, className="card"), door]
    axis = axis_of(costs, locale)
    keys = [one.key for one in costs.components if not one.is_others]
    series = series_of(costs, assign_colors(keys, {}))
    bars = draw_bars(BARS, costs, series, axis, locale, is_named=False)
    return [figures, bars, _table(costs, series, locale), door]


def _table(costs: CostScreen, series: list[Series], locale: str) -> html.Section:
    """Draw a row for each subscription; it names the colours of the bars as well."""
    title = gettext("Amounts by month")
    months = [(at, formats.month(start, locale)) for at, start in enumerate(costs.starts)]
    head = html.Tr(
        [
            html.Th(gettext("Subscription")),
            *(html.Th(name, className=_month_class(at, months)) for at, name in months),
            html.Th(gettext("Total, %(currency)s", currency=costs.currency), className="number"),
        ]
    )
    rows = [
        _row(one, drawn, costs, locale) for one, drawn in zip(costs.components, series, strict=True)
    ]
    sums = [
        html.Td(
            cost_door(costs.totals[at], within(costs.view, start), costs, locale),
            className=_month_class(at, months),
        )
        for at, start in enumerate(costs.starts)
    ]
    total = cost_door(costs.total.amount, costs.view, costs, locale)
    foot = html.Tr([html.Td(gettext("Total")), *sums, html.Td(total, className="number")])
    table = html.Table(
        [html.Thead(head), html.Tbody(rows), html.Tfoot(foot)],
        className="data-table account-months",
    )
    note = html.P(gettext("Before discounts; the current month so far."), className="hint")
    return html.Section([scrolled(table, title), note], className="card cost-months")


def _row(one: Component, drawn: Series, costs: CostScreen, locale: str) -> html.Tr:
    months = list(enumerate(costs.starts))
    cells = [
        html.Td(
            cost_door(one.amounts[at], within(one.records, start), costs, locale),
            className=_month_class(at, months),
        )
        for at, start in months
    ]
    swatch = html.Span(className="swatch", style={"background": color_of(drawn)})
    name = html.Td(html.Div([swatch, html.Div(_name(one, costs))], className="named-cost"))
    total = cost_door(one.total, one.records, costs, locale)
    return html.Tr([name, *cells, html.Td(total, className="number")])


def _name(one: Component, costs: CostScreen) -> list[Any]:
    """Draw the name as the way to the subscription; of several of one name to all of them."""
    if one.is_others:
        count = costs.component_count - (len(costs.components) - 1)
        more = gettext("%(count)s more", count=count)
        return [one.name, html.Span(more, className="sub")]
    if len(one.ids) == 1:
        link = dcc.Link(one.name, href=subscription_page(one.ids[0]))
        return [link, html.Span(f"ID {one.ids[0]}", className="sub")]
    href = f"/analytics{write_view(one.inside)}" if one.inside else ""
    of_name = gettext("%(count)s of this name", count=len(one.ids))
    return [dcc.Link(one.name, href=href), html.Span(of_name, className="sub")]


def _month_class(at: int, months: list[Any]) -> str:
    return "number" if at >= len(months) - SHOWN_ON_A_PHONE else "number wide-only"
