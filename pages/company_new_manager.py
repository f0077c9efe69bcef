"""Adding a manager (MGR-3)."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.company import form
from dashboard.components.page import notice, page_head
from dashboard.context import services
from dashboard.places import MANAGERS
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import Section

PAGE = {
    "path": f"{MANAGERS}/new",
    "title": lazy_gettext("New manager"),
    "section": Section.COMPANY,
    "shape": Shape.FORM,
}


def layout(**_: str) -> html.Div:
    here = services()
    head = page_head(gettext("New manager"))
    if not here.is_connected:
        says = gettext("No platform is connected, so nobody can be added here.")
        return html.Div([head, notice(says, "warn")], className="stack")
    drawn = form.draw_form(here.directory.roles(), here.settings.access_levels, here.viewer.locale)
    return html.Div([head, *drawn], className="stack")


def register(app: Dash) -> None:
    form.register(app)
