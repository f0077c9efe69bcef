"""Tells from what is at the platform whether a manager was created or changed there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.manager import (
    ManagerDetails,
    asked_email,
    changes_asked,
    same_email,
    shows,
)
from domain.operation import Operation, OperationState
from domain.recognition import Settlement, is_since, not_done


def settle_new_manager(
    operation: Operation, found: Iterable[ManagerDetails], *, now: datetime
) -> tuple[Settlement | None, ManagerDetails | None]:
    """Say what became of a manager to be created, and who it is; None when it can't be said yet.

    An e-mail is anybody's once within a reseller: whoever has it and was made since then is it.
    """
    it = same_email(found, asked_email(operation.asked))
    if it is not None and is_since(it.created_at, operation):
        return Settlement(OperationState.ACCEPTED), it
    return not_done(operation, now), None


def settle_changed_manager(
    operation: Operation, found: ManagerDetails | None, *, now: datetime
) -> Settlement | None:
    """Say what became of changes to a manager: they were made when all that was asked is there."""
    if found is not None and shows(found, changes_asked(operation.asked)):
        return Settlement(OperationState.ACCEPTED)
    return not_done(operation, now)
