"""Help: how every number is made."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard import formats
from dashboard.components.help_numbers import NUMBERS, Shown, draw_numbers
from dashboard.context import services
from dashboard.services.own_numbers import own_numbers

PAGE = {"path": NUMBERS, "title": lazy_gettext("How the numbers are made")}


def layout(**_: str) -> html.Div:
    here = services()
    fresh = here.freshness
    shown = Shown(
        numbers=own_numbers(here.analytics, here.today),
        deadlines=here.deadlines.screen({}),
        fresh=fresh,
        as_of=formats.clock_time(fresh.as_of, here.zone, here.now),
        next_at=formats.clock_time(fresh.next_at, here.zone, here.now),
    )
    return html.Div(draw_numbers(shown, here.viewer.currency, here.viewer.locale))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
