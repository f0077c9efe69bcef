"""Step 1, drawn: the period, the resources, the start, the renewal."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.ordering.fields import (
    COST,
    Form,
    Option,
    check_field,
    choice_field,
    dom_id,
    field_id,
    labelled,
    problem_line,
    select_field,
    stepper,
)
from dashboard.components.page import notice
from dashboard.services.ordering.configuration import NOW, Configuration, QuantityField
from dashboard.services.ordering.draft import AUTO_RENEW, PERIOD, PROVISIONING
from dashboard.texts import gettext, ngettext
from domain.money import Money
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.listing import ListPrice, list_prices
from domain.pricing.rules import ChargingPeriod
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType


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
        parts.append(_resources(offer, chosen, form, locale))
        parts += _start_and_renewal(chosen, form)
        parts += _cancellation(term, is_possible=has_window)
    return parts


def line_costs(offer: Offer, chosen: Configuration, locale: str) -> dict[str, str]:
    """Return what each resource costs for a full charging period, by the names of the fields."""
    listing = chosen.listing(offer)
    priced = {one.plan_resource_id: price for one, price in listing.resources} if listing else {}
    costs = {}
    for field in chosen.fields:
        price = priced.get(field.resource.plan_resource_id)
        if price is None or field.quantity is None or (chosen.period and chosen.period.is_trial):
            costs[field.name] = "" if field.quantity is not None else formats.NOTHING
        else:
            costs[field.name] = _list_price(price, locale)
    return costs


def length_text(period: OfferPeriod) -> str:
    """Write how long a period is (ORD-9)."""
    if period.months is None:
        return gettext("Endless")
    if period.months % 12 == 0:
        return ngettext("%(num)s year", "%(num)s years", period.months // 12)
    return ngettext("%(num)s month", "%(num)s months", period.months)


def _periods(offer: Offer, chosen: Configuration, form: Form, locale: str) -> html.Section:
    is_alone = len(offer.periods) == 1
    options = [_period_option(offer, one, locale, is_alone) for one in offer.periods]
    value = chosen.period.plan_period_id if chosen.period else None
    return _card(
        gettext("Tariff plan period"),
        choice_field(PERIOD, value, options),
        problem_line(PERIOD, form.problem(PERIOD)),
    )


def _period_option(offer: Offer, period: OfferPeriod, locale: str, is_alone: bool) -> Option:
    length = length_text(period)
    named: list[Any] = [length]
    if period.is_trial:
        named.append(html.Span(gettext("Trial"), className="pill trial"))
    elif period.name and period.name.casefold() != length.casefold():
        named.append(html.Span(period.name, className="sub"))
    costs = html.Span(_period_price(offer, period, locale), className="sub number")
    text = html.Span([html.Span(named, className="choice-name"), costs], className="choice-text")
    return {"value": period.plan_period_id, "label": text, "disabled": is_alone}


def _period_price(offer: Offer, period: OfferPeriod, locale: str) -> str:
    """Write what a period costs at least: the plan, with the least of every resource (ORD-9)."""
    if period.is_trial:
        return gettext("free")
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


def _resources(offer: Offer, chosen: Configuration, form: Form, locale: str) -> html.Section:
    measured = [one for one in offer.resources if not offer.is_asked(one)]
    rows = [_resource(offer, chosen, one, form, locale) for one in chosen.fields]
    rows += [_measured(one) for one in measured]
    head = html.Tr(
        [
            html.Th(gettext("Resource"), scope="col"),
            html.Th(gettext("Unit price"), scope="col", className="number"),
            html.Th(gettext("Quantity"), scope="col"),
            html.Th(_cost_title(offer, chosen), scope="col", className="number"),
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table order-resources")
    notes = []
    if offer.billing_type is BillingType.PAYG:
        notes.append(
            html.P(gettext("The quota can't be changed after the order."), className="hint")
        )
    return _card(gettext("Resources"), table, *notes)


def _resource(
    offer: Offer, chosen: Configuration, line: QuantityField, form: Form, locale: str
) -> html.Tr:
    resource = line.resource
    is_primary = resource is offer.primary
    name = [html.Span(resource.name)]
    if is_primary and len(offer.resources) > 1:
        name.append(html.Span(gettext("Primary"), className="pill"))
    return html.Tr(
        [
            html.Td(
                [
                    html.Div(name, className="resource-name"),
                    html.Span(_limits(resource, line), className="sub"),
                ]
            ),
            html.Td(_unit_price(offer, chosen, resource, locale), className="number price-cell"),
            html.Td(_quantity(line, form), className="quantity-cell"),
            html.Td(
                line_costs(offer, chosen, locale)[line.name],
                id={"type": COST, "name": line.name},
                className="number cost-cell",
            ),
        ],
        className="primary" if is_primary else "",
    )


def _quantity(line: QuantityField, form: Form) -> list[Any]:
    label = gettext("Quantity of %(name)s", name=line.resource.name)
    if line.amounts.is_fixed:
        return [html.Span(line.text, className="number", title=label)]
    return [
        html.Label(label, htmlFor=dom_id(field_id(line.name)), className="visually-hidden"),
        stepper(form, line),
        problem_line(line.name, form.problem(line.name)),
    ]


def _limits(resource: OfferResource, line: QuantityField) -> str:
    """Write the unit, what is included, and which amounts are possible (ORD-10)."""
    least, most = line.amounts.least, line.amounts.most
    parts = [resource.unit] if resource.unit else []
    if resource.included:
        parts.append(gettext("%(count)s included", count=resource.included))
    if line.amounts.is_fixed:
        parts.append(gettext("%(count)s, fixed", count=least))
    elif most is None:
        parts.append(gettext("%(least)s or more", least=least))
    else:
        parts.append(gettext("%(least)s to %(most)s", least=least, most=most))
    return " · ".join(parts)


def _unit_price(
    offer: Offer, chosen: Configuration, resource: OfferResource, locale: str
) -> list[Any]:
    if chosen.period is not None and chosen.period.is_trial:
        return [gettext("free")]
    if offer.billing_type is BillingType.PAYG:
        fee = _money(resource.consumption_fee, offer, locale)
        return [fee, html.Span(gettext("for each consumed"), className="sub")]
    if offer.billing_type is BillingType.NON_RECURRING:
        fee = _money(resource.setup_fee, offer, locale)
        return [fee, html.Span(gettext("once"), className="sub")]
    parts: list[Any] = [
        _money(resource.recurring_fee, offer, locale),
        html.Span(gettext("a month"), className="sub"),
    ]
    if resource.setup_fee:
        once = gettext("+ %(fee)s once", fee=_money(resource.setup_fee, offer, locale))
        parts.append(html.Span(once, className="sub"))
    return parts


def _measured(resource: OfferResource) -> html.Tr:
    """Draw a resource whose amount the vendor measures (ORD-13)."""
    return html.Tr(
        [
            html.Td(
                [
                    html.Div(resource.name, className="resource-name"),
                    html.Span(resource.unit or "", className="sub"),
                ]
            ),
            html.Td(gettext("by consumption"), className="number price-cell"),
            html.Td(gettext("Measured by the vendor; consumption is charged."), colSpan=2),
        ]
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
                hint=gettext("On a later day it starts at 03:00 (UTC+3), and is charged from it."),
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
                [html.Div(gettext("Auto-renew"), className="field-label"), box],
                className="field order-field",
            )
        )
    if not fields:
        return []
    return [_card(gettext("Start and renewal"), html.Div(fields, className="order-fields"))]


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


def _cost_title(offer: Offer, chosen: Configuration) -> str:
    listing = chosen.listing(offer)
    charged = listing.charged if listing else ChargingPeriod.MONTH
    if charged is ChargingPeriod.WHOLE:
        return gettext("Cost of the period")
    return gettext("Cost") if charged is not ChargingPeriod.MONTH else gettext("Cost a month")


def _list_price(price: ListPrice, locale: str) -> str:
    if not price.one_time:
        return formats.money(price.recurring, locale)
    if not price.recurring:
        return formats.money(price.one_time, locale)
    once = gettext("+ %(fee)s once", fee=formats.money(price.one_time, locale))
    return f"{formats.money(price.recurring, locale)} {once}"


def _card(title: str, *parts: Any) -> html.Section:
    return html.Section([html.H2(title), *parts], className="card order-card")


def _money(amount: Any, offer: Offer, locale: str) -> str:
    return formats.money(Money(amount, offer.currency), locale)
