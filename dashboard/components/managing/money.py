"""What an operation costs and gives back, drawn to be confirmed (OP-5, OP-31, OP-34)."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.page import notice
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm, price_untold, why_untold
from dashboard.texts import gettext
from domain.money import Money
from domain.periods import ONE_DAY
from domain.pricing.lines import Line
from domain.pricing.operation_quote import AmountChange, OperationQuote

FREE = (Action.CANCEL, Action.AUTO_RENEW)
GIVING_BACK = (Action.STOP, Action.DELETE)


def draw_money(form: OperationForm, locale: str) -> list[Any]:
    """Draw the exact price; nothing where there is nothing to price yet."""
    quote = form.quote
    if form.action in FREE or not form.availability.is_available or form.planned.hindrance:
        return []
    if (
        form.action is Action.ACTIVATE
        and quote is not None
        and not (quote.lines or quote.released.total)
    ):
        free = html.P(gettext("Nothing is charged for it now."), className="hint")
        return [free, *_notes(quote, locale)]
    if quote is not None:
        return _price(form.action, quote, locale)
    if form.is_price_unreachable:
        text = gettext("The platform does not answer, so that the price can't be told. Try again.")
        return [notice(text, "warn")]
    if form.is_price_lacking:
        return [notice(price_untold(form.screen, form.untold), "warn")]
    if form.action is Action.ACTIVATE:
        return [
            html.P(
                _untold(form, gettext("What it costs can't be told in advance.")), className="hint"
            )
        ]
    if form.action in GIVING_BACK:
        return [
            html.P(
                _untold(form, gettext("What comes back can't be told in advance.")),
                className="hint",
            )
        ]
    return [html.P(gettext("The price appears as soon as there is a change."), className="hint")]


def _untold(form: OperationForm, says: str) -> str:
    """Add why a price is lacking, where that is known."""
    return f"{says} {why_untold(form.untold)}" if form.untold else says


def _price(action: Action, quote: OperationQuote, locale: str) -> list[Any]:
    changes = [_change(one) for one in quote.amounts if one.before != one.after]
    parts: list[Any] = [html.H3(gettext("What it costs"))]
    if changes:
        parts.append(html.Ul(changes, className="amount-changes"))
    if quote.lines:
        parts.append(_lines(quote, locale))
    parts.append(html.Dl(_sums(action, quote, locale), className="operation-sums"))
    return [*parts, *_notes(quote, locale)]


def _change(one: AmountChange) -> html.Li:
    """Draw an amount as old → new (OP-31)."""
    before, after = formats.whole(one.before), formats.whole(one.after)
    change = html.Span([f"{before} → ", html.Strong(after)], className="number")
    return html.Li([html.Span(one.name), change])


def _lines(quote: OperationQuote, locale: str) -> html.Details:
    """Draw every charge that the order makes; they are many where a year is paid by months."""
    count = len(quote.lines)
    rows = [
        html.Tr(
            [
                html.Td([line.name, html.Span(_worked_out(line, locale), className="sub")]),
                html.Td(formats.money(line.amount, locale), className="number"),
            ]
        )
        for line in quote.lines
    ]
    table = html.Table(html.Tbody(rows), className="data-table order-lines")
    return html.Details(
        [html.Summary(gettext("Charges (%(count)s)", count=count)), table],
        className="operation-lines",
        open=count <= 3,
    )


def _worked_out(line: Line, locale: str) -> str:
    """Write how a charge follows: price × quantity × months, and its days (BIL-4, BIL-5)."""
    return gettext(
        "%(price)s × %(count)s × %(months)s months, %(first)s – %(last)s",
        price=formats.unit_money(line.unit_price, locale),
        count=formats.whole(line.quantity),
        months=formats.number(line.duration, 3, locale, trim=True),
        first=formats.day(line.start_on),
        last=formats.day(line.end_on - ONE_DAY),
    )


def _days(start: date, end: date) -> str:
    """Write days up to, and without, an end."""
    return f"{formats.day(start)} – {formats.day(end - ONE_DAY)}"


def _sums(action: Action, quote: OperationQuote, locale: str) -> list[Any]:
    rows: list[Any] = []
    if quote.order is not None and quote.order.discount:
        percent = formats.percent(quote.discount_percent, locale)
        rows += _row(gettext("Discount %(percent)s, as of today", percent=percent),
                     formats.money(-quote.order.discount, locale))  # fmt: skip
    if quote.order is not None and quote.order != quote.at_once:
        rows += _row(gettext("Total of the order"), formats.money(quote.order.total, locale))
        if not quote.is_delayed:
            rows += _row(gettext("Of that at once"), formats.money(quote.at_once.total, locale))
    rows += _refund(action, quote, locale)
    if quote.order is not None:
        rows += _row(_due_name(quote), formats.money(_due(quote), locale), "strong")
    rows += _monthly(quote, locale)
    rows += _row(gettext("Effective"), _effective(quote))
    if quote.extension is not None:
        start = min((line.start_on for line in quote.lines), default=quote.extension.start)
        rows += _row(gettext("The order pays for"), _days(start, quote.extension.end))
    if quote.order is not None:
        until = formats.day(quote.until) if quote.until else gettext("Endless")
        rows += _row(gettext("Expiration date"), until)
    return rows


def _due(quote: OperationQuote) -> Money:
    if quote.is_delayed:
        return quote.at_once.total
    return quote.now


def _due_name(quote: OperationQuote) -> str:
    if quote.is_delayed:
        return gettext("Charged on %(day)s", day=formats.day(quote.effective_on))
    return gettext("Due now")


def _refund(action: Action, quote: OperationQuote, locale: str) -> list[Any]:
    """Say what comes back, or that nothing does (OP-34)."""
    if quote.released.total:
        is_kept = action is Action.ACTIVATE
        name = _kept(quote) if is_kept else _released(quote)
        return _row(name, formats.money(quote.released.total, locale))
    if quote.refund:
        return _row(gettext("Refund"), formats.money(-quote.refund, locale))
    lowers = not quote.is_delayed and any(one.after < one.before for one in quote.amounts)
    if lowers or action in (Action.SWITCH, *GIVING_BACK):
        return _row(gettext("Refund"), gettext("no refund"))
    return []


def _kept(quote: OperationQuote) -> str:
    """Say what an activation costs besides: it would have been let go of (OP-12)."""
    day = formats.day(quote.released_on) if quote.released_on else formats.NOTHING
    return gettext("Stays charged, and does not come back on %(day)s", day=day)


def _released(quote: OperationQuote) -> str:
    day = formats.day(quote.released_on) if quote.released_on else formats.NOTHING
    last = quote.released_last_on
    if last is None or last == quote.released_on:
        return gettext("Comes back on %(day)s, unless it is active again", day=day)
    return gettext(
        "Comes back from %(day)s to %(last)s, unless it is active again",
        day=day,
        last=formats.day(last),
    )


def _monthly(quote: OperationQuote, locale: str) -> list[Any]:
    if quote.monthly_after is None and quote.monthly_before is None:
        return []
    before, after = (
        formats.money(one, locale) if one is not None else formats.NOTHING
        for one in (quote.monthly_before, quote.monthly_after)
    )
    return _row(gettext("Each full month"), after if before == after else f"{before} → {after}")


def _effective(quote: OperationQuote) -> str:
    return formats.day(quote.effective_on) if quote.is_delayed else gettext("Immediately")


def _notes(quote: OperationQuote, locale: str) -> list[Any]:
    notes: list[Any] = []
    if quote.extension is not None:
        said = gettext(
            "The next billing day is near, so that the order pays for the billing period after"
            " it as well: %(days)s.",
            days=_days(quote.extension.start, quote.extension.end),
        )
        notes.append([said, term(Term.BILLING_DAY)])
    if quote.is_consumption_charged:
        notes.append(gettext("Consumption comes on top of it."))
    if quote.money.plan != quote.money.reseller:
        notes.append(
            gettext(
                "Exchange rate: 1 %(plan)s = %(rate)s %(own)s, as of today.",
                plan=quote.money.plan,
                rate=formats.number(quote.rate, 6, locale, trim=True),
                own=quote.money.reseller,
            )
        )
    return [html.P(note, className="hint") for note in notes]


def _row(label: str, value: str, class_name: str = "") -> list[Any]:
    return [html.Dt(label, className=class_name), html.Dd(value, className=f"number {class_name}")]
