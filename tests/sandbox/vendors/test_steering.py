"""What vendors and accounts are told from outside, for trying (docs/sandbox.md)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.records import Subscription
from tests.sandbox.buyer import Buyer


@pytest.mark.parametrize(
    "body",
    [
        [], {}, {"operation": "fly"}, {"operation": "sales", "subscription_id": 1},
        {"operation": "sales", "delay_seconds": -1}, {"operation": "sales", "delay_seconds": True},
        {"operation": "sales", "failure": 1}, {"operation": "sales", "more": 1},
        {"new_tenants": "no"},
    ],
)  # fmt: skip
def test_a_vendor_is_told_what_it_understands(body: Any, buyer: Buyer) -> None:
    response = buyer.steer("vendor", body)

    assert response.status_code == 422
    assert response.get_json()["error"].endswith(".")


def test_what_vendors_were_told_can_be_seen_and_forgotten(buyer: Buyer) -> None:
    buyer.client.delete("/_sandbox/vendor")
    with buyer.platform.reading() as books:
        subscription = books.find(Subscription)[0].subscription_id
    buyer.steer("vendor", {"operation": "stop", "subscription_id": subscription, "failure": "No"})
    buyer.steer("vendor", {"new_tenants": False})

    assert buyer.client.get("/_sandbox/vendor").get_json() == {
        "plans": [{"operation": "stop", "subscription_id": subscription, "delay_seconds": 60,
                   "failure": "No"}],
        "new_tenants": False,
    }  # fmt: skip
    buyer.client.delete("/_sandbox/vendor")
    assert buyer.client.get("/_sandbox/vendor").get_json() == {"plans": [], "new_tenants": True}


def test_an_account_is_put_on_hold_and_back(buyer: Buyer, account_id: int) -> None:
    """CLI-3, T14, DET-10."""
    with buyer.platform.reading() as books:
        where = "account_id = ? AND status = 'active'"
        live = books.count(Subscription, where, account_id)
    for status in ("administrative_hold", "active"):
        assert buyer.steer(f"accounts/{account_id}", {"status": status}).status_code == 200
        buyer.wait()
        assert buyer.read(f"accounts/{account_id}")["status"] == status
    with buyer.platform.reading() as books:
        assert books.count(Subscription, where, account_id) == live
    assert buyer.steer(f"accounts/{account_id}", {"status": "happy"}).status_code == 422
    assert buyer.steer("accounts/1", {"status": "active"}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [{}, {"support": "fly"}, {"support": "retry"}, {"vendor_status": "asleep"},
     {"vendor_status": "active"}, {"used": -1}, {"used": True}, {"used": 10**9},
     {"used": 1, "support": "retry"}],
)  # fmt: skip
def test_a_subscription_is_told_what_can_be(body: Any, buyer: Buyer) -> None:
    subscription = buyer.able("adjust", "status = 'active'")

    response = buyer.steer(f"subscriptions/{subscription.subscription_id}", body)

    assert response.status_code == 422
    assert response.get_json()["error"].endswith(".")


def test_a_failure_is_taken_back_by_support(buyer: Buyer) -> None:
    """T13."""
    with buyer.platform.reading() as books:
        failed = books.find(Subscription, "status = 'updating_failed'")[0]
    path = f"subscriptions/{failed.subscription_id}"

    assert buyer.steer(path, {"support": "roll_back"}).get_json() == {"status": "active"}
    assert buyer.steer("subscriptions/1", {"support": "retry"}).status_code == 422


def test_only_products_there_are_can_be_restricted(buyer: Buyer, account_id: int) -> None:
    for products in ("all", [1], [None]):
        body = {"restricted_products": products}
        assert buyer.steer(f"accounts/{account_id}", body).status_code == 422
    assert buyer.steer("accounts/1", {"restricted_products": []}).status_code == 422
