"""What is asked of a subscription, written as the platform wants to be sent it.

The platform counts amounts in two ways: a change order names a resource of the subscription and
what there is to be of it above the included amount; renewals and switches name a resource of the
plan and the whole amount. Only here one becomes the other. Who asks (`manager_id`) is in none of
the descriptions, nor is the day of a switch and the period of auto-renew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from domain.details import HeldResource
from domain.management import AutoRenewal, Change, Renewal, Stop, Switch
from upstream.bodies import Body, writes_body


@writes_body
def change_order_body(
    subscription_id: str, change: Change, held: Iterable[HeldResource], manager_id: str
) -> Body:
    """Name what is to be another amount, and nothing else: the rest is refused.

    Source: ChangeOrderRequest.
    """
    resources = [
        {
            "resource_id": int(one.resource_id),
            "additional": quantity - _whole(one.included_quantity),
        }
        for one in held
        if (quantity := change.quantities.get(one.plan_resource_id or "")) is not None
        and quantity != one.quantity
    ]
    return _of(subscription_id, manager_id, resources={"data": resources})


@writes_body
def renewal_order_body(
    subscription_id: str, renewal: Renewal, held: Iterable[HeldResource], manager_id: str
) -> Body:
    """Name the whole amount of every resource; what is not asked for stays as it is.

    Source: RenewalOrderRequest.
    """
    quantities = {
        one.plan_resource_id: _whole(one.quantity)
        for one in held
        if one.plan_resource_id is not None and one.quantity
    }
    return _of(
        subscription_id,
        manager_id,
        plan_period_id=int(renewal.plan_period_id),
        resources=_totals({**quantities, **renewal.quantities}),
    )


@writes_body
def switch_order_body(
    subscription_id: str, switch: Switch, expires_on: date | None, manager_id: str
) -> Body:
    """Source: SwitchOrderRequest; its `provisioning_date` is the day the running period expires
    where the switch waits for it.
    """
    body = _of(
        subscription_id,
        manager_id,
        plan_id=int(switch.plan_id),
        plan_period_id=int(switch.plan_period_id),
        resources=_totals(switch.quantities),
    )
    attributes = body["data"]["attributes"]
    if switch.is_on_renewal and expires_on is not None:
        attributes["provisioning_date"] = expires_on.isoformat()
    if switch.async_task_id is not None:
        attributes["async_task_id"] = switch.async_task_id
    return body


@writes_body
def auto_renewal_body(renewal: AutoRenewal) -> Body:
    """Source: SubscriptionPatch."""
    attributes: Body = {"autorenew": renewal.is_on}
    if renewal.plan_period_id is not None:
        attributes["autorenew_period_id"] = int(renewal.plan_period_id)
    return _attributes(attributes)


@writes_body
def stop_body(stop: Stop, manager_id: str) -> Body:
    """Source: StopRequest."""
    return _attributes(
        {"reason": stop.reason, "comment": stop.comment, "manager_id": int(manager_id)}
    )


@writes_body
def operation_body(manager_id: str) -> Body:
    """Say who asks for an operation that has nothing more to say."""
    return _attributes({"manager_id": int(manager_id)})


def _of(subscription_id: str, manager_id: str, **more: object) -> Body:
    return _attributes(
        {"subscription_id": int(subscription_id), **more, "manager_id": int(manager_id)}
    )


def _totals(quantities: Mapping[str, int]) -> Body:
    return {
        "data": [
            {"plan_resource_id": int(key), "quantity": quantity}
            for key, quantity in quantities.items()
        ]
    }


def _attributes(attributes: Body) -> Body:
    return {"data": {"attributes": attributes}}


def _whole(quantity: Decimal | None) -> int:
    return int(quantity or 0)
