"""Countries: their ISO 3166-1 codes and their names in a reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from unicodedata import combining, normalize

from babel import Locale


@lru_cache(1)
def country_codes() -> Mapping[str, str]:
    """Return the two-letter codes, each with its short English name.

    Source: the list that comes with the time zone database.
    """
    text = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({code: name for code, name in lines})


@lru_cache(4)
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Return codes and names in a language, by name; letters with marks stand where those without
    would.
    """
    names = Locale.parse(locale).territories
    found = ((code, names.get(code, name)) for code, name in country_codes().items())
    return tuple(sorted(found, key=lambda country: _without_marks(country[1])))


def _without_marks(name: str) -> str:
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
