"""The colours that follow from a brand's one can be read, whatever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.colors import DARK, LIGHT, READABLE, Theme, contrast, readable_in, shades, shortfalls

TOKENS = Path(__file__).parents[2] / "assets" / "css" / "tokens.css"
COLORS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def tokens(opening: str) -> dict[str, str]:
    block = TOKENS.read_text("utf-8").partition(opening)[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#\w+);", block))


@pytest.mark.parametrize(
    ("theme", "opening"),
    [(LIGHT, '[data-bs-theme="light"] {'), (DARK, '[data-bs-theme="dark"] {')],
)
def test_colours_are_compared_with_the_surfaces_that_are_there(theme: Theme, opening: str) -> None:
    there = tokens(opening)

    surfaces = dict(theme.surfaces)
    assert [surfaces[name] for name in ("page", "card", "table header")] == [
        there["surface-0"], there["surface-1"], there["surface-2"]
    ]  # fmt: skip
    assert (theme.card, theme.on_accent) == (there["surface-1"], there["on-accent"])
    assert not shortfalls(there["accent"], theme)


def test_the_contrast_of_two_colours_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # The well-known grey, just too light.
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_a_shortfall_says_where_and_by_how_much() -> None:
    worst, *_ = shortfalls("#777777", LIGHT)

    assert str(worst) == (
        "its contrast with the table header (#f1f3f6) is 4.03, which is 0.47 under 4.5"
    )


@given(COLORS)
def test_a_colour_is_moved_until_it_can_be_read_and_so_are_its_states(accent: str) -> None:
    for theme in (LIGHT, DARK):
        moved = readable_in(accent, theme)
        assert not shortfalls(moved, theme)
        found = shades(moved, theme)
        assert contrast(found.strong, found.soft) >= READABLE
        assert contrast(found.on_accent, found.strong) >= READABLE
        assert moved == accent or shortfalls(accent, theme)
