"""What the tests of the watch do and see."""

from __future__ import annotations

from datetime import timedelta

from domain.operation import Operation, OperationState
from etl.summary import LoadKind, LoadSummary
from etl.watch import Watcher
from store.loads import LoadRecord, past_loads
from tests.etl.orders import RESELLER, Seller
from tests.etl.portal import Portal

# Longer than any pause between two looks, and between a failure and the next look.
A_WHILE = timedelta(minutes=2)


def an_account(portal: Portal) -> str:
    ((account_id,),) = portal.ask(
        f"SELECT min(account_id) FROM mirror.account WHERE reseller_id = '{RESELLER}'"
        " AND status = 'active'"
    )
    return str(account_id)


def bought(portal: Portal) -> Operation:
    operation = Seller(portal).buy(an_account(portal))
    assert operation.state is OperationState.ACCEPTED
    portal.meddler.requests.clear()
    return operation


def status_of(portal: Portal, operation: Operation) -> str | None:
    """Return the status of what was bought, as lists show it."""
    found = portal.ask(
        "SELECT status FROM mirror.subscription"
        f" WHERE subscription_id = '{operation.ids.subscription_id}'"
    )
    return found[0][0] if found else None


def looks(watcher: Watcher) -> LoadSummary:
    summary = watcher.tick()
    assert summary is not None
    return summary


def watches(portal: Portal) -> list[LoadRecord]:
    return [load for load in past_loads(portal.store) if load.kind == LoadKind.WATCH]
