"""The blocks of the main page below the costs: deadlines, subscriptions, catalog, news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.catalog import CATALOG, category_card, order_link
from dashboard.components.deadline_rows import Reader as DeadlineReader
from dashboard.components.icons import icon
from dashboard.components.lists.subscription_columns import SUBSCRIPTION_COLUMNS
from dashboard.components.lists.table import Reader
from dashboard.components.page import Choice, empty, scrolled, tabs
from dashboard.components.status import account_link, subscription_link
from dashboard.components.still import Still
from dashboard.deadline_texts import countdown, exact_when, kind_name
from dashboard.home_view import HomeView, write_view
from dashboard.services.attention import COSTLY_DEADLINES
from dashboard.services.deadlines import Soon
from dashboard.services.lists.subscription_row import SubscriptionRow
from dashboard.texts import gettext, ngettext
from store.news import News
from warehouse.catalog import Category
from warehouse.listed import ListedSubscription

SHOWN_COLUMNS = ("name", "client", "activation", "expiration")  # HOME-10
MOST_DEADLINES = 4


def draw_deadlines(soon: Soon, reader: DeadlineReader) -> html.Section:
    """Draw the nearest deadlines with money at stake, and the sum of the next seven days."""
    if not soon.count:
        said = empty("clock", gettext("No deadline costs money in the next 7 days."), "")
        return _card(gettext("Deadlines"), _door(gettext("All deadlines"), "/deadlines"), said)
    count = ngettext("%(num)s deadline in 7 days", "%(num)s deadlines in 7 days", soon.count)
    total = html.Strong(formats.money(soon.total, reader.locale), className="number")
    rows = [
        html.Li(
            [
                html.Div(
                    [
                        subscription_link(due.subscription, due.deadline.subscription_id),
                        html.Span(formats.money(money, reader.locale), className="number"),
                    ],
                    className="deadline-line",
                ),
                html.Span(
                    [
                        countdown(due.deadline, reader.now, reader.zone),
                        " · ",
                        exact_when(due.deadline, reader.zone),
                        " · ",
                        kind_name(due.deadline.kind),
                    ],
                    className="hint",
                ),
                html.Span(
                    account_link(due.account or due.deadline.account_id, due.deadline.account_id),
                    className="home-deadline-client",
                ),
            ]
        )
        for due in soon.nearest
        if (money := due.deadline.stake.money) is not None
    ]  # fmt: skip
    return _card(
        gettext("Deadlines"),
        _door(gettext("All deadlines"), "/deadlines"),
        html.Div([dcc.Link(count, href=COSTLY_DEADLINES), total], className="home-total"),
        html.Ul(rows, className="deadlines-beside home-deadlines"),
    )


def draw_subscriptions(
    rows: Sequence[ListedSubscription], view: HomeView, reader: Reader, *, can_order: bool
) -> html.Section:
    """Draw a tab of the subscriptions that a manager may want to see first (HOME-9, HOME-10)."""
    choices = (
        Choice(gettext("Expiring"), write_view(view, is_recent=False), not view.is_recent),
        Choice(gettext("Recently added"), write_view(view, is_recent=True), view.is_recent),
    )
    door = _door(gettext("All subscriptions"), "/subscriptions")
    content: Any = _table(rows, reader) if rows else _nothing(view, can_order=can_order)
    return _card(gettext("My subscriptions"), door, tabs(choices), content)


def _nothing(view: HomeView, *, can_order: bool) -> html.Div:
    if not view.is_recent:
        nothing = gettext("Nothing has expired lately or will within 30 days")
        return empty("list-ul", nothing, gettext("What is to be renewed soon appears here."))
    nothing = gettext("No subscriptions yet")
    told = gettext("What is ordered appears here.")
    return empty("list-ul", nothing, told, order_link() if can_order else None)


def draw_catalog(categories: Sequence[Category]) -> html.Section | None:
    """Draw the categories as cards (HOME-8)."""
    if not categories:
        return None
    door = _door(gettext("All catalog"), CATALOG)
    cards = [category_card(one) for one in categories]
    return _strip("home-categories", gettext("Catalog"), door, cards)


def draw_news(news: Sequence[News]) -> html.Section | None:
    """Draw the operator's news; nothing where there are none (HOME-2)."""
    if not news:
        return None
    cards = [
        html.A(
            [
                html.Span(formats.day(one.published_at.date()), className="hint number"),
                html.Strong(one.title),
                html.Span(one.summary, className="tile-text"),
                html.Span(gettext("(opens in a new window)"), className="visually-hidden"),
            ],
            href=one.link,
            target="_blank",
            rel="noopener noreferrer",
            className="card tile news-card",
        )
        for one in news
    ]
    return _strip("home-news-cards", gettext("News"), None, cards)


def _strip(name: str, title: str, door: Any, cards: Sequence[Any]) -> html.Section:
    """Draw cards in a row that scrolls, by its buttons as well (HOME-2, HOME-8).

    assets/js/strips.js moves it, and shows the buttons where not all cards fit.
    """
    buttons = html.Div(
        [
            _move(name, "chevron-left", -1, gettext("Previous cards")),
            _move(name, "chevron-right", 1, gettext("Next cards")),
        ],
        className="strip-buttons",
        role="group",
        **aria(label=title),
    )
    row = html.Ul([html.Li(one) for one in cards], id=name, className="strip")
    return html.Section(
        [html.Div([html.H2(title), buttons, door], className="card-head"), row],
        className="home-block later",
    )


def _move(name: str, icon_name: str, way: int, label: str) -> html.Button:
    return html.Button(
        icon(icon_name),
        type="button",
        title=label,
        className="btn btn-quiet strip-button",
        **aria(label=label, controls=name),
        **data(moves=way),
    )


def _table(rows: Sequence[ListedSubscription], reader: Reader) -> Still:
    columns = [one for one in SUBSCRIPTION_COLUMNS if one.key in SHOWN_COLUMNS]
    head = html.Thead(html.Tr([html.Th(one.name(), scope="col") for one in columns]))
    body = [
        html.Tr(
            [
                html.Td(
                    column.draw(SubscriptionRow(listed, {}), reader),
                    className=f"{column.key}-cell {column.class_name}".strip(),
                    **data(name=column.name()),
                )
                for column in columns
            ]
        )
        for listed in rows
    ]
    table = html.Table([head, html.Tbody(body)], className="data-table list-table")
    return scrolled(table, gettext("My subscriptions"))


def _card(title: str, door: Any, *content: Any) -> html.Section:
    return html.Section([_head(title, door), *content], className="card home-block later")


def _head(title: str, door: Any) -> html.Div:
    return html.Div([html.H2(title), door], className="card-head")


def _door(name: str, href: str) -> dcc.Link:
    return dcc.Link(name, href=href, className="hint")
