"""What can not be ordered over HTTP, and how that is said."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.records import Account
from tests.sandbox.buyer import HOSTED, Buyer, error_of, story_of


@pytest.mark.parametrize(
    ("change", "status", "title", "pointer"),
    [
        ({"account_id": 1}, 404, "There is no account_id 1", "account_id"),
        ({"plan_id": 1}, 404, "There is no plan_id 1", "plan_id"),
        ({"plan_period_id": 1}, 404, "There is no plan_period_id 1", "plan_period_id"),
        ({"account_id": "40118"}, 422, "Expected `int`, got `str`", "account_id"),
        ({"payment_model": "gift"}, 422, "Invalid enum value 'gift'", "payment_model"),
        ({"payment_model": "postpay"}, 422, "The order cannot be completed: the order total has "
         "exceeded the credit limit for this subscription", "payment_model"),
        ({"promo_code": "HALF"}, 422, "There is no such promo code", "promo_code"),
        ({"provisioning_date": "soon"}, 422, "Invalid RFC3339 encoded date", "provisioning_date"),
        ({"resources": {"data": [{"plan_resource_id": 2301, "quantity": 1}]}}, 422,
         "There are ordered invalid amount of resources", None),
    ],
)  # fmt: skip
def test_what_can_not_be_ordered_is_refused(
    change: dict[str, Any], status: int, title: str, pointer: str | None, buyer: Buyer,
    account_id: int,
) -> None:  # fmt: skip
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    body["data"]["attributes"] |= change
    before = story_of(buyer.platform)

    response = buyer.post("sales_order", body)

    error = error_of(response)
    assert (response.status_code, error["title"]) == (status, title)
    assert error.get("source", {}).get("pointer") == (pointer and f"/data/attributes/{pointer}")
    assert story_of(buyer.platform) == before


def test_amounts_outside_the_limits_are_refused(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id, 2)
    body["data"]["attributes"]["resources"]["data"][0]["quantity"] = 2001

    error = error_of(buyer.post("sales_order", body))

    assert error["title"] == "There are ordered invalid amount of resources"
    assert error["detail"] == "Mailbox: from 1 to 2000"


def test_a_resource_is_named_once(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    body["data"]["attributes"]["resources"]["data"] *= 2

    assert buyer.post("sales_order", body).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"\xff", 400), (b"[" * 100_000, 422), (b"[]", 422), (b"{}", 422),
     (b'{"data": {"attributes": null}}', 422)],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(body: bytes, status: int, buyer: Buyer) -> None:
    response = buyer.post("sales_order", body)

    assert response.status_code == status
    assert error_of(response)["title"]


def test_a_body_is_of_the_apis_media_type(buyer: Buyer) -> None:
    response = buyer.client.post(f"{buyer.base}/sales_order", json={}, headers=buyer.headers)

    assert response.status_code == 415


def test_an_account_on_hold_orders_nothing(buyer: Buyer, account_id: int) -> None:
    """CLI-3, with the sentence of the API description."""
    assert buyer.steer(f"accounts/{account_id}", {"status": "financial_hold"}).status_code == 200

    response = buyer.post("sales_order", buyer.sale(buyer.plan(HOSTED), account_id))

    assert response.status_code == 422
    assert error_of(response)["title"].startswith("Order for the selected account is not available")


def test_a_plan_for_one_subscription_is_sold_once(buyer: Buyer, account_id: int) -> None:
    """ORD-25."""
    plan = buyer.plan("Office 365 E3 (legacy, paid monthly)")
    buyer.buy(plan, account_id)

    response = buyer.post("sales_order", buyer.sale(plan, account_id))

    assert response.status_code == 422
    assert error_of(response)["detail"] == "The account has a subscription to this plan already"


def test_another_resellers_account_and_plan_are_not_there(buyer: Buyer, account_id: int) -> None:
    """NFR-1."""
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    foreign = Buyer(buyer.platform, buyer.headers["X-Api-Token"], 13)

    assert foreign.post("sales_order", body).status_code == 404
    with buyer.platform.reading() as books:
        other = books.find(Account, "reseller_id = 13")[0].account_id
    body["data"]["attributes"]["account_id"] = other
    assert buyer.post("sales_order", body).status_code == 404


def test_a_product_is_tried_once(buyer: Buyer) -> None:
    """MS-15; with a trial there is nothing to pay (BIL-13)."""
    account_id, plan = buyer.new_account(), buyer.plan("Power BI Pro Trial")
    order = buyer.buy_microsoft(plan, account_id, "engine", quantity=25, is_trial=True)
    buyer.wait()

    response = buyer.post("sales_order", buyer.sale(plan, account_id, 25, is_trial=True))

    assert order["attributes"]["total"] == 0
    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    assert error_of(response)["detail"] == "The account has tried this product before"


def test_microsoft_lets_exactly_25_be_tried(buyer: Buyer, account_id: int) -> None:
    """MS-13; the add-on is left at none."""
    plan = buyer.plan("Office 365 E3 (legacy, paid monthly)")

    refused = buyer.post("sales_order", buyer.sale(plan, account_id, 24, is_trial=True))

    assert error_of(refused)["detail"] == "A trial is for 25"
    assert buyer.buy(plan, account_id, 25, is_trial=True)["attributes"]["total"] == 0
