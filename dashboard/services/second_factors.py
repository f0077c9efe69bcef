"""Taking a second factor off for a manager who lost theirs."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from domain.errors import NotAllowed, NotFound
from store.audit import OPERATOR
from store.database import Store
from store.second_factors import Factor, reset_second_factor, second_factor
from warehouse.connection import Snapshot, Warehouse
from warehouse.managers import manager, manager_to_sign_in

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """The second factors of one reseller's managers: `services().second_factors`."""

    snapshot: Snapshot
    store: Store
    reseller_id: str
    asked_by: str
    is_administrator: bool
    now: datetime

    def of(self, manager_id: str) -> Factor | None:
        """Return a manager's second factor; None where none is on.

        Raises:
            NotFound: the reseller has no such manager.
        """
        self._require(manager_id)
        return second_factor(self.store, manager_id=manager_id, reseller_id=self.reseller_id)

    def reset(self, manager_id: str) -> bool:
        """Take off a manager's second factor, so that the password alone lets them in.

        False where there is none. One's own is switched off on /second-factor instead, with a code.

        Raises:
            NotAllowed: only a system administrator may, and for others only.
            NotFound: the reseller has no such manager.
        """
        if not self.is_administrator or manager_id == self.asked_by:
            raise NotAllowed(f"manager {self.asked_by} may not reset the second factor")
        self._require(manager_id)
        is_reset = reset_second_factor(
            self.store,
            manager_id=manager_id,
            reseller_id=self.reseller_id,
            by=self.asked_by,
            now=self.now,
        )
        if is_reset:
            logger.info("manager %s reset the second factor of %s", self.asked_by, manager_id)
        return is_reset

    def _require(self, manager_id: str) -> None:
        if manager(self.snapshot, manager_id, reseller_id=self.reseller_id) is None:
            raise NotFound(f"no manager {manager_id} of reseller {self.reseller_id}")


class StoreSettings(Protocol):
    """The settings that say where what is known lies."""

    @property
    def warehouse_dir(self) -> Path: ...
    @property
    def store_url(self) -> str: ...


def reset_from_command_line(options: StoreSettings, domain: str, email: str) -> str:
    """Take off a manager's second factor for who runs the portal; return what to tell about it.

    Raises:
        NotFound: there is no such manager.
        WarehouseNotReady: nothing is loaded yet, so nobody is known.
    """
    with Warehouse(options.warehouse_dir).snapshot() as snapshot:
        found = manager_to_sign_in(snapshot, domain=domain, email=email)
    if found is None:
        raise NotFound(
            f"No manager with the e-mail {email} at a partner of the domain {domain} is in the"
            " last load."
        )
    with closing(Store(options.store_url)) as store:
        is_reset = reset_second_factor(
            store,
            manager_id=found.manager_id,
            reseller_id=found.reseller_id,
            by=OPERATOR,
            now=datetime.now(UTC),
        )
    if not is_reset:
        return f"{found.email} has no second factor."
    return f"{found.email} signs in with the password alone now."
