"""The filters of the deadlines: how far ahead, of which kind, of which client."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.components.filter_fields import field, limit_pill, search_labels
from dashboard.components.page import Choice, switch, view_link
from dashboard.deadline_texts import kind_name, kind_names
from dashboard.deadline_view import ANY_KIND, DeadlineView, Within, write_view
from dashboard.services.deadlines import DeadlineScreen
from dashboard.texts import gettext

KIND = "deadlines-kind"
ACCOUNT = "deadlines-account"


def draw_filters(screen: DeadlineScreen) -> html.Div:
    view = screen.view
    return html.Div(
        [
            field(gettext("Client"), ACCOUNT, _accounts(screen), is_wide=True),
            field(gettext("Kind"), KIND, _kinds(view), is_wide=True),
            _choices(gettext("Within"), _within(view)),
            _choices(gettext("Shown"), _money(view)),
            _choices(gettext("Sorted by"), _sorts(view), "deadline-sort"),
        ],
        className="filters deadline-filters",
    )


def draw_chips(screen: DeadlineScreen) -> html.Div | None:
    """Draw what the list is limited to, each with a way to lift it, and one for all of it."""
    view = screen.view
    if not view.is_filtered:
        return None
    limits: list[tuple[str, dict[str, Any]]] = [
        (kind_name(kind), {"kinds": tuple(one for one in view.kinds if one != kind)})
        for kind in view.kinds
    ]
    limits += [
        (screen.accounts.get(key, key),
         {"account_ids": tuple(one for one in view.account_ids if one != key)})
        for key in view.account_ids
    ]  # fmt: skip
    if view.only_money:
        limits.append((gettext("Only with money"), {"only_money": False}))
    chips = [limit_pill(name, write_view(view, page=1, **lift)) for name, lift in limits]
    return html.Div([*chips, view_link(gettext("Clear filters"), cleared(view))], className="chips")


def cleared(view: DeadlineView) -> str:
    """Return the address of the same time without a filter."""
    return write_view(view, kinds=(), account_ids=(), only_money=False, page=1)


def _accounts(screen: DeadlineScreen) -> dcc.Dropdown:
    chosen = ",".join(screen.view.account_ids)
    options = [
        {"value": key, "label": name, "search": f"{name} {key}"}
        for key, name in screen.accounts.items()
    ]
    if chosen and chosen not in screen.accounts:
        options.insert(0, {"value": chosen, "label": chosen, "search": chosen})
    return dcc.Dropdown(
        id=ACCOUNT,
        options=options,
        value=chosen or None,
        placeholder=gettext("All clients"),
        labels=search_labels(),
        maxHeight=320,
    )


def _kinds(view: DeadlineView) -> dbc.Select:
    chosen = ",".join(view.kinds)
    options = [{"value": ANY_KIND, "label": gettext("All kinds")}]
    options += [{"value": kind.value, "label": name} for kind, name in kind_names().items()]
    if len(view.kinds) > 1:
        options.append({"value": chosen, "label": gettext("Several kinds")})
    return dbc.Select(id=KIND, options=options, value=chosen or ANY_KIND)


def _within(view: DeadlineView) -> list[Choice]:
    names = {
        Within.WEEK: gettext("7 days"),
        Within.MONTH: gettext("30 days"),
        Within.QUARTER: gettext("90 days"),
        Within.ALL: gettext("All"),
    }
    return [
        Choice(name, write_view(view, within=within, page=1), view.within is within)
        for within, name in names.items()
    ]


def _money(view: DeadlineView) -> list[Choice]:
    names = {False: gettext("Everything"), True: gettext("Only with money")}
    return [
        Choice(name, write_view(view, only_money=only, page=1), view.only_money is only)
        for only, name in names.items()
    ]


def _sorts(view: DeadlineView) -> list[Choice]:
    names = {"day": gettext("Date"), "-money": gettext("Money")}
    return [
        Choice(name, write_view(view, sort=sort, page=1), view.order == sort)
        for sort, name in names.items()
    ]


def _choices(name: str, choices: list[Choice], class_name: str = "") -> html.Div:
    return html.Div(
        [html.Span(name, className="field-label"), switch(choices, name)],
        className=f"field {class_name}".strip(),
    )
