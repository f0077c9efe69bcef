"""Reads the query of an address, and says what in it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from dashboard.texts import gettext

PAGE_SIZES = (10, 25, 50)  # NAV-7
USUAL_SIZE = 25
MOST_PAGES = 1_000_000
# No day here is further away: one more or one less, in any zone, is a day as well.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)

Value = TypeVar("Value")


class QueryReader:
    """Reads one parameter after the other and collects the problems met.

    Whatever can't be read takes its default. A parameter that nobody asked for is a problem as
    well: a mistyped filter must not look as if it were applied.
    """

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self._read: set[str] = set()
        self._problems: list[str] = []

    def text(self, key: str) -> str | None:
        self._read.add(key)
        return self._query.get(key) or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return what stands between commas, each once."""
        parts = (part.strip() for part in (self.text(key) or "").split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def flag(self, key: str) -> bool:
        return self.parsed(key, {"1": True, "0": False}.__getitem__, default=False)

    def choice(self, key: str, kind: Callable[[str], Value], default: Value) -> Value:
        return self.parsed(key, kind, default=default)

    def page(self) -> int:
        return self.parsed("page", _page, default=1)

    def size(self) -> int:
        return self.parsed("size", _page_size, default=USUAL_SIZE)

    def sort(self, sorts: tuple[str, ...]) -> str:
        return self.parsed("sort", lambda text: sorts[sorts.index(text)], default="")

    def optional(self, key: str, parse: Callable[[str], Value]) -> Value | None:
        return self.parsed(key, parse, default=None)

    def parsed(self, key: str, parse: Callable[[str], Value], *, default: Value) -> Value:
        text = self.text(key)
        if text is None:
            return default
        try:
            return parse(text)
        except (ValueError, KeyError):
            self.unread(key, text)
            return default

    def unread(self, key: str, text: str) -> None:
        """Note that a value of a parameter can't be read."""
        self.problem(
            gettext("“%(value)s” is not a value of “%(name)s”; the usual one is shown.",
                    value=text[:40], name=key)
        )  # fmt: skip

    def problem(self, sentence: str) -> None:
        self._problems.append(sentence)

    @property
    def problems(self) -> list[str]:
        """A sentence for each problem met so far."""
        return list(self._problems)

    def finish(self) -> list[str]:
        """Return a sentence for each problem met."""
        unknown = sorted(self._query.keys() - self._read)
        if unknown:
            self.problem(
                gettext("The address has filters that are not known here: %(names)s.",
                        names=", ".join(name[:40] for name in unknown[:5]))
            )  # fmt: skip
        return self._problems


def read_day(text: str) -> date:
    """Read a day.

    Raises:
        ValueError: it is none, or none that anything here could be of.
    """
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _page(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MOST_PAGES:
        raise ValueError(text)
    return value


def _page_size(text: str) -> int:
    return PAGE_SIZES[PAGE_SIZES.index(int(text))]
