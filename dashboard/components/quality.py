"""What the published data are known to lack, and where the platform sums otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.cost_headline import records_link
from dashboard.components.icons import icon
from dashboard.components.page import empty, page_head, scrolled, way_back
from dashboard.places import account_page, subscription_page
from dashboard.state import CostView
from dashboard.texts import gettext
from domain.money import Money
from warehouse.quality import ChargeDeviation, Difference, QuarantinedRecord

ADDRESS = "/analytics/quality"


def draw_quality(
    differences: Sequence[Difference],
    deviations: Sequence[ChargeDeviation],
    quarantined: Sequence[QuarantinedRecord],
    currency: str,
    locale: str,
    zone: ZoneInfo,
) -> list[Any]:
    """Draw the page: what differs, what does not follow, and what could not be read.

    Days are those of `zone`.
    """
    back = way_back(gettext("Consumption dynamics"), "/analytics")
    if not (differences or deviations or quarantined):
        return [
            back,
            page_head(gettext("Data quality")),
            html.Div(
                empty(
                    "check-circle",
                    gettext("Nothing is missing"),
                    gettext(
                        "Every record of the platform was read, and every month of every"
                        " subscription sums to what the platform says."
                    ),
                ),
                className="card",
            ),
        ]
    return [
        back,
        page_head(gettext("Data quality")),
        *([_differences(differences, currency, locale)] if differences else []),
        *([_deviations(deviations, currency, locale)] if deviations else []),
        *([_quarantined(quarantined, zone)] if quarantined else []),
    ]


def quality_note(
    difference_count: int, deviation_count: int, quarantined_count: int
) -> html.Span | None:
    """Draw the line that leads to the page; nothing when there is nothing to say."""
    said = []
    if difference_count:
        said.append(gettext("Sums that differ from the platform's: %(count)s",
                            count=difference_count))  # fmt: skip
    if deviation_count:
        said.append(gettext("Figures that do not follow from their others: %(count)s",
                            count=deviation_count))  # fmt: skip
    if quarantined_count:
        said.append(gettext("Records that could not be read: %(count)s", count=quarantined_count))
    if not said:
        return None
    return html.Span(
        [icon("exclamation-triangle"), dcc.Link(" · ".join(said), href=ADDRESS)], className="warn"
    )


def _differences(differences: Sequence[Difference], currency: str, locale: str) -> html.Div:
    head = [
        html.Th(gettext("Month")),
        html.Th(gettext("Client")),
        html.Th(gettext("Subscription")),
        html.Th(gettext("Portal, %(currency)s", currency=currency), className="number"),
        html.Th(gettext("Platform, %(currency)s", currency=currency), className="number"),
        html.Th(gettext("Difference"), className="number"),
    ]
    rows = [_difference(each, currency, locale) for each in differences]
    return _card(
        gettext("Sums that differ from the platform's own"),
        gettext("Before discounts. The next load reads these subscriptions again."),
        html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="data-table"),
    )


def _difference(each: Difference, currency: str, locale: str) -> html.Tr:
    view = CostView(
        each.month,
        each.month,
        account_ids=(each.account_id,),
        subscription_ids=(each.subscription_id,),
    )
    ours = formats.amount(each.our_amount, currency, locale)
    theirs = formats.amount(each.platform_amount, currency, locale)
    apart = formats.amount(each.our_amount - each.platform_amount, currency, locale)
    return html.Tr(
        [
            html.Td(formats.month_title(each.month, locale)),
            _named(each.account, each.account_id, account_page),
            _named(each.subscription, each.subscription_id, subscription_page),
            html.Td(records_link(ours, view), className="number"),
            html.Td(theirs, className="number"),
            html.Td(apart, className="number"),
        ]
    )


def _deviations(deviations: Sequence[ChargeDeviation], currency: str, locale: str) -> html.Div:
    head = [
        html.Th(gettext("Charge close date")),
        html.Th(gettext("Charge ID")),
        html.Th(gettext("Client")),
        html.Th(gettext("Figure")),
        html.Th(gettext("Sent"), className="number"),
        html.Th(gettext("Expected"), className="number"),
    ]
    rows = [_deviation(each, currency, locale) for each in deviations]
    return _card(
        gettext("Figures that do not follow from their others"),
        gettext("Expected from rate, discount, price and quantity. The platform's figure counts."),
        html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="data-table"),
    )


def _deviation(each: ChargeDeviation, currency: str, locale: str) -> html.Tr:
    figures = {
        "gross_amount": gettext("Before discounts"),
        "net_amount": gettext("After discounts"),
        "plan_amount": gettext("Amount in plan currency"),
    }
    sent, expected = (
        formats.exact_money(Money(amount, each.currency or currency), locale)
        for amount in (each.sent_amount, each.expected_amount)
    )
    return html.Tr(
        [
            html.Td(formats.day(each.closed_on)),
            html.Td(each.charge_id),
            _named(each.account, each.account_id, account_page),
            html.Td(figures[each.figure]),
            html.Td(sent, className="number"),
            html.Td(expected, className="number"),
        ]
    )


def _named(name: str | None, id_: str | None, page_of: Callable[[str], str]) -> html.Td:
    if id_ is None:
        return html.Td(name or formats.NOTHING)
    link = dcc.Link(name or formats.NOTHING, href=page_of(id_))
    return html.Td([link, html.Span(f"ID {id_}", className="sub")])


def _quarantined(records: Sequence[QuarantinedRecord], zone: ZoneInfo) -> html.Div:
    head = [
        html.Th(gettext("Collection")),
        html.Th(gettext("Record")),
        html.Th(gettext("Why it could not be read")),
        html.Th(gettext("Met last")),
    ]
    rows = [
        html.Tr(
            [
                html.Td(each.collection),
                html.Td(each.record_id),
                html.Td(each.reason),
                html.Td(formats.day(each.met_at.astimezone(zone)), className="nowrap"),
            ]
        )
        for each in records
    ]
    return _card(
        gettext("Records that could not be read"),
        gettext("They are kept, and read again with every load."),
        html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="data-table"),
    )


def _card(title: str, hint: str, table: html.Table) -> html.Div:
    head = html.Div([html.H2(title), html.Span(hint, className="hint")], className="card-head")
    return html.Div(
        [head, html.Div(scrolled(table, title), className="card-table")], className="card"
    )
