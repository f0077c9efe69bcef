"""Reads the public data in data/."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of the files."""
    lines = (files("sandbox") / "data" / name).read_text("utf-8").splitlines()
    yield from csv.DictReader(lines)
