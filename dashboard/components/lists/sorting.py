"""What sorts a list: the links in its heads, and on a phone one menu in their place (NAV-8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.components.icons import icon
from dashboard.components.menu import menu
from dashboard.components.page import view_link
from dashboard.components.still import Still, still
from dashboard.texts import gettext

Write = Callable[..., str]
Sort = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list. `write` returns the address of the list with another one."""

    current: str
    write: Write

    @property
    def key(self) -> str:
        return self.current.lstrip("-")

    @property
    def is_descending(self) -> bool:
        return self.current.startswith("-")

    @property
    def arrow(self) -> str:
        return "↓" if self.is_descending else "↑"


def sort_link(key: str, name: str, sorting: Sorting) -> html.A:
    """Draw what sorts by a key, and the other way round once it does."""
    is_current = sorting.key == key
    arrow = sorting.arrow if is_current else ""
    turned = f"-{key}" if is_current and not sorting.is_descending else key
    return view_link(
        [name, html.Span(f" {arrow}", className="arrow")],
        sorting.write(turned),
        "sorted-by" if is_current else "",
    )


def draw_sort_menu(sorts: Sequence[Sort], sorting: Sorting) -> Still:
    """Draw the menu that stands in the place of the heads where rows are cards."""
    name = next((name for key, name in sorts if key == sorting.key), "")
    current: list[Any] = [html.Strong(name), f" {sorting.arrow}"] if name else []
    drawn = menu(
        [html.Span(gettext("Sort by")), html.Span(current), icon("chevron-down")],
        [sort_link(*one, sorting) for one in sorts],
        class_name="table-view sort-menu",
        panel_class="table-view-menu",
    )
    return still(drawn)
