"""What is asked of subscriptions, held to the API description, and carried out by the stand-in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.details import HeldResource
from domain.errors import UpstreamRejected
from domain.management import AutoRenewal, Change, Renewal, Stop, Switch
from domain.statuses import OrderStatus, SubscriptionStatus
from sandbox.catalog_records import Plan, SwitchTarget
from sandbox.holdings import held_by, totals_of
from sandbox.offers import periods_of, resources_of
from sandbox.records import Order, Subscription
from tests.contract.acting import RESELLER, HeldTransport, actions, transport
from tests.sandbox.buyer import Buyer
from tests.sandbox.buyer import totals_of as totals_within
from tests.shop import MANAGER
from upstream.actions import UpstreamActions

__all__ = ["actions", "transport"]

IN_STATUS = "status = 'active' AND NOT is_trial"


def held(buyer: Buyer, subscription: Subscription) -> list[HeldResource]:
    with buyer.platform.reading() as books:
        included = {r.plan_resource_id: r.included
                    for r in resources_of(books, subscription.plan_id)}  # fmt: skip
        return [
            HeldResource(
                str(one.resource_id), str(one.plan_resource_id), "", Decimal(included[key]),
                Decimal(one.additional), None, None, None,
            )
            for one in held_by(books, subscription)
            for key in [one.plan_resource_id]
        ]  # fmt: skip


def totals(buyer: Buyer, subscription: Subscription) -> dict[str, int]:
    with buyer.platform.reading() as books:
        return {str(key): total for key, total in totals_of(books, subscription).items()}


def order_of(buyer: Buyer, order_id: str) -> Order:
    with buyer.platform.reading() as books:
        return books.get(Order, int(order_id))


def test_a_change_order_gets_the_amounts_that_were_meant(
    actions: UpstreamActions, buyer: Buyer
) -> None:
    subscription = buyer.able("adjust", IN_STATUS)
    own_id, holds = str(subscription.subscription_id), held(buyer, subscription)
    wanted = totals(buyer, subscription)
    with buyer.platform.reading() as books:
        primary = next(str(r.plan_resource_id) for r in resources_of(books, subscription.plan_id)
                       if r.is_primary)  # fmt: skip
    wanted[primary] += 2

    placed = actions.place_change(RESELLER, own_id, Change({primary: wanted[primary]}), holds,
                                  MANAGER)  # fmt: skip

    assert placed.quantities == wanted
    assert (placed.subscription_id, placed.manager_id) == (own_id, MANAGER)


def test_a_renewal_is_placed_and_called_off(actions: UpstreamActions, buyer: Buyer) -> None:
    subscription = buyer.able("change_resources_renewal_order", IN_STATUS)
    own_id, holds = str(subscription.subscription_id), held(buyer, subscription)
    renewal = Renewal(str(subscription.plan_period_id), {})

    placed = actions.place_renewal(RESELLER, own_id, renewal, holds, MANAGER)
    buyer.wait()

    assert placed.quantities == totals(buyer, subscription)
    assert order_of(buyer, placed.order_id).status is OrderStatus.WAITING_FOR_PROVISIONING
    actions.cancel_order(RESELLER, placed.order_id)
    assert actions.fetch_order_status(RESELLER, placed.order_id) is OrderStatus.CANCELLED
    with pytest.raises(UpstreamRejected) as refused:
        actions.cancel_order(RESELLER, placed.order_id)
    assert refused.value.status == 422


def test_a_switch_order_leads_to_the_plan_that_was_meant(
    actions: UpstreamActions, buyer: Buyer
) -> None:
    subscription = buyer.able("switch_plan", IN_STATUS)
    own_id = str(subscription.subscription_id)
    with buyer.platform.reading() as books:
        target = books.find(SwitchTarget, "plan_id = ?", subscription.plan_id)[0].target_plan_id
        period = next(one for one in periods_of(books, target) if not one.is_trial)
        wanted = {str(key): total
                  for key, total in totals_within(books, books.get(Plan, target), 5).items()
                  }  # fmt: skip
    switch = Switch(str(target), str(period.plan_period_id), wanted)

    placed = actions.place_switch(RESELLER, own_id, switch, subscription.end_on, MANAGER)

    assert (placed.plan_id, placed.quantities) == (str(target), wanted)
    found = actions.find_orders_of(
        RESELLER, str(subscription.account_id), own_id,
        order_of(buyer, placed.order_id).kind, since=buyer.platform.now().replace(year=2025),
    )  # fmt: skip
    assert placed.order_id in {order.order_id for order in found}


@pytest.mark.parametrize(
    ("ability", "status"),
    [
        ("stop", SubscriptionStatus.STOPPING),
        ("activate", SubscriptionStatus.ACTIVATING),
        ("destroy", SubscriptionStatus.DELETING),
    ],
)
def test_operations_begin(
    actions: UpstreamActions, buyer: Buyer, ability: str, status: SubscriptionStatus
) -> None:
    own_id = str(buyer.able(ability).subscription_id)
    operations = {
        "stop": lambda: actions.stop(RESELLER, own_id, Stop("other", "Bye"), MANAGER),
        "activate": lambda: actions.activate(RESELLER, own_id, MANAGER),
        "destroy": lambda: actions.delete(RESELLER, own_id, MANAGER),
    }

    operations[ability]()

    with buyer.platform.reading() as books:
        found = books.get(Subscription, int(own_id)).status
    assert found in (status, SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE)
    with pytest.raises(UpstreamRejected) as refused:
        operations[ability]()
    assert refused.value.status == 403


def test_auto_renew_is_set_for_a_period(
    actions: UpstreamActions, buyer: Buyer, transport: HeldTransport
) -> None:
    subscription = buyer.able("change_auto_renew_option")
    own_id = str(subscription.subscription_id)
    with buyer.platform.reading() as books:
        period = next(p for p in periods_of(books, subscription.plan_id) if not p.is_trial)
    is_on = not subscription.is_auto_renewed

    actions.set_auto_renewal(RESELLER, own_id, AutoRenewal(is_on, str(period.plan_period_id)))

    assert transport.sent == [("PATCH", f"/api/v3/resellers/12/subscriptions/{own_id}")]
    told = buyer.read(f"subscriptions/{own_id}")["renewal_settings"]
    assert told["autorenew"] is is_on
