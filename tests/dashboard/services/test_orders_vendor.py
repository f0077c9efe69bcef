"""What vendors ask for with an order, and what they say of the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.outcomes import (
    Accepted,
)
from domain.errors import NotFound, UpstreamRejected, UpstreamUnavailable
from sandbox.records import Account
from tests.shop import KEY, MICROSOFT, Shop


def test_a_vendor_that_asks_for_data_gets_an_order_that_was_validated(shop: Shop) -> None:
    """ORD-27, ORD-29, MS-2."""
    plan = shop.buyer.plan(MICROSOFT)
    asked = shop.sale(plan=plan)
    orders = shop.orders()
    buyer = shop.client()
    ids = (asked.plan_id, buyer.account_id, list(asked.quantities))
    assert "customer_domain" in [field.key for field in orders.fields(*ids)]

    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "eng"}
    begun = orders.validate(*ids, values)
    assert begun.is_running
    shop.buyer.wait()
    ended = orders.validation(begun.async_task_id)
    assert ended.is_valid
    placed = orders.place(KEY, buyer, replace(asked, async_task_id=ended.async_task_id))

    assert isinstance(placed, Accepted)
    shop.buyer.wait()
    assert orders.fields(*ids) == (), "the second time nothing is asked"


def test_where_a_vendor_asks_for_nothing_the_step_is_skipped(shop: Shop) -> None:
    """ORD-2."""
    asked = shop.sale()

    found = shop.orders().fields(asked.plan_id, shop.client().account_id, list(asked.quantities))

    assert found == ()


def test_nobody_asks_a_vendor_about_anothers_client(shop: Shop) -> None:
    """NFR-1."""
    with shop.platform.reading() as books:
        theirs = str(books.find(Account, "reseller_id <> 12")[0].account_id)
    asked, mine = shop.sale(), shop.client().account_id
    keys = list(asked.quantities)

    for plan_id, account_id in ((asked.plan_id, theirs), ("987654321", mine), ("..", mine)):
        with pytest.raises(NotFound):
            shop.orders().fields(plan_id, account_id, keys)
        with pytest.raises(NotFound):
            shop.orders().validate(plan_id, account_id, keys, {})
    with pytest.raises(NotFound):
        shop.orders().validation("0e1cbb20-5b8e-4bd5-a8f8-4d7a2d0f0c33")


@pytest.mark.parametrize("kind", ["drop_after", "malformed"])
def test_a_validation_that_got_no_answer_may_be_begun_again(shop: Shop, kind: str) -> None:
    """ORD-30."""
    asked = shop.sale()
    ids = (asked.plan_id, shop.client().account_id, list(asked.quantities))
    shop.fault(kind, "order_attributes_validation", times=1)

    with pytest.raises(UpstreamUnavailable):
        shop.orders().validate(*ids, {})

    assert shop.orders().validate(*ids, {}).is_valid


def test_values_that_the_platform_does_not_take_are_told(shop: Shop) -> None:
    asked = shop.sale()

    with pytest.raises(UpstreamRejected) as raised:
        shop.orders().validate(asked.plan_id, shop.client().account_id, ["1"], {})

    assert raised.value.fields == {"plan_resource_ids": "The plan has no such resource"}
