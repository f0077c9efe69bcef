"""The partner's managers (MGR-1)."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.company.part import draw_part
from dashboard.components.company.part import register as register_part
from dashboard.components.company.people import draw_created
from dashboard.context import services
from dashboard.places import MANAGERS
from domain.access import Section

PAGE = {"path": MANAGERS, "title": lazy_gettext("Managers"), "section": Section.COMPANY}


def layout(created: str = "", **_: str) -> html.Div:
    here = services()
    found = here.managers.created(created) if created and here.is_connected else None
    said = [draw_created(*found)] if found else []
    return html.Div([*said, *draw_part({})], className="stack list-page")


def register(app: Dash) -> None:
    register_part(app)
