"""What a page looks like before it has come: its shape, in empty bars (templates/waiting.html)."""

from __future__ import annotations

from enum import StrEnum


class Shape(StrEnum):
    """One of the few shapes that pages have; a page names its own in `PAGE`.

    A list has filters above a table, a record facts above tabs with a column beside them, a form
    its fields in a card.
    """

    MAIN = "main"
    LIST = "list"
    CHARTS = "charts"
    TILES = "tiles"
    FORM = "form"
    RECORD = "record"
