"""Who has not been in the portal for long (ACC-20).

A manager was here when they signed in, when their password was set, and when an administrator let
them in or activated them. Who was never here is not absent: they are expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
    # Who comes often is found at once; only who stays away is looked for in all that was noted.
    if _signed_in(store, reseller_id, manager_id, since):
        return False
    if manager_id in _let_in(store, reseller_id, since):
        return False
    return password_set_at is not None or _signed_in(store, reseller_id, manager_id)


def absent_managers(store: Store, *, reseller_id: str, since: datetime) -> set[str]:
    """Return who of a reseller's managers is absent, as far as they have a password."""
    event = AuditEvent
    # Each by the index on it: how much the others did is of no account.
    was_here = (
        select(event.audit_event_id)
        .where(
            event.manager_id == Credential.manager_id,
            event.action == Action.SIGNED_IN,
            event.happened_at > since,
            event.reseller_id == reseller_id,
        )
        .exists()
    )
    away = select(Credential.manager_id).where(
        Credential.reseller_id == reseller_id, Credential.changed_at <= since, ~was_here
    )
    with store.reading() as session:
        absent = set(session.scalars(away))
    return absent - _let_in(store, reseller_id, since) if absent else absent


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


def _signed_in(
    store: Store, reseller_id: str, manager_id: str, since: datetime | None = None
) -> bool:
    event = AuditEvent
    such = select(event.happened_at).where(
        event.reseller_id == reseller_id,
        event.manager_id == manager_id,
        event.action == Action.SIGNED_IN,
    )
    if since is not None:
        such = such.where(event.happened_at > since)
    with store.reading() as session:
        # By the index on it, the last one first.
        newest = session.scalar(such.order_by(event.happened_at.desc()).limit(1))
    return newest is not None


def _let_in(store: Store, reseller_id: str, since: datetime) -> set[str]:
    """Return whom an administrator let in, or activated, after an instant."""
    event = AuditEvent
    with store.reading() as session:
        found = session.execute(
            select(event.action, event.detail).where(
                event.happened_at > since,
                event.reseller_id == reseller_id,
                event.action.in_(OF_OTHERS),
            )
        )
        return {who for action, detail in found if (who := _whom(action, detail)) is not None}


def _whom(action: str, detail: Mapping[str, Any]) -> str | None:
    """Return who can come in by what was done; None where nobody can."""
    if action == Action.LET_IN:
        return str(detail["of_manager_id"])
    after = detail.get("after")
    is_activated = (
        detail.get("state") == OperationState.ACCEPTED
        and isinstance(after, Mapping)
        and after.get("status") == ManagerStatus.ACTIVE
    )
    return str(detail.get("manager")) if is_activated else None
