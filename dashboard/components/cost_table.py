"""The table of a cost view: the legend of both charts, and each of their numbers as a door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.cost_headline import records_link
from dashboard.components.page import scrolled, view_link
from dashboard.components.sparkline import sparkline
from dashboard.components.still import Still
from dashboard.figures.costs import Axis
from dashboard.figures.palette import COLORS, OTHERS
from dashboard.figures.series import chooser_id, link_of
from dashboard.places import account_page, subscription_page
from dashboard.services.cost_screen import Component, CostScreen
from dashboard.state import CostView, write_view
from dashboard.texts import gettext
from domain.cost import Detail, Level
from domain.money import Money, growth_percent
from domain.text_order import text_order

Colors = Mapping[str, int]

PERIOD_TABLE = "analytics-period-table"


def legend_table(screen: CostScreen, colors: Colors, locale: str) -> Still:
    """Draw a row per component: colour, name, amount, share, change, course."""
    head = [
        html.Th(html.Span(gettext("Shown"), className="visually-hidden")),
        _sort_head(screen, "name", level_name(screen.scope.level)),
        _sort_head(screen, "amount", _amount_head(screen), "number"),
        html.Th(gettext("Share"), className="number wide-only"),
        _sort_head(screen, "change", _change_head(screen, locale), "number wide-only"),
        html.Th(gettext("Trend"), className="wide-only"),
    ]
    rows = [_legend_row(one, screen, colors, locale) for one in _sorted(screen)]
    total = html.Tr(
        [
            html.Td(),
            html.Td(gettext("Total consumption")),
            html.Td(_door(screen.total.amount, screen.view, screen, locale), className="number"),
            html.Td("", className="wide-only"),
            html.Td("", className="wide-only"),
            html.Td("", className="wide-only"),
        ]
    )
    table = html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(rows), html.Tfoot(total)], className="data-table"
    )
    return scrolled(
        table, gettext("Costs by %(level)s", level=level_name(screen.scope.level).lower())
    )


def period_table(screen: CostScreen, axis: Axis, locale: str) -> html.Div:
    """Draw the bars as a table, a row per month or day, where the address asks for it."""
    by_day = screen.view.detail is Detail.DAY
    title = gettext("Amounts by day") if by_day else gettext("Amounts by month")
    name = gettext("Hide") if screen.view.table else gettext("Show as a table")
    turn = view_link(name, write_view(screen.view, table=not screen.view.table), id=PERIOD_TABLE)
    head = html.Div([html.H2(title), html.Span(turn, className="hint")], className="card-head")
    if not screen.view.table:
        return html.Div(head, className="card period-card")
    columns = [
        html.Th(gettext("Day") if by_day else gettext("Month")),
        *(html.Th(one.name, className="number name", title=one.name) for one in screen.components),
        html.Th(gettext("Total, %(currency)s", currency=screen.currency), className="number"),
    ]
    rows = [
        _period_row(screen, at, start, name, locale)
        for at, (start, name) in enumerate(zip(screen.starts, axis.names, strict=True))
    ]
    table = html.Table(
        [html.Thead(html.Tr(columns)), html.Tbody(rows)], className="data-table period-table"
    )
    return html.Div([head, html.Div(scrolled(table, title), className="card-table")],
                    className="card period-card")  # fmt: skip


def choosers(screen: CostScreen, locale: str) -> list[html.Dialog]:
    """Draw the choice among several clients, or subscriptions, of one name (ANL-14)."""
    return [
        html.Dialog(
            [
                html.H2(
                    gettext("Several are named “%(name)s”", name=one.name),
                    id=_title_id(one),
                ),
                html.P(gettext("Choose one, or see all of them together."), className="hint"),
                html.Ul([_member(one, at, screen, locale) for at in range(len(one.members))]),
                html.Form(
                    [
                        view_link(gettext("All together"), write_view(one.inside),
                                  "btn btn-primary"),
                        html.Button(gettext("Cancel"), className="btn btn-quiet"),
                    ],
                    method="dialog",
                    className="dialog-actions",
                ),
            ],
            id=chooser_id(one),
            **aria(labelledby=_title_id(one)),
        )
        for one in screen.components
        if len(one.members) > 1 and one.inside
    ]  # fmt: skip


def _title_id(component: Component) -> str:
    return f"{chooser_id(component)}-title"


def level_name(level: Level) -> str:
    match level:
        case Level.ACCOUNT:
            return gettext("Client")
        case Level.SUBSCRIPTION:
            return gettext("Subscription")
        case Level.CATEGORY:
            return gettext("Category")
        case Level.RESOURCE:
            return gettext("Resource")


def change_of(component: Component) -> Decimal | None:
    """Return the growth from the last but one month or day of the view to the last."""
    if len(component.amounts) < 2:
        return None
    previous, last = component.amounts[-2:]
    return growth_percent(Money(previous, ""), Money(last, ""))


def _legend_row(component: Component, screen: CostScreen, colors: Colors, locale: str) -> html.Tr:
    color = OTHERS if component.is_others else COLORS[colors[component.key]]
    name = component.name
    return html.Tr(
        [
            html.Td(_swatch(name, color), className="swatch-cell"),
            html.Td(_name(component, screen)),
            html.Td(
                _door(component.total, component.records, screen, locale), className="number"
            ),
            html.Td(formats.percent(screen.share(component), locale),
                    className="number wide-only"),
            html.Td(_change(component, locale), className="number wide-only"),
            html.Td(sparkline(component.amounts), className="wide-only"),
        ],
        **data(component=component.key),
    )  # fmt: skip


def _swatch(name: str, color: str) -> html.Button:
    """Draw the colour of a component: a button that hides it in the charts (ANL-15)."""
    return html.Button(
        html.Span(className="swatch", style={"background": color}),
        className="swatch-button",
        type="button",
        title=gettext("Show or hide in the charts"),
        **aria(pressed="true", label=gettext("Show %(name)s", name=name)),
    )


def _name(component: Component, screen: CostScreen) -> list[Any]:
    name: Any = component.name
    href = link_of(component)
    if component.is_others:
        count = screen.component_count - (len(screen.components) - 1)
        return [name, html.Span(gettext("%(count)s more", count=count), className="sub")]
    if len(component.members) > 1:
        name = _opener(name, chooser_id(component))
    elif href:
        name = view_link(name, href)
    is_identified = screen.scope.level in (Level.ACCOUNT, Level.SUBSCRIPTION)
    ids = html.Span(_ids(component, screen), className="sub") if is_identified else None
    return [part for part in (name, ids) if part is not None]


def _opener(name: str, dialog_id: str) -> html.Button:
    return html.Button(
        name,
        type="button",
        className="link-button",
        **data(opens=dialog_id),
        **aria(haspopup="dialog"),
    )


def _ids(component: Component, screen: CostScreen) -> list[Any]:
    """Draw the ids of a name, each as the way to its page (NAV-4): the name itself looks inside."""
    if len(component.ids) > 3:
        return [gettext("%(count)s of this name", count=len(component.ids))]
    page_of = account_page if screen.scope.level is Level.ACCOUNT else subscription_page
    drawn: list[Any] = ["ID "]
    for own_id in component.ids:
        drawn += [dcc.Link(own_id, href=page_of(own_id), className="own-id"), ", "]
    return drawn[:-1]


def _change(component: Component, locale: str) -> html.Span:
    change = change_of(component)
    kind = "" if not change else ("good" if change > 0 else "bad")
    return html.Span(formats.growth(change, locale), className=kind or None)


def _member(component: Component, at: int, screen: CostScreen, locale: str) -> html.Li:
    member = component.members[at]
    amount = formats.money(Money(member.amount, screen.currency), locale)
    return html.Li(
        view_link(
            [html.Span(f"ID {member.id}"), html.Span(amount, className="number")],
            write_view(member.inside),
        )
    )


def _period_row(screen: CostScreen, at: int, start: date, name: str, locale: str) -> html.Tr:
    cells = [
        html.Td(
            _door(one.amounts[at], _within(one.records, start), screen, locale),
            className="number",
        )
        for one in screen.components
    ]
    total = _door(screen.totals[at], _within(screen.view, start), screen, locale)
    return html.Tr([html.Th(name, scope="row"), *cells, html.Td(total, className="number")])


def _within(view: CostView, start: date) -> CostView:
    """Narrow a view to the month, or the day, of one column."""
    month = start.replace(day=1)
    day = start if view.detail is Detail.DAY else None
    return replace(view, first_month=month, last_month=month, day=day)


def _door(amount: Decimal, view: CostView, screen: CostScreen, locale: str) -> Any:
    if not amount:
        return html.Span(formats.amount(amount, screen.currency, locale), className="zero")
    return records_link(formats.amount(amount, screen.currency, locale), view)


def _sorted(screen: CostScreen) -> Sequence[Component]:
    """Order the rows as the address asks; Others stay last."""
    named = [one for one in screen.components if not one.is_others]
    others = [one for one in screen.components if one.is_others]
    key = screen.view.sort.lstrip("-")
    reverse = screen.view.sort.startswith("-")
    if key == "name":
        named.sort(key=lambda one: text_order(one.name), reverse=reverse)
    elif key == "amount":
        named.sort(key=lambda one: one.total, reverse=reverse)
    elif key == "change":
        known = [one for one in named if change_of(one) is not None]
        known.sort(key=lambda one: change_of(one) or Decimal(0), reverse=reverse)
        named = known + [one for one in named if change_of(one) is None]
    return named + others


def _sort_head(screen: CostScreen, key: str, name: str, class_name: str = "") -> html.Th:
    """Draw a column's head as the link that sorts by it, or turns its order around (NAV-8)."""
    current = screen.view.sort or "-amount"
    is_current = current.lstrip("-") == key
    turned = key if current.startswith("-") else f"-{key}"
    usual = key if key == "name" else f"-{key}"
    arrow = ("↓" if current.startswith("-") else "↑") if is_current else ""
    order = {"↓": "descending", "↑": "ascending"}.get(arrow, "none")
    href = write_view(screen.view, sort=turned if is_current else usual)
    return html.Th(
        view_link([name, html.Span(f" {arrow}", className="arrow")], href),
        className=class_name,
        **aria(sort=order),
    )


def _amount_head(screen: CostScreen) -> str:
    return gettext("Amount, %(currency)s", currency=screen.currency)


def _change_head(screen: CostScreen, locale: str) -> str:
    if len(screen.starts) < 2:
        return gettext("Change")
    before = screen.starts[-2]
    if screen.view.detail is Detail.DAY:
        return gettext("vs %(month)s", month=formats.short_day(before, locale))
    return gettext("vs %(month)s", month=formats.month_told(before, locale, is_short=True))
