"""Icons: the glyphs of Bootstrap Icons that the portal uses, and no others.

The font in assets/vendor holds just these; after a change here run `make vendor`.
"""

from __future__ import annotations

from dash import html

from dashboard.components.attributes import aria

ICONS = {
    "arrow-clockwise": 0xF116,
    "arrow-left": 0xF12F,
    "bar-chart": 0xF17E,
    "box-arrow-right": 0xF1C3,
    "box-seam": 0xF1C7,
    "building": 0xF1DD,
    "calendar3": 0xF214,
    "check-circle": 0xF26B,
    "check-lg": 0xF633,
    "chevron-down": 0xF282,
    "chevron-left": 0xF284,
    "chevron-right": 0xF285,
    "circle-half": 0xF288,
    "clock": 0xF293,
    "collection": 0xF2CC,
    "copy": 0xF759,
    "dash-lg": 0xF63B,
    "download": 0xF30A,
    "envelope": 0xF32F,
    "exclamation-circle": 0xF333,
    "exclamation-triangle": 0xF33B,
    "eye": 0xF341,
    "eye-slash": 0xF340,
    "file-earmark-spreadsheet": 0xF389,
    "funnel": 0xF3E1,
    "gear": 0xF3E5,
    "globe": 0xF3EE,
    "grid": 0xF3FC,
    "hourglass-split": 0xF41F,
    "house": 0xF425,
    "info-circle": 0xF431,
    "key": 0xF44F,
    "life-preserver": 0xF467,
    "list-ul": 0xF478,
    "moon": 0xF497,
    "people": 0xF4D0,
    "person-circle": 0xF4D7,
    "pie-chart": 0xF4E9,
    "play": 0xF4F5,
    "plus-lg": 0xF64D,
    "question-circle": 0xF505,
    "search": 0xF52A,
    "slash-circle": 0xF567,
    "stop": 0xF593,
    "sun": 0xF5A2,
    "table": 0xF5AA,
    "three-dots": 0xF5D4,
    "x-circle": 0xF623,
    "x-lg": 0xF659,
}


def glyph(name: str) -> str:
    return chr(ICONS[name])


def icon(name: str, class_name: str = "") -> html.Span:
    """Draw an icon. It is hidden from screen readers: a word or a label says what it says."""
    return html.Span(glyph(name), className=f"icon {class_name}".strip(), **aria(hidden="true"))


if __name__ == "__main__":  # What `make vendor` cuts the font down to.
    import sys

    sys.stdout.write(",".join(f"U+{code:X}" for code in ICONS.values()))
