"""The report of closed charges: a period, what it sums to, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.analytics import analytics_tabs
from dashboard.components.attributes import data
from dashboard.components.icons import icon
from dashboard.components.page import Choice, empty, notice, notices, page_head, switch
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.reports import MOST_MONTHS, file_name
from dashboard.texts import gettext
from domain.periods import Period, add_months, first_of_month
from warehouse.charges import ClosedChargeTotal

RANGE = "reports-range"
FAILED = "reports-failed"
SAID = "reports-said"


def draw_reports(
    period: Period,
    total: ClosedChargeTotal,
    problems: Sequence[str],
    *,
    today: date,
    partner: str,
    currency: str,
    locale: str,
) -> list[Any]:
    """Draw the reports tab."""
    return [
        page_head(gettext("Analytics")),
        analytics_tabs("/analytics/reports"),
        html.Div(notices(problems)),
        html.Div(
            [
                html.Div(
                    [
                        html.H2(gettext("Closed charges")),
                        term(Term.CLOSED_CHARGE),
                        html.Span(
                            gettext("What you were charged, discounts applied"), className="hint"
                        ),
                    ],
                    className="card-head",
                ),
                html.Div(_period(period, today), className="report-period"),
                html.Div(_sums(period, total, partner, currency, locale)),
            ],
            className="card report",
        ),
    ]


def address(period: Period) -> str:
    return f"?from={period.start}&to={period.last_day}"


def _period(period: Period, today: date) -> list[html.Div]:
    months = [add_months(first_of_month(today), -back) for back in (1, 2)]
    presets = [
        (gettext("Last month"), Period.of_months(months[0], months[0])),
        (gettext("The month before"), Period.of_months(months[1], months[1])),
        (gettext("This month"), Period.of_months(today, today)),
        (
            gettext("Last %(count)s months", count=MOST_MONTHS),
            Period.of_months(add_months(months[0], 1 - MOST_MONTHS), months[0]),
        ),
    ]
    choices = [Choice(name, address(each), each == period) for name, each in presets]
    return [
        html.Div(
            [
                html.Label(
                    gettext("Closed from – to, both days included"),
                    htmlFor=RANGE,
                    className="field-label",
                ),
                dcc.DatePickerRange(
                    id=RANGE,
                    start_date=period.start.isoformat(),
                    end_date=period.last_day.isoformat(),
                    display_format="DD.MM.YYYY",
                    first_day_of_week=1,
                    minimum_nights=0,
                ),
            ],
            className="field",
        ),
        html.Div(
            [
                html.Span(gettext("Or choose"), className="field-label"),
                switch(choices, gettext("Period")),
            ],
            className="field",
        ),
    ]


def _sums(
    period: Period, total: ClosedChargeTotal, partner: str, currency: str, locale: str
) -> list[Any]:
    if not total.charge_count:
        return [
            empty(
                "file-earmark-spreadsheet",
                gettext("No charge was closed in this period"),
                gettext("A charge is closed on its billing day, or when its order completes."),
            )
        ]
    rows: list[tuple[Any, str]] = [
        (gettext("Charges"), formats.count(total.charge_count, locale)),
        (gettext("Before discounts"), formats.amount(total.gross_amount, currency, locale)),
        (
            [gettext("Discounts"), term(Term.DISCOUNT)],
            formats.amount(-total.discount_amount, currency, locale),
        ),
        (
            gettext("Charged, %(currency)s", currency=currency),
            formats.amount(total.net_amount, currency, locale),
        ),
    ]
    return [
        html.Dl(
            [html.Div([html.Dt(name), html.Dd(value, className="number")]) for name, value in rows],
            className="report-sums",
        ),
        html.Div([_download(period, total), _file(partner, period)], className="report-foot"),
        html.Div(
            notice(gettext("The report could not be written. Nothing is lost; try again."), "bad"),
            id=FAILED,
            hidden=True,
        ),
        html.Div(id=SAID, className="visually-hidden", role="status"),
    ]


def _download(period: Period, total: ClosedChargeTotal) -> html.A:
    return html.A(
        [icon("download"), html.Span(gettext("Download XLSX"), className="label")],
        href="/reports/charges.xlsx" + address(period),
        className="btn btn-primary report-download",
        **data(
            progress="/reports/charges/progress" + address(period),
            total=total.charge_count,
            working=gettext("Writing… %"),
            done=gettext("The report is written."),
            failed=FAILED,
            said=SAID,
        ),
    )


def _file(partner: str, period: Period) -> html.Span:
    return html.Span(file_name(partner, period), className="hint")
