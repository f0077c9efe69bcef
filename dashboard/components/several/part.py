"""The page of one action for several subscriptions, as it follows what becomes of it.

Fields stand outside of what is drawn anew, so that nothing typed is lost.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from plotly.io.json import to_json_plotly

from dashboard.addresses import query_of
from dashboard.components.attributes import aria, data
from dashboard.components.page import notice
from dashboard.components.several import ids
from dashboard.components.several.asked import (
    confirm_text,
    draw_asked,
    draw_confirm,
    is_confirmable,
)
from dashboard.components.several.rows import draw_rows
from dashboard.components.several.summary import draw_summary, summary_sentence
from dashboard.context import services
from dashboard.places import several_page
from dashboard.services.managing.bulk import Confirmed
from dashboard.services.managing.bulk_screen import BulkScreen, bulk_screen
from dashboard.texts import gettext
from domain.errors import BadFilter

Parts = dict[str, Any]
# Which property of which component each part is.
PLACES = {
    "summary": (ids.SUMMARY, "children"),
    "table": (ids.TABLE, "children"),
    "is_asked": (ids.ASKED, "hidden"),
    "is_held": (ids.CONFIRM_BOX, "hidden"),
    "confirm": (ids.CONFIRM_TEXT, "children"),
    "said": (ids.SAID, "children"),
    "is_calm": (ids.TICK, "disabled"),
    "interval": (ids.TICK, "interval"),
    "shown": (ids.SHOWN, "data"),
}


def open_screen(key: str, search: str) -> BulkScreen:
    here = services()
    return bulk_screen(here.bulk, key, query_of(search), here.viewer.currency, here.now)


def draw_part(screen: BulkScreen, search: str) -> html.Div:
    """Draw the page below its title."""
    parts, job = _parts(screen), screen.job
    confirm = draw_confirm(job) if services().can_manage else []
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh=False, search=search),
            dcc.Location(id=ids.GO, refresh="callback-nav"),
            dcc.Interval(id=ids.TICK, interval=parts["interval"], disabled=parts["is_calm"]),
            dcc.Store(id=ids.SHOWN, data=parts["shown"]),
            dcc.Store(id=ids.TOUCHED),
            html.Div(id=ids.SAID, className="visually-hidden", role="status",
                     **aria(live="polite")),
            html.Div(draw_asked(job), id=ids.ASKED, className="card several-box",
                     hidden=parts["is_asked"]),
            html.Div(id=ids.MESSAGE),
            html.Div(parts["summary"], id=ids.SUMMARY, className="several-summary"),
            html.Div(confirm, id=ids.CONFIRM_BOX, className="card several-box",
                     hidden=parts["is_held"]),
            html.Div(parts["table"], id=ids.TABLE),
        ],
        **data(view_location=ids.URL),
    )  # fmt: skip


def show(search: str, _: int, __: Any, shown: Parts) -> Parts:
    """Draw anew whatever is not as it is shown."""
    parts = _parts(open_screen(str(shown["key"]), search or ""))
    before, now = shown["digests"], parts["shown"]["digests"]
    for name in ("summary", "table", "said"):
        if before[name] == now[name]:
            parts[name] = no_update
    return parts


def do(_: list[Any], __: list[Any], shown: Parts) -> tuple[Any, Any, Any]:
    """Do what a button of the page says; return a message, a sign, and where to go."""
    asked, key = ctx.triggered_id, str(shown["key"])
    if not asked or not any(one.get("value") for one in ctx.triggered):
        return no_update, no_update, no_update
    try:
        match asked["what"]:
            case ids.AGAIN:
                return [], no_update, several_page(services().bulk.again(key).key)
            case ids.STOP:
                services().bulk.stop(key)
                message: Any = []
            case ids.PREPARE:
                services().bulk.prepare(key, _values())
                message = []
            case _:
                message = _confirmed(services().bulk.confirm(key, shown["preview"], _values()))
    except BadFilter as error:
        message = notice(" ".join(error.problems), "warn")
    return message, str(uuid4()), no_update


def leave(_: list[Any], shown: Parts) -> Any:
    """Leave one out, or take it in again."""
    asked = ctx.triggered_id
    if not asked or not any(one.get("value") for one in ctx.triggered):
        return no_update
    services().bulk.leave_out(str(shown["key"]), str(asked["subscription"]))
    return str(uuid4())


def register(app: Dash) -> None:
    app.callback(
        {part: Output(*place) for part, place in PLACES.items()},
        Input(ids.URL, "search"),
        Input(ids.TICK, "n_intervals"),
        Input(ids.TOUCHED, "data"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(show)
    app.callback(
        Output(ids.MESSAGE, "children"),
        Output(ids.TOUCHED, "data"),
        Output(ids.GO, "href"),
        Input({"type": ids.DO, "what": ALL}, "n_clicks"),
        State({"type": ids.FIELD, "name": ALL}, "value"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(do)
    app.callback(
        Output(ids.TOUCHED, "data", allow_duplicate=True),
        Input({"type": ids.ROW, "subscription": ALL}, "n_clicks"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(leave)


def _parts(screen: BulkScreen) -> Parts:
    locale, can_act = services().viewer.locale, services().can_manage
    seconds = screen.refresh_seconds
    parts: Parts = {
        "summary": draw_summary(screen, locale),
        "table": draw_rows(screen, locale),
        "is_asked": not can_act or screen.job.stage.is_confirmed or not draw_asked(screen.job),
        "is_held": not (can_act and is_confirmable(screen)),
        "confirm": confirm_text(screen),
        "said": summary_sentence(screen, locale),
        "is_calm": seconds is None,
        "interval": (seconds or 1) * 1000,
    }
    digests = {name: _digest(parts[name]) for name in ("summary", "table", "said")}
    parts["shown"] = {"key": screen.job.key, "preview": screen.digest, "digests": digests}
    return parts


def _confirmed(outcome: Confirmed) -> Any:
    texts = {
        Confirmed.OUTDATED: gettext(
            "The prices were some time old and are looked at again. Nothing was done: confirm once"
            " they are there."
        ),
        Confirmed.OTHERWISE: gettext(
            "What is shown has changed meanwhile. Nothing was done: look at it and confirm again."
        ),
    }
    return notice(texts[outcome], "warn") if outcome in texts else []


def _values() -> dict[str, Any]:
    """Return what is filled in, by the names of the fields."""
    return {one["id"]["name"]: one.get("value") for one in ctx.states_list[0]}


def _digest(drawn: Any) -> str:
    return hashlib.blake2b(to_json_plotly(drawn).encode(), digest_size=12).hexdigest()
