"""A screen's components and columns as charts draw them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formats
from dashboard.figures.costs import Axis, Series
from dashboard.services.cost_screen import Component, CostScreen
from dashboard.state import write_view
from domain.cost import Detail


def series_of(screen: CostScreen, colors: Mapping[str, int]) -> list[Series]:
    return [
        Series(
            component.key,
            component.name,
            component.amounts,
            link_of(component),
            colors.get(component.key),
        )
        for component in screen.components
    ]


def link_of(component: Component) -> str:
    """Return where a click on a component leads: a view, a choice among equals, or nowhere."""
    if len(component.members) > 1:
        return f"#{chooser_id(component)}"
    return write_view(component.inside) if component.inside else ""


def chooser_id(component: Component) -> str:
    return f"choose-{'-'.join(component.ids)}"


def axis_of(screen: CostScreen, locale: str) -> Axis:
    keys = tuple(start.isoformat() for start in screen.starts)
    if screen.view.detail is Detail.DAY:
        labels = tuple(formats.short_day(start, locale) for start in screen.starts)
        return Axis(keys, labels, tuple(formats.day(start) for start in screen.starts))
    labels = tuple(
        formats.month_label(start, locale, with_year=start == screen.starts[0] or start.month == 1)
        for start in screen.starts
    )
    return Axis(keys, labels, tuple(formats.month_title(start, locale) for start in screen.starts))
