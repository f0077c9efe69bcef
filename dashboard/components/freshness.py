"""How old the data are, on every page: as of when, whether a load runs, whether the last failed."""

from __future__ import annotations

from dash import dcc, html

from dashboard import formats
from dashboard.components.icons import icon
from dashboard.context import services
from dashboard.texts import gettext

FRESHNESS = "freshness"
TICK = "freshness-tick"
TICK_SECONDS = 30


def freshness() -> html.Div:
    return html.Div(
        [
            html.Div(state(), id=FRESHNESS),
            dcc.Interval(id=TICK, interval=TICK_SECONDS * 1000),
        ]
    )


def state() -> html.Div:
    here = services()
    as_of = here.snapshot.published.as_of
    text = gettext("as of %(time)s", time=formats.clock_time(as_of, here.zone, here.now))
    return html.Div([icon("clock"), text], className="freshness")
