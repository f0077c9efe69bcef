"""The table of deadlines, under a heading for each time they fall into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.page import scrolled, view_link
from dashboard.components.status import account_link, subscription_link
from dashboard.components.still import Still
from dashboard.components.terms import term
from dashboard.deadline_texts import advice, at_stake, countdown, exact_when, kind_name, sentence
from dashboard.deadline_view import DeadlineView, write_view
from dashboard.glossary import Term
from dashboard.services.deadlines import DeadlineScreen
from dashboard.texts import gettext
from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome
from domain.deadlines.due import Due
from domain.periods import first_of_month

ICONS = {
    DeadlineKind.CANCELLATION: "hourglass-split",
    DeadlineKind.ADDED_CANCELLATION: "hourglass-split",
    DeadlineKind.AUTO_RENEWAL: "arrow-clockwise",
    DeadlineKind.RENEWAL: "calendar3",
    DeadlineKind.TRIAL_END: "clock",
    DeadlineKind.GRACE_END: "exclamation-triangle",
    DeadlineKind.DELETION: "x-circle",
    DeadlineKind.ORDER: "clock",
}
NEAR = timedelta(days=2)
MEANT = {
    DeadlineKind.CANCELLATION: Term.CANCELLATION,
    DeadlineKind.AUTO_RENEWAL: Term.AUTO_RENEW,
    DeadlineKind.TRIAL_END: Term.TRIAL,
    DeadlineKind.GRACE_END: Term.GRACE,
    DeadlineKind.DELETION: Term.DELETION,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, where days begin, and when it is."""

    locale: str
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def draw_table(screen: DeadlineScreen, reader: Reader) -> Still:
    view = screen.view
    head = html.Tr(
        [
            _sort_head(view, "day", gettext("When")),
            html.Th(gettext("Deadline")),
            html.Th(gettext("Subscription")),
            html.Th(gettext("Client")),
            _sort_head(view, "money", gettext("At stake, %(currency)s",
                                              currency=screen.total.currency), "number"),
        ]
    )  # fmt: skip
    is_by_day = view.order.lstrip("-") == "day"
    rows = _rows(screen.shown, reader)
    bodies = _grouped(screen, rows, reader) if is_by_day else [html.Tbody(rows)]
    table = html.Table([html.Thead(head), *bodies], className="data-table deadline-table")
    return scrolled(table, gettext("Deadlines"))


def _grouped(screen: DeadlineScreen, rows: list[html.Tr], reader: Reader) -> Iterator[html.Tbody]:
    """Yield a part of the table for each time, with its name as the first row."""
    drawn = zip(screen.shown, rows, strict=True)
    for name, group in groupby(drawn, lambda pair: when_name(pair[0].deadline.on, reader)):
        title = html.Tr(html.Th(name, colSpan=5, scope="rowgroup"), className="deadline-group")
        yield html.Tbody([title, *(row for _, row in group)])


def meant(kind: DeadlineKind) -> list[html.Span]:
    """Draw what explains a kind of deadlines; nothing for those whose name says it all."""
    return [term(MEANT[kind])] if kind in MEANT else []


def when_name(day: date, reader: Reader) -> str:
    """Return the time that a day falls into, as seen from today; weeks begin on Monday."""
    today = reader.today
    monday = today - timedelta(days=today.weekday())
    if day <= today:
        return gettext("Today")
    if day == today + timedelta(days=1):
        return gettext("Tomorrow")
    if day < monday + timedelta(weeks=1):
        return gettext("This week")
    if day < monday + timedelta(weeks=2):
        return gettext("Next week")
    if first_of_month(day) == first_of_month(today):
        return gettext("Later this month")
    name = formats.month_title(day, reader.locale)
    return name[:1].upper() + name[1:]  # Months begin with a small letter in Russian.


def _rows(shown: tuple[Due, ...], reader: Reader) -> list[html.Tr]:
    """Draw the rows; the first of each kind explains it."""
    kinds: set[DeadlineKind] = set()
    rows = []
    for due in shown:
        kind = due.deadline.kind
        rows.append(_row(due, reader, [] if kind in kinds else meant(kind)))
        kinds.add(kind)
    return rows


def _row(due: Due, reader: Reader, explained: list[html.Span]) -> html.Tr:
    deadline = due.deadline
    return html.Tr(
        [
            html.Td(_when(due, reader), className="deadline-when nowrap"),
            html.Td(draw_told(deadline, explained), className="deadline-told"),
            html.Td(
                [
                    html.Div(subscription_link(due.subscription, deadline.subscription_id)),
                    html.Span(f"ID {deadline.subscription_id}", className="sub"),
                ],
                className="deadline-subscription",
            ),
            html.Td(
                account_link(due.account or deadline.account_id, deadline.account_id),
                className="deadline-account",
            ),
            _money(deadline, reader.locale),
        ],
        className="deadline-point" if deadline.outcome is Outcome.POSSIBLE else "",
    )


def _when(due: Due, reader: Reader) -> list[Any]:
    near = "near" if due.moment - reader.now < NEAR else ""
    return [
        html.Strong(countdown(due.deadline, reader.now, reader.zone), className=near),
        html.Span(exact_when(due.deadline, reader.zone), className="sub number-left"),
    ]


def draw_told(deadline: Deadline, explained: list[html.Span]) -> list[Any]:
    """Draw what a deadline is, what happens on it and what can be done until then."""
    name: list[Any] = [
        icon(ICONS.get(deadline.kind, "info-circle")),
        kind_name(deadline.kind),
        *explained,
    ]
    said = advice(deadline)
    if deadline.outcome is not Outcome.POSSIBLE:
        said = f"{sentence(deadline)} {said}"
    return [html.Div(name, className="deadline-kind"), html.Span(said, className="sub")]


def _money(deadline: Deadline, locale: str) -> html.Td:
    money = deadline.stake.money
    if money is None:
        return html.Td(at_stake(deadline, locale), className="number deadline-money untold")
    return html.Td(
        html.Span(
            formats.amount(money.amount, money.currency, locale),
            title=formats.exact_money(money, locale),
        ),
        className="number deadline-money",
    )


def _sort_head(view: DeadlineView, key: str, name: str, class_name: str = "") -> html.Th:
    is_current = view.order.lstrip("-") == key
    is_descending = view.order.startswith("-")
    first = key if key == "day" else f"-{key}"
    turned = key if is_descending else f"-{key}"
    arrow = ("↓" if is_descending else "↑") if is_current else ""
    href = write_view(view, sort=turned if is_current else first, page=1)
    return html.Th(
        view_link([name, html.Span(f" {arrow}", className="arrow")], href),
        className=class_name,
        **aria(sort={"↓": "descending", "↑": "ascending"}.get(arrow, "none")),
    )
