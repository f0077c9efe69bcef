"""Looks up what became of a manager who was to be created or changed."""

from __future__ import annotations

from datetime import datetime

from domain.operation import Operation, OperationKind
from domain.recognition import Settlement
from domain.recognition_managers import settle_changed_manager, settle_new_manager
from store.database import Store
from store.newcomers import welcome
from upstream.buying import BuyingReads

MANAGER_KINDS = frozenset({OperationKind.CREATE_MANAGER, OperationKind.UPDATE_MANAGER})


def look_up_manager(
    store: Store, reads: BuyingReads, operation: Operation, now: datetime
) -> Settlement | None:
    """Say what became of an operation by what is at the platform; None while it can't be said.

    Whoever turns out to have been created is welcomed first: one who is settled and not invited
    would wait for a mail in vain.

    Raises:
        UpstreamError: the platform can't be reached, or not be understood.
    """
    if operation.kind == OperationKind.CREATE_MANAGER:
        managers = reads.find_managers(operation.reseller_id)
        settlement, created = settle_new_manager(operation, managers, now=now)
        if created is not None:
            welcome(store, operation, created.manager_id, now=now)
        return settlement
    found = reads.fetch_manager(operation.reseller_id, str(operation.asked["manager"]))
    return settle_changed_manager(operation, found, now=now)
