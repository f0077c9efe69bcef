"""My profile: who one is, in which language, and where one is signed in."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.access import session_token
from dashboard.components import own_details
from dashboard.components.profile import PATH, Reader, draw_profile
from dashboard.context import portal, services
from dashboard.shapes import Shape

PAGE = {"path": PATH, "title": lazy_gettext("My profile"), "section": None, "shape": Shape.FORM}


def layout(done: str | None = None, **_: str) -> html.Div:
    here = services()
    screen = here.profile.screen(
        token=session_token(),
        lifetime=portal().session_lifetime,
        language=here.viewer.locale,
    )
    return html.Div(draw_profile(screen, Reader(here.viewer, here.zone), done), className="stack")


def register(app: Dash) -> None:
    """Besides name and phone, it sends plain forms (dashboard/profile_routes.py)."""
    own_details.register(app)
