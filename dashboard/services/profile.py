"""A manager's own profile: what the platform says of them, and what they chose themself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.platform import LiveReads
from dashboard.services.reading import Origin
from domain.access import AccessLevels
from domain.errors import UpstreamError
from domain.statuses import ManagerRole
from store.access_levels import assigned_level
from store.credentials import password_changed_at
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

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProfileScreen:
    """What the page shows. `access_level` is None for administrators, who need none.

    `origin` tells where name and phone come from. `password_ends_at` is None where passwords may
    get old.
    """

    name: str
    phone: str
    origin: Origin
    role: ManagerRole
    access_level: str | None
    choices: Choices
    password_set_at: datetime | None
    password_ends_at: datetime | None
    factor: Factor | None
    sessions: list[OpenSession]


@dataclass(frozen=True, slots=True)
class Profile:
    """One manager's own: `services().profile`."""

    snapshot: Snapshot
    live: LiveReads
    store: Store
    levels: AccessLevels
    password_lasts: timedelta  # None at all: for ever.
    manager_id: str
    reseller_id: str
    role: ManagerRole
    clock: Callable[[], datetime]

    def screen(self, *, token: str | None, lifetime: Lifetime, language: str) -> ProfileScreen:
        """Return the page; `token` is that of the session the manager is in."""
        who = {"manager_id": self.manager_id, "reseller_id": self.reseller_id}
        name, phone, origin = self._details()
        assigned = assigned_level(self.store, **who)
        set_at = password_changed_at(self.store, **who)
        level = self.levels.level(self.role, assigned)
        return ProfileScreen(
            name=name,
            phone=phone,
            origin=origin,
            role=self.role,
            access_level=level.name(language) if level else None,
            choices=choices_of(self.store, **who),
            password_set_at=set_at,
            password_ends_at=set_at + self.password_lasts
            if set_at and self.password_lasts
            else None,
            factor=second_factor(self.store, **who),
            sessions=open_sessions(
                self.store, **who, token=token, lifetime=lifetime, now=self.clock()
            ),
        )

    def _details(self) -> tuple[str, str, Origin]:
        """Return name and phone as the platform has them now, else as last loaded."""
        reseller_id, manager_id = self.reseller_id, self.manager_id
        origin = Origin.UNREACHABLE if self.live.is_connected else Origin.NOT_CONNECTED
        try:
            (found,) = self.live.ask(
                lambda client: client.buying.fetch_manager(reseller_id, manager_id)
            )
        except UpstreamError as error:
            log.warning("a manager's own details are shown as last loaded: %s", error)
            found = None
        else:
            origin = Origin.LIVE if found else origin
        if found is None:
            known = managers(self.snapshot, reseller_id=reseller_id)
            found = next((one for one in known if one.manager_id == manager_id), None)
        return (found.name, found.phone, origin) if found else ("", "", origin)

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
