"""What a manager who was just created gets: their access level, and the mail that lets them in.

Both are safe to do again, since whoever finds out about a new manager does them: the request that
created them, or later the process that looks up what became of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.message import MessageKind
from domain.operation import Operation
from store.audit import Action, add_event
from store.database import Store
from store.messages import post
from store.models import ManagerSetting


def welcome(store: Store, operation: Operation, manager_id: str, *, now: datetime) -> None:
    """Give a manager the level that was asked for, unless they have one, and invite them, once."""
    level = operation.asked["access_level"]
    key = f"{MessageKind.INVITATION}/{operation.reseller_id}/{manager_id}/{operation.operation_id}"
    with store.writing() as session:
        if level is not None:
            _give_level(session, operation, manager_id, level, now)
        is_new = post(
            session, MessageKind.INVITATION, manager_id, operation.reseller_id, key, {}, now
        )
        if is_new:
            _note(session, Action.INVITED, operation, {"invited_id": manager_id}, now)


def _give_level(
    session: Session, operation: Operation, manager_id: str, level: str, now: datetime
) -> None:
    whose = (manager_id, operation.reseller_id)
    row = session.get(ManagerSetting, whose, with_for_update=True)
    if row is None:
        row = ManagerSetting(manager_id=manager_id, reseller_id=operation.reseller_id)
        session.add(row)
    if row.access_level is None:
        row.access_level = level
        detail = {"manager": manager_id, "before": None, "after": level}
        _note(session, Action.ACCESS_LEVEL_ASSIGNED, operation, detail, now)


def _note(
    session: Session, action: Action, operation: Operation, detail: dict[str, Any], now: datetime
) -> None:
    add_event(
        session,
        action,
        reseller_id=operation.reseller_id,
        manager_id=operation.manager_id,
        now=now,
        detail=detail,
    )
