"""One action for several subscriptions: what it would cost, its confirmation, what came of it."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search
from dashboard.components.page import page_head, way_back
from dashboard.components.several import part
from dashboard.components.several.names import bulk_action_name
from dashboard.context import services
from dashboard.texts import gettext, ngettext
from domain.access import Section

PAGE = {
    "path_template": "/subscriptions/several/<job_key>",
    "title": lazy_gettext("Several subscriptions"),
    "section": Section.SUBSCRIPTIONS,
}


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    return services().bulk.progress(path_values["job_key"]) is not None


def layout(job_key: str, **_: str) -> html.Div:
    asked = asked_search()
    screen = part.open_screen(job_key, asked)
    count = screen.progress.total
    title = gettext(
        "%(action)s: %(subscriptions)s",
        action=bulk_action_name(screen.job.action),
        subscriptions=ngettext("%(num)s subscription", "%(num)s subscriptions", count),
    )
    back = way_back(gettext("My subscriptions"), "/subscriptions")
    return html.Div([back, page_head(title), part.draw_part(screen, asked)], className="several")


def register(app: Dash) -> None:
    part.register(app)
