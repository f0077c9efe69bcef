"""Who has not been in the portal for long (ACC-20).

A manager was here when they signed in, when their password was set, and when an administrator let
them in or activated them. Who was never here is not absent: they are expected.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from domain.operation import OperationKind, OperationState
from domain.statuses import ManagerStatus
from store.audit import Action, record_event
from store.database import Store
from store.models import AuditEvent, Credential

OF_OTHERS = (Action.LET_IN, OperationKind.UPDATE_MANAGER)


def is_absent(store: Store, *, manager_id: str, reseller_id: str, since: datetime) -> bool:
    """Tell whether a manager was here once, and not any more after `since`."""
    password_set_at = _password_set_at(store, manager_id, reseller_id)
    if password_set_at is not None and password_set_at > since:
        return False
    if _is_let_in(store, manager_id, reseller_id, since):
        return False
    signed_in_at = _signed_in_at(store, manager_id, reseller_id)
    if signed_in_at is None:
        return password_set_at is not None
    return signed_in_at <= since


def let_in(store: Store, *, manager_id: str, reseller_id: str, by: str, now: datetime) -> None:
    """Have a manager's absence counted from now on; whether `by` may, the caller has made sure."""
    record_event(
        store,
        Action.LET_IN,
        manager_id=by,
        reseller_id=reseller_id,
        now=now,
        detail={"of_manager_id": manager_id},
    )


def _password_set_at(store: Store, manager_id: str, reseller_id: str) -> datetime | None:
    with store.reading() as session:
        found = session.get(Credential, manager_id)
    return found.changed_at if found is not None and found.reseller_id == reseller_id else None


def _signed_in_at(store: Store, manager_id: str, reseller_id: str) -> datetime | None:
    event = AuditEvent
    with store.reading() as session:
        return session.scalar(
            select(event.happened_at)
            .where(
                event.reseller_id == reseller_id,
                event.manager_id == manager_id,
                event.action == Action.SIGNED_IN,
            )
            # By the index on it: who comes often is found at once.
            .order_by(event.happened_at.desc())
            .limit(1)
        )


def _is_let_in(store: Store, manager_id: str, reseller_id: str, since: datetime) -> bool:
    event = AuditEvent
    with store.reading() as session:
        found = session.execute(
            select(event.action, event.detail).where(
                event.happened_at > since,
                event.reseller_id == reseller_id,
                event.action.in_(OF_OTHERS),
            )
        ).all()
    return any(_lets_in(action, detail, manager_id) for action, detail in found)


def _lets_in(action: str, detail: dict[str, object], manager_id: str) -> bool:
    if action == Action.LET_IN:
        return detail.get("of_manager_id") == manager_id
    after = detail.get("after")
    return (
        detail.get("manager") == manager_id
        and detail.get("state") == OperationState.ACCEPTED
        and isinstance(after, dict)
        and after.get("status") == ManagerStatus.ACTIVE
    )
