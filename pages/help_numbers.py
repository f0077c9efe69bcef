"""Help: how every number is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard import formats
from dashboard.components.help_numbers import NUMBERS, Shown, draw_numbers
from dashboard.context import services
from dashboard.services.own_numbers import own_numbers
from dashboard.shapes import Shape
from domain.errors import NotAllowed

PAGE = {
    "path": NUMBERS,
    "title": lazy_gettext("How the numbers are made"),
    "section": None,
    "shape": Shape.FORM,
    "at_once": True,
}


T = TypeVar("T")


def layout(**_: str) -> html.Div:
    here = services()
    fresh = here.freshness
    shown = Shown(
        numbers=_allowed(lambda: own_numbers(here.analytics, here.today)),
        deadlines=_allowed(lambda: here.deadlines.screen({})),
        fresh=fresh,
        as_of=formats.clock_time(fresh.as_of, here.zone, here.now),
        next_at=formats.clock_time(fresh.next_at, here.zone, here.now),
    )
    return html.Div(draw_numbers(shown, here.viewer.currency, here.viewer.locale))


def _allowed(ask: Callable[[], T]) -> T | None:
    """Return an answer; None where the manager may not ask. The rules are for everyone."""
    try:
        return ask()
    except NotAllowed:
        return None


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
