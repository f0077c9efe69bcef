"""Everything that fits what someone searched for."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.offers import reader_of
from dashboard.components.search_results import draw_results
from dashboard.context import services
from dashboard.services.search import MOST
from domain.access import EVERYONE

PAGE = {"path": "/search", "title": lazy_gettext("Search"), "section": EVERYONE, "at_once": True}


def layout(q: str = "", account: str = "", **_: str) -> html.Div:
    here = services()
    text = q.strip()
    found = here.search.find(text, limit=MOST)
    plan_ids = [one.id for one in found if one.kind == "plan"]
    plans = here.catalog.found_plans(plan_ids, text) if plan_ids else []
    others = [one for one in found if one.kind != "plan"]
    drawn = draw_results(text, plans, others, reader_of(here, account))
    return html.Div(drawn, className="stack")


def register(app: Dash) -> None:
    """A new search is a new address."""
