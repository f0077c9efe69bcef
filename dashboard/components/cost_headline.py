"""The headline figures above the charts: the total, two months and their growth, refunds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.still import Still, still
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.cost_screen import CostScreen, MonthCost
from dashboard.state import CostView, write_view
from dashboard.texts import gettext
from domain.cost import Measure
from domain.money import Money

RECORDS = "/analytics/records"


def records_link(children: Any, view: CostView, **properties: Any) -> dcc.Link:
    """Draw a number as the door to the records that it sums."""
    return dcc.Link(
        children,
        href=RECORDS + write_view(view, sort=""),
        **{
            "className": "door",
            "title": gettext("Open the records behind this number"),
            **properties,
        },
    )


def headline(screen: CostScreen, locale: str) -> list[Still]:
    """Draw the headline figures of a view. Discounts show only where they are taken off (REP-9)."""
    figures = [_total(screen, locale), *month_figures(screen, locale)]
    if screen.view.measure is Measure.NET:
        discount = Money(screen.discount, screen.currency)
        name = [gettext("Discounts"), term(Term.DISCOUNT)]
        figures.append(_figure(name, discount, screen.view, locale))
    if screen.refund:
        refund = Money(screen.refund, screen.currency)
        view = replace(screen.view, refunds=True)
        hint = gettext("before discounts") if screen.view.measure is Measure.NET else None
        name = [gettext("Refunds"), term(Term.REFUND)]
        figures.append(_figure(name, refund, view, locale, hint))
    return [still(figure) for figure in figures]


def month_figures(screen: CostScreen, locale: str) -> list[html.Div]:
    """Draw what the two last months cost, and the growth from one to the other (ANL-19)."""
    return [
        _month(screen.previous, locale),
        _month(screen.last, locale, _growth(screen, locale)),
    ]


def _total(screen: CostScreen, locale: str) -> html.Div:
    hint = (
        gettext("before discounts")
        if screen.view.measure is Measure.GROSS
        else gettext("after discounts")
    )
    return _figure(gettext("Total consumption"), screen.total, screen.view, locale, hint)


def _month(month: MonthCost, locale: str, beside: Any = None) -> html.Div:
    name = formats.month_title(month.month, locale)
    return _figure(name, month.cost, month.records, locale, beside)


def _growth(screen: CostScreen, locale: str) -> html.Span:
    growth = screen.growth
    kind = "" if not growth else ("good" if growth > 0 else "bad")
    previous = formats.month_told(screen.previous.month, locale)
    return html.Span(
        [
            html.Span(formats.growth(growth, locale), className=f"number {kind}".strip()),
            " ",
            gettext("vs %(month)s", month=previous),
        ]
    )


def _figure(name: Any, money: Money, view: CostView, locale: str, beside: Any = None) -> html.Div:
    written = formats.amount(money.amount, money.currency, locale)
    number = html.Span([written, html.Small(money.currency)], className="number")
    door = {"className": "figure-number door"}
    if money.amount != money.rounded().amount:
        door["title"] = gettext(
            "Exactly %(amount)s. Open the records behind this number",
            amount=formats.exact_money(money, locale),
        )
    return html.Div(
        [
            html.Div(name, className="figure-name"),
            records_link(number, view, **door),
            html.Div("\u00a0" if beside is None else beside, className="hint"),
        ],
        className="figure card",
    )
