"""What became of operations whose answer got lost, by what the platform shows (ORD-38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.operation import Operation, OperationState
from etl.settle import settle_operations
from sandbox.faults import parse_fault
from sandbox.records import Account, Order
from store.journal_rows import SENDING_LASTS
from store.settling import unsettled
from tests.etl.orders import CLIENT, RESELLER, Seller
from tests.etl.portal import Portal
from tests.etl.watching import an_account

# Longer than a request may wait at the platform.
A_LONG_TIME = timedelta(minutes=6)


def order_count(portal: Portal) -> int:
    with portal.platform.reading() as books:
        return books.count(Order)


@pytest.fixture
def seller(quiet: Portal) -> Seller:
    return Seller(quiet)


def lost(quiet: Portal, seller: Seller, *, arrives: bool) -> Operation:
    """Place an order whose answer gets lost, or the order itself."""
    seller.loses("/sales_order", arrives=arrives)
    operation = seller.buy(an_account(quiet))
    assert operation.state is OperationState.UNKNOWN
    quiet.meddler.forget()
    return operation


def test_an_order_that_arrived_is_found_and_never_sent_again(quiet: Portal, seller: Seller) -> None:
    operation, placed = lost(quiet, seller, arrives=True), order_count(quiet)

    quiet.watcher().tick()

    known = seller.known(operation)
    assert known.state is OperationState.ACCEPTED
    with quiet.platform.reading() as books:
        order = books.get(Order, int(known.ids.order_id or 0))
    assert (known.ids.subscription_id, known.ids.account_id) == (
        str(order.subscription_id), operation.asked["account_id"],
    )  # fmt: skip
    assert order_count(quiet) == placed
    assert [
        entry["path"] for entry in quiet.platform.log.since(0) if entry["method"] == "POST"
    ] == [f"/api/v3/resellers/{RESELLER}/sales_order"]


def test_lists_know_it_at_the_same_moment(quiet: Portal, seller: Seller) -> None:
    operation = lost(quiet, seller, arrives=True)

    quiet.watcher().tick()

    ids = seller.known(operation).ids
    assert quiet.ask(
        f"SELECT status FROM mirror.subscription WHERE subscription_id = '{ids.subscription_id}'"
    ) == [("ordered",)]


def test_an_order_that_did_not_arrive_is_looked_for_until_it_can_not_arrive_any_more(
    quiet: Portal, seller: Seller
) -> None:
    operation, watcher = lost(quiet, seller, arrives=False), quiet.watcher()
    placed = order_count(quiet)

    watcher.tick()
    assert seller.known(operation).state is OperationState.UNKNOWN
    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()

    assert seller.known(operation).state is OperationState.NOT_SENT
    assert order_count(quiet) == placed
    quiet.meddler.requests.clear()
    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()
    assert quiet.meddler.requests == []


def test_an_order_that_arrives_late_is_found_all_the_same(quiet: Portal, seller: Seller) -> None:
    """It waits at the platform while it is looked for."""
    operation, watcher = lost(quiet, seller, arrives=False), quiet.watcher()
    watcher.tick()
    quiet.platform.advance(timedelta(minutes=2))
    placed = seller.actions.place_order(RESELLER, seller.order(an_account(quiet)))
    quiet.platform.advance(A_LONG_TIME)

    watcher.tick()

    known = seller.known(operation)
    assert (known.state, known.ids.order_id) == (OperationState.ACCEPTED, placed.order_id)


def test_an_order_that_another_operation_has_made_is_not_taken_for_it(
    quiet: Portal, seller: Seller
) -> None:
    answered = seller.buy(an_account(quiet))
    operation, watcher = lost(quiet, seller, arrives=False), quiet.watcher()

    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()

    assert seller.known(operation).state is OperationState.NOT_SENT
    assert seller.known(answered).ids == answered.ids


def test_two_that_arrived_are_each_taken_for_one(quiet: Portal, seller: Seller) -> None:
    both = [lost(quiet, seller, arrives=True) for _ in range(2)]

    quiet.watcher().tick()

    known = [seller.known(one) for one in both]
    assert [one.state for one in known] == [OperationState.ACCEPTED] * 2
    assert len({one.ids.order_id for one in known}) == 2


def test_an_older_order_of_the_same_is_not_taken_for_it(quiet: Portal, seller: Seller) -> None:
    seller.actions.place_order(RESELLER, seller.order(an_account(quiet)))
    quiet.platform.advance(timedelta(hours=1))
    operation = lost(quiet, seller, arrives=False)

    quiet.platform.advance(A_LONG_TIME)
    quiet.watcher().tick()

    assert seller.known(operation).state is OperationState.NOT_SENT


def test_while_the_platform_is_down_nothing_is_said_of_it(quiet: Portal, seller: Seller) -> None:
    operation, watcher = lost(quiet, seller, arrives=True), quiet.watcher()
    quiet.platform.faults.set(parse_fault({"kind": "drop_before", "path": ""}))

    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()
    assert seller.known(operation).state is OperationState.UNKNOWN

    quiet.platform.faults.clear()
    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()
    assert seller.known(operation).state is OperationState.ACCEPTED


def test_answers_that_are_none_say_nothing_of_it(quiet: Portal, seller: Seller) -> None:
    operation, watcher = lost(quiet, seller, arrives=True), quiet.watcher()
    quiet.platform.faults.set(parse_fault({"kind": "malformed", "path": "/orders"}))

    quiet.platform.advance(A_LONG_TIME)
    watcher.tick()

    assert seller.known(operation).state is OperationState.UNKNOWN


def test_one_whose_process_died_while_sending_is_looked_up_as_well(
    quiet: Portal, seller: Seller
) -> None:
    def dies(_: object) -> None:
        raise KeyboardInterrupt

    quiet.meddler.on("/sales_order", lambda request: dies(quiet.meddler.ask(request)))
    with pytest.raises(KeyboardInterrupt):
        seller.buy(an_account(quiet))
    quiet.meddler.forget()
    assert unsettled(quiet.store, now=quiet.platform.now()) == []  # It may be sending still.
    quiet.platform.advance(SENDING_LASTS)
    (operation,) = unsettled(quiet.store, now=quiet.platform.now())

    quiet.watcher().tick()

    assert seller.known(operation).state is OperationState.ACCEPTED


def test_a_client_that_was_created_is_found(quiet: Portal, seller: Seller) -> None:
    seller.loses("/accounts$")
    operation = seller.create_account()
    assert operation.state is OperationState.UNKNOWN
    quiet.meddler.forget()

    quiet.watcher().tick()

    known = seller.known(operation)
    assert known.state is OperationState.ACCEPTED
    with quiet.platform.reading() as books:
        assert books.get(Account, int(known.ids.account_id or 0)).name == CLIENT.name
    assert quiet.ask(
        f"SELECT name FROM mirror.account WHERE account_id = '{known.ids.account_id}'"
    ) == [(CLIENT.name,)]


def test_a_client_that_was_not_created_is_given_up_in_the_end(
    quiet: Portal, seller: Seller
) -> None:
    """Another client of the same name and number, of the days before, is not taken for it."""
    seller.create_account()
    quiet.platform.advance(timedelta(days=2))
    seller.loses("/accounts$", arrives=False)
    operation = seller.create_account()
    quiet.meddler.forget()

    quiet.platform.advance(A_LONG_TIME)
    quiet.watcher().tick()

    assert seller.known(operation).state is OperationState.NOT_SENT


@pytest.mark.parametrize("arrives", [True, False])
def test_changes_of_a_client_are_looked_up(quiet: Portal, seller: Seller, *, arrives: bool) -> None:
    account_id = seller.create_account().ids.account_id or ""
    seller.loses(f"/accounts/{account_id}$", arrives=arrives)
    operation = seller.rename_account(account_id, "Engines Ltd")
    assert operation.state is OperationState.UNKNOWN
    quiet.meddler.forget()

    quiet.platform.advance(A_LONG_TIME)
    quiet.watcher().tick()

    expected = OperationState.ACCEPTED if arrives else OperationState.NOT_SENT
    assert seller.known(operation).state is expected


def test_what_nobody_knows_how_to_look_up_is_left_as_it_is(quiet: Portal, seller: Seller) -> None:
    operation = lost(quiet, seller, arrives=True)
    unheard_of = replace(operation, kind="unheard_of")

    with quiet.client() as client:
        now = quiet.platform.now() + A_LONG_TIME
        assert settle_operations(quiet.store, client.buying, [unheard_of], now=now) == 0

    assert seller.known(operation).state is OperationState.UNKNOWN
