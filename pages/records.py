"""Analytics, the door behind every number: the charges and consumption records it sums."""

from __future__ import annotations

from typing import Any

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.addressed import draw_addressed, register_addressed
from dashboard.components.records import draw_records
from dashboard.context import services
from domain.access import Section

PAGE = {
    "path": "/analytics/records",
    "title": lazy_gettext("Charges and consumption"),
    "section": Section.ANALYTICS,
    "at_once": True,
}

URL = "records-url"
CONTENT = "records-content"


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return not services().analytics.scope(query).is_missing


def layout(**query: str) -> html.Div:
    return draw_addressed(URL, CONTENT, view(query))


def view(query: dict[str, str]) -> list[Any]:
    here = services()
    screen = here.records.screen(query)
    return draw_records(screen, here.viewer.currency, here.viewer.locale)


def register(app: Dash) -> None:
    register_addressed(app, URL, CONTENT, view)
