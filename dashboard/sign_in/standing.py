"""Whether a manager may be in the portal, as far as that is known at this moment (ACC-2, ACC-4)."""

from __future__ import annotations

from dashboard.context import Portal
from store.deactivations import is_deactivated
from warehouse.connection import Snapshot
from warehouse.managers import Manager


def may_be_in(portal: Portal, snapshot: Snapshot, found: Manager) -> bool:
    """Tell whether a manager is active by the last load, and was not deactivated here since."""
    return found.is_active and not is_deactivated(
        portal.store,
        manager_id=found.manager_id,
        reseller_id=found.reseller_id,
        loaded_at=snapshot.published.as_of,
    )
