"""The catalog, drawn: shelves, products, plans."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.billing_types import billing_type_name
from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.markup import draw_markup
from dashboard.components.page import empty, page_head
from dashboard.services.catalog import CategoryScreen, PlanCard, ProductCard, ProductScreen
from dashboard.texts import gettext, ngettext
from domain.money import Money
from warehouse.catalog import Category, Charged, OfferedPlan, PlanResource

CATALOG = "/catalog"


def draw_catalog(screen: CategoryScreen, locale: str) -> list[Any]:
    """Draw all categories, or the products of the chosen one."""
    if not screen.categories:
        return [
            page_head(gettext("Catalog")),
            html.Div(
                empty(
                    "grid",
                    gettext("Nothing is offered yet"),
                    gettext("Products appear here as soon as a plan is published for you."),
                ),
                className="card",
            ),
        ]
    if screen.chosen is None:
        return [
            page_head(gettext("Catalog")),
            html.Div([_category_card(one) for one in screen.categories], className="tiles"),
        ]
    cards = [_product_card(card, locale) for card in screen.cards]
    return [
        _trail((gettext("Catalog"), CATALOG), (screen.chosen.name, None)),
        html.Div(
            [
                _rail(screen),
                html.Div([page_head(screen.chosen.name), html.Div(cards, className="tiles")]),
            ],
            className="with-rail",
        ),
    ]


def draw_product(screen: ProductScreen, *, partner_currency: str, locale: str) -> list[Any]:
    """Draw a product: what it is, and its plans to compare."""
    product, category = screen.product, screen.category
    steps = [(gettext("Catalog"), CATALOG)]
    if category is not None:
        steps.append((category.name, f"{CATALOG}/{category.category_id}"))
    currencies = {card.plan.currency for card in screen.plans}
    return [
        _trail(*steps, (product.name, None)),
        html.Div(
            [
                _mark(product.name),
                html.Div([html.H1(product.name), html.P(product.short_description or "")]),
            ],
            className="product-head",
        ),
        html.Div(draw_markup(product.description), className="card product-text"),
        *([_currency_note(partner_currency)] if currencies != {partner_currency} else []),
        html.Ul([_plan(card, locale) for card in screen.plans], className="card plans"),
    ]


def price_text(plan: OfferedPlan, locale: str) -> str:
    """Write what a plan costs from, and for what (CAT-9)."""
    price = formats.money(Money(plan.price_amount, plan.currency), locale)
    match plan.charged:
        case Charged.CONSUMPTION:
            return gettext("%(price)s, pay for consumption", price=price)
        case Charged.TRIAL:
            return gettext("%(price)s, free trial", price=price)
        case Charged.ONCE:
            return gettext("from %(price)s, once", price=price)
        case Charged.PERIOD:
            return gettext("from %(price)s / %(length)s", price=price, length=_length(plan))
        case _:
            return gettext("from %(price)s / month", price=price)


def _length(plan: OfferedPlan) -> str:
    """Write how long a period is that is paid at once; one without an end is paid by the month."""
    count = plan.duration or 1
    if plan.duration_unit == "year":
        return gettext("year") if count == 1 else ngettext("%(num)s year", "%(num)s years", count)
    return gettext("month") if count == 1 else ngettext("%(num)s month", "%(num)s months", count)


def _rail(screen: CategoryScreen) -> html.Nav:
    links = [
        dcc.Link(
            [one.name, html.Span(str(one.product_count), className="number")],
            href=f"{CATALOG}/{one.category_id}",
            className="current" if one == screen.chosen else "",
        )
        for one in screen.categories
    ]
    return html.Nav(links, className="rail", **aria(label=gettext("Categories")))


def _category_card(category: Category) -> dcc.Link:
    count = ngettext("%(num)s product", "%(num)s products", category.product_count)
    return dcc.Link(
        [
            _mark(category.name),
            html.Div(
                [
                    html.Strong(category.name),
                    html.Span(category.description or "", className="tile-text"),
                    html.Span(count, className="sub"),
                ]
            ),
        ],
        href=f"{CATALOG}/{category.category_id}",
        className="card tile",
    )


def _product_card(card: ProductCard, locale: str) -> dcc.Link:
    product = card.product
    plans = ngettext("%(num)s plan", "%(num)s plans", card.plan_count)
    return dcc.Link(
        [
            _mark(product.name),
            html.Div(
                [
                    html.Strong(product.name),
                    html.Span(product.vendor, className="sub") if product.vendor else None,
                    html.Span(product.short_description or "", className="tile-text"),
                    html.Span(
                        [
                            html.B(price_text(card.cheapest, locale), className="number"),
                            " · ",
                            plans,
                        ],
                        className="tile-price",
                    ),
                ]
            ),
        ],
        href=f"/products/{product.product_id}",
        className="card tile",
    )


def _plan(card: PlanCard, locale: str) -> html.Li:
    plan = card.plan
    trial = html.Span(gettext("Trial"), className="pill trial") if plan.has_trial else None
    says = (
        plan.description if plan.description and plan.description.rstrip(".") != plan.name else ""
    )
    facts = " · ".join(filter(None, [plan.sku, billing_type_name(plan.billing_type)]))
    return html.Li(
        [
            html.Div(
                [
                    html.Div([html.Strong(plan.name), trial], className="plan-name"),
                    html.Span(facts, className="sub"),
                    html.Span(says, className="tile-text") if says else None,
                    html.Span(_resources(card.resources), className="sub"),
                ]
            ),
            html.Div(price_text(plan, locale), className="plan-price number"),
        ],
        className="plan",
        id=f"plan-{plan.plan_id}",
    )


def _resources(resources: tuple[PlanResource, ...]) -> str:
    """Write what comes with a plan, and what its amount may be."""
    return " · ".join(
        gettext("%(name)s, %(count)s included", name=one.name, count=one.included_quantity)
        if one.included_quantity
        else one.name
        for one in resources
    )


def _currency_note(partner_currency: str) -> html.Div:
    text = gettext(
        "Prices are in the currency of the plan. You are charged in %(currency)s, at the rate of"
        " the platform.",
        currency=partner_currency,
    )
    return html.Div([icon("info-circle"), text], className="notes")


def _trail(*steps: tuple[str, str | None]) -> html.Nav:
    drawn: list[Any] = []
    for name, href in steps:
        if href is None:
            drawn.append(html.Span(name, **aria(current="page")))
        else:
            drawn += [dcc.Link(name, href=href), icon("chevron-right")]
    return html.Nav(drawn, className="trail", **aria(label=gettext("Where this is")))


def _mark(name: str) -> html.Span:
    """Draw a tile with the first letter: what stands for a logo."""
    letter = next((letter for letter in name if letter.isalnum()), "·").upper()
    return html.Span(letter, className="mark", **aria(hidden="true"))
