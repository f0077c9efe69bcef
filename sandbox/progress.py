"""Shows how far long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 30


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[float], None]]:
    """Give a function that draws the part done, 0 to 1. Nothing is drawn into files and pipes."""
    is_drawn = sys.stderr.isatty()

    def draw(part: float) -> None:
        if is_drawn:
            done = round(part * WIDTH)
            bar = "█" * done + "░" * (WIDTH - done)
            sys.stderr.write(f"\r{title} {bar} {part:4.0%}")
            sys.stderr.flush()

    draw(0)
    yield draw
    if is_drawn:
        sys.stderr.write("\n")
