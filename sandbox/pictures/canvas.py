"""Shapes of SVG, as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def box(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0,
        more: str = "") -> str:  # fmt: skip
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" '
        f'fill="{fill}"{" " + more if more else ""}/>'
    )


def bar(x: float, y: float, width: float, fill: str, *, thick: float = 12) -> str:
    """Draw a line of text as a bar."""
    return box(x, y, width, thick, fill, radius=thick / 2)


def dot(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def path(points: Sequence[tuple[float, float]], stroke: str, *, width: float = 4) -> str:
    at = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{at}" fill="none" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def area(points: Sequence[tuple[float, float]], fill: str) -> str:
    at = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polygon points="{at}" fill="{fill}"/>'


def ring(x: float, y: float, radius: float, part: float, stroke: str, *, width: float) -> str:
    """Draw a part of a circle, from the top, clockwise."""
    length = 2 * 3.14159 * radius
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="none" stroke="{stroke}" '
        f'stroke-width="{width:g}" stroke-linecap="round" '
        f'stroke-dasharray="{length * part:.1f} {length:.1f}" '
        f'transform="rotate(-90 {x:g} {y:g})"/>'
    )


def text(x: float, y: float, written: str, fill: str, *, size: float = 26) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size:g}" font-weight="600" '
        'font-family="Inter, system-ui, -apple-system, Segoe UI, Roboto, sans-serif">'
        f"{escape(written)}</text>"
    )


def group(parts: Sequence[str], *, x: float = 0, y: float = 0, scale: float = 1) -> str:
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{"".join(parts)}</g>'
