"""Pictures of products at work: windows with made-up contents, the same each time they are drawn.

Nothing in them is anybody's product; a picture is a window of one of a few kinds, in the tint of
the product's mark.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from sandbox.pictures.canvas import area, bar, box, dot, group, path, ring, text
from sandbox.pictures.glyphs import family_of
from sandbox.pictures.marks import Tint, draw_glyph, tint_of

WIDTH, HEIGHT = 1280, 800
INK, FAINT, LINE = "#2b3442", "#cfd6df", "#e6eaef"
# Where the contents of a window begin, and how large they are.
LEFT, TOP, INNER_WIDTH, INNER_HEIGHT = 330, 190, 830, 510

Painter = Callable[[random.Random, Tint], str]


def draw_scene(name: str, kind: str) -> str:
    """Draw one picture of a product.

    Raises:
        LookupError: there is no such kind of picture.
    """
    return draw_around(name, draw_contents(name, kind))


def draw_contents(name: str, kind: str) -> str:
    """Draw what is in the window."""
    return SCENES[kind](random.Random(f"{name} {kind}"), tint_of(name))


def draw_around(name: str, contents: str) -> str:
    """Draw the window, and the ground it stands on, around its contents."""
    tint = tint_of(name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{_ground(tint)}{_window(name, tint)}{contents}</svg>'
    )


def _ground(tint: Tint) -> str:
    return "".join(
        [
            box(0, 0, WIDTH, HEIGHT, tint.at(92, 40)),
            dot(1180, 90, 240, tint.at(88, 42)),
            dot(60, 760, 300, tint.at(89, 42)),
        ]
    )


def _window(name: str, tint: Tint) -> str:
    rail = [bar(96, 250 + 52 * place, 120 + 24 * (place % 3), FAINT) for place in range(7)]
    return "".join(
        [
            box(64, 72, 1152, 668, "#000", radius=22, more='opacity="0.07"'),
            box(60, 60, 1160, 668, "#fff", radius=20),
            box(60, 128, 1160, 1.5, LINE),
            box(288, 128, 1.5, 600, LINE),
            box(84, 76, 36, 36, tint.at(46), radius=9),
            group([draw_glyph(family_of(name), "#fff")], x=89, y=81, scale=1.08),
            text(136, 103, name, INK),
            box(80, 178, 190, 40, tint.at(92, 46), radius=9),
            bar(96, 192, 110, tint.at(46)),
            *rail,
        ]
    )


def _overview(chance: random.Random, tint: Tint) -> str:
    """Draw three figures over a line of months."""
    parts = []
    for place in range(3):
        left = LEFT + place * 284
        parts += [
            box(left, TOP, 262, 132, "#f6f8fa", radius=14),
            bar(left + 24, TOP + 28, 90, FAINT),
            bar(left + 24, TOP + 64, 110 + chance.randrange(70), tint.at(46 + 6 * place), thick=30),
        ]
    heights = [0.35 + 0.05 * month + 0.16 * chance.random() for month in range(12)]
    points = [(LEFT + 18 + month * 72.0, 690 - 300 * high) for month, high in enumerate(heights)]
    lines = [box(LEFT, 690 - 88 * row, INNER_WIDTH, 1.5, LINE) for row in range(4)]
    below = [*points, (points[-1][0], 690), (points[0][0], 690)]
    return "".join([*parts, *lines, area(below, tint.at(90, 52)), path(points, tint.at(46))])


def _list(chance: random.Random, tint: Tint) -> str:
    """Draw rows of somebody's things, one of them chosen."""
    parts = [box(LEFT - 18, TOP + 76, INNER_WIDTH + 36, 76, tint.at(95, 50), radius=12)]
    for row in range(7):
        top = TOP + 76.0 * row
        parts += [
            dot(LEFT + 26, top + 38, 22, tint.at(62 + chance.randrange(20), 40)),
            bar(LEFT + 68, top + 20, 150 + chance.randrange(150), INK if row == 1 else "#5b6675"),
            bar(LEFT + 68, top + 46, 260 + chance.randrange(180), FAINT, thick=10),
            box(LEFT + 716, top + 24, 96, 28, tint.at(88, 45), radius=14),
        ]
    return "".join(parts)


def _board(chance: random.Random, tint: Tint) -> str:
    """Draw cards in three columns."""
    parts = []
    for column in range(3):
        left, top = LEFT + column * 284, TOP + 44.0
        parts += [bar(left, TOP + 4, 120, "#5b6675"), box(left, TOP + 30, 262, 3, tint.at(60))]
        for _ in range(2 + chance.randrange(2)):
            high = 96 + 32 * chance.randrange(2)
            parts += [
                box(left, top + 8, 262, high, "#fff", radius=12, more=f'stroke="{LINE}"'),
                bar(left + 20, top + 32, 120 + chance.randrange(90), INK),
                bar(left + 20, top + 58, 90 + chance.randrange(110), FAINT, thick=10),
                dot(left + 232, top + high - 14, 12, tint.at(56 + chance.randrange(24))),
            ]
            top += high + 18
    return "".join(parts)


