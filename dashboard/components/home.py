"""The main page, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.analytics import CHART
from dashboard.components.attributes import aria
from dashboard.components.cost_headline import month_figures
from dashboard.components.page import empty, page_head
from dashboard.context import Viewer
from dashboard.figures.costs import cost_doughnut
from dashboard.figures.palette import COLORS, OTHERS, assign_colors
from dashboard.figures.series import series_of
from dashboard.services.cost_screen import Component, CostScreen
from dashboard.state import write_view
from dashboard.texts import gettext
from domain.periods import format_month

LEGEND_SIZE = 5  # HOME-4


def draw_home(
    screen: CostScreen | None,
    months: Sequence[date],
    chosen: date,
    viewer: Viewer,
    deadlines: html.Section | None,
    blocks: Sequence[html.Section | None],
    tab: str,
) -> list[Any]:
    """Draw the main page for one of the two last complete months, with the other blocks.

    `tab` is what the address says of the subscriptions' tab, after an ampersand. Without `screen`
    there are no costs on it.
    """
    locale = viewer.locale
    if screen is None:
        first: html.Div | html.Section | None = deadlines
    else:
        beside = [one for one in (_dynamics(screen, locale), deadlines) if one is not None]
        clients = _clients(screen, months, chosen, locale, tab)
        first = html.Div([clients, html.Div(beside, className="home-side")], className="home")
    return [
        page_head(gettext("Welcome, %(name)s", name=viewer.name)),
        *(one for one in (first, *blocks) if one is not None),
    ]


def _clients(
    screen: CostScreen, months: Sequence[date], chosen: date, locale: str, tab: str
) -> html.Section:
    head = html.Div(
        [
            html.H2(gettext("Clients")),
            html.Div([_month(month, chosen, locale, tab) for month in reversed(months)],
                     className="switch"),
        ],
        className="card-head",
    )  # fmt: skip
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
                            dcc.Graph(figure=figure, config=CHART),
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
                    html.Ul(
                        [_legend(each, colors, screen, locale) for each in screen.components],
                        className="home-legend",
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


def _month(month: date, chosen: date, locale: str, tab: str) -> html.Span:
    return html.Span(
        dcc.Link(formats.month(month, locale), href=f"/?month={format_month(month)}{tab}"),
        **aria(current="true" if month == chosen else None),
    )


def _legend(
    component: Component, colors: dict[str, int], screen: CostScreen, locale: str
) -> html.Li:
    color = OTHERS if component.is_others else COLORS[colors[component.key]]
    name: Any = component.name
    if component.inside:
        name = dcc.Link(component.name, href="/analytics" + write_view(component.inside))
    return html.Li(
        [
            html.Span(className="swatch", style={"background": color}),
            html.Span(name, className="name"),
            html.Span(formats.amount(component.total, screen.currency, locale), className="number"),
        ]
    )


def _dynamics(screen: CostScreen, locale: str) -> html.Section:
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
