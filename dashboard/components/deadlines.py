"""The page of all deadlines, and the nearest ones beside a subscription."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import data
from dashboard.components.deadline_filters import cleared, draw_chips, draw_filters
from dashboard.components.deadline_rows import Reader, draw_table, meant
from dashboard.components.icons import icon
from dashboard.components.page import (
    empty,
    notices,
    page_head,
    pager,
    view_link,
)
from dashboard.components.terms import term
from dashboard.deadline_texts import (
    advice,
    at_stake,
    countdown,
    exact_when,
    kind_name,
    sentence,
)
from dashboard.deadline_view import Within, write_view
from dashboard.glossary import Term
from dashboard.query_reader import USUAL_SIZE
from dashboard.services.deadlines import DeadlineScreen
from dashboard.texts import gettext, ngettext
from domain.deadlines.deadline import Outcome
from domain.deadlines.due import Due

CALENDAR = "deadlines-calendar"
MOST_BESIDE = 4


def draw_deadlines(screen: DeadlineScreen, reader: Reader) -> list[Any]:
    """Draw a page of the deadlines and the money at stake in all that the filters mean."""
    return [
        page_head(gettext("Deadlines"), *_actions(screen)),
        html.Div(notices(screen.problems)),
        draw_filters(screen),
        draw_chips(screen),
        html.Div(_sums(screen, reader.locale), className="headline deadline-sums"),
        html.Div(_list(screen, reader), className="card"),
    ]


def draw_next_deadlines(found: Sequence[Due], reader: Reader) -> html.Section:
    """Draw the nearest deadlines of one subscription, each with its money.

    What becomes possible stands among them, by its date, where there is room.
    """
    near = [one for one in found if one.deadline.outcome is not Outcome.POSSIBLE][:MOST_BESIDE]
    points = [one for one in found if one.deadline.outcome is Outcome.POSSIBLE]
    chosen = [*near, *points[: MOST_BESIDE - len(near)]]
    shown = [_beside(one, reader) for one in found if one in chosen]
    return html.Section(
        [
            html.H2(gettext("Next deadlines")),
            html.Ul(shown, className="deadlines-beside")
            if shown
            else html.Span(gettext("There is none."), className="hint"),
        ],
        className="card aside-card",
    )


def _beside(due: Due, reader: Reader) -> html.Li:
    deadline = due.deadline
    when = f"{countdown(deadline, reader.now, reader.zone)} · {exact_when(deadline, reader.zone)}"
    said = "" if deadline.outcome is Outcome.POSSIBLE else f"{sentence(deadline)} "
    money = at_stake(deadline, reader.locale)
    return html.Li(
        [
            html.Strong(when, className="number"),
            html.Div(
                [html.Span([kind_name(deadline.kind), *meant(deadline.kind)])]
                + ([html.Span(money, className="number")] if money != formats.NOTHING else []),
                className="deadline-line",
            ),
            html.Span(f"{said}{advice(deadline)}", className="hint"),
        ]
    )


def _actions(screen: DeadlineScreen) -> list[Any]:
    query = write_view(screen.view, page=1, size=USUAL_SIZE)
    return [
        html.Button(
            [icon("calendar3"), gettext("Calendar")],
            type="button",
            className="btn btn-quiet",
            **data(opens=CALENDAR),
        ),
        *(
            html.A(
                [icon("download"), name],
                href=f"/deadlines.{name.lower()}{query}",
                className="btn btn-quiet",
            )
            for name in ("XLSX", "CSV")
        ),
    ]


def _sums(screen: DeadlineScreen, locale: str) -> list[html.Div]:
    total = screen.total
    unknown = ngettext(
        "%(num)s more without a known amount",
        "%(num)s more without a known amount",
        screen.unknown_count,
    )
    return [
        _figure(
            [gettext("At stake, before discounts"), term(Term.AT_STAKE)],
            [formats.amount(total.amount, total.currency, locale), html.Small(total.currency)],
            title=formats.exact_money(total, locale),
            more=unknown if screen.unknown_count else gettext("Each amount is counted once"),
        ),
        _figure(gettext("Deadlines"), [formats.count(screen.count, locale)]),
    ]


def _figure(name: Any, number: list[Any], title: str = "", more: str = "") -> html.Div:
    return html.Div(
        [
            html.Div(name, className="figure-name"),
            html.Span(number, className="figure-number number", title=title or None),
            html.Span(more, className="hint") if more else None,
        ],
        className="figure card",
    )


def _list(screen: DeadlineScreen, reader: Reader) -> list[Any]:
    if not screen.shown:
        return [_nothing(screen)]
    view = screen.view
    total = ngettext("%(num)s deadline", "%(num)s deadlines", screen.count)
    return [
        draw_table(screen, reader),
        pager(view, screen.page_count, total, write_view),
    ]


def _nothing(screen: DeadlineScreen) -> html.Div:
    """Draw why there is nothing, and where there may be something (NAV-10)."""
    view = screen.view
    if view.is_filtered:
        return empty(
            "funnel",
            gettext("Nothing fits these filters"),
            gettext("There may be other deadlines in this time."),
            view_link(gettext("Clear filters"), cleared(view), "btn btn-primary"),
        )
    if view.within is Within.ALL:
        return empty(
            "calendar3",
            gettext("No deadlines"),
            gettext("They appear with the first subscriptions that expire or can be cancelled."),
        )
    return empty(
        "check-circle",
        gettext("Nothing is due in this time"),
        gettext("Look further ahead to see what comes later."),
        view_link(gettext("Show all"), write_view(view, within=Within.ALL), "btn btn-primary"),
    )
