"""My subscriptions: every subscription that was ordered for the partner's clients."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search
from dashboard.components.lists import amount_editor
from dashboard.components.lists.subscription_part import SubscriptionPart
from dashboard.components.page import page_head
from dashboard.components.several import selection
from dashboard.components.several.recent import draw_recent
from dashboard.texts import gettext
from domain.access import Section

PAGE = {
    "path": "/subscriptions",
    "title": lazy_gettext("My subscriptions"),
    "section": Section.SUBSCRIPTIONS,
    "at_once": True,
}

LIST = SubscriptionPart("subscriptions")


def layout(**_: str) -> html.Div:
    asked = asked_search()
    return html.Div(
        [
            page_head(gettext("My subscriptions"), LIST.table_view()),
            draw_recent(),
            LIST.filters(asked, {}),
            LIST.draw(LIST.drawn(asked, {}), asked, {}),
            amount_editor.amount_editor(),
            selection.several_bar(),
        ],
        className="list-page",
    )


def register(app: Dash) -> None:
    LIST.register(app)
    selection.register(app)
