"""What is done with a subscription is followed, and known in lists at once (OP-6, SUB-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.management import AutoRenewal, Stop
from domain.operation import Operation, OperationState
from sandbox.records import Subscription
from tests.etl.orders import MANAGER, RESELLER, Seller
from tests.etl.portal import Portal
from tests.etl.watching import A_WHILE, status_of

STOP = Stop("no_longer_needed", "They have moved on")


@pytest.fixture
def subscription(quiet: Portal) -> Subscription:
    """A subscription that may be stopped, and renews by itself or does not."""
    where = (
        "reseller_id = 12 AND status = 'active' AND is_trial = 0 AND end_on IS NOT NULL"
        " AND NOT is_auto_renew_locked AND plan_id IN (SELECT plan_id FROM plan JOIN term"
        " USING (term_id) WHERE is_stop_allowed AND NOT stop_needs_approval)"
    )
    with quiet.platform.reading() as books:
        return books.find(Subscription, where)[0]


def stopped(quiet: Portal, subscription: Subscription) -> Operation:
    seller, own_id = Seller(quiet), str(subscription.subscription_id)

    def stop() -> None:
        seller.actions.stop(RESELLER, own_id, STOP, MANAGER)

    return seller.manage(STOP, str(subscription.account_id), own_id, stop)


def test_a_stop_is_followed_until_it_is_done(quiet: Portal, subscription: Subscription) -> None:
    watcher = quiet.watcher()
    operation = stopped(quiet, subscription)
    assert operation.state is OperationState.ACCEPTED
    assert status_of(quiet, operation) == "active"

    seen = []
    for _ in range(14):
        watcher.tick()
        seen.append(status_of(quiet, operation))
        quiet.platform.advance(timedelta(seconds=12))

    assert list(dict.fromkeys(seen)) == ["stopping", "stopped"]
    quiet.meddler.requests.clear()
    quiet.platform.advance(A_WHILE)
    assert watcher.tick() is None


def test_a_stop_whose_answer_got_lost_is_settled_and_shown_by_one_look(
    quiet: Portal, subscription: Subscription
) -> None:
    seller = Seller(quiet)
    seller.loses("/stop_operation")
    operation = stopped(quiet, subscription)
    assert operation.state is OperationState.UNKNOWN

    quiet.watcher().tick()

    assert seller.known(operation).state is OperationState.ACCEPTED
    assert status_of(quiet, operation) == "stopping"


def test_auto_renew_is_shown_by_the_next_look(quiet: Portal, subscription: Subscription) -> None:
    """OP-22: nothing moves, and it is new all the same."""
    seller, own_id = Seller(quiet), str(subscription.subscription_id)
    request = AutoRenewal(not subscription.is_auto_renewed)

    seller.manage(
        request, str(subscription.account_id), own_id,
        lambda: seller.actions.set_auto_renewal(RESELLER, own_id, request),
    )  # fmt: skip
    quiet.watcher().tick()

    assert quiet.ask(
        f"SELECT is_auto_renewed FROM mirror.subscription WHERE subscription_id = '{own_id}'"
    ) == [(request.is_on,)]
