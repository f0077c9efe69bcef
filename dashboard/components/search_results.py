"""The page of everything that fits a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import data
from dashboard.components.icons import icon
from dashboard.components.offers import Reader, offer_action, price_text, with_query
from dashboard.components.page import empty, page_head
from dashboard.components.pictures import logo
from dashboard.components.search import ADDRESS, kind_names
from dashboard.search_index import Entry
from dashboard.services.catalog import FoundPlan
from dashboard.services.media import product_logo
from dashboard.texts import gettext


def draw_results(
    text: str, plans: Sequence[FoundPlan], others: Sequence[Entry], reader: Reader
) -> list[Any]:
    """Draw everything that fits a text, or what to do when nothing does (SRCH-4, SRCH-6)."""
    parts: list[Any] = [page_head(gettext("Search")), _form(text, reader.account_id)]
    if plans:
        parts.append(_section(gettext("Plans"), [_plan(found, reader) for found in plans]))
    if others:
        title = gettext("Also found") if plans else gettext("Found")
        drawn = [_link(entry, reader.account_id) for entry in others]
        parts.append(_section(title, drawn))
    if text and not plans and not others:
        parts.append(html.Div(_nothing(text, reader.support_email), className="card"))
    return parts


def _section(title: str, results: list[html.Li]) -> html.Section:
    return html.Section([html.H2(title), html.Ul(results, className="card results")])


def _form(text: str, account_id: str | None) -> html.Form:
    return html.Form(
        [
            dcc.Input(type="search", name="q", value=text, className="form-control",
                      maxLength=200, placeholder=gettext("Search")),
            *([dcc.Input(type="hidden", name="account", value=account_id)] if account_id else []),
            html.Button(gettext("Search"), className="btn btn-primary"),
        ],
        action=ADDRESS, method="get", className="search-form", **data(focused=not text or None),
    )  # fmt: skip


def _link(entry: Entry, account_id: str | None) -> html.Li:
    name, icon_name = kind_names()[entry.kind]
    facts = " · ".join(filter(None, [name, entry.subtitle, entry.sku]))
    said = html.Div([html.Strong(entry.title), html.Span(facts, className="sub")])
    href = with_query(entry.url, account=account_id) if entry.kind == "product" else entry.url
    return html.Li(dcc.Link([icon(icon_name), said], href=href, className="result"))


def _plan(found: FoundPlan, reader: Reader) -> html.Li:
    plan, product = found.plan, found.product
    facts = " · ".join(filter(None, [product.name, plan.sku]))
    trial = html.Span(gettext("Trial"), className="pill trial") if plan.has_trial else None
    address = with_query(f"/products/{product.product_id}", account=reader.account_id)
    return html.Li(
        [
            dcc.Link(
                [
                    logo(product_logo(product), product.name),
                    html.Div(
                        [
                            html.Div([html.Strong(plan.name), trial], className="plan-name"),
                            html.Span(facts, className="sub"),
                        ]
                    ),
                ],
                href=f"{address}#plan-{plan.plan_id}",
            ),
            html.Div(price_text(plan, reader.locale), className="plan-price number"),
            offer_action(plan, reader, has_rate=found.has_rate),
        ],
        className="plan result",
    )


def _nothing(text: str, support_email: str) -> html.Div:
    says: list[Any] = [
        gettext("Try fewer words, a part of the name, or the number; or look in the catalog.")
    ]
    if support_email:
        email = html.A(support_email, href=f"mailto:{support_email}")
        says += [" ", gettext("Or ask us:"), " ", email]
    return empty(
        "search",
        gettext("Nothing is found for “%(words)s”", words=text),
        says,
        dcc.Link(gettext("Open the catalog"), href="/catalog", className="btn btn-primary"),
    )
