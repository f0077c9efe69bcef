"""The receipt beside an order: what is chosen, what is charged today and afterwards (ORD-3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import formats
from dashboard.components.ordering.configuration import length_text
from dashboard.components.terms import term, terms_in
from dashboard.glossary import Term
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.steps import Step
from dashboard.texts import gettext
from domain.money import Money
from domain.pricing.lines import Line
from domain.pricing.quote import Price, Quote
from domain.statuses import BillingType, ChargeType

BY_BILLING_DAY = frozenset(
    {
        BillingType.MONTHLY,
        BillingType.MONTHLY_COMMITMENT,
        BillingType.LICENSE_BASED,
        BillingType.PAY_IN_FULL,
        BillingType.ESET,
    }
)


def draw_receipt(screen: OrderScreen, *, locale: str, zone: ZoneInfo) -> list[Any]:
    """Draw the receipt: in the plan's currency, on step 4 in the partner's (ORD-4)."""
    offer, chosen = screen.offered.offer, screen.configuration
    confirmed = screen.confirmation.quote if screen.confirmation else None
    is_final = screen.step is Step.CONFIRMATION
    quote = confirmed if is_final else screen.quote
    period = length_text(chosen.period) if chosen.period else gettext("Choose a period")
    parts: list[Any] = [
        html.H2(gettext("Your order")),
        html.Div(offer.product_name, className="hint"),
        html.Strong([offer.name, *terms_in(offer.name)]),
        html.Div(period, className="hint"),
    ]
    if quote is None:
        return [*parts, html.P(_no_price(screen), className="hint")]
    return [
        *parts,
        *_chosen(screen),
        html.Dl(
            _sums(quote, offer.billing_type, locale, zone, is_final=is_final),
            className="receipt-sums",
        ),
        *_notes(quote, screen, is_final=is_final),
    ]


def instant_text(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def price_lines(
    quote: Quote, locale: str, *, in_partner_currency: bool
) -> list[tuple[str, str, str]]:
    """Return for each charge what it is for, how it is worked out, and its amount."""
    drawn = []
    for line in quote.lines:
        amount = line.amount if in_partner_currency else line.plan_amount
        drawn.append((line.name, _worked_out(line, locale), formats.money(amount, locale)))
    return drawn


def _chosen(screen: OrderScreen) -> list[Any]:
    offer = screen.offered.offer
    amounts = screen.configuration.quantities
    rows: list[Any] = []
    for resource in offer.asked:
        count = amounts.get(resource.plan_resource_id, 0)
        if count:
            rows += [html.Dt(resource.name), html.Dd(f"× {count}")]
    return [html.Dl(rows)] if rows else []


def _sums(
    quote: Quote, billing: BillingType, locale: str, zone: ZoneInfo, *, is_final: bool
) -> list[Any]:
    rows: list[Any] = []
    one_time = _sum_of(quote, locale, is_one_time=True, is_final=is_final)
    if one_time:
        rows += _row(gettext("One-time"), one_time)
        rows += _row(gettext("Recurring"), _sum_of(quote, locale, is_one_time=False,
                                                    is_final=is_final) or "")  # fmt: skip
    if quote.order.discount:
        rows += _row(
            _named(gettext("Discount (forecast)"), Term.DISCOUNT),
            formats.money(-quote.order.discount, locale),
        )
    if quote.order != quote.at_once:
        rows += _row(gettext("Total of the order"), _price(quote.order, locale))
    is_today = quote.start_on == quote.lines[0].paid_on if quote.lines else True
    name = gettext("Charged at once") if is_today else gettext("Charged at the start")
    rows += _row(
        _named(name, Term.PRORATED) if _is_prorated(quote) else name,
        _price(quote.at_once, locale),
        "strong key",
    )
    if quote.is_consumption_charged:
        rows += _row(gettext("Then"), gettext("by consumption"), "key")
    rows += _later(quote, billing, locale)
    rows += _row(gettext("First expiration date"), _day_or(quote.until, gettext("Endless")))
    if quote.cancel_until is not None:
        until = _named(gettext("May be deleted until"), Term.CANCELLATION)
        rows += _row(until, instant_text(quote.cancel_until, zone))
    return rows


def _is_prorated(quote: Quote) -> bool:
    """Tell whether a part of a month is charged first."""
    first = (line for line in quote.lines if line.paid_on == quote.start_on)
    return any(line.kind is ChargeType.RECURRING and line.duration % 1 for line in first)


def _later(quote: Quote, billing: BillingType, locale: str) -> list[Any]:
    rows: list[Any] = []
    if quote.next_charge is not None and quote.next_charge_on is not None:
        if quote.next_charge != quote.monthly_after:
            label = gettext("On %(day)s", day=formats.day(quote.next_charge_on))
            rows += _row(_on_billing_day(label, billing), _price(quote.next_charge, locale))
        if quote.monthly_after is not None:
            label = (
                gettext("Each month from %(day)s", day=formats.day(quote.next_charge_on))
                if quote.next_charge == quote.monthly_after
                else gettext("Each month after")
            )
            is_first = quote.next_charge == quote.monthly_after
            named = _on_billing_day(label, billing) if is_first else label
            rows += _row(named, _price(quote.monthly_after, locale), "key")
    elif not quote.is_consumption_charged:
        rows += _row(gettext("Later, until it expires"), gettext("nothing"))
    return rows


def _on_billing_day(label: str, billing: BillingType) -> Any:
    """Explain the day that the next charge is on, where that is the billing day."""
    return _named(label, Term.BILLING_DAY) if billing in BY_BILLING_DAY else label


def _notes(quote: Quote, screen: OrderScreen, *, is_final: bool) -> list[Any]:
    offer = screen.offered.offer
    notes = []
    if quote.cancel_until is not None:
        notes.append(
            gettext("Deleted on its first day it costs nothing; later the days used are charged.")
        )
    if quote.free_until is not None:
        notes.append(gettext("Free until %(day)s.", day=formats.day(quote.free_until)))
    if screen.configuration.period is not None and screen.configuration.period.is_trial:
        notes.append(gettext("A trial costs nothing."))
    if not is_final:
        notes.append(
            gettext(
                "In %(currency)s, the currency of the plan, before discounts. The last step shows"
                " what you are charged in your own.",
                currency=offer.currency,
            )
        )
    if quote.order.discount:
        notes.append(gettext("The discount is fixed when the charge is closed."))
    return [html.P(note, className="hint") for note in notes]


def _no_price(screen: OrderScreen) -> str:
    if screen.configuration.problems:
        return gettext("The price appears as soon as the period and the amounts are chosen.")
    return gettext("The portal can't tell what this plan will cost. Contact support.")


def _sum_of(quote: Quote, locale: str, *, is_one_time: bool, is_final: bool) -> str | None:
    lines = [line for line in quote.lines if (line.kind is ChargeType.SETUP) == is_one_time]
    if not lines:
        return None
    amounts = [line.amount if is_final else line.plan_amount for line in lines]
    total = sum(amounts[1:], amounts[0])
    return formats.money(total, locale)


def _price(price: Price, locale: str) -> str:
    return formats.money(price.total, locale)


def _named(label: str, meant: Term) -> list[Any]:
    return [label, term(meant)]


def _row(label: Any, value: str, class_name: str = "") -> list[Any]:
    return [html.Dt(label, className=class_name), html.Dd(value, className=class_name)]


def _day_or(day: Any, otherwise: str) -> str:
    return formats.day(day) if day is not None else otherwise


def _worked_out(line: Line, locale: str) -> str:
    """Write how a charge follows: price × quantity × months, and its days (BIL-4, BIL-5)."""
    months = formats.number(line.duration, 3, locale, trim=True)
    unit: Money = line.unit_price
    last = line.end_on.toordinal() - 1
    return gettext(
        "%(price)s × %(count)s × %(months)s months, %(first)s – %(last)s",
        price=formats.unit_money(unit, locale),
        count=line.quantity,
        months=months,
        first=formats.day(line.start_on),
        last=formats.day(line.start_on.fromordinal(last)),
    )
