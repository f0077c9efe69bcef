"""Step 1, drawn: the period, the resources, the start, the renewal."""

from __future__ import annotations

from typing import Any

from dash import html
from flask_babel import force_locale

from dashboard import formats
from dashboard.components.ordering.fields import (
    Form,
    Option,
    card,
    check_field,
    choice_field,
    labelled,
    problem_line,
    select_field,
)
from dashboard.components.ordering.resources import draw_resources
from dashboard.components.page import notice
from dashboard.components.terms import explained
from dashboard.glossary import Term, entry
from dashboard.services.ordering.configuration import NOW, Configuration
from dashboard.services.ordering.draft import AUTO_RENEW, PERIOD, PROVISIONING
from dashboard.texts import gettext, ngettext
from domain.offer import Offer, OfferPeriod
from domain.pricing.listing import list_prices
from domain.pricing.rules import ChargingPeriod
from domain.service_terms import ServiceTerm


def draw_configuration(
    offer: Offer,
    chosen: Configuration,
    term: ServiceTerm | None,
    form: Form,
    locale: str,
    *,
    has_window: bool,
) -> list[Any]:
    """Draw the step; `form` holds what is wrong with its fields.

    `has_window` tells whether what is chosen can be given back for a time.
    """
    parts: list[Any] = [_periods(offer, chosen, form, locale)]
    if chosen.period is not None:
        if chosen.period.is_trial:
            parts.append(_about_trial())
        parts.append(draw_resources(offer, chosen, form, locale))
        parts += _start_and_renewal(chosen, form)
        parts += _cancellation(term, is_possible=has_window)
    return parts


def length_text(period: OfferPeriod) -> str:
    """Write how long a period is (ORD-9)."""
    if period.months is None:
        return gettext("Endless")
    if period.months % 12 == 0:
        return ngettext("%(num)s year", "%(num)s years", period.months // 12)
    return ngettext("%(num)s month", "%(num)s months", period.months)


def own_name(period: OfferPeriod) -> str:
    """Return what a period is called, where that says more than how long it is, in any language."""
    with force_locale("en"):
        lengths = {length_text(period).casefold()}
    lengths.add(length_text(period).casefold())
    return "" if period.name.casefold() in lengths else period.name


def _periods(offer: Offer, chosen: Configuration, form: Form, locale: str) -> html.Section:
    is_alone = len(offer.periods) == 1
    options = [_period_option(offer, one, locale, is_alone) for one in offer.periods]
    value = chosen.period.plan_period_id if chosen.period else None
    return card(
        gettext("Tariff plan period"),
        choice_field(PERIOD, value, options),
        problem_line(PERIOD, form.problem(PERIOD)),
    )


def _period_option(offer: Offer, period: OfferPeriod, locale: str, is_alone: bool) -> Option:
    length = length_text(period)
    named: list[Any] = [length]
    if period.is_trial:
        named.append(html.Span(gettext("Trial"), className="pill trial"))
    elif name := own_name(period):
        named.append(html.Span(name, className="sub"))
    costs = html.Span(_period_price(offer, period, locale), className="sub number")
    text = html.Span([html.Span(named, className="choice-name"), costs], className="choice-text")
    return {"value": period.plan_period_id, "label": text, "disabled": is_alone}


def _period_price(offer: Offer, period: OfferPeriod, locale: str) -> str:
    """Write what a period costs at least: the plan, with the least of every resource (ORD-9)."""
    if period.is_trial:
        return gettext("Free")
    least = {one.plan_resource_id: one.initial_quantity for one in offer.asked}
    listing = list_prices(offer, period, least)
    if listing is None:
        return ""
    total = listing.total
    parts = []
    if total.recurring:
        fee = formats.money(total.recurring, locale)
        is_monthly = listing.charged is ChargingPeriod.MONTH
        parts.append(gettext("from %(fee)s / month", fee=fee) if is_monthly
                     else gettext("from %(fee)s for the period", fee=fee))  # fmt: skip
    if total.one_time:
        fee = formats.money(total.one_time, locale)
        parts.append(gettext("%(fee)s once", fee=fee))
    return " + ".join(parts) or gettext("by consumption")


def _about_trial() -> html.Div:
    return notice(
        gettext(
            "The trial is free and limited in time. What can be done with it is restricted until"
            " it is renewed to a paid period or switched to a paid plan."
        )
    )


def _start_and_renewal(chosen: Configuration, form: Form) -> list[html.Section]:
    fields = []
    if len(chosen.days) > 1:
        fields.append(
            labelled(
                PROVISIONING,
                gettext("Provisioning date"),
                select_field(PROVISIONING, _start_value(chosen), _start_options(chosen)),
                problem=form.problem(PROVISIONING),
                hint=[
                    gettext("On a later day it starts at 03:00 (UTC+3), and is charged from it."),
                    explained(entry(Term.DELAYED)),
                ],
            )
        )
    if chosen.can_renew_itself:
        box = check_field(
            AUTO_RENEW,
            gettext("Renew automatically for the same period"),
            is_on=chosen.is_auto_renewed,
        )
        fields.append(
            html.Div(
                [
                    html.Div(
                        [gettext("Auto-renew"), explained(entry(Term.AUTO_RENEW))],
                        className="field-label",
                    ),
                    box,
                ],
                className="field order-field",
            )
        )
    if not fields:
        return []
    return [card(gettext("Start and renewal"), html.Div(fields, className="order-fields"))]


def _start_value(chosen: Configuration) -> str:
    return chosen.start_on.isoformat() if chosen.is_delayed else NOW


def _start_options(chosen: Configuration) -> list[Option]:
    later = [{"value": day.isoformat(), "label": formats.day(day)} for day in chosen.days[1:]]
    return [{"value": NOW, "label": gettext("Immediately")}, *later]


def _cancellation(term: ServiceTerm | None, *, is_possible: bool) -> list[html.Div]:
    """Say how long it can still be given back (ORD-17)."""
    if term is None or not is_possible:
        return []
    return [
        notice(
            gettext(
                "The subscription may be deleted within %(hours)s hours (%(days)s days) of its"
                " activation: what is not used is refunded. After that there is no refund for the"
                " period.",
                hours=term.cancellation_hours,
                days=term.cancellation_hours // 24,
            )
        )
    ]
