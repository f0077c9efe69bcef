"""Managers who stayed away for too long, and letting them in again (ACC-20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.services.company.outcomes import Outcome, Refused, Saved
from dashboard.texts import gettext
from domain.errors import NotAllowed
from domain.manager import ManagerDetails
from store.absence import absent_managers, is_absent, let_in
from store.database import Store


@dataclass(frozen=True, slots=True)
class Absences:
    """Those of one reseller: `services().absences`. With no `days`, nobody stays away too long."""

    store: Store
    reseller_id: str
    asked_by: str
    is_administrator: bool
    days: int
    now: datetime

    def is_shut_out(self, manager: ManagerDetails) -> bool:
        """Tell whether a manager can't sign in for having been away."""
        return bool(self.days) and is_absent(
            self.store,
            manager_id=manager.manager_id,
            reseller_id=self.reseller_id,
            since=self.now - timedelta(days=self.days),
        )

    def shut_out(self) -> set[str]:
        """Return who can't sign in with their password for having been away, by their ids."""
        if not self.days:
            return set()
        since = self.now - timedelta(days=self.days)
        return absent_managers(self.store, reseller_id=self.reseller_id, since=since)

    def let_in(self, manager: ManagerDetails) -> Outcome:
        """Let a manager sign in again, as though they had been here just now.

        Raises:
            NotAllowed: whoever asks is no System administrator.
        """
        if not self.is_administrator:
            raise NotAllowed(gettext("You do not have permission for this operation."))
        if not manager.is_active:
            return Refused(gettext("Activate the manager first."))
        if self.is_shut_out(manager):
            let_in(
                self.store,
                manager_id=manager.manager_id,
                reseller_id=self.reseller_id,
                by=self.asked_by,
                now=self.now,
            )
        return Saved("")
