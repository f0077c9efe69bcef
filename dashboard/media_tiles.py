"""Neutral tiles that stand in for pictures that can't be had now.

Their grey is seen on a light page and on a dark one: a picture does not know which it stands on.
"""

from __future__ import annotations

from html import escape

GREY = "#8d97a5"
PICTURE_TILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800" viewBox="0 0 1280 800">'
    f'<rect width="1280" height="800" fill="{GREY}" opacity="0.14"/>'
    f'<g fill="none" stroke="{GREY}" stroke-width="14" stroke-linejoin="round">'
    '<rect x="520" y="310" width="240" height="180" rx="20"/><circle cx="588" cy="372" r="20"/>'
    '<path d="m530 476 76-70 50 44 42-36 56 52"/></g></svg>'
)


def letter_tile(name: str) -> str:
    """Draw the first letter of a name on a tile, as a logo."""
    letter = next((letter for letter in name if letter.isalnum()), "·").upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 48 48">'
        f'<rect width="48" height="48" rx="7" fill="{GREY}" opacity="0.18"/>'
        f'<text x="24" y="31" fill="{GREY}" font-size="20" font-weight="650" text-anchor="middle" '
        f'font-family="system-ui, sans-serif">{escape(letter)}</text></svg>'
    )
