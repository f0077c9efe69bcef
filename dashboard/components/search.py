"""The search field of every page, and the page of all results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.page import empty, page_head
from dashboard.search_index import Entry
from dashboard.texts import gettext

ADDRESS = "/search"
FIELD = "search-text"
FOUND = "search-found"


def search_field() -> html.Div:
    """Draw the field in the top bar; assets/js/search.js shows what is found under it."""
    form = html.Form(
        [
            icon("search"),
            dcc.Input(
                id=FIELD,
                type="search",
                name="q",
                placeholder=gettext("Search plans, clients, subscriptions…"),
                autoComplete="off",
                spellCheck=False,
                maxLength=200,
            ),
            html.Kbd("Ctrl K", **aria(hidden="true")),
            html.Div(
                [],
                id=FOUND,
                role="listbox",
                hidden=True,
                **aria(label=gettext("Found")),
                **data(
                    all=gettext("Show all"),
                    nothing=gettext("Nothing is found"),
                    **{kind: name for kind, (name, _) in _kinds().items()},
                ),
            ),
        ],
        action=ADDRESS,
        method="get",
        className="search",
        role="search",
    )
    return html.Div(
        [
            form,
            html.A(icon("search"), href=ADDRESS, className="search-link",
                   **aria(label=gettext("Search"))),
        ],
        className="search-place",
    )  # fmt: skip


def draw_results(text: str, found: Sequence[Entry], support_email: str) -> list[Any]:
    """Draw everything that fits a text, or what to do when nothing does (SRCH-4, SRCH-6)."""
    form = html.Form(
        [
            dcc.Input(type="search", name="q", value=text, className="form-control",
                      autoFocus=not text, maxLength=200, placeholder=gettext("Search")),
            html.Button(gettext("Search"), className="btn btn-primary"),
        ],
        action=ADDRESS, method="get", className="search-form",
    )  # fmt: skip
    parts: list[Any] = [page_head(gettext("Search")), form]
    if found:
        parts.append(html.Ul([_result(entry) for entry in found], className="card results"))
    elif text:
        parts.append(html.Div(_nothing(text, support_email), className="card"))
    return parts


def _result(entry: Entry) -> html.Li:
    name, icon_name = _kinds()[entry.kind]
    facts = " · ".join(filter(None, [name, entry.subtitle, entry.sku]))
    return html.Li(
        dcc.Link(
            [
                icon(icon_name),
                html.Div([html.Strong(entry.title), html.Span(facts, className="sub")]),
            ],
            href=entry.url,
        )
    )


def _nothing(text: str, support_email: str) -> html.Div:
    says: list[Any] = [
        gettext("Try fewer words, a part of the name, or the number; or look in the catalog.")
    ]
    if support_email:
        says += [" ", html.A(support_email, href=f"mailto:{support_email}")]
    return empty(
        "search",
        gettext("Nothing is found for “%(words)s”", words=text),
        says,
        dcc.Link(gettext("Open the catalog"), href="/catalog", className="btn btn-primary"),
    )


def _kinds() -> dict[str, tuple[str, str]]:
    return {
        "plan": (gettext("Plan"), "box-seam"),
        "product": (gettext("Product"), "collection"),
        "client": (gettext("Client"), "building"),
        "subscription": (gettext("Subscription"), "list-ul"),
        "page": (gettext("Page"), "file-earmark-spreadsheet"),
    }
