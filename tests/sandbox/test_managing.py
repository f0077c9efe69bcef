"""Managing a subscription over HTTP: what is carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.holdings import held_by, totals_of
from sandbox.offers import periods_of, plan_of
from sandbox.records import Account, Operation, Order, Subscription
from tests.sandbox.buyer import Buyer, data_of, error_of
from tests.sandbox.managed import (
    body_of,
    change_of,
    let_pay_end,
    near_its_end,
    prolong_of,
    renewal_of,
    switch_of,
)

FORBIDDEN = "This action is forbidden"
ACTIVE = "status = 'active' AND NOT is_trial"
STOP = body_of(reason="pause", comment="Until May", manager_id=303)


def now_is(buyer: Buyer, subscription: Subscription) -> dict[str, Any]:
    return buyer.read(f"subscriptions/{subscription.subscription_id}")


def operate(buyer: Buyer, subscription: Subscription, operation: str, body: Any = None) -> int:
    path = f"subscriptions/{subscription.subscription_id}/{operation}_operation"
    return buyer.post(path, body).status_code


def placed(buyer: Buyer, path: str, body: Any) -> dict[str, Any]:
    response = buyer.post(path, body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = data_of(response)
    return found


def with_no_other(buyer: Buyer, operation: str) -> Subscription:
    """Return an active subscription of a plan without trial or other limits in the way."""
    return buyer.able(operation, ACTIVE)


# Orders


def test_more_is_ordered_above_what_is_included(buyer: Buyer) -> None:
    """OP-31, HIST-3, HIST-6: by resource id and additional amount, by the manager named."""
    subscription = with_no_other(buyer, "adjust")
    body = change_of(buyer, subscription, 2, manager_id=303)
    (wanted,) = body["data"]["attributes"]["resources"]["data"]

    order = placed(buyer, "change_order", body)["attributes"]

    assert (order["type"], order["status"], order["manager_id"]) == (
        "ChangeOrder", "waiting_for_payment", 303,
    )  # fmt: skip
    assert " → " in order["description"]
    buyer.wait()
    assert now_is(buyer, subscription)["status"] == "active"
    with buyer.platform.reading() as books:
        held = {r.resource_id: r.additional for r in held_by(books, subscription)}
    assert held[wanted["resource_id"]] == wanted["additional"]


def test_the_second_of_two_managers_is_refused(buyer: Buyer) -> None:
    """OP-7."""
    subscription = with_no_other(buyer, "adjust")
    placed(buyer, "change_order", change_of(buyer, subscription, 2))

    response = buyer.post("change_order", change_of(buyer, subscription, 3))

    assert (response.status_code, error_of(response)["title"]) == (403, FORBIDDEN)


def test_without_a_manager_named_it_is_the_one_whose_token_it_is(buyer: Buyer) -> None:
    subscription = with_no_other(buyer, "adjust")

    order = placed(buyer, "change_order", change_of(buyer, subscription))["attributes"]

    with buyer.platform.reading() as books:
        (tobias,) = books.connection.execute(
            "SELECT manager_id FROM manager WHERE email = 'tobias.kraemer@blaufeld.example'"
        ).fetchone()
    assert order["manager_id"] == tobias


def test_a_renewal_waits_for_the_expiration_and_is_replaced(buyer: Buyer) -> None:
    """OP-17, OP-18: by plan resource id and total; other options cancel those before."""
    subscription = buyer.able("change_resources_renewal_order", "end_on > '2026-03-25'")
    first = placed(buyer, "renewal_order", renewal_of(buyer, subscription))
    buyer.wait()
    with buyer.platform.reading() as books:
        key, total = next(iter(totals_of(books, subscription).items()))

    more = {key: total + 1}
    second = placed(buyer, "renewal_order", renewal_of(buyer, subscription, more))

    assert buyer.read(f"orders/{first['id']}")["status"] == "cancelled"
    assert second["attributes"]["provisioning_date"] == subscription.end_on.isoformat()  # type: ignore[union-attr]
    buyer.wait()
    assert buyer.read(f"orders/{second['id']}")["status"] == "waiting_for_provisioning"


def test_a_prolong_order_activates_what_is_stopped(buyer: Buyer) -> None:
    """DET-8."""
    let_pay_end(buyer)
    subscription = buyer.able("prolong")

    order = placed(buyer, "prolong_order", prolong_of(buyer, subscription))

    buyer.wait()
    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    assert now_is(buyer, subscription)["status"] == "active"


def test_a_plan_is_switched_now(buyer: Buyer) -> None:
    """OP-39."""
    subscription = with_no_other(buyer, "switch_plan")
    body = switch_of(buyer, subscription)

    placed(buyer, "switch_order", body)

    assert buyer.read(f"subscriptions/{subscription.subscription_id}")["status"] == "active"
    buyer.wait()
    assert now_is(buyer, subscription)["plan_id"] == body["data"]["attributes"]["plan_id"]


def test_a_plan_is_switched_on_the_expiration_date(buyer: Buyer) -> None:
    """OP-40."""
    subscription = near_its_end(buyer)
    end = subscription.end_on.isoformat()  # type: ignore[union-attr]
    body = switch_of(buyer, subscription, provisioning_date=end)

    order = placed(buyer, "switch_order", body)

    buyer.wait()
    waiting = buyer.read(f"orders/{order['id']}")
    assert (waiting["status"], waiting["provisioning_date"]) == ("waiting_for_provisioning", end)
    buyer.platform.advance(timedelta(days=11))
    assert now_is(buyer, subscription)["plan_id"] == body["data"]["attributes"]["plan_id"]


def test_an_order_that_waits_is_cancelled(buyer: Buyer) -> None:
    """E2E-7; OP-18: until then it may be cancelled, and only until then."""
    subscription = buyer.able("change_resources_renewal_order", "end_on > '2026-03-25'")
    order = placed(buyer, "renewal_order", renewal_of(buyer, subscription))
    buyer.wait()

    assert buyer.post(f"orders/{order['id']}/cancel_operation").status_code == 200

    assert buyer.read(f"orders/{order['id']}")["status"] == "cancelled"
    response = buyer.post(f"orders/{order['id']}/cancel_operation")
    assert (response.status_code, error_of(response)["title"]) == (
        422, "The order can't be cancelled any more",
    )  # fmt: skip


def test_a_prolong_order_is_not_for_a_manager_to_cancel(buyer: Buyer) -> None:
    """Section 10.2."""
    with buyer.platform.reading() as books:
        order = books.find(Order, "kind = 'prolong' AND reseller_id = 12 LIMIT 1")[0]

    response = buyer.post(f"orders/{order.order_id}/cancel_operation")

    assert (response.status_code, error_of(response)["title"]) == (403, FORBIDDEN)


# Operations


def test_stopping_and_activating(buyer: Buyer) -> None:
    """T6, T8, OP-15: 200 with an empty body; the manager is written down."""
    subscription = buyer.able("stop", f"{ACTIVE} AND end_on IS NULL AND plan_id NOT IN "
                              "(SELECT plan_id FROM plan JOIN term USING (term_id) "
                              "WHERE stop_needs_approval)")  # fmt: skip

    assert operate(buyer, subscription, "stop", STOP) == 200
    assert now_is(buyer, subscription)["status"] == "stopping"
    buyer.wait()
    assert operate(buyer, subscription, "activate") == 200
    buyer.wait()

    assert now_is(buyer, subscription)["status"] == "active"
    with buyer.platform.reading() as books:
        where = "subscription_id = ? ORDER BY operation_id DESC LIMIT 2"
        activated, stopped = books.find(Operation, where, subscription.subscription_id)
    assert (stopped.manager_id, stopped.reason, stopped.comment) == (303, "pause", "Until May")
    assert activated.kind == "activate"


@pytest.mark.parametrize("missing", ["comment", "reason"])
def test_a_stop_says_why(missing: str, buyer: Buyer) -> None:
    body = body_of(**(STOP["data"]["attributes"] | {missing: ""}))

    assert operate(buyer, buyer.able("stop"), "stop", body) == 422


def test_deleting(buyer: Buyer) -> None:
    """T11."""
    subscription = buyer.able("destroy")

    assert operate(buyer, subscription, "delete", body_of(manager_id=303)) == 200
    assert operate(buyer, subscription, "delete") == 403


def test_auto_renew_is_set_for_a_period(buyer: Buyer) -> None:
    """OP-22."""
    subscription = buyer.able("change_auto_renew_option", ACTIVE)
    with buyer.platform.reading() as books:
        period = next(p for p in periods_of(books, subscription.plan_id) if not p.is_trial)
    path = f"subscriptions/{subscription.subscription_id}"
    wanted = {"autorenew": not subscription.is_auto_renewed,
              "autorenew_period_id": period.plan_period_id}  # fmt: skip

    response = buyer.send("PATCH", path, body_of(**wanted))

    assert response.status_code == 200
    told = data_of(response)["attributes"]["renewal_settings"]
    assert wanted.items() <= told.items()
    again = buyer.send("PATCH", path, body_of(**wanted))
    assert (again.status_code, error_of(again)["title"]) == (
        422, "You are trying to change the current Auto-renew value to the same value",
    )  # fmt: skip


def test_auto_renew_that_is_locked_is_not_for_a_manager(buyer: Buyer) -> None:
    subscription = buyer.able("change_auto_renew_option")
    with buyer.platform.writing() as books:
        books.change(subscription, is_auto_renew_locked=True)

    body = body_of(autorenew=not subscription.is_auto_renewed)
    response = buyer.send("PATCH", f"subscriptions/{subscription.subscription_id}", body)

    assert (response.status_code, error_of(response)["title"]) == (403, FORBIDDEN)


def test_auto_renew_is_for_a_period_of_the_plan(buyer: Buyer) -> None:
    subscription = buyer.able("change_auto_renew_option")
    body = body_of(autorenew=True, autorenew_period_id=1)

    response = buyer.send("PATCH", f"subscriptions/{subscription.subscription_id}", body)

    assert (response.status_code, error_of(response)["title"]) == (
        422, "The period id is not available for ordering in plan",
    )  # fmt: skip


# Where it leads


@pytest.mark.parametrize("switch_type", ["delayed_switch", "immediate_switch"])
def test_the_targets_of_a_plan_are_plans_one_pays_for(switch_type: str, buyer: Buyer) -> None:
    """OP-36: orderable, and never a trial."""
    subscription = near_its_end(buyer)
    path = f"plans/{subscription.plan_id}/switchable_plans?filter[switch_type]={switch_type}"

    found = {int(plan["id"]) for plan in data_of(buyer.get(path))}

    with buyer.platform.reading() as books:
        plans = [plan_of(books, plan_id) for plan_id in sorted(found)]
        assert found
        assert {(plan.reseller_id, plan.status) for plan in plans} == {(12, "active")}
        assert all(any(not p.is_trial for p in periods_of(books, p_id)) for p_id in found)


def test_a_plan_that_is_not_switched_on_renewal_has_no_targets_for_it(buyer: Buyer) -> None:
    plan = buyer.plan("Hosted Exchange Standard")
    path = f"plans/{plan.plan_id}/switchable_plans?filter[switch_type]"

    assert data_of(buyer.get(f"{path}=delayed_switch")) == []  # type: ignore[comparison-overlap]
    assert data_of(buyer.get(f"{path}=immediate_switch"))


def test_a_hold_of_the_client_is_told_by_ability(buyer: Buyer) -> None:
    """E2E-12."""
    subscription = with_no_other(buyer, "adjust")
    account = f"accounts/{subscription.account_id}"
    buyer.steer(account, {"status": "administrative_hold"})
    buyer.wait()
    assert now_is(buyer, subscription)["status"] == "stopped"
    assert operate(buyer, subscription, "activate") == 403

    buyer.steer(account, {"status": "active"})
    buyer.wait()

    assert now_is(buyer, subscription)["status"] == "active"
    with buyer.platform.reading() as books:
        assert books.get(Account, subscription.account_id).status == "active"
