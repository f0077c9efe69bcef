"""One manager of the partner (MGR-7)."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.company.part import draw_part
from dashboard.context import services
from dashboard.places import MANAGERS
from dashboard.shapes import Shape
from domain.access import Section

PAGE = {
    "path_template": f"{MANAGERS}/<manager_id>",
    "title": lazy_gettext("Manager"),
    "section": Section.COMPANY,
    "shape": Shape.FORM,
}


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    return services().directory.exists(path_values["manager_id"])


def layout(manager_id: str, **_: str) -> html.Div:
    return html.Div(draw_part({"manager": manager_id}), className="stack")


def register(app: Dash) -> None:
    """What changes is registered with the list, which shows the same part."""
