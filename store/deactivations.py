"""Who is being deactivated in the portal, or was a moment ago, before a load has told (ACC-4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.operation import OperationKind, OperationState
from domain.statuses import ManagerStatus
from store.database import Store
from store.journal_rows import OPEN
from store.models import Operation

# The clocks of the portal and of the platform may differ, and a load reads managers for a while.
MARGIN = timedelta(minutes=15)


def is_deactivated(store: Store, *, manager_id: str, reseller_id: str, loaded_at: datetime) -> bool:
    """Tell whether the last change of a manager's status that the platform accepted since the last
    load, by its clock, was a deactivation.
    """
    changed_at = func.coalesce(Operation.platform_at, Operation.created_at)
    with store.reading() as session:
        found = session.scalars(
            select(Operation.asked)
            .where(
                Operation.reseller_id == reseller_id,
                Operation.kind == OperationKind.UPDATE_MANAGER,
                Operation.state == OperationState.ACCEPTED,
                changed_at >= loaded_at - MARGIN,
            )
            .order_by(Operation.created_at.desc())
        )
        own = (asked for asked in found if asked.get("manager") == manager_id and "after" in asked)
        last = next(own, None)
    return last is not None and last["after"]["status"] == ManagerStatus.INACTIVE


def being_deactivated(store: Store, *, reseller_id: str, but: str) -> set[str]:
    """Return the managers that somebody else is about to deactivate, or may have just now.

    `but` is the operation of who asks, whose own manager is not among them.
    """
    row = Operation
    with store.reading() as session:
        found = session.scalars(
            select(row.asked).where(
                row.reseller_id == reseller_id,
                row.kind == OperationKind.UPDATE_MANAGER,
                row.state.in_(OPEN),
                row.operation_id != but,
            )
        )
        return {
            str(asked["manager"])
            for asked in found
            if asked.get("after", {}).get("status") == ManagerStatus.INACTIVE
        }
