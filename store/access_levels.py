"""The access level that an administrator gave a manager (MGR-9). What levels there are, a setting
says.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from store.audit import Action, add_event
from store.database import Store
from store.models import ManagerSetting


def assigned_level(store: Store, *, manager_id: str, reseller_id: str) -> str | None:
    """Return the key of a manager's level; None where none was given."""
    with store.reading() as session:
        return session.scalar(
            select(ManagerSetting.access_level).where(
                ManagerSetting.manager_id == manager_id,
                ManagerSetting.reseller_id == reseller_id,
            )
        )


def assigned_levels(store: Store, *, reseller_id: str) -> dict[str, str]:
    """Return the keys of the levels that a reseller's managers were given, by manager."""
    with store.reading() as session:
        found = session.execute(
            select(ManagerSetting.manager_id, ManagerSetting.access_level).where(
                ManagerSetting.reseller_id == reseller_id,
                ManagerSetting.access_level.is_not(None),
            )
        )
        return {manager_id: str(level) for manager_id, level in found}


def assign_level(
    store: Store, level: str, *, manager_id: str, reseller_id: str, by: str, now: datetime
) -> bool:
    """Give a manager a level, and note who did; False, and nothing is noted, where they have it."""
    with store.writing() as session:
        row = session.get(ManagerSetting, (manager_id, reseller_id), with_for_update=True)
        before = row.access_level if row else None
        if before == level:
            return False
        if row is None:
            row = ManagerSetting(manager_id=manager_id, reseller_id=reseller_id)
            session.add(row)
        row.access_level = level
        add_event(
            session,
            Action.ACCESS_LEVEL_ASSIGNED,
            reseller_id=reseller_id,
            manager_id=by,
            now=now,
            detail={"manager": manager_id, "before": before, "after": level},
        )
    return True
