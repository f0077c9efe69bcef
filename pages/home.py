"""The main page: what the last months cost, what is due, and where to go on from there."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.deadline_rows import Reader as DeadlineReader
from dashboard.components.home import LEGEND_SIZE, draw_home
from dashboard.components.home_blocks import (
    MOST_DEADLINES,
    draw_catalog,
    draw_deadlines,
    draw_news,
    draw_subscriptions,
)
from dashboard.components.lists.table import Reader
from dashboard.components.page import Choice
from dashboard.context import services
from dashboard.deadline_view import Within
from dashboard.texts import gettext
from domain.access import EVERYONE, Section
from domain.periods import add_months, first_of_month, format_month

PAGE = {"path": "/", "title": lazy_gettext("Main page"), "has_charts": True, "section": EVERYONE}
RECENT = "recent"


def layout(month: str = "", tab: str = "", **_: str) -> html.Div:
    """Show one of the two last complete months: the one asked for, or the last (HOME-3).

    Blocks of sections that are hidden from the manager are left out (NAV-5).
    """
    here = services()
    may_see = here.viewer.access.may_see
    this_month = first_of_month(here.today)
    months = [add_months(this_month, -back) for back in (1, 2)]
    chosen = months[1] if month == format_month(months[1]) else months[0]
    query = {"from": format_month(chosen), "to": format_month(chosen)}
    sees_costs, sees_held = may_see(Section.ANALYTICS), may_see(Section.SUBSCRIPTIONS)
    screen = here.analytics.screen(query, top=LEGEND_SIZE) if sees_costs else None
    held = _subscriptions(format_month(chosen), is_recent=tab == RECENT) if sees_held else None
    sold = may_see(Section.CATALOG) and draw_catalog(here.catalog.categories().categories)
    blocks = (held, sold or None, draw_news(here.home.news()))
    kept = f"&tab={RECENT}" if tab == RECENT else ""
    deadlines = _deadlines() if sees_held else None
    return html.Div(draw_home(screen, months, chosen, here.viewer, deadlines, blocks, kept))


def register(app: Dash) -> None:
    """Nothing on this page changes by itself: its links lead elsewhere."""


def _deadlines() -> html.Section:
    here = services()
    soon = here.deadlines.soon(Within.WEEK, most=MOST_DEADLINES)
    return draw_deadlines(soon, DeadlineReader(here.viewer.locale, here.zone, here.deadlines.now))


def _subscriptions(month: str, *, is_recent: bool) -> html.Section:
    """Show one of the two tabs: what expires, or what was added last (HOME-9)."""
    here = services()
    rows = here.home.recent() if is_recent else here.home.expiring()
    choices = (
        Choice(gettext("Expiring"), f"/?month={month}", not is_recent),
        Choice(gettext("Recently added"), f"/?month={month}&tab={RECENT}", is_recent),
    )
    nothing = (
        gettext("No subscriptions yet")
        if is_recent
        else gettext("Nothing expires within 30 days, and nothing has of late")
    )
    reader = Reader(here.viewer.locale, here.zone, here.today)
    return draw_subscriptions(rows, choices, nothing, reader)
