"""How letters look: the portal's tokens (assets/css/tokens.css), with the colour of a brand.

Programs that show letters know no custom properties, so the values stand here once more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.branding import Branding
from domain.colors import Shades


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme by the names of their tokens; `#rrggbb` each."""

    surface_0: str
    surface_1: str
    surface_2: str
    line: str
    ink_1: str
    ink_2: str
    ink_3: str
    accent: str
    on_accent: str


LIGHT = Palette(
    surface_0="#f7f8fa", surface_1="#ffffff", surface_2="#f1f3f6", line="#e3e7ec",
    ink_1="#12161c", ink_2="#4a5462", ink_3="#5f6978", accent="#2f5bea", on_accent="#ffffff",
)  # fmt: skip
DARK = Palette(
    surface_0="#0e1116", surface_1="#151a21", surface_2="#1d242d", line="#2a323d",
    ink_1="#edf1f6", ink_2="#b3bdca", ink_3="#8b96a5", accent="#7c9bff", on_accent="#0e1116",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """A letter's colours: `light` stands in every element, `dark` takes its place by a rule."""

    light: Palette = LIGHT
    dark: Palette = DARK


def look_of(branding: Branding) -> Look:
    """Return the colours of the letters that a partner's people get."""
    return Look(_with(LIGHT, branding.light_shades), _with(DARK, branding.dark_shades))


def _with(palette: Palette, own: Shades | None) -> Palette:
    if own is None:
        return palette
    return replace(palette, accent=own.accent, on_accent=own.on_accent)
