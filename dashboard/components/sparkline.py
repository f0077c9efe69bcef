"""A line of a word's size, drawn as a picture: one element a row, whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import quote

from dash import html

WIDTH, HEIGHT, EDGE = 72, 20, 2
STROKE = "#6B7686"
LEAST_SPAN = 0.25


def sparkline(amounts: Sequence[Decimal]) -> html.Img | None:
    """Draw how an amount went over time; nothing for less than two points."""
    if len(amounts) < 2:
        return None
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points([float(each) for each in amounts]))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{points}" fill="none" stroke="{STROKE}" stroke-width="1.5"'
        ' stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )
    return html.Img(src=f"data:image/svg+xml,{quote(picture)}", alt="", width=WIDTH, height=HEIGHT)


def _points(values: Sequence[float]) -> list[tuple[float, float]]:
    low, high = min(values), max(values)
    # A course that hardly changes is drawn nearly flat, not blown up to the full height.
    span = max(high - low, max(abs(low), abs(high)) * LEAST_SPAN) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return [
        (EDGE + at * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for at, value in enumerate(values)
    ]
