"""What is drawn only once it is seen."""

from __future__ import annotations

from typing import Any

from dash import dcc
from dash.development.base_component import Component

CHART: Any = {"displayModeBar": False, "responsive": True}


class Near(Component):
    """Draws what is in it once that is shown near the screen (assets/js/near.js)."""

    _namespace = "portal"
    _type = "Near"
    _prop_names = ["children", "className"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012

    def __init__(self, children: Any, className: str | None = None) -> None:
        super().__init__(children=children, className=className)  # type: ignore[no-untyped-call]


def graph(figure: Any, **properties: Any) -> Near:
    """Draw a chart, once it is scrolled to: what draws it is the largest script of all."""
    return Near(dcc.Graph(figure=figure, config=CHART, **properties))
