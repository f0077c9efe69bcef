"""The parts pages are made of: heads, tabs, notices, empty states, pagers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.still import Still, still
from dashboard.query_reader import PAGE_SIZES
from dashboard.query_writer import Paged
from dashboard.texts import gettext

Children = Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to look at a page. `short` is its name where there is little room."""

    name: str
    href: str
    is_current: bool
    short: str | None = None


def way_back(text: str, href: str) -> html.Nav:
    """Draw the way to the page above, which stands over the head of one that lies below it."""
    return html.Nav(dcc.Link([icon("arrow-left"), text], href=href, className="back"),
                    className="trail")  # fmt: skip


def page_head(title: str, *actions: Children) -> html.Div:
    return html.Div(
        [html.H1(title), html.Div(list(actions), className="page-actions")], className="page-head"
    )


def tabs(choices: Iterable[Choice]) -> Still:
    drawn = html.Nav(
        [
            html.Span(
                dcc.Link(long_and_short(choice.name, choice.short), href=choice.href),
                **_current(choice.is_current),
            )
            for choice in choices
        ],
        className="tabs",
    )
    return still(drawn)


def long_and_short(name: str, short: str | None, class_name: str = "") -> list[html.Span]:
    """Draw a name; of two, assets/css/shell.css shows the one there is room for."""
    if short is None:
        return [html.Span(name, className=class_name or None)]
    return [
        html.Span(name, className=f"{class_name} long-name".strip()),
        html.Span(short, className=f"{class_name} short-name".strip()),
    ]


def switch(choices: Iterable[Choice], label: str) -> html.Div:
    """Draw a switch of two or three: links, so that each position has an address."""
    return html.Div(
        [view_link(choice.name, choice.href, **_current(choice.is_current)) for choice in choices],
        className="switch",
        role="group",
        **aria(label=label),
    )


def view_link(children: Children, href: str, class_name: str = "", **properties: Any) -> html.A:
    """Draw a link to another view of the same page, which assets/js/portal.js opens in place."""
    return html.A(children, href=href, className=f"view-link {class_name}".strip(), **properties)


def notice(text: Children, kind: str = "info") -> html.Div:
    """Draw a line that the reader should not miss: `info`, `warn` or `bad`."""
    name = {"info": "info-circle", "warn": "exclamation-triangle", "bad": "exclamation-circle"}
    role = "status" if kind == "info" else "alert"
    return html.Div([icon(name[kind]), html.Div(text)], className=f"notice {kind}", role=role)


def notices(problems: Sequence[str]) -> list[html.Div]:
    return [notice(problem, "warn") for problem in problems]


def failure(name: str, title: str, text: str, *actions: Children) -> Still:
    """Draw an alert that stays hidden until a script has a reason for it, and can be closed."""
    close = html.Button(gettext("Close"), type="button", className="btn btn-quiet")
    told = [
        html.Strong(title),
        html.Div(text, className="usual"),
        html.Div(className="reason"),
        html.Div([*actions, close], className="failure-actions"),
    ]
    return still(html.Div(notice(told, "bad"), id=name, className="failure", hidden=True))


def empty(icon_name: str, title: str, text: Children, action: Children = None) -> html.Div:
    """Draw what stands where nothing is to be shown: what would be here, and how to get it."""
    parts = [icon(icon_name), html.Strong(title), html.Span(text), action]
    return html.Div([part for part in parts if part is not None], className="empty")


def scrolled(table: html.Table, label: str) -> Still:
    """Draw a table that scrolls sideways where it does not fit; by keyboard as well.

    Raises:
        ValueError: a callback may speak of a part of it, for which there is `scrolled_alive`.
    """
    return still(scrolled_alive(table, label))


def scrolled_alive(table: html.Table, label: str) -> html.Div:
    """Draw such a table, of whose parts callbacks may speak."""
    return html.Div(table, className="table-scroll", role="region", tabIndex=0, **aria(label=label))


def pager(view: Paged, page_count: int, total: str, write: Callable[..., str]) -> Still:
    """Draw the page numbers of a table, and how many rows it has on all pages.

    `write` writes the address of a view with changes, such as `write(view, page=2)`.
    """
    hrefs = {number: write(view, page=number) for number in shown_pages(view.page, page_count)}
    sizes = [
        Choice(str(size), write(view, size=size, page=1), size == view.size) for size in PAGE_SIZES
    ]
    drawn = html.Div(
        [
            html.Span(total),
            html.Div(
                [gettext("Rows on a page"), switch(sizes, gettext("Rows on a page"))],
                className="page-sizes",
            ),
            html.Nav(
                [
                    _page_link(number, view.page, hrefs)
                    for number in _shown_pages(view.page, page_count)
                ],
                className="pages",
                **aria(label=gettext("Pages")),
            ),
        ],
        className="pager",
    )
    return still(drawn)


def shown_pages(page: int, page_count: int) -> list[int]:
    """Return the page numbers a pager links to: the ends, and those around the current one."""
    return [number for number in _shown_pages(page, page_count) if number]


def _shown_pages(page: int, page_count: int) -> list[int]:
    """Return page numbers in order, with 0 for a gap."""
    wanted = sorted({1, 2, page - 1, page, page + 1, page_count} & set(range(1, page_count + 1)))
    shown: list[int] = []
    for number in wanted:
        if shown and number > shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown if page_count > 1 else []


def _page_link(number: int, page: int, hrefs: dict[int, str]) -> html.A | html.Span:
    if not number:
        return html.Span("…")
    return view_link(str(number), hrefs[number], **_current(number == page))


def _current(is_current: bool) -> dict[str, Any]:
    return aria(current="true" if is_current else None)
