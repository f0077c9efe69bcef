"""Colours: how well two can be told apart, and what follows from a brand's one (WCAG 2.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEX = re.compile(r"#([0-9a-fA-F]{6})")
READABLE = 4.5  # The least contrast of a text with what it stands on, by level AA.
STEP = 0.02

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """What a brand's colour stands on, and where its states go: towards black or white.

    `surfaces` are by name, the lightest contrast being the one that counts; the same as in
    assets/css/tokens.css. `soft` is how much of the colour is in the ground of what is chosen.
    """

    name: str
    surfaces: tuple[tuple[str, str], ...]
    card: str
    on_accent: str
    towards: str
    soft: float


LIGHT = Theme(
    "light",
    (("card", "#ffffff"), ("page", "#f7f8fa"), ("table header", "#f1f3f6")),
    card="#ffffff",
    on_accent="#ffffff",
    towards="#000000",
    soft=0.09,
)
DARK = Theme(
    "dark",
    (("card", "#151a21"), ("page", "#0e1116"), ("table header", "#1d242d")),
    card="#151a21",
    on_accent="#0e1116",
    towards="#ffffff",
    soft=0.15,
)


@dataclass(frozen=True, slots=True)
class Shades:
    """A brand's colour in one theme, and the states that follow from it; `#rrggbb` each."""

    accent: str
    strong: str
    soft: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Where a colour can't be read well enough."""

    place: str
    against: str
    contrast: float

    def __str__(self) -> str:
        lacking = READABLE - self.contrast
        return (
            f"its contrast with the {self.place} ({self.against}) is {self.contrast:.2f}, which is"
            f" {lacking:.2f} under {READABLE}"
        )


def is_color(text: str) -> bool:
    return HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (none) to 21."""
    darker, lighter = sorted((_luminance(_read(one)), _luminance(_read(other))))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(color: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = zip(_read(color), _read(other), strict=True)
    return _write([round(own + (new - own) * share) for own, new in pairs])


def shortfalls(accent: str, theme: Theme) -> list[Shortfall]:
    """Return where a colour can't be read well enough, the worst first; none when all is well."""
    places = [*theme.surfaces, ("text on a button", theme.on_accent)]
    found = [Shortfall(name, against, contrast(accent, against)) for name, against in places]
    return sorted((one for one in found if one.contrast < READABLE), key=lambda one: one.contrast)


def shades(accent: str, theme: Theme) -> Shades:
    """Return the states of a colour: what is pressed, and the ground of what is chosen.

    The pressed one can be read on that ground, on which the names of chosen things stand.
    """
    soft = mixed(theme.card, accent, theme.soft)
    share = 0.22
    while contrast(mixed(accent, theme.towards, share), soft) < READABLE and share < 1:
        share += STEP
    return Shades(accent.lower(), mixed(accent, theme.towards, share), soft, theme.on_accent)


def readable_in(accent: str, theme: Theme) -> str:
    """Return the colour as it is, or moved just as far as it takes to be read in a theme."""
    share = 0.0
    while shortfalls(moved := mixed(accent, theme.towards, share), theme) and share < 1:
        share += STEP
    return moved


def _read(color: str) -> Color:
    value = int(color.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _write(channels: Sequence[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
