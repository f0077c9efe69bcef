"""Orders whose answer got lost: never sent again, but looked up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.services.outcomes import (
    Accepted,
    InProgress,
    NotSent,
    SentBefore,
    Step,
    Unknown,
)
from domain.account import NewAccount
from domain.recognition import GIVE_UP_AFTER
from store.journal_rows import SENDING_LASTS
from store.operations import mark_sent
from tests.shop import ENGINE, KEY, MANAGER, Shop

LOST = [("drop_after", {}, 1), ("cut", {"value": "right"}, 1), ("cut", {"value": "wrong"}, 1),
        ("drop_before", {}, 0), ("status", {"value": 500}, 0), ("status", {"value": 503}, 0),
        ("malformed", {}, 0)]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "made"), LOST)
def test_an_order_whose_answer_got_lost_is_not_sent_again(
    shop: Shop, kind: str, more: dict[str, object], made: int
) -> None:
    """ORD-38."""
    buyer = shop.client()
    shop.fault(kind, "/sales_order", times=1, **more)

    placed = shop.orders().place(KEY, buyer, shop.sale())

    assert placed == Unknown(Step.ORDER, shop.operation().operation_id)
    assert shop.orders().place(KEY, buyer, shop.sale()) == placed == shop.orders().outcome(KEY)
    assert shop.orders().place(KEY, buyer, shop.sale(5)) == SentBefore(placed)
    assert shop.sent() == ["POST sales_order"]
    assert len(shop.placed()) == made


@pytest.mark.parametrize(("kind", "more", "made"), LOST)
def test_an_order_whose_answer_got_lost_is_looked_up(
    shop: Shop, kind: str, more: dict[str, object], made: int
) -> None:
    buyer = shop.client()
    shop.fault(kind, "/sales_order", times=1, **more)
    shop.orders().place(KEY, buyer, shop.sale())

    if made:
        assert shop.look_up() == 1
        (order,) = shop.placed()
        assert shop.orders().place(KEY, buyer, shop.sale()) == Accepted(
            shop.operation().operation_id, buyer.account_id, str(order.order_id),
            str(order.subscription_id),
        )  # fmt: skip
        return
    assert shop.look_up() == 0, "it may still be on its way"
    shop.clock.now += GIVE_UP_AFTER
    assert shop.look_up() == 1
    assert isinstance(shop.orders().outcome(KEY), NotSent)
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)
    assert len(shop.placed()) == 1


def test_of_two_like_orders_each_is_its_own(shop: Shop) -> None:
    """The lost one is not taken for the one that was answered."""
    buyer = shop.client()
    first = shop.orders().place("other", buyer, shop.sale())
    shop.fault("drop_before", "/sales_order", times=1)
    shop.orders().place(KEY, buyer, shop.sale())

    assert shop.look_up() == 0
    shop.clock.now += GIVE_UP_AFTER
    assert shop.look_up() == 1
    assert shop.orders().outcome("other") == first
    assert isinstance(shop.orders().outcome(KEY), NotSent)


def test_an_account_whose_answer_got_lost_is_not_created_again(shop: Shop) -> None:
    shop.fault("drop_after", "/accounts", method="POST", times=1)

    placed = shop.orders().place(KEY, NewAccount(ENGINE), shop.sale())

    assert isinstance(placed, Unknown)
    assert placed.step is Step.ACCOUNT
    assert shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()) == placed
    assert shop.sent() == ["POST accounts"]
    assert len(shop.accounts()) == 1
    assert shop.placed() == []

    assert shop.look_up() == 1
    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Accepted)
    assert len(shop.accounts()) == len(shop.placed()) == 1
    assert shop.sent() == ["POST accounts", "POST sales_order"]


def test_an_order_for_a_new_account_whose_answer_got_lost_is_looked_up(shop: Shop) -> None:
    shop.fault("drop_after", "/sales_order", times=1)
    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Unknown)

    assert shop.look_up() == 1

    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Accepted)
    assert len(shop.accounts()) == len(shop.placed()) == 1


def test_what_is_being_sent_is_in_progress_and_later_unknown(shop: Shop) -> None:
    """As after a process that died between sending and answering."""
    buyer = shop.client()
    orders = shop.orders()
    asked = shop.sale().placed_for(buyer.account_id, MANAGER)
    begun = orders._journal.begin(
        KEY, "sales_order", {"quantities": dict(asked.quantities)}, account_id=buyer.account_id
    )
    assert mark_sent(shop.store, begun.operation, now=shop.clock(), platform_at=None)

    assert isinstance(orders.outcome(KEY), InProgress)
    shop.clock.now += SENDING_LASTS
    assert isinstance(orders.outcome(KEY), Unknown)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), SentBefore)
    assert shop.sent() == []


def test_a_process_that_died_before_it_sent_anything_holds_nothing_up(shop: Shop) -> None:
    buyer = shop.client()
    orders = shop.orders()
    orders._journal.begin(KEY, "sales_order", {}, account_id=buyer.account_id)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), SentBefore)

    shop.clock.now += SENDING_LASTS

    assert isinstance(orders.outcome(KEY), NotSent)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), Accepted)


def test_the_platforms_own_time_goes_into_the_journal(shop: Shop) -> None:
    """It is what an order that got no answer is recognised by: the clocks are months apart."""
    shop.orders().place(KEY, shop.client(), shop.sale())

    told = shop.operation().platform_at
    assert told is not None
    assert abs(told - shop.platform.now()) < timedelta(seconds=30)
