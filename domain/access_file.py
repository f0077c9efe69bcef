"""Access levels as they are written in a file, such as access_levels.toml."""

from __future__ import annotations

from domain.access import AccessLevel, AccessLevels, Mode, Section
from domain.setting_reader import SettingReader, Table
from domain.statuses import ManagerRole

PARTS = {"levels", "roles"}
NAME = "name"
USUAL = "usual"
# Whoever has this role needs no level.
ROLES = {role.value for role in ManagerRole} - {
    ManagerRole.SYSTEM_ADMINISTRATOR.value, ManagerRole.UNKNOWN.value
}  # fmt: skip
LONGEST_KEY = 64


def levels_in(document: Table, source: str) -> AccessLevels:
    """Return what a TOML document says; `source` is the file it came from.

    Raises:
        SettingsError: a value is malformed; the message names the key, what it got and what it
            expects.
    """
    return _Reader("ACCESS_LEVELS", source).levels(document)


class _Reader(SettingReader):
    def levels(self, document: Table) -> AccessLevels:
        self.check_parts(document, PARTS)
        written = self._filled("levels", document.get("levels"))
        levels = {key: self._level(key, found) for key, found in written.items()}
        roles = dict(self._filled("roles", document.get("roles")))
        for name, key in roles.items():
            if name not in ROLES | {USUAL}:
                self.refuse(f"roles.{name}", key, f"one of {', '.join(sorted(ROLES))}, {USUAL}")
            if not isinstance(key, str) or key not in levels:
                self.refuse(f"roles.{name}", key, f"one of {', '.join(levels)}")
        if USUAL not in roles:
            self.refuse(f"roles.{USUAL}", None, f"one of {', '.join(levels)}")
        usual = roles.pop(USUAL)
        return AccessLevels(levels, roles, usual)

    def _level(self, key: str, found: object) -> AccessLevel:
        place = f"levels.{key}"
        if not 1 <= len(key) <= LONGEST_KEY:
            self.refuse(place, key, f"a key of 1 to {LONGEST_KEY} characters")
        table = dict(self._filled(place, found))
        names = table.pop(NAME, None)
        if not (isinstance(names, dict) and names.get("en") and all(map(_is_name, names.values()))):
            self.refuse(f"{place}.{NAME}", names, 'names such as { en = "Sales" }')
        for name, mode in table.items():
            if name not in set(Section):
                self.refuse(f"{place}.{name}", mode, f"one of {', '.join(Section)}, {NAME}")
            if not isinstance(mode, str) or mode not in set(Mode):
                self.refuse(f"{place}.{name}", mode, f"one of {', '.join(Mode)}")
        for section in Section:
            if section not in table:
                self.refuse(f"{place}.{section}", None, f"one of {', '.join(Mode)}")
        return AccessLevel(key, names, {Section(one): Mode(mode) for one, mode in table.items()})

    def _filled(self, place: str, value: object) -> Table:
        table = self.table(place, value)
        if not table:
            self.refuse(place, value, "a table")
        return table


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()
