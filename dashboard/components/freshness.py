"""How old the data are, on every page: as of when, whether a load runs, whether the last failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, set_props

from dashboard import formats
from dashboard.components.icons import icon
from dashboard.components.still import Still, still
from dashboard.context import services
from dashboard.services.freshness import Freshness
from dashboard.texts import gettext

LINE = "freshness"
TICK = "freshness-tick"
SHOWN = "freshness-shown"
ACCESS = "shown-access"  # What the page was drawn for, and what the frame around it was.
FRAME = "frame-access"
TICK_SECONDS = 20


def freshness() -> html.Div:
    """Draw the line, and what keeps it true while the page stays open."""
    fresh = services().freshness
    return html.Div(
        [
            html.Div(line(fresh), id=LINE, role="status"),
            dcc.Interval(id=TICK, interval=TICK_SECONDS * 1000),
            dcc.Store(id=SHOWN, data=shown(fresh.load_id, fresh.as_of)),
            # assets/js/access.js draws the frame anew once it is another one.
            dcc.Store(id=ACCESS, data=services().viewer.access.mark),
            dcc.Store(id=FRAME, data=services().viewer.access.mark),
        ]
    )


def shown(load_id: str, as_of: datetime) -> dict[str, str]:
    """Return what a page remembers of the load that it was drawn from."""
    return {"load_id": load_id, "as_of": as_of.isoformat()}


def note_shown() -> None:
    """Let the page remember that this callback's answer draws it from the newest load, and for what
    access.
    """
    published = services().snapshot.published
    set_props(SHOWN, {"data": shown(published.load_id, published.as_of)})
    set_props(ACCESS, {"data": services().viewer.access.mark})


def line(fresh: Freshness, drawn_from: dict[str, str] | None = None) -> Still:
    """Draw the line; `drawn_from` is what the page remembers, which is the newest load if None."""
    known = drawn_from or shown(fresh.load_id, fresh.as_of)
    as_of = datetime.fromisoformat(known["as_of"])
    parts: list[Any] = [icon(_icon(fresh), "turning" if fresh.is_loading else "")]
    parts.append(html.Span(gettext("as of %(time)s", time=_time(as_of))))
    parts.append(html.Span(_beside(fresh), className="freshness-beside"))
    if known["load_id"] != fresh.load_id:
        parts.append(html.A(gettext("Show new data"), href="", className="reload-link"))
    kind = "failed" if fresh.failed_at else "late" if fresh.is_late else ""
    return still(html.Div(parts, className=f"freshness {kind}".strip()))


def update(_: int, drawn_from: dict[str, str]) -> Still:
    return line(services().freshness, drawn_from)


def register(app: Dash) -> None:
    app.callback(
        Output(LINE, "children"),
        Input(TICK, "n_intervals"),
        State(SHOWN, "data"),
        prevent_initial_call=True,
    )(update)
    app.clientside_callback(
        ClientsideFunction("frame", "follow"),
        Input(ACCESS, "data"),
        State(FRAME, "data"),
        prevent_initial_call=True,
    )


def _icon(fresh: Freshness) -> str:
    if fresh.is_loading:
        return "arrow-clockwise"
    return "exclamation-triangle" if fresh.failed_at or fresh.is_late else "clock"


def _beside(fresh: Freshness) -> str:
    if fresh.is_loading:
        return gettext("loading now")
    if fresh.failed_at:
        return gettext("the load at %(time)s failed", time=_time(fresh.failed_at))
    if fresh.is_late:
        return gettext("no load since")
    return gettext("next %(time)s", time=_time(fresh.next_at))


def _time(instant: Any) -> str:
    here = services()
    return formats.clock_time(instant, here.zone, here.now)
