"""Managing a subscription over HTTP: what is refused, and how that is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.holdings import held_by, totals_of
from sandbox.offers import plan_of
from sandbox.records import Order, Subscription
from tests.sandbox.buyer import Buyer, error_of
from tests.sandbox.managed import (
    body_of,
    change_of,
    listed,
    prolong_of,
    renewal_of,
    switch_of,
)

FORBIDDEN = "This action is forbidden"
ACTIVE = "status = 'active' AND NOT is_trial"
STOP = body_of(reason="pause", comment="Until May", manager_id=303)
MANAGED = ("change_order", "prolong_order", "renewal_order", "switch_order")


def operate(buyer: Buyer, subscription: Subscription, operation: str, body: Any = None) -> int:
    path = f"subscriptions/{subscription.subscription_id}/{operation}_operation"
    return buyer.post(path, body).status_code


def with_no_other(buyer: Buyer, operation: str) -> Subscription:
    """Return an active subscription of a plan without trial or other limits in the way."""
    return buyer.able(operation, ACTIVE)


def test_nothing_is_done_that_ability_does_not_offer(buyer: Buyer) -> None:
    """DET-12: of a deleted subscription nothing is."""
    with buyer.platform.reading() as books:
        where = ("reseller_id = 12 AND status = 'deleted' AND plan_id IN "
                 "(SELECT plan_id FROM switch_target)")  # fmt: skip
        deleted = books.find(Subscription, where)[0]
    orders: list[tuple[str, Callable[..., Any]]] = [
        ("change_order", change_of), ("renewal_order", renewal_of),
        ("prolong_order", prolong_of), ("switch_order", switch_of),
    ]  # fmt: skip

    for path, body in orders:
        response = buyer.post(path, body(buyer, deleted))
        assert (response.status_code, error_of(response)["title"]) == (403, FORBIDDEN), path
    for operation in ("stop", "activate", "delete"):
        body = STOP if operation == "stop" else None
        assert operate(buyer, deleted, operation, body) == 403
    path = f"subscriptions/{deleted.subscription_id}"
    assert buyer.send("PATCH", path, body_of(autorenew=True)).status_code == 403


@pytest.mark.parametrize("path", MANAGED)
def test_a_subscription_of_another_reseller_is_not_there(path: str, buyer: Buyer) -> None:
    """NFR-1."""
    with buyer.platform.reading() as books:
        other = books.find(Subscription, "reseller_id = 13 LIMIT 1")[0]
    body = body_of(subscription_id=other.subscription_id, plan_period_id=1, plan_id=1)

    response = buyer.post(path, body)

    assert response.status_code == 404
    assert error_of(response)["source"] == {"pointer": "/data/attributes/subscription_id"}


def test_nor_is_it_for_what_is_no_order(buyer: Buyer) -> None:
    """NFR-1."""
    with buyer.platform.reading() as books:
        other = books.find(Subscription, "reseller_id = 13 LIMIT 1")[0]
        order = books.find(Order, "reseller_id = 13 LIMIT 1")[0]
    path = f"subscriptions/{other.subscription_id}"

    assert operate(buyer, other, "stop", STOP) == 404
    assert operate(buyer, other, "activate") == operate(buyer, other, "delete") == 404
    assert buyer.send("PATCH", path, body_of(autorenew=True)).status_code == 404
    assert buyer.post(f"orders/{order.order_id}/cancel_operation").status_code == 404


def changed_by(buyer: Buyer, subscription: Subscription, **resource: int) -> dict[str, Any]:
    body = change_of(buyer, subscription)
    body["data"]["attributes"]["resources"]["data"][0] |= resource
    return error_of(buyer.post("change_order", body))


@pytest.mark.parametrize(
    ("resource", "title"),
    [
        ({"additional": 0}, None),  # the same as now; see below
        ({"additional": 10**8}, "There are ordered invalid amount of resources"),
        ({"resource_id": 1}, "The resource id is not available for ordering in plan"),
    ],
)
def test_amounts_that_can_not_be_ordered(
    resource: dict[str, int], title: str | None, buyer: Buyer
) -> None:
    limited = "SELECT plan_id FROM plan_resource WHERE maximum IS NOT NULL AND is_primary"
    subscription = buyer.able("adjust", f"{ACTIVE} AND plan_id IN ({limited})")
    if title is None:
        with buyer.platform.reading() as books:
            resource = {"additional": held_by(books, subscription)[0].additional}
        title = ("To change the quantity of resource id, specify a value other than already "
                 "ordered")  # fmt: skip

    assert changed_by(buyer, subscription, **resource)["title"] == title


def test_a_commitment_is_not_reduced(buyer: Buyer) -> None:
    """OP-33."""
    subscription = next_bound(buyer)

    response = buyer.post("change_order", change_of(buyer, subscription, -1))

    assert (response.status_code, error_of(response)["title"]) == (
        422, "Resources downgrade are not allowed",
    )  # fmt: skip


def next_bound(buyer: Buyer) -> Subscription:
    with buyer.platform.reading() as books:
        now = int(books.now.timestamp() * 1000)
    return buyer.able("adjust", f"{ACTIVE} AND window_ends_at < {now} AND plan_id IN (SELECT "
                      "plan_id FROM plan WHERE billing_type = 'monthly_commitment_interval') "
                      "AND subscription_id IN (SELECT subscription_id FROM resource "
                      "WHERE additional > 1) AND subscription_id NOT IN "
                      "(SELECT subscription_id FROM added_amount)")  # fmt: skip


def test_what_is_assigned_is_not_given_up(buyer: Buyer) -> None:
    """OP-33."""
    with_some = "subscription_id IN (SELECT subscription_id FROM resource WHERE additional > 3)"
    subscription = buyer.able("decrease_resources_change_order", f"{ACTIVE} AND {with_some}")
    with buyer.platform.reading() as books:
        held = next(r for r in held_by(books, subscription) if r.additional > 3)
        total = totals_of(books, subscription)[held.plan_resource_id]
    assert (
        buyer.steer(f"subscriptions/{subscription.subscription_id}", {"used": total}).status_code
        == 200
    )

    response = buyer.post("change_order", change_of(buyer, subscription, -1))

    assert (response.status_code, error_of(response)["title"]) == (
        422, f"Order could not be created: resource change {held.resource_id} is not available. "
        f"You can change up to {total}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "title"),
    [
        ({"plan_id": 1}, 404, "There is no plan_id 1"),
        ({"plan_period_id": 1}, 404, "There is no plan_period_id 1"),
        ({"plan_period_id": 1201}, 422, "The period id is not available for ordering in plan"),
        ({"resources": {"data": []}}, 422, "The resource id must be ordered"),
        ({"provisioning_date": "2026-03-19"}, 422, "A plan is switched today or on the expiration "
         "date"),
        ({"promo_code": "HALF"}, 422, "There is no such promo code"),
        ({"manager_id": 1}, 422, "There is no such active manager"),
        ({"async_task_id": "none"}, 422, "Order for the selected service is not available"),
    ],
)  # fmt: skip
def test_switches_that_can_not_be_ordered(
    changed: dict[str, Any], status: int, title: str, buyer: Buyer
) -> None:
    subscription = with_no_other(buyer, "switch_plan")

    response = buyer.post("switch_order", switch_of(buyer, subscription, **changed))

    assert (response.status_code, error_of(response)["title"]) == (status, title)


def test_only_a_target_is_switched_to(buyer: Buyer) -> None:
    subscription = with_no_other(buyer, "switch_plan")
    body = switch_of(buyer, subscription, plan_id=subscription.plan_id)

    response = buyer.post("switch_order", body)

    assert (response.status_code, error_of(response)["title"]) == (
        422, "Can not switch to plan with id",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["change", "renewal", "switch"])
def test_a_restricted_product_is_not_ordered(kind: str, buyer: Buyer) -> None:
    """OP-9, MSG-9."""
    ability, body = {"change": ("adjust", change_of), "renewal": ("renew", renewal_of),
                     "switch": ("switch_plan", switch_of)}[kind]  # fmt: skip
    subscription = with_no_other(buyer, ability)
    with buyer.platform.reading() as books:
        products = [plan_of(books, subscription.plan_id).product_id]
    account = f"accounts/{subscription.account_id}"
    assert buyer.steer(account, {"restricted_products": products}).status_code == 200

    response = buyer.post(f"{kind}_order", body(buyer, subscription))

    assert (response.status_code, error_of(response)["title"]) == (
        422, "Order for the selected account is not available due to restrictions imposed on the "
        "account or reseller",
    )  # fmt: skip


def test_a_renewal_names_its_amounts_and_a_period_of_the_plan(buyer: Buyer) -> None:
    subscription = with_no_other(buyer, "renew")

    missing = buyer.post("renewal_order", renewal_of(buyer, subscription, resources={"data": []}))
    other = buyer.post("renewal_order", renewal_of(buyer, subscription, plan_period_id=1201))
    twice = listed("plan_resource_id", "quantity", {1: 1})["data"] * 2

    assert error_of(missing)["title"] == "There are ordered invalid amount of resources"
    assert error_of(other)["title"] == "The period id is not available for ordering in plan"
    body = renewal_of(buyer, subscription, resources={"data": twice})
    assert error_of(buyer.post("renewal_order", body))["title"] == "A resource is named twice"
