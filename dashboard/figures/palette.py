"""The colours of charts, the same in both themes.

Ten colours in an order in which neighbours differ for deuteranopes and protanopes and in greyscale,
each at 3:1 or more against the light and the dark card; tests/dashboard/figures/test_palette.py
holds them to it. Chosen by a search over OKLCH for the largest of the least differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

COLORS = (
    "#4A63D0",
    "#689A72",
    "#9050A3",
    "#A76EF8",
    "#7B672E",
    "#E65BBA",
    "#C13D65",
    "#4494C8",
    "#1D7779",
    "#CF7B26",
)
OTHERS = "#8590A0"

# A neutral that reads on both cards; the portal's script sets the theme's own ink when it draws.
INK = "#6B7686"
GRID = "rgba(128, 140, 155, 0.18)"


def assign_colors(keys: Iterable[str], kept: Mapping[str, int]) -> dict[str, int]:
    """Give each component one of the colours; one that had a colour before keeps it.

    A component drawn before and after a change of filter would otherwise change its colour, and
    a reader would take it for another.
    """
    keys = list(keys)[: len(COLORS)]
    assigned: dict[str, int] = {}
    for key in keys:
        color = kept.get(key)
        if color is not None and 0 <= color < len(COLORS) and color not in assigned.values():
            assigned[key] = color
    free = [color for color in range(len(COLORS)) if color not in assigned.values()]
    for key in keys:
        if key not in assigned:
            assigned[key] = free.pop(0)
    return assigned
