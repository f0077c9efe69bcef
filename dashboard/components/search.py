"""The search fields: one on every page, and one of the catalog's own."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.still import Still, still
from dashboard.texts import gettext

ADDRESS = "/search"
FIELD = "search-text"
CATALOG_FIELD = "catalog-search-text"
# What is found while someone looks for something to order.
SOLD = "plan,product"


def search_field() -> Still:
    """Draw the field in the top bar; assets/js/search.js shows what is found under it."""
    hint = gettext("Search plans, clients, subscriptions…")
    form = _form(FIELD, hint, extra=html.Kbd("Ctrl K", **aria(hidden="true")))
    link = html.A(
        icon("search"), href=ADDRESS, className="search-link", **aria(label=gettext("Search"))
    )
    return still(html.Div([form, link], className="search-place"))


def catalog_search(account_id: str | None, *, is_focused: bool) -> html.Div:
    """Draw a field that finds plans and products only; what is bought is for the account."""
    for_account = dcc.Input(type="hidden", name="account", value=account_id) if account_id else None
    form = _form(
        CATALOG_FIELD,
        gettext("Find a plan by its name or SKU"),
        extra=for_account,
        sought=data(kind=SOLD, account=account_id or ""),
    )
    return html.Div(form, className="catalog-search", **data(focused=is_focused or None))


def kind_names() -> dict[str, tuple[str, str]]:
    """Return what kinds of things are found: a name and an icon for each."""
    return {
        "plan": (gettext("Plan"), "box-seam"),
        "product": (gettext("Product"), "collection"),
        "client": (gettext("Client"), "building"),
        "subscription": (gettext("Subscription"), "list-ul"),
        "page": (gettext("Page"), "file-earmark-spreadsheet"),
    }


def _form(
    field: str, hint: str, *, extra: Any = None, sought: dict[str, Any] | None = None
) -> Still:
    text = Still(
        "input",
        {
            "id": field, "type": "search", "name": "q", "placeholder": hint, "autoComplete": "off",
            "spellCheck": "false", "maxLength": 200,
        },
        "",
    )  # fmt: skip
    found = html.Div(
        [],
        id=f"{field}-found",
        role="listbox",
        hidden=True,
        **aria(label=gettext("Found")),
        **data(
            all=gettext("Show all"),
            nothing=gettext("Nothing is found"),
            failed=gettext("The search did not answer. Try again"),
            **{kind: name for kind, (name, _) in kind_names().items()},
        ),
    )
    form = html.Form(
        [icon("search"), text, extra, found],
        action=ADDRESS,
        method="get",
        className="search",
        role="search",
        **(sought or {}),
    )
    return still(form)
