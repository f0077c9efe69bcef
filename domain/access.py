"""What a manager may see and change: a mode for each section (MGR-9).

The platform's API names roles and says nothing of access levels. They are data: access_levels.toml
names them, and which one a role has where none was given (docs/decisions/access-levels-as-data.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from domain.errors import NoAccess
from domain.statuses import ManagerRole


class Section(StrEnum):
    """A part of the portal that a mode is for. What is in none is open to every manager."""

    CATALOG = "catalog"  # and ordering
    SUBSCRIPTIONS = "subscriptions"  # and their deadlines
    CLIENTS = "clients"
    ANALYTICS = "analytics"
    COMPANY = "company"


class Mode(StrEnum):
    """`NONE`: hidden. `READ`: seen, and not changed. `FULL`: both."""

    NONE = "none"
    READ = "read"
    FULL = "full"


class Reserved(StrEnum):
    """A part of the portal for System administrators alone: no access level gives it."""

    AUDIT = "audit"


# What belongs to no section says so: it is open to whoever is signed in.
EVERYONE: Section | None = None
Part: TypeAlias = Section | Reserved | None


@dataclass(frozen=True, slots=True)
class Access:
    """What one manager may do. A section that has no mode is hidden."""

    modes: Mapping[Section, Mode] = field(default_factory=dict)
    is_administrator: bool = False

    def mode(self, section: Section) -> Mode:
        if self.is_administrator:
            return Mode.FULL
        return self.modes.get(section, Mode.NONE)

    def may_see(self, section: Part) -> bool:
        if isinstance(section, Reserved):
            return self.is_administrator
        return section is None or self.mode(section) is not Mode.NONE

    def may_change(self, section: Section) -> bool:
        return self.mode(section) is Mode.FULL

    @property
    def may_order(self) -> bool:
        """Tell whether they may order, which is always for one of the clients they see."""
        return self.may_change(Section.CATALOG) and self.may_see(Section.CLIENTS)

    @property
    def mark(self) -> str:
        """Return a text that is another one when something else may be seen or changed."""
        modes = sorted(f"{section}={mode}" for section, mode in self.modes.items())
        return ",".join(["administrator"] if self.is_administrator else modes)

    def require(self, section: Part) -> None:
        """Raise NoAccess where a section is hidden."""
        if not self.may_see(section):
            is_reserved = isinstance(section, Reserved)
            raise NoAccess(f"no access to {section}", is_reserved=is_reserved)


@dataclass(frozen=True, slots=True)
class AccessLevel:
    """A named set of modes. `names` has one for each language; `en` is always among them."""

    key: str
    names: Mapping[str, str]
    modes: Mapping[Section, Mode]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class AccessLevels:
    """The levels there are, by their keys, and those of roles: by the role's name, and `usual` for
    a role that is not named, or not known.
    """

    levels: Mapping[str, AccessLevel] = field(default_factory=dict)
    of_roles: Mapping[str, str] = field(default_factory=dict)
    usual: str = ""

    def level(self, role: ManagerRole, assigned: str | None) -> AccessLevel | None:
        """Return the level of a manager; None for administrators, who need none, and where the one
        they were given is not there any more.
        """
        if role is ManagerRole.SYSTEM_ADMINISTRATOR:
            return None
        return self.levels.get(assigned or self.of_roles.get(role, self.usual))

    def access(self, role: ManagerRole, assigned: str | None) -> Access:
        """Return what a manager may do: administrators everything, whoever has no level nothing."""
        if role is ManagerRole.SYSTEM_ADMINISTRATOR:
            return Access(is_administrator=True)
        level = self.level(role, assigned)
        return Access(level.modes if level else {})
