"""The catalog, drawn: shelves, products, plans."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.billing_types import billing_type_name
from dashboard.components.attributes import aria
from dashboard.components.gallery import draw_gallery
from dashboard.components.icons import icon
from dashboard.components.markup import draw_markup
from dashboard.components.offers import Reader, offer_action, price_text, with_query
from dashboard.components.page import empty, notice, page_head, shown_pages
from dashboard.components.pictures import logo
from dashboard.components.search import catalog_search
from dashboard.components.terms import terms_in
from dashboard.services.catalog import CategoryScreen, PlanCard, ProductCard, ProductScreen
from dashboard.services.media import (
    category_logo,
    described_pictures,
    product_logo,
    product_media,
)
from dashboard.texts import gettext, ngettext
from warehouse.catalog import Category, PlanResource

CATALOG = "/catalog"


def draw_catalog(
    screen: CategoryScreen, reader: Reader, *, is_searching: bool = False
) -> list[Any]:
    """Draw all categories, or the products of the chosen one.

    `is_searching` puts the keyboard into the search field (NAV-2).
    """
    if not screen.categories:
        return [page_head(gettext("Catalog")), html.Div(_nothing(), className="card")]
    if screen.chosen is None:
        cards = [category_card(one, reader.account_id) for one in screen.categories]
        return [
            page_head(gettext("Catalog")),
            *_buyer_note(reader, CATALOG),
            catalog_search(reader.account_id, is_focused=is_searching),
            html.Div(cards, className="tiles"),
        ]
    products = html.Div(
        [
            page_head(screen.chosen.name),
            *_buyer_note(reader, f"{CATALOG}/{screen.chosen.category_id}"),
            *_unknown_page(screen),
            html.Div([_product_card(card, reader) for card in screen.cards], className="tiles"),
            *_pages(screen, screen.chosen, reader),
        ]
    )
    return [
        _trail((gettext("Catalog"), _at(CATALOG, reader)), (screen.chosen.name, None)),
        html.Div([_rail(screen, reader), products], className="with-rail"),
    ]


def draw_product(screen: ProductScreen, reader: Reader) -> list[Any]:
    """Draw a product: what it is, what there is to see of it, and its plans to compare."""
    product, category = screen.product, screen.category
    steps = [(gettext("Catalog"), _at(CATALOG, reader))]
    if category is not None:
        steps.append((category.name, _at(f"{CATALOG}/{category.category_id}", reader)))
    currencies = {card.plan.currency for card in screen.plans}
    return [
        _trail(*steps, (product.name, None)),
        _product_head(screen),
        *_buyer_note(reader, f"/products/{product.product_id}"),
        html.Div(
            draw_markup(product.description, described_pictures(product)), className="product-text"
        ),
        *draw_gallery(product_media(product), product.name),
        html.H2(gettext("Plans"), className="plans-head"),
        *([_currency_note(reader.currency)] if currencies != {reader.currency} else []),
        html.Ul(_plans(screen, reader), className="card plans"),
    ]


def order_link(class_name: str = "") -> dcc.Link:
    """Draw what leads to the catalog with its search ready (NAV-2)."""
    name = gettext("Order subscription")
    return dcc.Link(
        [icon("plus-lg"), html.Span(name, className="label")],
        href=f"{CATALOG}?order=1",
        className=f"btn btn-primary {class_name}".strip(),
        title=name,
    )


def category_card(category: Category, account_id: str | None = None) -> dcc.Link:
    """Draw a category by its logo and name (CAT-3)."""
    count = ngettext("%(num)s product", "%(num)s products", category.product_count)
    return dcc.Link(
        [
            logo(category_logo(category), category.name, size=48),
            html.Div(
                [
                    html.Strong(category.name),
                    html.Span(category.description or "", className="tile-text"),
                    html.Span(count, className="sub"),
                ]
            ),
        ],
        href=with_query(f"{CATALOG}/{category.category_id}", account=account_id),
        className="card tile",
    )


def _nothing() -> html.Div:
    return empty(
        "grid",
        gettext("Nothing is offered yet"),
        gettext("Products appear here as soon as a plan is published for you."),
    )


def _at(address: str, reader: Reader) -> str:
    return with_query(address, account=reader.account_id)


def _buyer_note(reader: Reader, address: str) -> list[html.Div]:
    """Say for whom is bought, where somebody came from a client's page."""
    buyer = reader.buyer
    if buyer is None:
        return []
    if buyer.name is None:
        return [notice(gettext("There is no client “%(id)s”.", id=buyer.asked), "warn")]
    text = gettext("What you order here is for %(client)s.", client=buyer.name)
    elsewhere = dcc.Link(gettext("For another client"), href=address)
    return [html.Div(html.Span([icon("building"), text, " ", elsewhere]), className="notes")]


