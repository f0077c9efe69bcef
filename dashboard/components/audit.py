"""The audit, drawn: who did what, when, what was before and after, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import formats
from dashboard.audit_changes import MANAGERS, Change, changes_in, facts_in
from dashboard.audit_texts import ACTIONS, action_name, key_name, result_of, value_text
from dashboard.audit_view import AuditView, write_view
from dashboard.components.filter_fields import field, optional_days
from dashboard.components.icons import icon
from dashboard.components.page import (
    empty,
    notices,
    page_head,
    pager,
    scrolled,
    view_link,
)
from dashboard.components.status import account_link, status_pill, subscription_link
from dashboard.places import orders_page, several_page
from dashboard.query_reader import USUAL_SIZE
from dashboard.services.audit import AuditScreen
from dashboard.texts import gettext, ngettext
from store.audit_trail import AuditEntry

MANAGER = "audit-manager"
ACTION = "audit-action"
DAYS = "audit-days"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the audit, and in which zone."""

    locale: str
    zone: ZoneInfo


def draw_audit(screen: AuditScreen, reader: Reader) -> list[Any]:
    """Draw a page of the audit, its filters and the way to take all that they mean along."""
    query = write_view(screen.view, page=1, size=USUAL_SIZE)
    download = html.A(
        [icon("download"), "CSV"], href=f"/audit.csv{query}", className="btn btn-quiet"
    )
    return [
        page_head(gettext("Audit"), download),
        html.Div(notices(screen.problems)),
        _filters(screen),
        html.Div(_list(screen, reader), className="card"),
    ]


def _filters(screen: AuditScreen) -> html.Div:
    view = screen.view
    actions = dict(sorted(((key, str(name)) for key, name in ACTIONS.items()),
                          key=lambda pair: pair[1]))  # fmt: skip
    clear = view_link(
        gettext("Clear filters"), write_view(AuditView(size=view.size)), "audit-clear"
    )
    return html.Div(
        [
            field(gettext("Manager"), MANAGER,
                  _select(MANAGER, gettext("All managers"), screen.managers, view.manager_ids)),
            field(gettext("Action"), ACTION,
                  _select(ACTION, gettext("All actions"), actions, view.actions)),
            field(gettext("Days"), DAYS, optional_days(DAYS, view.first, view.last)),
            clear if view.is_filtered else None,
        ],
        className="filters audit-filters",
    )  # fmt: skip


def _select(own_id: str, everything: str, names: Any, chosen: Sequence[str]) -> dbc.Select:
    options = [{"value": "", "label": everything}]
    options += [{"value": value, "label": name} for value, name in names.items()]
    if len(chosen) > 1:
        options.append({"value": ",".join(chosen), "label": gettext("Several")})
    # Without a value, what stands in the list is its placeholder.
    return dbc.Select(id=own_id, options=options, value=",".join(chosen), placeholder=everything)


def _list(screen: AuditScreen, reader: Reader) -> list[Any]:
    view = screen.view
    if not screen.entries:
        return [_nothing(view)]
    head = html.Tr(
        [
            html.Th(gettext("When")),
            html.Th(gettext("Who")),
            html.Th(gettext("What")),
            html.Th(gettext("Before")),
            html.Th(gettext("After")),
            html.Th(gettext("Result")),
        ]
    )
    rows = [_entry(entry, screen, reader) for entry in screen.entries]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table audit-table")
    total = ngettext("%(count)s entry", "%(count)s entries", screen.count,
                     count=formats.count(screen.count, reader.locale))  # fmt: skip
    return [
        scrolled(table, gettext("Audit")),
        pager(view, screen.page_count, total, write_view),
    ]


def _entry(entry: AuditEntry, screen: AuditScreen, reader: Reader) -> html.Tr:
    local = entry.happened_at.astimezone(reader.zone)
    changes = changes_in(entry.detail)
    result = [status_pill(result_of(entry.action, entry.detail))]
    if entry.message:
        result.append(html.Span(entry.message, className="sub"))
    return html.Tr(
        [
            html.Td([formats.day(local.date()), html.Span(f"{local:%H:%M:%S}", className="sub")],
                    className="audit-when"),
            html.Td(_manager(entry.manager_id, screen), className="audit-who"),
            html.Td(_what(entry, screen), className="audit-what"),
            html.Td(_side(changes, screen, "before", gettext("Before")), className="audit-before"),
            html.Td(_side(changes, screen, "after", gettext("After")), className="audit-after"),
            html.Td(result, className="audit-result"),
        ]
    )  # fmt: skip


def _what(entry: AuditEntry, screen: AuditScreen) -> list[Any]:
    told = [
        f"{key_name(key)}: {value_text(key, value, screen.names)}"
        for key, value in facts_in(entry.detail).items()
    ]
    return [
        html.Div(action_name(entry.action), className="audit-action"),
        *(html.Div(door, className="audit-door") for door in _doors(entry, screen)),
        *(html.Span(text, className="sub") for text in told),
    ]


def _doors(entry: AuditEntry, screen: AuditScreen) -> list[Any]:
    """Draw the ways to what an entry names (NAV-4). What a load does not know yet has an id."""
    detail = entry.detail
    doors: list[Any] = []
    if subscription_id := detail.get("subscription_id"):
        name = screen.names.get(("subscription", subscription_id), f"ID {subscription_id}")
        doors.append(subscription_link(name, subscription_id))
    if account_id := detail.get("account_id"):
        doors.append(account_link(screen.names.get(("account", account_id), f"ID {account_id}"),
                                  account_id))  # fmt: skip
    if order_id := detail.get("order_id"):
        said = gettext("Order %(id)s", id=order_id)
        doors.append(dcc.Link(said, href=orders_page(subscription_id)) if subscription_id else said)
    job_key = detail.get("job_key")
    if job_key in screen.jobs:
        doors.append(dcc.Link(gettext("What came of each"), href=several_page(job_key)))
    return doors + [_manager(detail[key], screen) for key in MANAGERS if detail.get(key)]


def _manager(manager_id: str, screen: AuditScreen) -> str:
    """Return what a manager is called. Without one it was the system."""
    return screen.managers.get(manager_id, f"ID {manager_id}" if manager_id else gettext("System"))


def _side(changes: Sequence[Change], screen: AuditScreen, side: str, title: str) -> list[Any]:
    """Draw one side of what was changed; `title` says on a card which one it is."""
    told = [
        html.Div(
            [
                html.Span(_name(one, screen), className="sub"),
                value_text(one.key, getattr(one, side), screen.names),
            ]
        )
        for one in changes
        if getattr(one, side) is not None
    ]
    return [html.Div(title, className="audit-side"), *told] if told else []


def _name(change: Change, screen: AuditScreen) -> str:
    if change.of is None:
        return key_name(change.key)
    return screen.names.get(("plan_resource", change.of), f"ID {change.of}")


def _nothing(view: AuditView) -> html.Div:
    if view.is_filtered:
        return empty(
            "funnel",
            gettext("Nothing matches these filters"),
            gettext("There may be entries of other managers, actions or days."),
            view_link(gettext("Clear filters"), write_view(AuditView()), "btn btn-primary"),
        )
    return empty(
        "list-ul",
        gettext("No entries yet"),
        gettext("Whatever a manager does appears here: sign-ins, orders, changes, downloads."),
    )
