"""What the tables of a setting's file have to be like, and what is said of one that is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from domain.errors import SettingsError

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SettingReader:
    """Reads what `setting` names; `source` is the file it came from.

    Whatever it refuses is a SettingsError that names the setting, the place in the file, what
    stands there and what is expected.
    """

    setting: str
    source: str

    def table(self, place: str, value: object) -> Table:
        if not isinstance(value, dict):
            self.refuse(place, value, "a table")
        return value

    def check_parts(self, document: Table, parts: Iterable[str]) -> None:
        """Refuse a part of the document that is none of those it may have."""
        for name in document.keys() - set(parts):
            self.refuse(name, document[name], f"one of {', '.join(sorted(parts))}")

    def refuse(self, place: str, got: object, expected: str) -> NoReturn:
        said = "missing" if got is None else repr(got)
        where = f"{place} in {self.source}"
        raise SettingsError(f"{self.setting}: {where} is {said}; expected {expected}")
