"""Finds out what became of operations whose answer got lost, and writes it into the journal.

They are looked up at the platform and never sent again (domain/recognition.py has the rules).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime

from domain.errors import UpstreamError, UpstreamUnavailable
from domain.operation import Operation, OperationKind, account_asked, order_asked
from domain.recognition import (
    Settlement,
    made_since,
    settle_changed_account,
    settle_new_account,
    settle_order,
)
from domain.request_record import KINDS
from etl.settle_managers import MANAGER_KINDS, look_up_manager
from etl.settle_managing import look_up_managed
from store.database import Store
from store.settling import claimed_ids, settle
from upstream.buying import BuyingReads

log = logging.getLogger(__name__)


def settle_operations(
    store: Store, reads: BuyingReads, operations: Iterable[Operation], *, now: datetime
) -> int:
    """Look operations up and write down what became of them; return of how many that is known now.

    One that can't be looked up stays as it is.

    Raises:
        UpstreamUnavailable: the platform can't be reached; the others stay as they are as well.
    """
    count = 0
    for operation in operations:
        try:
            settlement = _look_up(store, reads, operation, now)
        except UpstreamUnavailable:
            raise
        except UpstreamError as error:
            log.warning("operation %s can't be looked up: %s", operation.operation_id, error)
            continue
        if settlement is not None and settle(store, operation, settlement, now=now):
            log.info("operation %s is settled: %s", operation.operation_id, settlement.state)
            count += 1
    return count


def _look_up(
    store: Store, reads: BuyingReads, operation: Operation, now: datetime
) -> Settlement | None:
    """Say what became of an operation by what is at the platform; None where that can't be said.

    What others claim is asked for before the platform is: what it shows then and nobody claims may
    be claimed meanwhile, which `settle` sees.
    """
    claimed = claimed_ids(store, operation)
    if operation.kind == OperationKind.SALES_ORDER:
        return _look_up_order(reads, operation, claimed, now)
    if operation.kind == OperationKind.CREATE_ACCOUNT:
        asked = account_asked(operation.asked)
        accounts = reads.find_accounts(operation.reseller_id, asked.itn)
        return settle_new_account(operation, accounts, claimed=claimed, now=now)
    if operation.kind == OperationKind.UPDATE_ACCOUNT:
        account_id = operation.ids.account_id or str(operation.asked["account_id"])
        account = reads.fetch_account(operation.reseller_id, account_id)
        return settle_changed_account(operation, account, now=now)
    if operation.kind in MANAGER_KINDS:
        return look_up_manager(store, reads, operation, now)
    if operation.kind in KINDS:
        return look_up_managed(reads, operation, claimed, now)
    log.warning("operation %s is of a kind that can't be looked up: %s",
                operation.operation_id, operation.kind)  # fmt: skip
    return None


def _look_up_order(
    reads: BuyingReads, operation: Operation, claimed: Collection[str], now: datetime
) -> Settlement | None:
    # An order for a new account was written down before the account had its id.
    account_id = operation.ids.account_id or order_asked(operation.asked).account_id
    orders = reads.find_orders(operation.reseller_id, account_id, since=made_since(operation))
    return settle_order(operation, orders, claimed=claimed, now=now)
