"""The partner's own company: what the supplier keeps of it (PRF-1, PRF-2)."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.company.frame import (
    CONTACTS,
    INFORMATION,
    draw_contacts,
    draw_head,
    draw_information,
)
from dashboard.context import services
from dashboard.shapes import Shape
from domain.access import Section

PAGE = {
    "path": "/company",
    "title": lazy_gettext("Company profile"),
    "section": Section.COMPANY,
    "shape": Shape.FORM,
}


def layout(tab: str = "", **_: str) -> html.Div:
    here = services()
    company = here.directory.company()
    if tab == CONTACTS:
        return html.Div([*draw_head(CONTACTS), *draw_contacts(company)], className="stack")
    drawn = draw_information(company, here.viewer.locale)
    return html.Div([*draw_head(INFORMATION), *drawn], className="stack")


def register(app: Dash) -> None:
    """Nothing on this page changes by itself: its tabs have addresses."""