def _unknown_page(screen: CategoryScreen) -> list[html.Div]:
    if screen.unknown_page is None:
        return []
    text = gettext("There is no page “%(page)s”; this is the first.", page=screen.unknown_page[:40])
    return [notice(text, "warn")]


def _pages(screen: CategoryScreen, chosen: Category, reader: Reader) -> list[html.Div]:
    """Draw the way to the other pages, where there are any."""
    if screen.page_count < 2:
        return []
    address = f"{CATALOG}/{chosen.category_id}"
    links: list[Any] = []
    before = 0
    for number in shown_pages(screen.page, screen.page_count):
        if number > before + 1:
            links.append(html.Span("…"))
        href = with_query(address, page=str(number), account=reader.account_id)
        is_current = aria(current="page" if number == screen.page else None)
        links.append(html.Span(dcc.Link(str(number), href=href), **is_current))
        before = number
    count = ngettext("%(num)s product", "%(num)s products", chosen.product_count)
    pages = html.Nav(links, className="pages", **aria(label=gettext("Pages")))
    return [html.Div([html.Span(count), pages], className="pager")]


def _rail(screen: CategoryScreen, reader: Reader) -> html.Nav:
    links = [
        dcc.Link(
            [one.name, html.Span(str(one.product_count), className="number")],
            href=_at(f"{CATALOG}/{one.category_id}", reader),
            className="current" if one == screen.chosen else "",
        )
        for one in screen.categories
    ]
    return html.Nav(links, className="rail", **aria(label=gettext("Categories")))


def _product_card(card: ProductCard, reader: Reader) -> dcc.Link:
    product = card.product
    plans = ngettext("%(num)s plan", "%(num)s plans", card.plan_count)
    price = html.B(price_text(card.cheapest, reader.locale), className="number")
    return dcc.Link(
        [
            logo(product_logo(product), product.name),
            html.Div(
                [
                    html.Strong(product.name),
                    html.Span(product.vendor, className="sub") if product.vendor else None,
                    html.Span(product.short_description or "", className="tile-text"),
                    html.Span([price, " · ", plans], className="tile-price"),
                ]
            ),
        ],
        href=_at(f"/products/{product.product_id}", reader),
        className="card tile",
    )


def _product_head(screen: ProductScreen) -> html.Div:
    product = screen.product
    said = filter(None, [product.vendor, product.short_description])
    return html.Div(
        [
            logo(product_logo(product), product.name, size=64),
            html.Div([html.H1(product.name), html.P(" · ".join(said))]),
        ],
        className="product-head",
    )


def _plans(screen: ProductScreen, reader: Reader) -> list[html.Li]:
    """Draw the plans; what a vendor's word in their names means is told at the first of them."""
    marks = [terms_in(card.plan.name) for card in screen.plans]
    first = next((at for at, found in enumerate(marks) if found), None)
    return [
        _plan(card, reader, marks[at] if at == first else [])
        for at, card in enumerate(screen.plans)
    ]


def _plan(card: PlanCard, reader: Reader, marks: list[html.Span]) -> html.Li:
    """Draw a plan with its price and its button (CAT-8)."""
    plan = card.plan
    trial = html.Span(gettext("Trial"), className="pill trial") if plan.has_trial else None
    says = (plan.description or "") if (plan.description or "").rstrip(".") != plan.name else ""
    facts = " · ".join(filter(None, [plan.sku, billing_type_name(plan.billing_type)]))
    return html.Li(
        [
            html.Div(
                [
                    html.Div([html.Strong(plan.name), trial, *marks], className="plan-name"),
                    html.Span(facts, className="sub"),
                    html.Span(says, className="tile-text") if says else None,
                    html.Span(_resources(card.resources), className="sub"),
                ]
            ),
            html.Div(price_text(plan, reader.locale), className="plan-price number"),
            offer_action(plan, reader, has_rate=card.has_rate),
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
    return html.Div(html.Span([icon("info-circle"), text]), className="notes")


def _trail(*steps: tuple[str, str | None]) -> html.Nav:
    drawn: list[Any] = []
    for name, href in steps:
        if href is None:
            drawn.append(html.Span(name, **aria(current="page")))
        else:
            drawn += [dcc.Link(name, href=href), icon("chevron-right")]
    return html.Nav(drawn, className="trail", **aria(label=gettext("Where this is")))
