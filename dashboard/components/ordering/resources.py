"""The resources of an order, drawn: how much of each, and what it costs (ORD-10)."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.ordering.fields import (
    COST,
    Form,
    card,
    dom_id,
    field_id,
    problem_line,
    stepper,
)
from dashboard.services.ordering.configuration import Configuration, QuantityField
from dashboard.texts import gettext
from domain.money import Money
from domain.offer import Offer, OfferResource
from domain.pricing.listing import ListPrice
from domain.pricing.rules import ChargingPeriod
from domain.statuses import BillingType


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


def draw_resources(offer: Offer, chosen: Configuration, form: Form, locale: str) -> html.Section:
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
    return card(gettext("Resources"), table, *notes)


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
        parts.append(gettext("%(count)s included", count=formats.whole(resource.included)))
    if line.amounts.is_fixed:
        parts.append(gettext("%(count)s, fixed", count=formats.whole(least)))
    elif most is None:
        parts.append(gettext("%(least)s or more", least=formats.whole(least)))
    else:
        written = {"least": formats.whole(least), "most": formats.whole(most)}
        parts.append(gettext("%(least)s to %(most)s", **written))
    return " · ".join(parts)


def _unit_price(
    offer: Offer, chosen: Configuration, resource: OfferResource, locale: str
) -> list[Any]:
    if chosen.period is not None and chosen.period.is_trial:
        return [gettext("Free")]
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


def _money(amount: Any, offer: Offer, locale: str) -> str:
    return formats.unit_money(Money(amount, offer.currency), locale)
