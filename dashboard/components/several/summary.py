"""One action for several subscriptions in short: how far it is, what it comes to, why not."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.page import notice, notices, view_link
from dashboard.components.several import ids
from dashboard.components.several.names import state_name
from dashboard.services.managing.bulk_screen import (
    SHOWN_REASONS,
    BulkScreen,
    BulkView,
    write_bulk_view,
)
from dashboard.texts import gettext, ngettext
from domain.bulk import NOT_DONE, BulkAction, ItemState, Stage
from domain.money import Money

ENDING = (BulkAction.STOP, BulkAction.DELETE)


def draw_summary(screen: BulkScreen, locale: str) -> list[Any]:
    """Draw what stands above the list."""
    stage = screen.job.stage
    if stage is Stage.ASKING:
        return [html.Div(notices(screen.problems))]
    return [
        html.Div(notices(screen.problems)),
        _progress(screen, locale) if screen.is_working else None,
        *_told(screen),
        None if screen.is_working else _figures(screen, locale),
        _reasons(screen, locale),
        _again(screen, locale),
    ]


def summary_sentence(screen: BulkScreen, locale: str) -> str:
    """Say in short how far it is, for those who hear the page."""
    progress, stage = screen.progress, screen.job.stage
    if stage is Stage.PREPARING:
        return ""
    if stage is Stage.PREPARED:
        return gettext(
            "%(count)s of %(total)s can be done.",
            count=formats.count(progress.count(ItemState.READY), locale),
            total=formats.count(progress.total, locale),
        )
    if stage is Stage.FINISHED:
        return gettext(
            "Finished. Done: %(count)s of %(total)s.",
            count=formats.count(progress.count(ItemState.DONE), locale),
            total=formats.count(_meant(screen), locale),
        )
    return ""


def _progress(screen: BulkScreen, locale: str) -> html.Div:
    progress, is_preparing = screen.progress, screen.job.stage is Stage.PREPARING
    total = progress.total if is_preparing else _meant(screen)
    passed = total - progress.left
    told = {"count": formats.count(passed, locale), "total": formats.count(total, locale)}
    said = (
        gettext("Looked at and priced: %(count)s of %(total)s", **told)
        if is_preparing
        else gettext("Carried out: %(count)s of %(total)s", **told)
    )
    name = gettext("Go on with those") if is_preparing else gettext("Leave out the rest")
    bar = html.Div(
        html.Div(style={"width": f"{100 * passed // max(total, 1)}%"}),
        className="several-bar",
        role="progressbar",
        **aria(valuemin=0, valuemax=total, valuenow=passed, label=said),
    )
    hint = gettext("You can leave this page: it goes on, and is found under My subscriptions.")
    stop = html.Button(name, id=ids.do_id(ids.STOP), type="button", className="btn btn-quiet")
    head = html.Div([html.Strong(said), stop], className="several-progress-head")
    return html.Div([head, bar, html.P(hint, className="hint")], className="card several-progress")


def _told(screen: BulkScreen) -> list[html.Div]:
    told = []
    if screen.is_held_up:
        text = gettext("The platform does not answer at the moment. It is asked again by itself.")
        told.append(notice(text, "warn"))
    if screen.is_outdated:
        text = gettext("The prices are some time old; they are looked at again when you confirm.")
        told.append(notice(text))
    return told


def _figures(screen: BulkScreen, locale: str) -> html.Div:
    progress, is_done = screen.progress, screen.job.stage.is_confirmed
    done = progress.count(ItemState.DONE if is_done else ItemState.READY)
    total = _meant(screen) if is_done else progress.total
    count = [
        formats.count(done, locale),
        html.Small(gettext("of %(total)s", total=formats.count(total, locale))),
    ]
    first = _figure(gettext("Done") if is_done else gettext("Can be done"), count)
    return html.Div([first, *_sums(screen, locale)], className="several-figures")


def _sums(screen: BulkScreen, locale: str) -> list[html.Div]:
    sums, action = screen.sums, screen.job.action
    if screen.is_free:
        free = gettext("nothing")
        return [_figure(gettext("What it costs"), [free], gettext("Nothing is charged for this."))]
    untold = _untold(screen)
    if action in ENDING:
        back = sums.refund if action is BulkAction.DELETE else sums.released
        name = (
            gettext("Refund")
            if action is BulkAction.DELETE
            else gettext("Comes back later, unless active again")
        )
        drawn = [_figure(name, _money(back, locale), untold)]
    else:
        is_given = bool(sums.refund)
        hint = gettext("Refunds are taken off.") if is_given else ""
        drawn = [_figure(gettext("Due now"), _money(sums.now, locale), hint)]
        if sums.later:
            drawn.append(_figure(gettext("Charged later"), _money(sums.later, locale),
                                 gettext("On the days in the list.")))  # fmt: skip
        if is_given:
            drawn.append(_figure(gettext("Refund"), _money(sums.refund, locale)))
    change = sums.monthly_after - sums.monthly_before
    hint = f"{formats.money(sums.monthly_before, locale)} → " + (
        formats.money(sums.monthly_after, locale)
    )
    sign = ["+"] if change.amount > 0 else []
    number = [*sign, *_money(change, locale)]
    monthly = _figure(gettext("Change of a full month"), number, hint)
    return [*drawn, monthly]


def _untold(screen: BulkScreen) -> str:
    counted = ItemState.DONE if screen.job.stage.is_confirmed else ItemState.READY
    count = screen.progress.count(counted) - screen.told
    return (
        ngettext("Of %(num)s it can't be told in advance.",
                 "Of %(num)s it can't be told in advance.", count)
        if count else ""
    )  # fmt: skip


def _reasons(screen: BulkScreen, locale: str) -> html.Section | None:
    """Say why some can't be done, or were not: each reason once, with how many it holds for."""
    states = [state for state in NOT_DONE if screen.progress.count(state)]
    count = screen.progress.count(*states)
    if not count:
        return None
    title = (
        gettext("Not done: %(count)s", count=formats.count(count, locale))
        if screen.job.stage.is_confirmed
        else gettext("Not possible: %(count)s", count=formats.count(count, locale))
    )
    shown = screen.reasons[:SHOWN_REASONS]
    rest = count - sum(number for _, number in shown)
    rows = [_reason(text, number, locale) for text, number in shown]
    if rest:
        rows.append(_reason(gettext("Others, as the list says"), rest, locale))
    href = write_bulk_view(BulkView(tuple(states)))
    head = html.Div([html.H2(title), view_link(gettext("Show them"), href)], className="card-head")
    return html.Section([head, html.Ul(rows, className="several-reasons")], className="card")


