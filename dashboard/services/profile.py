"""A manager's own profile: what the platform says of them, and what they chose themself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.access import AccessLevels
from domain.statuses import ManagerRole
from store.access_levels import assigned_level
from store.database import Store
from store.manager_settings import Choices, choices_of, choose
from store.second_factors import Factor, second_factor
from store.sessions import (
    Lifetime,
    OpenSession,
    end_other_own_sessions,
    end_own_session,
    open_sessions,
)
from warehouse.connection import Snapshot
from warehouse.managers import managers


@dataclass(frozen=True, slots=True)
class ProfileScreen:
    """What the page shows. `access_level` is None for administrators, who need none."""

    phone: str
    role: ManagerRole
    access_level: str | None
    choices: Choices
    factor: Factor | None
    sessions: list[OpenSession]


@dataclass(frozen=True, slots=True)
class Profile:
    """One manager's own: `services().profile`."""

    snapshot: Snapshot
    store: Store
    levels: AccessLevels
    manager_id: str
    reseller_id: str
    role: ManagerRole
    clock: Callable[[], datetime]

    def screen(self, *, token: str | None, lifetime: Lifetime, language: str) -> ProfileScreen:
        """Return the page; `token` is that of the session the manager is in."""
        who = {"manager_id": self.manager_id, "reseller_id": self.reseller_id}
        known = managers(self.snapshot, reseller_id=self.reseller_id)
        assigned = assigned_level(self.store, **who)
        level = self.levels.level(self.role, assigned)
        return ProfileScreen(
            phone=next((one.phone for one in known if one.manager_id == self.manager_id), ""),
            role=self.role,
            access_level=level.name(language) if level else None,
            choices=choices_of(self.store, **who),
            factor=second_factor(self.store, **who),
            sessions=open_sessions(
                self.store, **who, token=token, lifetime=lifetime, now=self.clock()
            ),
        )

    def choose(self, choices: Choices) -> None:
        """Keep the language and what to be written about (PRF-5)."""
        choose(
            self.store,
            manager_id=self.manager_id,
            reseller_id=self.reseller_id,
            now=self.clock(),
            language=choices.language,
            is_reminded=choices.is_reminded,
            is_summarized=choices.is_summarized,
        )

    def end_session(self, session_id: str) -> bool:
        """End one of the manager's sessions; False when they have no such session open."""
        return end_own_session(
            self.store,
            session_id,
            manager_id=self.manager_id,
            reseller_id=self.reseller_id,
            now=self.clock(),
        )

    def end_other_sessions(self, kept_token: str | None) -> int:
        """End all of the manager's sessions but this one; return how many there were."""
        return end_other_own_sessions(
            self.store,
            manager_id=self.manager_id,
            reseller_id=self.reseller_id,
            kept_token=kept_token,
            now=self.clock(),
        )
