"""The managers of one reseller: as the platform says they are now, else as last loaded."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from dashboard.platform import LiveReads
from dashboard.services.reading import Origin, Reading, is_number
from domain.errors import NotFound, UpstreamError
from domain.manager import ManagerDetails, Role, newest_first
from warehouse.connection import Snapshot
from warehouse.managers import manager_roles, managers
from warehouse.resellers import Company, company

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ManagerList:
    """All managers of a reseller, newest registration first, and where that comes from."""

    managers: tuple[ManagerDetails, ...]
    reading: Reading

    def find(self, manager_id: str) -> ManagerDetails:
        """Return a manager; NotFound where the reseller has none of this id."""
        found = next((one for one in self.managers if one.manager_id == manager_id), None)
        if found is None:
            raise NotFound(f"no manager {manager_id}")
        return found


class Directory:
    """Answers who the managers of one reseller are."""

    def __init__(
        self, snapshot: Snapshot, live: LiveReads, now: datetime, *, reseller_id: str
    ) -> None:
        self._snapshot = snapshot
        self._live = live
        self._now = now
        self._reseller_id = reseller_id

    def company(self) -> Company:
        """Return what the last load knows of the company."""
        return company(self._snapshot, reseller_id=self._reseller_id)

    def roles(self) -> list[Role]:
        """Return the roles that a manager can have, as last loaded."""
        return manager_roles(self._snapshot, reseller_id=self._reseller_id)

    def exists(self, manager_id: str) -> bool:
        """Tell whether the reseller has this manager; one who is new may be unknown here yet."""
        if not is_number(manager_id):
            return False
        if any(one.manager_id == manager_id for one in self._loaded()):
            return True
        return any(one.manager_id == manager_id for one in self.screen().managers)

    def screen(self) -> ManagerList:
        """Return all managers, live where the platform answers in time."""
        try:
            (found,) = self._live.ask(lambda client: client.buying.find_managers(self._reseller_id))
        except UpstreamError as error:
            origin = Origin.UNREACHABLE if self._live.is_connected else Origin.NOT_CONNECTED
            log.warning("managers are shown as last loaded: %s", error)
            reading = Reading(origin, self._snapshot.published.as_of)
            return ManagerList(tuple(newest_first(self._loaded())), reading)
        return ManagerList(tuple(newest_first(found)), Reading(Origin.LIVE, self._now))

    def _loaded(self) -> list[ManagerDetails]:
        return managers(self._snapshot, reseller_id=self._reseller_id)
