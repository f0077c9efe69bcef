"""Writes a list as an .xlsx of one sheet, row by row, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import FastExcel, Format

MOST_LETTERS = 32_767  # What a cell takes.


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = ""
    ID = "0"  # A number where it is one.
    DAY = "dd.mm.yyyy"
    QUANTITY = "#,##0"
    PRICE = "#,##0.00####"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name in its head, as wide as so many digits."""

    name: str
    width: int
    kind: Kind = Kind.TEXT


def write_workbook(
    path: Path, sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows to a file. A text is a text, whatever it begins with: none is a formula."""
    book = FastExcel(str(path)).freeze(row=1)
    book.sheet(
        sheet,
        _records(columns, rows),
        column_formats={
            column.name: Format().set_num_format(column.kind) for column in columns if column.kind
        },
        column_widths=[column.width for column in columns],
        header_format=Format().set_bold().set_text_wrap().set_align("top"),
    )
    book.save()


def _records(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    is_empty = True
    for row in rows:
        is_empty = False
        cells = zip(columns, row, strict=True)
        yield {column.name: _cell(column.kind, value) for column, value in cells}
    if is_empty:
        yield dict.fromkeys(column.name for column in columns)  # The head needs a row below it.


def _cell(kind: Kind, value: Any) -> Any:
    if kind is Kind.ID and isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value) if len(value) < 16 and not value.startswith("0") else value
    return value[:MOST_LETTERS] if isinstance(value, str) else value
