"""Step 4, drawn: everything that is ordered, and its exact price."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.ordering.additional import answer_of, label_of
from dashboard.components.ordering.client import field_labels
from dashboard.components.ordering.configuration import length_text
from dashboard.components.ordering.fields import Form, card, check_field, problem_line
from dashboard.components.ordering.receipt import price_lines
from dashboard.components.page import notice, scrolled
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.ordering.client import ClientStep
from dashboard.services.ordering.confirmation import Confirmation
from dashboard.services.ordering.screen import OrderScreen
from dashboard.texts import gettext
from domain.pricing.quote import Quote

AGREED = "confirm"


def draw_confirmation(screen: OrderScreen, locale: str) -> list[Any]:
    """Draw what is confirmed, and the box that confirms it."""
    shown = screen.confirmation
    if shown is None:
        return []
    parts: list[Any] = [_blocked(reason) for reason in shown.blocked]
    parts.append(card(gettext("What is ordered"), html.Dl(_facts(screen), className="order-facts")))
    if shown.quote is not None:
        parts.append(_price(shown, shown.quote, locale))
        parts.append(_agreement(Form.of(screen)))
    return parts


def _blocked(reason: str) -> html.Div:
    """Draw why it can't be confirmed now (ORD-36), and how to look again."""
    return notice(
        [reason, " ", html.A(gettext("Try again"), href="", className="reload-link")], "bad"
    )


def _facts(screen: OrderScreen) -> list[Any]:
    offer, chosen = screen.offered.offer, screen.configuration
    facts: list[tuple[str, Any]] = [
        (gettext("Plan"), [offer.name, html.Span(offer.sku or "", className="sub")]),
        (gettext("Product"), offer.product_name),
    ]
    if chosen.period is not None:
        facts.append((gettext("Period"), length_text(chosen.period)))
    for field in chosen.fields:
        facts.append((field.resource.name, str(field.quantity)))
    facts.append((gettext("Provisioning date"), _start(screen)))
    if chosen.can_renew_itself:
        answer = gettext("yes") if chosen.is_auto_renewed else gettext("no")
        facts.append((gettext("Auto-renew"), answer))
    if screen.client is not None:
        facts += _client(screen.client)
    if screen.additional is not None:
        facts += [(label_of(one), answer_of(one)) for one in screen.additional.fields]
    return [part for name, value in facts for part in (html.Dt(name), html.Dd(value))]


def _start(screen: OrderScreen) -> str:
    chosen = screen.configuration
    return formats.day(chosen.start_on) if chosen.is_delayed else gettext("Immediately")


def _client(client: ClientStep) -> list[tuple[str, Any]]:
    name = client.data.name
    if client.known is None:
        told = gettext("%(name)s, a new client", name=name)
    else:
        told = f"{name} · {client.known.account.account_id}"
    facts = [(gettext("Client"), told), *_data_of(client)]
    return [(label, value) for label, value in facts if value]


def _data_of(client: ClientStep) -> list[tuple[str, Any]]:
    """Return what is saved of the client: all of a new one, of another what is changed (ORD-21)."""
    labels, data = field_labels(), client.data.values()
    if client.known is None:
        return [(label, data[key]) for key, label in labels.items() if key != "name"]
    before = client.known.account.data.values()
    changed = [
        (label, [html.Del(before[key] or formats.NOTHING), " → ", data[key] or formats.NOTHING])
        for key, label in labels.items()
        if data[key] != before[key]
    ]
    person = f"{data['first_name']} {data['last_name']}".strip()
    contact = ", ".join(filter(None, [person, data["email"], data["phone"]]))
    return [(gettext("Contact person"), contact), *changed]


def _price(shown: Confirmation, quote: Quote, locale: str) -> html.Section:
    rows = [
        html.Tr(
            [
                html.Td([name, html.Span(worked_out, className="sub")]),
                html.Td(amount, className="number"),
            ]
        )
        for name, worked_out, amount in price_lines(quote, locale, in_partner_currency=True)
    ]
    if not rows:
        rows = [html.Tr([html.Td(gettext("No charge with the order")), html.Td("")])]
    table = html.Table(
        [html.Tbody(rows), html.Tfoot(_totals(shown, quote, locale))],
        className="data-table order-lines",
    )
    parts: list[Any] = [scrolled(table, gettext("Price"))]
    if quote.money.plan != quote.money.reseller:
        rate = gettext(
            "Exchange rate: 1 %(plan)s = %(rate)s %(own)s. It stays with this order.",
            plan=quote.money.plan,
            rate=formats.number(quote.money.rate, 6, locale, trim=True),
            own=quote.money.reseller,
        )
        parts.append(html.P([rate, term(Term.EXCHANGE_RATE)], className="hint"))
    return card(gettext("Price"), *parts)


def _totals(shown: Confirmation, quote: Quote, locale: str) -> list[html.Tr]:
    rows = []
    if quote.order.discount:
        percent = formats.percent(shown.discount_percent, locale)
        rows = [
            _total(gettext("Sum"), formats.money(quote.order.gross, locale)),
            _total(
                gettext("Discount %(percent)s, as of today", percent=percent),
                formats.money(-quote.order.discount, locale),
            ),
        ]
    total = formats.money(quote.order.total, locale)
    return [*rows, _total(gettext("Total"), total, "total")]


def _total(name: str, amount: str, class_name: str = "") -> html.Tr:
    return html.Tr([html.Td(name), html.Td(amount, className="number")], className=class_name)


def _agreement(form: Form) -> html.Section:
    return html.Section(
        [
            check_field(AGREED, gettext("I confirm the order and its terms"), is_on=False),
            problem_line(AGREED, form.problem(AGREED)),
        ],
        className="card order-card",
        **aria(label=gettext("Confirmation")),
    )
