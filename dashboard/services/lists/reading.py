"""Reads what the addresses of lists have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from dashboard.query_reader import QueryReader, read_day
from dashboard.texts import gettext

LONGEST_TEXT = 200


def read_text(reader: QueryReader) -> str:
    """Return what is looked for."""
    return " ".join((reader.text("q") or "").split())[:LONGEST_TEXT]


def read_known(reader: QueryReader, key: str, known: Collection[str]) -> tuple[str, ...]:
    """Return those of several values that exist; the others are named as problems."""
    given = reader.texts(key)
    for value in given:
        if value not in known:
            reader.unread(key, value)
    return tuple(value for value in given if value in known)


def read_days(reader: QueryReader, key: str) -> tuple[date | None, date | None]:
    """Return a first and a last day, each of which may be left out."""
    first = reader.optional(f"{key}_from", read_day)
    last = reader.optional(f"{key}_to", read_day)
    if first and last and first > last:
        reader.problem(gettext("The period ends before it starts; the usual one is shown."))
        return None, None
    return first, last


def one_of(*values: str) -> Callable[[str], str]:
    """Return what reads one of a few words."""
    return lambda text: values[values.index(text)]


def both_ways(*keys: str) -> tuple[str, ...]:
    """Return each key as it sorts up and down."""
    return (*keys, *(f"-{key}" for key in keys))
