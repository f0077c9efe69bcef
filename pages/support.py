"""Whom to ask for help, with a letter that says who asks and about what (PRF-6)."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.page import empty, page_head
from dashboard.components.support import contacts
from dashboard.context import services
from dashboard.services.reading import is_id
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import EVERYONE

PAGE = {
    "path": "/support",
    "title": lazy_gettext("Support"),
    "section": EVERYONE,
    "shape": Shape.FORM,
}


def layout(subscription: str = "", **_: str) -> html.Div:
    here = services()
    partner = here.viewer.reseller_name
    about = f" · {gettext('Subscription %(id)s', id=subscription)}" if is_id(subscription) else ""
    ways = contacts(here.branding, f"{partner}{about}")
    if not ways:
        none = empty(
            "life-preserver",
            gettext("No contacts are named"),
            gettext("Ask your supplier when something does not work, or a number looks wrong."),
        )
        return html.Div([page_head(gettext("Support")), html.Div(none, className="card")])
    said = gettext(
        "Write or call when something does not work, or a number looks wrong. The subject of a"
        " letter is filled in already: %(subject)s.",
        subject=f"{partner}{about}",
    )
    card = html.Section(
        [html.P(said), html.Div(ways, className="help-contacts")], className="card help-way"
    )
    return html.Div([page_head(gettext("Support")), card], className="stack")


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
