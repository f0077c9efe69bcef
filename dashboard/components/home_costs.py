"""The costs of the main page: of one month by client, and of two months."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.cost_headline import month_figures
from dashboard.components.near import graph
from dashboard.components.page import empty
from dashboard.components.still import still
from dashboard.figures.costs import cost_doughnut
from dashboard.figures.palette import COLORS, OTHERS, assign_colors
from dashboard.figures.series import series_of
from dashboard.home_view import HomeView, write_view
from dashboard.services.cost_screen import Component, CostScreen
from dashboard.state import write_view as write_costs
from dashboard.texts import gettext

LEGEND_SIZE = 5  # HOME-4


def draw_clients(screen: CostScreen, view: HomeView, locale: str) -> html.Section:
    """Draw what each client cost in the month that is shown (HOME-3 to HOME-5)."""
    months = [_month(month, view, locale) for month in reversed(view.months)]
    head = html.Div(
        [html.H2(gettext("Clients")), still(html.Div(months, className="switch"))],
        className="card-head",
    )
    if not screen.components:
        nothing = empty(
            "pie-chart",
            gettext("No consumption in this period"),
            gettext("Charges and consumption appear here with the load after they arise."),
        )
        return html.Section([head, nothing], className="card")
    colors = assign_colors([each.key for each in screen.components if not each.is_others], {})
    figure = cost_doughnut(series_of(screen, colors), screen.currency, locale)
    return html.Section(
        [
            head,
            html.Div(
                [
                    html.Div(
                        [
                            graph(figure),
                            html.Div(
                                html.Strong(
                                    formats.amount(screen.total.amount, screen.currency, locale),
                                    className="number",
                                ),
                                className="chart-total",
                            ),
                        ],
                        className="chart",
                    ),
                    still(
                        html.Ul(
                            [_legend(each, colors, screen, locale) for each in screen.components],
                            className="home-legend",
                        )
                    ),
                ],
                className="home-clients",
            ),
            html.Div(
                [
                    gettext("Total of all subscriptions, before discounts"),
                    html.Strong(formats.money(screen.total, locale), className="number"),
                ],
                className="home-total",
            ),
        ],
        className="card",
    )


def _month(month: date, view: HomeView, locale: str) -> html.Span:
    return html.Span(
        dcc.Link(formats.month(month, locale), href=write_view(view, month=month)),
        **aria(current="true" if month == view.month else None),
    )


def _legend(
    component: Component, colors: dict[str, int], screen: CostScreen, locale: str
) -> html.Li:
    color = OTHERS if component.is_others else COLORS[colors[component.key]]
    name: Any = component.name
    if component.inside:
        name = dcc.Link(component.name, href="/analytics" + write_costs(component.inside))
    return html.Li(
        [
            html.Span(className="swatch", style={"background": color}),
            html.Span(name, className="name"),
            html.Span(formats.amount(component.total, screen.currency, locale), className="number"),
        ]
    )


def draw_dynamics(screen: CostScreen, locale: str) -> html.Section:
    """Draw the cost of the two last months and its growth (HOME-6)."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2(gettext("Consumption dynamics")),
                    dcc.Link(gettext("All analytics"), href="/analytics", className="hint"),
                ],
                className="card-head",
            ),
            html.Div(month_figures(screen, locale), className="home-months"),
        ],
        className="card",
    )
