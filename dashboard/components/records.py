"""The list of charges and consumption records behind a number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.filter_fields import limit_pill
from dashboard.components.icons import icon
from dashboard.components.page import (
    empty,
    notices,
    page_head,
    pager,
    scrolled,
    view_link,
    way_back,
)
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.places import account_page, subscription_page
from dashboard.services.records import RecordScreen
from dashboard.state import CostView, write_view
from dashboard.texts import gettext
from domain.money import Money
from domain.statuses import ChargeStatus
from warehouse.cost_records import CostRecord


def draw_records(screen: RecordScreen, currency: str, locale: str) -> list[Any]:
    """Draw a page of the records and what all of them sum to."""
    view = screen.view
    back = replace(view, day=None, resource=None, others=None, refunds=False, page=1, sort="")
    return [
        way_back(gettext("Consumption dynamics"), "/analytics" + write_view(back)),
        page_head(gettext("Charges and consumption"), _download(view)),
        html.Div(notices(screen.scope.problems)),
        html.Div(_chips(screen, locale), className="chips"),
        html.Div(_sums(screen, currency, locale), className="headline"),
        html.Div(_table(screen, currency, locale), className="card"),
    ]


def _download(view: CostView) -> html.A:
    return html.A(
        [icon("download"), gettext("CSV")],
        href="/analytics/records.csv" + write_view(view, page=1, sort=""),
        className="btn btn-quiet",
    )


def _chips(screen: RecordScreen, locale: str) -> list[Any]:
    """Draw what the list is limited to, each with a way to lift it."""
    view, scope = screen.view, screen.scope
    chips = [html.Span(_period_name(view, locale), className="pill")]
    limits: list[tuple[str | None, dict[str, Any]]] = [
        (
            scope.account_name,
            {"account_ids": None, "subscription_ids": None, "category": None, "resource": None},
        ),
        (scope.subscription_name, {"subscription_ids": None, "category": None, "resource": None}),
        (view.category, {"category": None}),
        (view.resource, {"resource": None}),
        (gettext("Others") if view.others else None, {"others": None}),
        (gettext("Refunds") if view.refunds else None, {"refunds": False}),
        (formats.day(view.day) if view.day else None, {"day": None}),
    ]
    for name, lift in limits:
        if name:
            chips.append(limit_pill(name, write_view(view, page=1, **lift)))
    return chips


def _period_name(view: CostView, locale: str) -> str:
    first = formats.month_title(view.first_month, locale)
    last = formats.month_name(view.last_month, locale)
    return first if first == last else f"{first} – {last}"


def _sums(screen: RecordScreen, currency: str, locale: str) -> list[html.Div]:
    total = screen.total
    figures = [
        (gettext("Before discounts"), total.gross_amount),
        (gettext("Discounts"), total.discount_amount),
        (gettext("After discounts"), total.net_amount),
    ]
    drawn = [
        html.Div(
            [
                html.Div(name, className="figure-name"),
                html.Span(
                    [formats.amount(amount, currency, locale), html.Small(currency)],
                    className="figure-number number",
                    title=formats.exact_money(Money(amount, currency), locale),
                ),
            ],
            className="figure card",
        )
        for name, amount in figures
    ]
    count = html.Div(
        [
            html.Div([gettext("Records"), term(Term.CHARGE)], className="figure-name"),
            html.Span(formats.count(total.record_count, locale), className="figure-number number"),
        ],
        className="figure card",
    )
    return [*drawn, count]


def _table(screen: RecordScreen, currency: str, locale: str) -> list[Any]:
    if not screen.records:
        return [
            empty(
                "list-ul",
                gettext("No records"),
                gettext("No charge or consumption record fits these filters."),
            )
        ]
    view = screen.view
    head = html.Tr(
        [
            _sort_head(view, "day", gettext("Date")),
            html.Th(gettext("Client")),
            html.Th(gettext("Resource")),
            html.Th(gettext("Description"), className="wide-only"),
            html.Th(gettext("Quantity"), className="number wide-only"),
            _sort_head(view, "amount", gettext("Before discounts, %(currency)s",
                                               currency=currency), "number"),
            html.Th(gettext("Discount"), className="number wide-only"),
            html.Th(gettext("After discounts"), className="number wide-only"),
        ]
    )  # fmt: skip
    rows = [_row(record, locale) for record in screen.records]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table records-table")
    total = gettext("Records: %(count)s", count=formats.count(screen.total.record_count, locale))
    return [
        scrolled(table, gettext("Records")),
        pager(view, screen.page_count, total, write_view),
    ]


def _row(record: CostRecord, locale: str) -> html.Tr:
    return html.Tr(
        [
            html.Td([formats.day(record.day), _sub(_period(record))], className="nowrap"),
            _account(record),
            _resource(record),
            _clipped(
                record.description or "",
                _source(record),
                f"{record.description or ''}\n{_source(record)}".strip(),
                "wide-only",
            ),
            html.Td(_quantity(record, locale), className="number wide-only"),
            html.Td(_exact(record.gross_amount, record, locale), className="number"),
            *(
                html.Td(_exact(amount, record, locale), className="number wide-only")
                for amount in (record.discount_amount, record.net_amount)
            ),
        ],
        className="" if record.is_final else "open",
    )


def _account(record: CostRecord) -> html.Td:
    name = record.account or record.account_id
    link = dcc.Link(name, href=account_page(record.account_id))
    below = f"ID {record.account_id}"
    return _clipped(link, below, f"{name}\n{below}")


def _resource(record: CostRecord) -> html.Td:
    subscription = " · ".join(filter(None, [record.subscription, f"ID {record.subscription_id}"]))
    below = [
        f"{record.category} · " if record.category else "",
        dcc.Link(subscription, href=subscription_page(record.subscription_id)),
    ]
    where = " · ".join(filter(None, [record.category, subscription]))
    return _clipped(record.resource, below, f"{record.resource}\n{where}")


def _clipped(text: Any, below: Any, tip: str, class_name: str = "") -> html.Td:
    """Draw a cell of one line and a smaller one, cut to the column; the tip has all of both."""
    return html.Td(
        [html.Div(text, className="clip"), html.Div(below, className="clip sub")],
        title=tip,
        className=f"clipped {class_name}".strip(),
    )


def _period(record: CostRecord) -> str:
    if record.period_last_on is None or record.period_last_on == record.day:
        return ""
    return gettext("to %(day)s", day=formats.day(record.period_last_on))


def _source(record: CostRecord) -> str:
    if record.source == "consumption":
        return gettext("Consumption %(id)s", id=record.source_id)
    charge = gettext("Charge %(id)s", id=record.source_id)
    return f"{charge} · {charge_status_name(record.status or '')}"


def _quantity(record: CostRecord, locale: str) -> str:
    if record.quantity is None:
        return ""
    written = formats.quantity(record.quantity, locale)
    return f"{written} × {record.unit}" if record.unit else written


def _exact(amount: Any, record: CostRecord, locale: str) -> html.Span:
    return html.Span(
        formats.amount(amount, record.currency, locale),
        title=formats.exact_money(Money(amount, record.currency), locale),
    )


def charge_status_name(status: str) -> str:
    """Return the name of a charge's status; one never seen before is shown as it is."""
    names = {
        ChargeStatus.OPENED: gettext("Opened"),
        ChargeStatus.BLOCKED: gettext("Blocked"),
        ChargeStatus.CLOSED: gettext("Closed"),
        ChargeStatus.WAITING_FOR_REFUND: gettext("Waiting for refund"),
        ChargeStatus.WAITING_APPROVE: gettext("Waiting for approval"),
    }
    return names.get(ChargeStatus.read(status), status)


def _sort_head(view: CostView, key: str, name: str, class_name: str = "") -> html.Th:
    current = view.sort or "-day"
    is_current = current.lstrip("-") == key
    turned = key if current.startswith("-") else f"-{key}"
    arrow = ("↓" if current.startswith("-") else "↑") if is_current else ""
    href = write_view(view, sort=turned if is_current else f"-{key}", page=1)
    return html.Th(
        view_link([name, html.Span(f" {arrow}", className="arrow")], href),
        className=class_name,
        **aria(sort={"↓": "descending", "↑": "ascending"}.get(arrow, "none")),
    )


def _sub(text: str) -> html.Span | None:
    return html.Span(text, className="sub") if text else None
