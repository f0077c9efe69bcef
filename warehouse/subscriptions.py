"""What the mirror knows of one subscription."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.abilities import read_abilities
from domain.details import HeldResource, OrderDetails, SubscribedPlan, SubscriptionDetails
from warehouse.connection import Row, Snapshot


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A subscription, with what is known of its account and its plan where the mirror does."""

    subscription: SubscriptionDetails
    account_name: str | None
    plan: SubscribedPlan | None
    account_status: str | None = None


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
    *more, abilities, account_name, account_status, plan_name = row[10:19]
    plan_period_id, is_locked, renew_point, paid_to, auto_renew_period_id = more
    subscription = replace(
        subscription_of(row[:10]),
        plan_period_id=plan_period_id,
        is_auto_renew_locked=is_locked,
        manual_renew_point_days=renew_point,
        paid_to=paid_to,
        auto_renew_period_id=auto_renew_period_id,
        abilities=read_abilities(abilities),
    )
    plan = SubscribedPlan(subscription.plan_id, plan_name, *row[19:]) if plan_name else None
    return KnownSubscription(subscription, account_name, plan, account_status)


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
    return [OrderDetails(*row[:7], *map(utc, row[7:10]), *row[10:]) for row in rows]


def subscription_of(row: Row) -> SubscriptionDetails:
    return replace(SubscriptionDetails(*row), updated_at=utc(row[-1]))


def utc(instant: datetime | None) -> datetime | None:
    """Return an instant of the mirror, which is in UTC, with its zone."""
    return None if instant is None else instant.replace(tzinfo=UTC)
