"""The subscriptions of one action for several, drawn: what each costs, or why it can't be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.page import Choice, empty, pager, scrolled_alive, switch, view_link
from dashboard.components.several import ids
from dashboard.components.several.names import state_text
from dashboard.components.several.summary import states_shown
from dashboard.components.status import status_pill, subscription_link
from dashboard.components.still import Still
from dashboard.places import several_page
from dashboard.services.managing.bulk_screen import BulkScreen, BulkView, write_bulk_view
from dashboard.texts import gettext, ngettext
from domain.bulk import BulkAction, BulkRow, ItemState, Stage
from domain.bulk_money import BulkMoney
from domain.money import Money

Cell = Callable[[BulkMoney, str], Any]


def draw_rows(screen: BulkScreen, locale: str) -> list[Any]:
    """Draw the list with its filter, its pages and its download."""
    if screen.job.stage is Stage.ASKING:
        return []
    bar = html.Div([_filter(screen, locale), _download(screen)], className="several-list-bar")
    if not screen.rows:
        nothing = empty(
            "funnel",
            gettext("Nothing fits this filter"),
            gettext("There are none of this kind."),
            view_link(gettext("Show all"), write_bulk_view(BulkView()), "btn btn-primary"),
        )
        return [bar, html.Div(nothing, className="card")]
    return [bar, html.Div([_table(screen, locale), _pages(screen, locale)], className="card")]


def _filter(screen: BulkScreen, locale: str) -> html.Div:
    chosen, total = screen.view.states, screen.progress.total
    every = gettext("All %(count)s", count=formats.count(total, locale))
    choices = [Choice(every, write_bulk_view(BulkView(size=screen.view.size)), not chosen)]
    choices += [
        Choice(
            f"{name} {formats.count(screen.progress.count(state), locale)}",
            write_bulk_view(screen.view, states=(state,), page=1),
            state in chosen,
        )
        for name, state in states_shown(screen)
    ]
    return switch(choices, gettext("Shown"))


def _download(screen: BulkScreen) -> html.A:
    query = write_bulk_view(BulkView(screen.view.states))
    return html.A(
        [icon("download"), "CSV"],
        href=f"{several_page(screen.job.key)}.csv{'' if query == '?' else query}",
        className="btn btn-quiet",
        title=gettext("Download every row of this view"),
    )


def _pages(screen: BulkScreen, locale: str) -> Still:
    count = screen.match_count
    total = ngettext("%(count)s subscription", "%(count)s subscriptions", count,
                     count=formats.count(count, locale))  # fmt: skip
    return pager(screen.view, screen.page_count, total, write_bulk_view)


def _table(screen: BulkScreen, locale: str) -> html.Div:
    columns = _columns(screen.job.action)
    can_leave = screen.job.stage is Stage.PREPARED
    heads = [html.Th(gettext("Subscription"), scope="col"),
             html.Th(gettext("What comes of it"), scope="col")]  # fmt: skip
    heads += [html.Th(name, scope="col", className="number") for name, _ in columns]
    if can_leave:
        label = html.Span(gettext("Leave out"), className="visually-hidden")
        heads.append(html.Th(label, scope="col"))
    rows = [_row(row, columns, locale, can_leave=can_leave) for row in screen.rows]
    table = html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody(rows)], className="data-table several-table"
    )
    return scrolled_alive(table, gettext("Subscriptions"))


def _row(row: BulkRow, columns: list[tuple[str, Cell]], locale: str, *, can_leave: bool) -> html.Tr:
    result, own_id = row.result, row.result.subscription_id
    about = " · ".join(filter(None, [f"ID {own_id}", row.account_name]))
    told = [status_pill(state_text(result.state))]
    if result.text:
        told.append(html.Span(result.text, className="sub"))
    elif result.order_id:
        said = gettext("Order %(id)s", id=result.order_id)
        told.append(html.Span(said, className="sub"))
    name = row.name or gettext("Subscription %(id)s", id=own_id)
    cells = [
        html.Td([subscription_link(name, own_id), html.Span(about, className="sub")],
                className="several-name"),
        html.Td(told, className="several-told"),
    ]  # fmt: skip
    for title, draw in columns:
        drawn = draw(row.money, locale) if row.money else formats.NOTHING
        kind = "number several-money" if row.money else "number several-money untold"
        cells.append(html.Td(drawn, className=kind, **data(name=title)))
    if can_leave:
        cells.append(html.Td(_leave(row, name), className="several-leave"))
    return html.Tr(cells, className=str(result.state).replace("_", "-"))


def _leave(row: BulkRow, name: str) -> html.Button | None:
    """Draw what leaves one out, or takes it in again."""
    state, own_id = row.result.state, row.result.subscription_id
    if state not in (ItemState.READY, ItemState.LEFT_OUT):
        return None
    said = gettext("Leave out") if state is ItemState.READY else gettext("Take in again")
    return html.Button(
        said,
        id=ids.row_id(own_id),
        type="button",
        className="btn btn-quiet",
        **aria(label=f"{said}: {name}, ID {own_id}"),
    )


def _columns(action: BulkAction) -> list[tuple[str, Cell]]:
    monthly: tuple[str, Cell] = (gettext("Each full month"), _monthly)
    due: tuple[str, Cell] = (gettext("Due now"), lambda one, locale: _money(one.sums.now, locale))
    refund: tuple[str, Cell] = (
        gettext("Refund"), lambda one, locale: _money(one.sums.refund, locale)
    )  # fmt: skip
    return {
        BulkAction.RENEW: [due, (gettext("Charged later"), _later),
                           (gettext("Expires then"), _until), monthly],
        BulkAction.CHANGE: [(gettext("Amount"), _amount), due, refund, monthly],
        BulkAction.STOP: [(gettext("Comes back later"), _released), monthly],
        BulkAction.ACTIVATE: [due, monthly],
        BulkAction.DELETE: [refund, monthly],
    }.get(action, [])  # fmt: skip


def _money(amount: Money, locale: str) -> str:
    return formats.money(amount, locale) if amount else formats.NOTHING


def _later(one: BulkMoney, locale: str) -> Any:
    return _on(one.sums.later, one, locale)


def _released(one: BulkMoney, locale: str) -> Any:
    return _on(one.sums.released, one, locale)


def _on(amount: Money, one: BulkMoney, locale: str) -> Any:
    if not amount or one.later_on is None:
        return _money(amount, locale)
    return [_money(amount, locale), html.Span(formats.day(one.later_on), className="sub")]


def _amount(one: BulkMoney, _: str) -> str:
    return formats.NOTHING if one.after is None else f"{one.before} → {one.after}"


def _until(one: BulkMoney, _: str) -> str:
    return formats.day(one.until) if one.until else gettext("Endless")


def _monthly(one: BulkMoney, locale: str) -> str:
    before, after = one.sums.monthly_before, one.sums.monthly_after
    if before == after:
        return _money(after, locale)
    was = formats.amount(before.amount, before.currency, locale)
    return f"{was} → {formats.money(after, locale)}"
