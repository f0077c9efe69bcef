"""Logos of our own making: the sign of a family on a ground whose tint follows from the name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sandbox.pictures.glyphs import GLYPHS, HUES, family_of

SIZE = 96
SATURATION = 44
SPREAD = 24  # How far apart the tints of one family are, in degrees.


@dataclass(frozen=True, slots=True)
class Tint:
    """A colour with its lighter and darker kin."""

    hue: int

    def at(self, lightness: int, saturation: int = SATURATION) -> str:
        return f"hsl({self.hue} {saturation}% {lightness}%)"


def tint_of(name: str) -> Tint:
    """Return the colour of a name: that of its family, a little to one side."""
    number = int(hashlib.sha256(name.encode()).hexdigest()[:4], 16)
    return Tint((HUES[family_of(name)] + number % SPREAD - SPREAD // 2) % 360)


def draw_mark(name: str) -> str:
    """Draw the logo of a product or of a category."""
    tint = tint_of(name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        'viewBox="0 0 48 48">'
        '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="{tint.at(54)}"/>'
        f'<stop offset="1" stop-color="{tint.at(40)}"/></linearGradient></defs>'
        '<rect width="48" height="48" rx="11" fill="url(#g)"/>'
        f'<g transform="translate(9.6 9.6) scale(1.2)">{draw_glyph(family_of(name), "#fff")}</g>'
        "</svg>"
    )


def draw_glyph(family: str, colour: str) -> str:
    return (
        f'<g fill="none" stroke="{colour}" stroke-width="1.7" stroke-linecap="round" '
        f'stroke-linejoin="round">{GLYPHS[family]}</g>'
    )
