"""Whom the portal writes to by itself: who works at a reseller, wants it, and may see it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.access import Access, AccessLevels
from domain.statuses import ManagerRole, ManagerStatus
from store.access_levels import assigned_levels
from store.database import Store
from store.deactivations import is_deactivated
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
    snapshot: Snapshot, store: Store, levels: AccessLevels, *, reseller_id: str
) -> list[Recipient]:
    """Return a reseller's active managers, by id; who was deactivated a moment ago is none."""
    assigned = assigned_levels(store, reseller_id=reseller_id)
    choices = choices_of_all(store, reseller_id=reseller_id)
    return [
        Recipient(
            one.manager_id,
            levels.access(ManagerRole.read(one.role_name), assigned.get(one.manager_id)),
            choices.get(one.manager_id, Choices()),
        )
        for one in managers(snapshot, reseller_id=reseller_id)
        if one.status is ManagerStatus.ACTIVE
        and not is_deactivated(
            store,
            manager_id=one.manager_id,
            reseller_id=reseller_id,
            loaded_at=snapshot.published.as_of,
        )
    ]