def _page(chance: random.Random, tint: Tint) -> str:
    """Draw a text that is being written, with a note beside it."""
    parts = [
        box(LEFT, TOP, 560, INNER_HEIGHT, "#fff", radius=6, more=f'stroke="{LINE}"'),
        bar(LEFT + 48, TOP + 48, 300, INK, thick=22),
    ]
    for line in range(11):
        if line != 4:
            length = 464 if line % 4 else 200 + chance.randrange(240)
            parts.append(bar(LEFT + 48, TOP + 104 + 34 * line, length, FAINT, thick=10))
    parts += [
        box(LEFT + 48, TOP + 228, 464, 34, tint.at(93, 55), radius=6),
        bar(LEFT + 60, TOP + 240, 330, tint.at(46), thick=10),
        box(LEFT + 592, TOP + 204, 238, 128, tint.at(94, 45), radius=14),
        dot(LEFT + 624, TOP + 238, 16, tint.at(52)),
        bar(LEFT + 652, TOP + 232, 110, "#5b6675"),
        bar(LEFT + 612, TOP + 272, 190, FAINT, thick=10),
        bar(LEFT + 612, TOP + 298, 130, FAINT, thick=10),
    ]
    return "".join(parts)


def _meeting(chance: random.Random, tint: Tint) -> str:
    """Draw people who see each other."""
    parts = []
    for place in range(6):
        left, top = LEFT + place % 3 * 284, TOP + place // 3 * 226
        shade = 78 + chance.randrange(12)
        parts += [
            box(left, top, 262, 204, tint.at(shade, 34), radius=16),
            dot(left + 131, top + 78, 38, tint.at(shade - 26, 36)),
            f'<path d="M{left + 61} {top + 204}c0-60 30-78 70-78s70 18 70 78z" '
            f'fill="{tint.at(shade - 26, 36)}"/>',
        ]
    parts.append(box(LEFT, TOP, 262, 204, "none", radius=16,
                     more=f'stroke="{tint.at(46)}" stroke-width="5"'))  # fmt: skip
    parts += [dot(LEFT + 345 + 70 * place, 678, 24, FAINT) for place in range(2)]
    parts.append(dot(LEFT + 485, 678, 24, "#d9534f"))
    return "".join(parts)


def _posture(chance: random.Random, tint: Tint) -> str:
    """Draw how well something is protected, and what was checked."""
    part = 0.72 + 0.2 * chance.random()
    parts = [
        ring(LEFT + 170, TOP + 190, 130, 1, LINE, width=30),
        ring(LEFT + 170, TOP + 190, 130, part, tint.at(44), width=30),
        group([draw_glyph("shield", tint.at(40))], x=LEFT + 110, y=TOP + 130, scale=5),
        bar(LEFT + 80, TOP + 380, 180, "#5b6675"),
        bar(LEFT + 60, TOP + 410, 220, FAINT, thick=10),
    ]
    for row in range(6):
        top = TOP + 10 + 78.0 * row
        is_fine = row != 3
        parts += [
            dot(LEFT + 420, top + 24, 20, tint.at(90, 50) if is_fine else "#fbead2"),
            path(
                [(LEFT + 411, top + 25), (LEFT + 417, top + 31), (LEFT + 429, top + 18)]
                if is_fine
                else [(LEFT + 420, top + 14), (LEFT + 420, top + 28)],
                tint.at(40) if is_fine else "#b45309",
            ),
            bar(LEFT + 462, top + 8, 180 + chance.randrange(150), INK),
            bar(LEFT + 462, top + 32, 120 + chance.randrange(120), FAINT, thick=10),
        ]
    return "".join(parts)


def _machines(chance: random.Random, tint: Tint) -> str:
    """Draw machines, and how busy each of them is."""
    parts = []
    for row in range(5):
        top = TOP + 104.0 * row
        heights = [chance.random() for _ in range(24)]
        points = [(LEFT + 420 + 16.0 * at, top + 72 - 52 * high) for at, high in enumerate(heights)]
        parts += [
            box(LEFT, top, INNER_WIDTH, 88, "#f6f8fa", radius=14),
            box(LEFT + 22, top + 22, 44, 44, tint.at(46), radius=10),
            group([draw_glyph("servers", "#fff")], x=LEFT + 31, y=top + 31, scale=1.1),
            bar(LEFT + 92, top + 24, 130 + chance.randrange(120), INK),
            bar(LEFT + 92, top + 50, 100 + chance.randrange(80), FAINT, thick=10),
            path(points, tint.at(52), width=3),
        ]
    return "".join(parts)


SCENES: dict[str, Painter] = {
    "overview": _overview,
    "list": _list,
    "board": _board,
    "page": _page,
    "meeting": _meeting,
    "posture": _posture,
    "machines": _machines,
}
