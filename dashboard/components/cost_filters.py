"""The filters of a cost view, each with its value and a way back to its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.filter_fields import search_labels
from dashboard.components.page import Choice, switch, view_link
from dashboard.components.still import still
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.analytics import Analytics
from dashboard.services.cost_scope import CostScope
from dashboard.services.cost_screen import CostScreen
from dashboard.state import CostView, by_month, default_months, write_view
from dashboard.texts import gettext
from domain.cost import Detail, Measure
from domain.periods import add_months, first_of_month, format_month
from warehouse.cost_choices import NamedCost

ACCOUNT = "analytics-account"
SUBSCRIPTION = "analytics-subscription"
PRESET = "analytics-preset"
FIRST_MONTH = "analytics-from"
LAST_MONTH = "analytics-to"
SWITCHES = "analytics-switches"

PRESETS = (3, 6, 12)
CUSTOM = "custom"
MONTHS_OFFERED = 36

Option = dict[str, str]
Parts = dict[str, Any]


def fields(parts: Parts) -> list[html.Div]:
    """Draw the filters; `parts` are what `filter_parts` returns."""
    return [
        _field(ACCOUNT, parts["account_label"], _searched(ACCOUNT, "account", parts), wide=True),
        _field(
            SUBSCRIPTION,
            parts["subscription_label"],
            _searched(SUBSCRIPTION, "subscription", parts),
            wide=True,
        ),
        _field(
            PRESET,
            parts["period_label"],
            dbc.Select(id=PRESET, options=parts["presets"], value=parts["preset"]),
        ),
        _field(FIRST_MONTH, _label(gettext("From"), FIRST_MONTH), _months("first", parts)),
        _field(LAST_MONTH, _label(gettext("To"), LAST_MONTH), _months("last", parts)),
        html.Div(parts["switches"], id=SWITCHES, className="filter-switches"),
    ]


def filter_parts(screen: CostScreen, analytics: Analytics, *, today: date, locale: str) -> Parts:
    """Return what changes in the filters from view to view."""
    scope, view = screen.scope, screen.view
    wider = by_month(view, today)
    all_subscriptions = write_view(wider, subscription_ids=None, category=None)
    all_accounts = write_view(wider, account_ids=None, subscription_ids=None, category=None)
    first, last = default_months(today, view.detail)
    is_usual = (view.first_month, view.last_month) == (first, last)
    months = [
        {"value": format_month(month), "label": formats.month_title(month, locale)}
        for month in _offered_months(view, today)
    ]
    accounts = analytics.accounts(view.period)
    subscriptions = (
        analytics.subscriptions(view.period, view.account_ids) if view.account_ids else []
    )
    return {
        "account_label": _label(
            gettext("Client"), ACCOUNT, all_accounts if view.account_ids else None
        ),
        "accounts": account_options(scope, accounts),
        "account": chosen(view.account_ids),
        "subscription_label": _label(
            gettext("Subscription"),
            SUBSCRIPTION,
            all_subscriptions if view.subscription_ids else None,
        ),
        "subscriptions": subscription_options(scope, subscriptions),
        "subscription": chosen(view.subscription_ids),
        "no_subscription": view.account_ids is None,
        "period_label": _label(
            gettext("Period"),
            PRESET,
            None if is_usual else write_view(view, first_month=first, last_month=last),
        ),
        "presets": preset_options(view, today),
        "preset": preset(view, today),
        "months": months,
        "first": format_month(view.first_month),
        "last": format_month(view.last_month),
        "switches": list(map(still, switches(screen, today))),
    }


FILTER_OUTPUTS: Mapping[str, tuple[str, str]] = {
    "account_label": (f"{ACCOUNT}-label", "children"),
    "subscription_label": (f"{SUBSCRIPTION}-label", "children"),
    "period_label": (f"{PRESET}-label", "children"),
    "switches": (SWITCHES, "children"),
}


def controls(parts: Parts) -> dict[str, dict[str, Any]]:
    """Return what the fields hold in a view, by their ids.

    assets/js/analytics.js puts it there. A callback that gave the fields their values would make
    Dash wait for its answer before it looked at what somebody changes meanwhile, and then forget
    the change.
    """
    return {
        ACCOUNT: {"options": parts["accounts"], "value": parts["account"]},
        SUBSCRIPTION: {
            "options": parts["subscriptions"],
            "value": parts["subscription"],
            "disabled": parts["no_subscription"],
        },
        PRESET: {"options": parts["presets"], "value": parts["preset"]},
        FIRST_MONTH: {"value": parts["first"]},
        LAST_MONTH: {"value": parts["last"]},
    }


def switches(screen: CostScreen, today: date) -> list[html.Div]:
    """Draw the switch between amounts before and after discounts, and between months and days."""
    view = screen.view
    drawn = [
        _switch(
            gettext("Measure"),
            [
                Choice(
                    gettext("Before discounts"),
                    write_view(view, measure=Measure.GROSS),
                    view.measure is Measure.GROSS,
                ),
                Choice(
                    gettext("After discounts"),
                    write_view(view, measure=Measure.NET),
                    view.measure is Measure.NET,
                ),
            ],
            Term.GROSS_AND_NET,
        )
    ]
    if screen.scope.can_show_days:
        drawn.append(
            _switch(
                gettext("Detailing"),
                [
                    _detail_choice(gettext("By month"), Detail.MONTH, view, today),
                    _detail_choice(gettext("By day"), Detail.DAY, view, today),
                ],
            )
        )
    return drawn


def account_options(scope: CostScope, accounts: Sequence[NamedCost]) -> list[Option]:
    options = [_option(one.name, one.ids) for one in accounts]
    return _with_chosen(options, scope.view.account_ids, scope.account_name)


def subscription_options(scope: CostScope, subscriptions: Sequence[NamedCost]) -> list[Option]:
    options = [
        {**_option(one.name, one.ids), "label": f"{one.name} · {', '.join(one.ids)}"}
        for one in subscriptions
    ]
    return _with_chosen(options, scope.view.subscription_ids, scope.subscription_name)


def preset_options(view: CostView, today: date) -> list[Option]:
    return [
        *({"value": value, "label": name} for value, name in _presets(view, today).items()),
        {"value": CUSTOM, "label": gettext("Custom")},
    ]


def preset(view: CostView, today: date) -> str:
    value = f"{format_month(view.first_month)}:{format_month(view.last_month)}"
    return value if value in _presets(view, today) else CUSTOM


def chosen(ids: tuple[str, ...] | None) -> str | None:
    return ",".join(ids) if ids else None


def _presets(view: CostView, today: date) -> dict[str, str]:
    this_month = first_of_month(today)
    if view.detail is Detail.DAY:
        last = add_months(this_month, -1)
        names = {
            (this_month, this_month): gettext("This month"),
            (last, last): gettext("Last month"),
            (add_months(this_month, -2), this_month): gettext("Three months"),
        }
    else:
        names = {
            (add_months(this_month, -count), add_months(this_month, -1)): gettext(
                "Last %(count)s months", count=count
            )
            for count in PRESETS
        }
    return {
        f"{format_month(first)}:{format_month(last)}": name for (first, last), name in names.items()
    }


def _detail_choice(name: str, detail: Detail, view: CostView, today: date) -> Choice:
    if view.detail is detail:
        return Choice(name, write_view(view), True)
    first, last = default_months(today, detail)
    href = write_view(view, detail=detail, first_month=first, last_month=last)
    return Choice(name, href, False)


def _offered_months(view: CostView, today: date) -> list[date]:
    """Return the last months, newest first, and the two of the view where these are others."""
    this_month = first_of_month(today)
    usual = {add_months(this_month, -count) for count in range(MONTHS_OFFERED + 1)}
    return sorted(usual | {view.first_month, view.last_month}, reverse=True)


def _with_chosen(
    options: list[Option], ids: tuple[str, ...] | None, name: str | None
) -> list[Option]:
    """Add the chosen entry when it is not among those offered, or shares a name with others."""
    if ids is None or any(option["value"] == ",".join(ids) for option in options):
        return options
    label = f"{name or ''} · {', '.join(ids)}".strip(" ·")
    return [{"value": ",".join(ids), "label": label, "search": label}, *options]


def _option(name: str, ids: tuple[str, ...]) -> Option:
    return {"value": ",".join(ids), "label": name, "search": f"{name} {' '.join(ids)}"}


def _switch(name: str, choices: list[Choice], meant: Term | None = None) -> html.Div:
    label = html.Span([name, term(meant) if meant else None], className="field-label")
    return html.Div([label, switch(choices, name)], className="field")


def _field(name: str, label: Any, control: Any, *, wide: bool = False) -> html.Div:
    return html.Div(
        [html.Div(label, id=f"{name}-label", className="field-label"), control],
        className="field field-wide" if wide else "field",
    )


def _searched(name: str, part: str, parts: Parts) -> dcc.Dropdown:
    return dcc.Dropdown(
        id=name,
        options=parts[f"{part}s"],
        value=parts[part],
        placeholder=gettext("All clients") if part == "account" else gettext("All subscriptions"),
        labels=search_labels(),
        disabled=part == "subscription" and parts["no_subscription"],
        clearable=False,
        maxHeight=320,
    )


def _months(part: str, parts: Parts) -> dbc.Select:
    name = FIRST_MONTH if part == "first" else LAST_MONTH
    return dbc.Select(id=name, options=parts["months"], value=parts[part])


def _label(name: str, field: str, reset: str | None = None) -> list[Any]:
    """Draw the name of a filter and, where it is set, the way back to its default (ANL-10)."""
    label = html.Label(name, htmlFor=field)
    if reset is None:
        return [label]
    says = gettext("Reset: %(name)s", name=name)
    return [label, view_link(gettext("Reset"), reset, **aria(label=says))]
