"""Whom the portal writes to by itself: who works at a reseller, wants it, and may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import Access
from domain.statuses import ManagerRole, ManagerStatus
from letters.options import LetterOptions
from letters.rounds import Turn
from store.absence import is_absent
from store.access_levels import assigned_levels
from store.database import Store
from store.deactivations import is_deactivated
from store.known_people import known_people
from store.manager_settings import Choices, choices_of_all
from warehouse.connection import Snapshot
from warehouse.managers import managers


@dataclass(frozen=True, slots=True)
class Recipient:
    """An active manager, what they may see and what they want to be written about."""

    manager_id: str
    access: Access
    choices: Choices


def recipients(
    snapshot: Snapshot, store: Store, options: LetterOptions, turn: Turn
) -> list[Recipient]:
    """Return the active managers, who have been in the portal, of the reseller in turn; by id.

    Who was deactivated a moment ago is none, nor is who has stayed away for too long to come in.
    """
    reseller_id, now = turn.reseller.reseller_id, turn.posted_at
    assigned = assigned_levels(store, reseller_id=reseller_id)
    choices = choices_of_all(store, reseller_id=reseller_id)
    known = known_people(store, reseller_id=reseller_id)
    found = (one for one in managers(snapshot, reseller_id=reseller_id)
             if one.status is ManagerStatus.ACTIVE and one.manager_id in known)  # fmt: skip
    absent_since = now - timedelta(days=options.inactive_days) if options.inactive_days else None
    return [
        Recipient(
            one.manager_id,
            options.access_levels.access(
                ManagerRole.read(one.role_name), assigned.get(one.manager_id)
            ),
            choices.get(one.manager_id, Choices()),
        )
        for one in found
        if _may_be_in(store, one.manager_id, reseller_id, snapshot, absent_since)
    ]


def _may_be_in(
    store: Store,
    manager_id: str,
    reseller_id: str,
    snapshot: Snapshot,
    absent_since: datetime | None,
) -> bool:
    whose = {"manager_id": manager_id, "reseller_id": reseller_id}
    if is_deactivated(store, **whose, loaded_at=snapshot.published.as_of):
        return False
    return absent_since is None or not is_absent(store, **whose, since=absent_since)
