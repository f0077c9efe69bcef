"""A button that opens a panel: assets/js/menus.js closes it, and moves among its entries."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.attributes import aria


def menu(
    label: Any,
    entries: list[Any],
    *,
    class_name: str,
    button_class: str = "",
    panel_class: str = "dropdown-menu show",
    name: str | None = None,
) -> html.Details:
    """Draw a menu. `name` is told where the label alone says too little, or is an icon."""
    summary = html.Summary(label, className=button_class or None, title=name, **aria(label=name))
    panel = html.Div(entries, className=panel_class)
    return html.Details([summary, panel], className=f"menu {class_name}")
