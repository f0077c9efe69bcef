"""The list of clients, drawn (CLI-1 to CLI-5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.catalog import order_link
from dashboard.components.lists.account_columns import ACCOUNT_COLUMNS
from dashboard.components.lists.filters import Chip, Days, Field, draw_chips, options_of
from dashboard.components.lists.sorting import Sorting
from dashboard.components.lists.subscriptions import downloads
from dashboard.components.lists.table import (
    Reader,
    draw_table,
    shown_columns,
)
from dashboard.components.page import empty, notices, pager, view_link
from dashboard.components.still import still
from dashboard.services.lists.account_list import AccountPage
from dashboard.services.lists.account_view import STATUSES, AccountView, write_account_view
from dashboard.statuses import account_status
from dashboard.texts import gettext, ngettext


def draw_accounts(page: AccountPage, chosen: dict[str, bool], reader: Reader) -> list[Any]:
    """Draw what a view of the list shows: its filters as chips, its rows, its pages."""
    view = page.view
    clear = write_account_view(view.unfiltered)
    counted = accounts_sentence(page, reader.locale)
    chips = draw_chips(counted, chips_of(view), clear)
    taken = downloads("/clients", write_account_view(view, page=1))
    bar = still(html.Div([chips, taken], className="list-bar"))
    drawn = [html.Div(notices(page.notices)), bar]
    if not page.rows:
        return [*drawn, html.Div(_nothing(view, clear, reader), className="card")]
    table = draw_table(
        shown_columns(ACCOUNT_COLUMNS, chosen),
        page.rows,
        reader,
        Sorting(view.order, lambda sort: write_account_view(view, sort=sort, page=1)),
        label=gettext("Clients"),
    )
    pages = pager(view, page.page_count, counted, write_account_view)
    return [*drawn, html.Div([table, pages], className="card list-card")]


def accounts_sentence(page: AccountPage, locale: str) -> str:
    return ngettext("%(count)s client", "%(count)s clients", page.match_count,
                    count=formats.count(page.match_count, locale))  # fmt: skip


def account_fields(page: AccountPage) -> list[Field | Days]:
    view = page.view
    statuses = {status: account_status(status).name for status in STATUSES}
    types = {one: one for one in page.client_types}
    return [
        Field("status", gettext("Status"), options_of(statuses), list(view.statuses),
              is_first=True),
        Field("type", gettext("Client type"), options_of(types), list(view.client_types),
              is_first=True),
        Days("created", gettext("Created"), view.created_from, view.created_to),
    ]  # fmt: skip


def chips_of(view: AccountView) -> list[Chip]:
    """Return what the list is limited to, a chip for each value."""
    chips = [Chip(f"“{view.text}”", _without(view, text=""))] if view.text else []
    many: list[tuple[str, str, Callable[[str], str]]] = [
        ("statuses", gettext("Status"), lambda value: account_status(value).name),
        ("client_types", gettext("Client type"), str),
    ]
    for part, title, name in many:
        values = getattr(view, part)
        chips += [
            Chip(
                f"{title}: {name(value)}",
                _without(view, **{part: tuple(one for one in values if one != value)}),
            )
            for value in values
        ]
    if view.created_from:
        day = formats.day(view.created_from)
        chips.append(
            Chip(gettext("Created from %(day)s", day=day), _without(view, created_from=None))
        )
    if view.created_to:
        day = formats.day(view.created_to)
        chips.append(Chip(gettext("Created to %(day)s", day=day), _without(view, created_to=None)))
    return chips


def _without(view: AccountView, **changes: Any) -> str:
    return write_account_view(view, page=1, **changes)


def _nothing(view: AccountView, clear: str, reader: Reader) -> html.Div:
    """Say why there is nothing, and what to do next (NAV-10)."""
    if view.is_filtered:
        return empty(
            "funnel",
            gettext("Nothing matches these filters"),
            gettext("No client fits all of them."),
            view_link(gettext("Clear filters"), clear, "btn btn-primary"),
        )
    return empty(
        "building",
        gettext("No clients yet"),
        gettext("A client appears here with its first order."),
        order_link() if reader.can_order else None,
    )