def _reason(text: str, number: int, locale: str) -> html.Li:
    return html.Li([html.Span(formats.count(number, locale), className="number"), html.Span(text)])


def _again(screen: BulkScreen, locale: str) -> html.Div | None:
    count = screen.progress.count(*NOT_DONE)
    if screen.job.stage is not Stage.FINISHED or not count:
        return None
    name = ngettext("Try again the one that was not done",
                    "Try again the %(num)s that were not done", count)  # fmt: skip
    button = html.Button(name, id=ids.do_id(ids.AGAIN), type="button", className="btn btn-quiet")
    return html.Div(button, className="several-again")


def _figure(name: str, number: list[Any], hint: str = "") -> html.Div:
    return html.Div(
        [
            html.Div(name, className="figure-name"),
            html.Span(number, className="figure-number number"),
            html.Span(hint, className="hint") if hint else None,
        ],
        className="figure card",
    )


def _money(amount: Money, locale: str) -> list[Any]:
    written = formats.amount(amount.amount, amount.currency, locale)
    return [written, html.Small(amount.currency)]


def _meant(screen: BulkScreen) -> int:
    """Return how many were not left out by hand."""
    return screen.progress.total - screen.progress.count(ItemState.LEFT_OUT)


def states_shown(screen: BulkScreen) -> list[tuple[str, ItemState]]:
    """Return the states that subscriptions of the job are in."""
    counts = screen.progress.counts
    return [(state_name(state), state) for state in ItemState if counts.get(state)]
