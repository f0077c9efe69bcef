"""The managers of a reseller, as far as the portal adds and changes them (MGR-1 to MGR-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.statuses import ManagerRole, ManagerStatus

# What holds personal data in what is asked for: the audit names these alone.
PERSONAL = ("name", "email", "phone")


@dataclass(frozen=True, slots=True)
class ManagerDetails:
    """A manager. `role_name` is the platform's own word, also for a role that is not known here;
    `created_at` is None where the last load alone knows them, which does not keep it.
    """

    manager_id: str
    name: str
    email: str
    phone: str
    status: ManagerStatus
    role_id: str | None
    role_name: str
    created_at: datetime | None = None

    @property
    def role(self) -> ManagerRole:
        return ManagerRole.read(self.role_name)

    @property
    def is_active(self) -> bool:
        return self.status is ManagerStatus.ACTIVE

    @property
    def is_administrator(self) -> bool:
        return self.role is ManagerRole.SYSTEM_ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a reseller's managers can have."""

    role_id: str
    name: str

    @property
    def is_administrators(self) -> bool:
        return ManagerRole.read(self.name) is ManagerRole.SYSTEM_ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class NewManager:
    """Somebody to be added, as they are sent. An administrator has no access level."""

    name: str
    email: str
    phone: str
    role: Role
    access_level: str | None = None


def newest_first(managers: Iterable[ManagerDetails]) -> list[ManagerDetails]:
    """Return managers by registration, newest first; where it is not known, by their ids (MGR-1).

    The platform counts its ids up.
    """

    def place(one: ManagerDetails) -> tuple[float, int, str]:
        return (
            one.created_at.timestamp() if one.created_at else 0.0,
            len(one.manager_id),
            one.manager_id,
        )

    return sorted(managers, key=place, reverse=True)


def is_last_administrator(manager: ManagerDetails, managers: Iterable[ManagerDetails]) -> bool:
    """Tell whether nobody could administer without this manager (MGR-6)."""
    active = [one.manager_id for one in managers if one.is_administrator and one.is_active]
    return active == [manager.manager_id]


def same_email(managers: Iterable[ManagerDetails], email: str) -> ManagerDetails | None:
    """Return who has an e-mail already, whatever its case."""
    wanted = email.strip().casefold()
    return next((one for one in managers if one.email.strip().casefold() == wanted), None)


def asked_new_manager(new: NewManager) -> dict[str, Any]:
    """Write a new manager down. Personal data stay under `data`."""
    return {
        "manager": None,
        "role": new.role.name,
        "access_level": new.access_level,
        "data": {key: getattr(new, key) for key in PERSONAL},
    }


def asked_email(asked: Mapping[str, Any]) -> str:
    """Return the e-mail that `asked_new_manager` wrote."""
    return str(asked["data"]["email"])


def asked_changes(before: ManagerDetails, changes: Mapping[str, str]) -> dict[str, Any]:
    """Write changes of a manager down, with what the status was before. Personal data stay under
    `data`.
    """
    personal = {key: value for key, value in changes.items() if key in PERSONAL}
    asked: dict[str, Any] = {"manager": before.manager_id}
    if "status" in changes:
        asked |= {"before": {"status": before.status.value}, "after": {"status": changes["status"]}}
    return asked | ({"data": personal} if personal else {})


def changes_asked(asked: Mapping[str, Any]) -> dict[str, str]:
    """Read the changes that `asked_changes` wrote."""
    return {**asked.get("data", {}), **asked.get("after", {})}


def shows(manager: ManagerDetails, changes: Mapping[str, str]) -> bool:
    """Tell whether a manager is as changes would have them. A phone number may be written in other
    ways.
    """
    told = {
        "name": manager.name.strip(),
        "phone": _digits(manager.phone),
        "status": manager.status.value,
    }
    wanted = {key: _digits(value) if key == "phone" else value for key, value in changes.items()}
    return all(told[key] == value for key, value in wanted.items())


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
