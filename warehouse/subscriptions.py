"""What the mirror knows of one subscription."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.details import HeldResource, OrderDetails, SubscribedPlan, SubscriptionDetails
from warehouse.connection import Row, Snapshot


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A subscription, with its account's name and its plan where the mirror knows them."""

    subscription: SubscriptionDetails
    account_name: str | None
    plan: SubscribedPlan | None


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """How a plan counts a resource."""

    plan_resource_id: str
    unit: str | None
    is_measured: bool
    is_primary: bool


def subscription_details(
    snapshot: Snapshot, subscription_id: str, *, reseller_id: str
) -> KnownSubscription | None:
    """Return a subscription; None when the reseller has none of this id.

    Source: queries/subscription_details.sql
    """
    rows = snapshot.rows(
        "subscription_details", subscription_id=subscription_id, reseller_id=reseller_id
    )
    if not rows:
        return None
    row = rows[0]
    account_name, plan_name, billing_type, currency, product_id = row[10:]
    subscription = subscription_of(row[:10])
    plan = SubscribedPlan(subscription.plan_id, plan_name, billing_type, currency, product_id)
    return KnownSubscription(subscription, account_name, plan if plan_name else None)


def held_resources(
    snapshot: Snapshot, subscription_id: str, *, reseller_id: str
) -> list[HeldResource]:
    """Return what a subscription holds, the primary resource first.

    Source: queries/held_resource.sql
    """
    rows = snapshot.rows("held_resource", subscription_id=subscription_id, reseller_id=reseller_id)
    return [HeldResource(*row) for row in rows]


def resource_kinds(
    snapshot: Snapshot, plan_id: str, *, reseller_id: str
) -> dict[str, ResourceKind]:
    """Return how a plan counts its resources, by their ids.

    Source: queries/resource_kind.sql
    """
    rows = snapshot.rows("resource_kind", plan_id=plan_id, reseller_id=reseller_id)
    return {row[0]: ResourceKind(*row) for row in rows}


def subscription_orders(
    snapshot: Snapshot, subscription_id: str, *, reseller_id: str
) -> list[OrderDetails]:
    """Return the orders of a subscription, the newest first.

    Source: queries/subscription_order.sql
    """
    rows = snapshot.rows(
        "subscription_order", subscription_id=subscription_id, reseller_id=reseller_id
    )
    return [OrderDetails(*row[:7], *map(utc, row[7:])) for row in rows]


def subscription_of(row: Row) -> SubscriptionDetails:
    return replace(SubscriptionDetails(*row), updated_at=utc(row[-1]))


def utc(instant: datetime | None) -> datetime | None:
    """Return an instant of the mirror, which is in UTC, with its zone."""
    return None if instant is None else instant.replace(tzinfo=UTC)
