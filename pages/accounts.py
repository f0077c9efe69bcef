"""Clients: those that something was ordered for."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search
from dashboard.components.lists.account_part import AccountPart
from dashboard.components.page import page_head
from dashboard.texts import gettext
from domain.access import Section

PAGE = {
    "path": "/clients",
    "title": lazy_gettext("Clients"),
    "section": Section.CLIENTS,
    "at_once": True,
}

LIST = AccountPart("clients")


def layout(**_: str) -> html.Div:
    asked = asked_search()
    return html.Div(
        [
            page_head(gettext("Clients"), LIST.table_view()),
            LIST.filters(asked),
            LIST.draw(LIST.drawn(asked, {}), asked, {}),
        ],
        className="list-page",
    )


def register(app: Dash) -> None:
    LIST.register(app)
