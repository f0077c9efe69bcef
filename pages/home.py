"""The main page: what the last months cost, and where to go on from there."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.home import LEGEND_SIZE, draw_home
from dashboard.context import services
from domain.periods import add_months, first_of_month, format_month

PAGE = {"path": "/", "title": lazy_gettext("Main page"), "has_charts": True}


def layout(month: str = "", **_: str) -> html.Div:
    """Show one of the two last complete months: the one asked for, or the last (HOME-3)."""
    here = services()
    this_month = first_of_month(here.today)
    months = [add_months(this_month, -back) for back in (1, 2)]
    chosen = months[1] if month == format_month(months[1]) else months[0]
    query = {"from": format_month(chosen), "to": format_month(chosen)}
    screen = here.analytics.screen(query, top=LEGEND_SIZE)
    return html.Div(draw_home(screen, months, chosen, here.viewer))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself: its links lead elsewhere."""
