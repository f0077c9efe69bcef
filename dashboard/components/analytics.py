"""The consumption dynamics, drawn: filters, headline, charts and their table.

The page is drawn once; then only its parts change, so that a chart moves on rather than being
drawn anew, and the keyboard stays where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.catalog import order_link
from dashboard.components.cost_filters import FILTER_OUTPUTS, Parts, fields, filter_parts
from dashboard.components.cost_headline import headline
from dashboard.components.cost_table import choosers, legend_table, period_table
from dashboard.components.icons import icon
from dashboard.components.near import Near, graph
from dashboard.components.page import (
    Choice,
    empty,
    notices,
    page_head,
    tabs,
    view_link,
)
from dashboard.components.quality import quality_note
from dashboard.components.still import Still, still
from dashboard.components.terms import term
from dashboard.figures.costs import cost_bars, cost_doughnut
from dashboard.figures.series import axis_of, series_of
from dashboard.glossary import Term
from dashboard.services.analytics import Analytics
from dashboard.services.cost_screen import CostScreen
from dashboard.state import default_months, write_view
from dashboard.texts import gettext
from domain.cost import Measure

DOWNLOADS = "analytics-downloads"
NOTICES = "analytics-notices"
TRAIL = "analytics-trail"
HEADLINE = "analytics-headline"
NOTES = "analytics-notes"
EMPTY = "analytics-empty"
CHARTS = "analytics-charts"
DOUGHNUT = "analytics-doughnut"
DOUGHNUT_TOTAL = "analytics-doughnut-total"
BARS = "analytics-bars"
TABLES = "analytics-tables"
SAID = "analytics-said"


Colors = Mapping[str, int]

# What changes from view to view, and where it goes.
OUTPUTS: Mapping[str, tuple[str, str]] = {
    **FILTER_OUTPUTS,
    "downloads": (DOWNLOADS, "children"),
    "notices": (NOTICES, "children"),
    "trail": (TRAIL, "children"),
    "headline": (HEADLINE, "children"),
    "notes": (NOTES, "children"),
    "empty": (EMPTY, "children"),
    "no_charts": (CHARTS, "hidden"),
    "doughnut": (DOUGHNUT, "figure"),
    "doughnut_total": (DOUGHNUT_TOTAL, "children"),
    "bars": (BARS, "figure"),
    "tables": (TABLES, "children"),
    "said": (SAID, "children"),
}


def analytics_tabs(current: str) -> Still:
    return tabs(
        [
            Choice(gettext("Consumption dynamics"), "/analytics", current == "/analytics"),
            Choice(gettext("Reports"), "/analytics/reports", current == "/analytics/reports"),
        ]
    )


def draw_analytics(parts: Parts) -> list[Any]:
    """Draw the whole page; `parts` are what `analytics_parts` returns."""
    return [
        page_head(
            gettext("Analytics"),
            html.Div(parts["downloads"], id=DOWNLOADS, className="page-actions"),
        ),
        analytics_tabs("/analytics"),
        html.Div(parts["notices"], id=NOTICES),
        html.Div(fields(parts), className="filters"),
        html.Nav(parts["trail"], id=TRAIL, className="trail", **aria(label=gettext("Shown"))),
        html.Div(parts["headline"], id=HEADLINE, className="headline"),
        html.Div(parts["notes"], id=NOTES, className="notes"),
        html.Div(parts["empty"], id=EMPTY),
        html.Div(_charts(parts), id=CHARTS, className="charts", hidden=parts["no_charts"]),
        html.Div(parts["tables"], id=TABLES),
        html.Div(parts["said"], id=SAID, className="visually-hidden", role="status"),
    ]


def analytics_parts(
    screen: CostScreen,
    analytics: Analytics,
    colors: Colors,
    *,
    today: date,
    locale: str,
    can_order: bool,
) -> Parts:
    """Return what changes on the page from view to view."""
    series = series_of(screen, colors)
    axis = axis_of(screen, locale)
    is_empty = not screen.components
    return {
        **filter_parts(screen, analytics, today=today, locale=locale),
        "downloads": list(map(still, _downloads(screen))),
        "notices": notices(screen.scope.problems),
        "trail": _trail(screen),
        "headline": headline(screen, locale),
        "notes": list(map(still, _notes(screen, analytics))),
        "empty": html.Div(_nothing(screen, today, can_order=can_order), className="card")
        if is_empty
        else None,
        "no_charts": is_empty,
        "doughnut": cost_doughnut(series, screen.currency, locale),
        "doughnut_total": formats.amount(screen.total.amount, screen.currency, locale),
        "bars": cost_bars(series, axis, screen.currency, locale),
        "tables": None
        if is_empty
        else [
            html.Div(legend_table(screen, colors, locale), className="card later"),
            period_table(screen, axis, locale),
            *map(still, choosers(screen, locale)),
        ],
        "said": _said(screen, locale),
    }


def _said(screen: CostScreen, locale: str) -> str:
    """Say to a reader who sees none of it what the view shows now."""
    total = formats.money(screen.total, locale)
    texts = {
        Measure.GROSS: gettext("Total consumption %(total)s, before discounts", total=total),
        Measure.NET: gettext("Total consumption %(total)s, after discounts", total=total),
    }
    return f"{screen.trail[-1].name}: {texts[screen.view.measure]}"


def _downloads(screen: CostScreen) -> list[html.A]:
    """Draw the ways to take the figures along: just what is shown, and what is behind it."""
    query = write_view(screen.view, sort="")
    return [
        html.A(
            [icon("download"), gettext("Costs, CSV")],
            href=f"/analytics/costs.csv{query}",
            className="btn btn-quiet",
            title=gettext("Every component, none merged into Others"),
        ),
        html.A(
            [icon("list-ul"), gettext("Records, CSV")],
            href=f"/analytics/records.csv{query}",
            className="btn btn-quiet",
            title=gettext("The charges and consumption records behind it"),
        ),
    ]


def _trail(screen: CostScreen) -> list[Any]:
    parts: list[Any] = []
    *before, current = screen.trail
    for crumb in before:
        parts += [view_link(crumb.name, write_view(crumb.view)), icon("chevron-right")]
    return [*parts, html.Span(current.name, **aria(current="true"))]


def _charts(parts: Parts) -> list[html.Div]:
    doughnut = graph(parts["doughnut"], id=DOUGHNUT, clear_on_unhover=True)
    total = html.Div(
        html.Strong(parts["doughnut_total"], id=DOUGHNUT_TOTAL, className="number"),
        className="chart-total",
    )
    bars = graph(parts["bars"], id=BARS, clear_on_unhover=True)
    return [
        _chart(gettext("General consumption structure"), doughnut, total),
        _chart(gettext("Consumption structure"), bars),
    ]


def _chart(title: str, drawn: Near, *over: html.Div) -> html.Div:
    label = gettext("%(title)s: the table below has its numbers", title=title)
    return html.Div(
        [
            html.Div(html.H2(title), className="card-head"),
            html.Div(
                [drawn, *over],
                className="chart",
                role="img",
                **aria(label=label),
            ),
        ],
        className="card",
    )


def _nothing(screen: CostScreen, today: date, *, can_order: bool) -> html.Div:
    """Say why there are no charts, and offer the next step (ANL-24, NAV-10)."""
    view = screen.view
    first, last = default_months(today, view.detail)
    action: Any = order_link() if can_order else None
    if view.account_ids or view.subscription_ids or view.category:
        everyone = write_view(view, account_ids=None, subscription_ids=None, category=None)
        action = view_link(gettext("Show all clients"), everyone, "btn btn-quiet")
    elif (view.first_month, view.last_month) != (first, last):
        usual = write_view(view, first_month=first, last_month=last)
        action = view_link(gettext("Show the usual period"), usual, "btn btn-quiet")
    return empty(
        "bar-chart",
        gettext("No consumption in this period"),
        gettext("Charges and consumption appear here with the load after they arise."),
        action,
    )


def _notes(screen: CostScreen, analytics: Analytics) -> list[Any]:
    lacks = quality_note(
        len(analytics.differences()),
        len(analytics.charge_deviations()),
        len(analytics.quarantined_records()),
    )
    notes: list[Any] = [lacks] if lacks else []
    if screen.is_preliminary:
        notes.append(
            html.Span(
                [
                    icon("hourglass-split"),
                    gettext("Preliminary: the period includes a billing period that is not closed"),
                    term(Term.PRELIMINARY),
                ]
            )
        )
    if screen.view.measure is Measure.GROSS:
        report = dcc.Link(gettext("report of closed charges"), href="/analytics/reports")
        before = gettext("Before your discounts; what you are charged stands in the")
        notes.append(html.Span([icon("info-circle"), before, " ", report]))
    return notes
