"""A list of subscriptions, drawn: all of the partner's, or those of one client (SUB-1 to SUB-9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from dashboard import formats
from dashboard.billing_types import billing_type_name
from dashboard.components.attributes import data
from dashboard.components.catalog import order_link
from dashboard.components.icons import icon
from dashboard.components.lists.filters import (
    Chip,
    Days,
    Field,
    Option,
    draw_chips,
    options_of,
)
from dashboard.components.lists.sorting import Sorting
from dashboard.components.lists.table import (
    Column,
    Reader,
    draw_table,
    shown_columns,
)
from dashboard.components.page import empty, notices, pager, view_link
from dashboard.components.still import still
from dashboard.services.lists.subscription_list import SubscriptionPage, SubscriptionScope
from dashboard.services.lists.subscription_row import SubscriptionRow
from dashboard.services.lists.subscription_view import (
    OFF,
    ON,
    PAID,
    STATUSES,
    TRIAL,
    SubscriptionView,
    write_subscription_view,
)
from dashboard.statuses import subscription_status
from dashboard.texts import gettext, ngettext

DOWNLOAD = "/subscriptions"


def draw_subscriptions(
    page: SubscriptionPage,
    rows: Sequence[SubscriptionRow],
    columns: Sequence[Column[SubscriptionRow]],
    chosen: dict[str, bool],
    reader: Reader,
) -> list[Any]:
    """Draw what a view of the list shows: its filters as chips, its rows, its pages."""
    view = page.view
    clear = write_subscription_view(view.unfiltered)
    counted = count_sentence(page, reader.locale)
    chips = draw_chips(counted, chips_of(page.scope), clear)
    drawn = [
        html.Div(notices(page.scope.notices)),
        still(html.Div([chips, _downloads(page)], className="list-bar")),
    ]
    if not rows:
        return [*drawn, html.Div(_nothing(page, clear, reader), className="card")]
    shown = [
        column
        for column in shown_columns(columns, chosen)
        if reader.can_act or column.key != "actions"
    ]
    table = draw_table(
        shown,
        rows,
        reader,
        Sorting(view.order, lambda sort: write_subscription_view(view, sort=sort, page=1)),
        label=gettext("Subscriptions"),
        select=_selected if reader.can_act else None,
    )
    pages = pager(view, page.page_count, counted, write_subscription_view)
    # What assets/js/selection.js has to know of the rows on other pages.
    matching = data(matches=page.match_count, account=page.scope.account_id or "")
    return [*drawn, html.Div([table, pages], className="card list-card", **matching)]


def count_sentence(page: SubscriptionPage, locale: str) -> str:
    """Say how many there are, and how many of the shown ones change by themselves."""
    return ngettext("%(count)s subscription", "%(count)s subscriptions", page.match_count,
                    count=formats.count(page.match_count, locale))  # fmt: skip


def list_sentence(page: SubscriptionPage, locale: str) -> str:
    """Say what the list shows, for those who hear the page."""
    changing = page.changing_count
    said = [count_sentence(page, locale)]
    if changing:
        said.append(
            ngettext("%(num)s subscription is changing.", "%(num)s subscriptions are changing.",
                     changing)
        )  # fmt: skip
    return ". ".join(said)


def subscription_fields(
    scope: SubscriptionScope, found: Sequence[Option] = ()
) -> list[Field | Days]:
    """Return the filters; `found` are clients to choose from, besides the chosen ones."""
    view, choices = scope.view, scope.choices
    statuses = {status: subscription_status(status).name for status in STATUSES}
    billing = {code: billing_type_name(code) for code in choices.billing_types}
    fields: list[Field | Days] = [
        Field("status", gettext("Status"), options_of(statuses), list(view.statuses),
              is_first=True),
    ]  # fmt: skip
    if scope.account_id is None:
        known = account_options(scope, found)
        fields.append(
            Field("client", gettext("Client"), known, list(view.account_ids), is_searched=True,
                  is_first=True)
        )  # fmt: skip
    return [
        *fields,
        Field("product", gettext("Product"), options_of(choices.products), list(view.product_ids)),
        Field("plan", gettext("Plan"), options_of(choices.plans), list(view.plan_ids)),
        Field("billing", gettext("Billing type"), options_of(billing), list(view.billing_types)),
        Field("auto_renew", gettext("Auto-renew"), options_of(_auto_renew_names()),
              view.auto_renew or None, is_many=False),
        Field("kind", gettext("Trial or paid"), options_of(_kind_names()), view.kind or None,
              is_many=False),
        Days("expires", gettext("Expires"), view.expires_from, view.expires_to),
        Days("activated", gettext("Activated"), view.activated_from, view.activated_to),
    ]  # fmt: skip


def account_options(scope: SubscriptionScope, found: Sequence[Option]) -> list[Option]:
    """Return the clients that were found, after those that are chosen."""
    chosen = [
        {"value": own_id, "label": f"{name} · {own_id}"}
        for own_id, name in scope.choices.accounts.items()
    ]
    return [*chosen, *(one for one in found if one["value"] not in scope.choices.accounts)]


def chips_of(scope: SubscriptionScope) -> list[Chip]:
    """Return what the list is limited to, a chip for each value."""
    view, choices = scope.view, scope.choices
    many: list[tuple[str, str, Callable[[str], str]]] = [
        ("statuses", gettext("Status"), lambda value: subscription_status(value).name),
        ("account_ids", gettext("Client"), lambda value: choices.accounts.get(value, value)),
        ("product_ids", gettext("Product"), lambda value: choices.products.get(value, value)),
        ("plan_ids", gettext("Plan"), lambda value: choices.plans.get(value, value)),
        ("billing_types", gettext("Billing type"), billing_type_name),
    ]
    chips = [Chip(f"“{view.text}”", _without(view, text=""))] if view.text else []
    for part, title, name in many:
        values = getattr(view, part)
        chips += [
            Chip(
                f"{title}: {name(value)}",
                _without(view, **{part: tuple(one for one in values if one != value)}),
            )
            for value in values
        ]
    return [*chips, *_other_chips(view)]


def _other_chips(view: SubscriptionView) -> list[Chip]:
    chips = []
    if view.auto_renew:
        name = _auto_renew_names()[view.auto_renew]
        chips.append(Chip(f"{gettext('Auto-renew')}: {name}", _without(view, auto_renew="")))
    if view.kind:
        chips.append(Chip(_kind_names()[view.kind], _without(view, kind="")))
    return [*chips, *_day_chips(view)]


def _day_chips(view: SubscriptionView) -> list[Chip]:
    texts: dict[str, Callable[[str], str]] = {
        "expires_from": lambda day: gettext("Expires from %(day)s", day=day),
        "expires_to": lambda day: gettext("Expires to %(day)s", day=day),
        "activated_from": lambda day: gettext("Activated from %(day)s", day=day),
        "activated_to": lambda day: gettext("Activated to %(day)s", day=day),
    }
    return [
        Chip(text(formats.day(limit)), _without(view, **{part: None}))
        for part, text in texts.items()
        if (limit := getattr(view, part)) is not None
    ]


def _without(view: SubscriptionView, **changes: Any) -> str:
    return write_subscription_view(view, page=1, **changes)


def _auto_renew_names() -> dict[str, str]:
    return {ON: gettext("On"), OFF: gettext("Off")}


def _kind_names() -> dict[str, str]:
    return {TRIAL: gettext("Trial"), PAID: gettext("Paid")}


def _downloads(page: SubscriptionPage) -> html.Div:
    scope, view = page.scope, page.view
    account_ids = view.account_ids if scope.account_id is None else (scope.account_id,)
    query = write_subscription_view(view, account_ids=account_ids, page=1)
    return downloads(DOWNLOAD, query)


def downloads(address: str, query: str) -> html.Div:
    """Draw the ways to take every row along."""
    return html.Div(
        [
            html.A(
                [icon("download"), kind.upper()],
                href=f"{address}.{kind}{query}",
                className="btn btn-quiet",
                title=gettext("Download every row of this view"),
            )
            for kind in ("xlsx", "csv")
        ],
        className="list-downloads",
    )


def _nothing(page: SubscriptionPage, clear: str, reader: Reader) -> html.Div:
    """Say why there is nothing, and what to do next (NAV-10)."""
    if page.view.is_filtered:
        return empty(
            "funnel",
            gettext("Nothing matches these filters"),
            gettext("No subscription fits all of them."),
            view_link(gettext("Clear filters"), clear, "btn btn-primary"),
        )
    # A client's page says itself whether something can be ordered for them.
    may_order = reader.can_order and page.scope.account_id is None
    return empty(
        "list-ul",
        gettext("No subscriptions yet"),
        gettext("What is ordered appears here."),
        order_link() if may_order else None,
    )


def _selected(row: SubscriptionRow) -> tuple[str, str]:
    return row.own.subscription_id, row.own.name
