"""Holds the colours of charts to what they are for."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from dashboard.figures.palette import COLORS, OTHERS, assign_colors

LIGHT_CARD, DARK_CARD = "#ffffff", "#151a21"
Color = tuple[float, float, float]

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
SEEN_BY = {
    "everyone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


def linear(color: str) -> Color:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    values = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return values[0], values[1], values[2]


def times(matrix: tuple[tuple[float, ...], ...], color: Color) -> Color:
    values = [sum(a * b for a, b in zip(row, color, strict=True)) for row in matrix]
    return values[0], values[1], values[2]


def luminance(color: str) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def oklab(color: Color) -> Color:
    red, green, blue = (max(part, 0.0) for part in color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def difference(one: str, other: str, eyes: str) -> float:
    first, second = (oklab(times(SEEN_BY[eyes], linear(color))) for color in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


def neighbours() -> list[tuple[str, str]]:
    """A doughnut is a ring: the last colour may touch the first."""
    return [*pairwise(COLORS), (COLORS[-1], COLORS[0])]


@pytest.mark.parametrize("color", [*COLORS, OTHERS])
@pytest.mark.parametrize("card", [LIGHT_CARD, DARK_CARD])
def test_colours_stand_out_from_both_cards(color: str, card: str) -> None:
    assert contrast(color, card) >= 3


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("pair", neighbours())
def test_neighbours_differ_for_everyone(pair: tuple[str, str], eyes: str) -> None:
    assert difference(*pair, eyes) >= 0.12


@pytest.mark.parametrize("pair", neighbours())
def test_neighbours_differ_in_greyscale(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 1.4


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_no_two_colours_are_alike(eyes: str) -> None:
    assert all(difference(*pair, eyes) >= 0.055 for pair in combinations(COLORS, 2))


def test_a_component_keeps_its_colour_when_others_come_and_go() -> None:
    before = assign_colors(["a", "b", "c"], {})
    after = assign_colors(["d", "c", "a"], before)

    assert before == {"a": 0, "b": 1, "c": 2}
    assert after == {"c": 2, "a": 0, "d": 1}


def test_a_colour_that_makes_no_sense_is_not_kept() -> None:
    """What was kept comes from the browser."""
    assert assign_colors(["a", "b"], {"a": 99, "b": -1}) == {"a": 0, "b": 1}
    assert assign_colors(["a", "b"], {"a": 1, "b": 1}) == {"a": 1, "b": 0}
