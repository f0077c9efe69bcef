"""A list as a table, and as cards on a phone: heads that sort, rows, pages (NAV-6 to NAV-8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any, Generic, TypeVar

from dash import html

from dashboard.components.attributes import aria, data
from dashboard.components.lists.sorting import Sort, Sorting, draw_sort_menu, sort_link
from dashboard.components.page import scrolled
from dashboard.texts import gettext

Row = TypeVar("Row")

SEEN_AT_FIRST = 4  # So many cards at most fit on the screen of a phone.


@dataclass(frozen=True, slots=True)
class Reader:
    """How a list is read: in which language, with which clock, with which rights."""

    locale: str
    zone: tzinfo
    today: date
    can_act: bool = False
    can_order: bool = False


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a list. `draw` returns what stands in a row's cell.

    `sort` is the key that its head sorts by, and `also_sort` another one with its name; `is_fixed`
    says that it can't be switched off, and `is_usual` that it is on before anybody chose (NAV-6).
    """

    key: str
    name: Callable[[], str]
    draw: Callable[[Row, Reader], Any]
    sort: str = ""
    also_sort: tuple[str, Callable[[], str]] | None = None
    is_usual: bool = True
    is_fixed: bool = False
    class_name: str = ""

    @property
    def sorts(self) -> list[Sort]:
        """The keys that its head sorts by, with their names."""
        own = [(self.sort, self.name())] if self.sort else []
        return [*own, (self.also_sort[0], self.also_sort[1]())] if self.also_sort else own


def shown_columns(
    columns: Sequence[Column[Row]], chosen: dict[str, bool]
) -> tuple[Column[Row], ...]:
    """Return the columns that a manager sees."""
    return tuple(
        column for column in columns if column.is_fixed or chosen.get(column.key, column.is_usual)
    )


def draw_table(
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    reader: Reader,
    sorting: Sorting,
    *,
    label: str,
    select: Callable[[Row], tuple[str, str]] | None = None,
) -> html.Div:
    """Draw the rows of a page. `select` returns a row's id and name where rows can be selected."""
    head: list[Any] = [_select_all()] if select else []
    head += [_head(column, sorting) for column in columns]
    body = []
    for number, row in enumerate(rows):
        cells: list[Any] = [_select(*select(row))] if select else []
        cells += [
            html.Td(
                column.draw(row, reader),
                className=f"{column.key}-cell {column.class_name}".strip(),
                **data(name=column.name()),
            )
            for column in columns
        ]
        body.append(html.Tr(cells, className="later" if number >= SEEN_AT_FIRST else None))
    table = html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(body)], className="data-table list-table"
    )
    sorts = [one for column in columns for one in column.sorts]
    return html.Div([draw_sort_menu(sorts, sorting), scrolled(table, label)])


def _head(column: Column[Any], sorting: Sorting) -> html.Th:
    sorts = column.sorts
    if not sorts:
        return html.Th(column.name(), className=column.class_name, scope="col")
    is_current = any(key == sorting.key for key, _ in sorts)
    direction = "descending" if sorting.is_descending else "ascending"
    return html.Th(
        [sort_link(key, name, sorting) for key, name in sorts],
        className=f"sorts {column.class_name}".strip(),
        scope="col",
        **aria(sort=direction if is_current else "none"),
    )


def _select_all() -> html.Th:
    box = _box(gettext("Select all on this page"), "select-page", "")
    return html.Th(box, className="select-cell", scope="col")


def _select(own_id: str, name: str) -> html.Td:
    label = gettext("Select %(name)s, ID %(id)s", name=name, id=own_id)
    return html.Td(_box(label, "select-row", own_id), className="select-cell")


def _box(label: str, class_name: str, own_id: str) -> html.Button:
    """Draw a box that assets/js/selection.js checks."""
    return html.Button(
        type="button",
        role="checkbox",
        className=f"select-box {class_name}",
        **aria(checked="false", label=label),
        **data(select=own_id),
    )
