"""Lists of subscriptions and accounts: filtered, in order, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.abilities import read_abilities
from domain.custom_attributes import CustomAttributes, read_custom_attributes
from domain.details import HeldResource, OrderDetails, SubscribedPlan, SubscriptionDetails
from domain.listing import AccountFilter, Slice, SubscriptionFilter
from domain.periods import Period
from warehouse.connection import Row, Snapshot
from warehouse.subscriptions import subscription_of, utc


@dataclass(frozen=True, slots=True)
class ListedSubscription:
    """A subscription as a list shows it. What the mirror does not know is None.

    `primary` is the resource that the plan is about, `unfinished` the newest order that is neither
    completed nor cancelled.
    """

    subscription: SubscriptionDetails
    account_name: str | None
    account_status: str | None
    plan: SubscribedPlan | None
    product_name: str | None
    primary: HeldResource | None
    unfinished: OrderDetails | None


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account as a list shows it. `last_bought_at` is when its newest subscription was ordered;
    the count is of those that are not deleted.
    """

    account_id: str
    name: str
    status: str
    first_name: str | None
    last_name: str | None
    email: str | None
    created_at: datetime | None
    custom: CustomAttributes
    subscription_count: int
    last_bought_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubscribedPlanChoice:
    """A plan that there are subscriptions of."""

    plan_id: str
    name: str
    product_id: str | None
    product_name: str | None
    billing_type: str
    subscription_count: int


def listed_subscriptions(
    snapshot: Snapshot, wanted: SubscriptionFilter, part: Slice, *, reseller_id: str
) -> tuple[list[ListedSubscription], int]:
    """Return a page of the subscriptions that fit, and how many fit on all pages.

    A page past the end is the last one. `sort` is id (the order date), name, client, activation or
    expiration.

    Source: queries/listed_subscription.sql
    """
    binds = _subscription_binds(wanted, part)
    rows = snapshot.rows("listed_subscription", reseller_id=reseller_id, **binds)
    return [_subscription(row) for row in rows], _match_count(rows)


def expiring_subscriptions(
    snapshot: Snapshot, today: date, period: Period, *, most: int, reseller_id: str
) -> list[ListedSubscription]:
    """Return the subscriptions that expire in a period, the nearest to today first.

    Of each only what it is and whose is told.

    Source: queries/expiring_subscription.sql
    """
    rows = snapshot.rows(
        "expiring_subscription",
        today=today,
        start=period.start,
        end=period.end,
        most=most,
        reseller_id=reseller_id,
    )
    return [
        ListedSubscription(subscription_of(row[:10]), row[10], None, None, None, None, None)
        for row in rows
    ]


def stream_subscriptions(
    snapshot: Snapshot, wanted: SubscriptionFilter, sort: str, *, reseller_id: str
) -> Iterator[ListedSubscription]:
    """Yield every subscription that fits, in order.

    Source: queries/listed_subscription.sql
    """
    binds = _subscription_binds(wanted, Slice(sort))
    batches = snapshot.stream("listed_subscription", reseller_id=reseller_id, **binds)
    return (_subscription(row) for rows in batches for row in rows)


def listed_accounts(
    snapshot: Snapshot, wanted: AccountFilter, part: Slice, *, reseller_id: str
) -> tuple[list[ListedAccount], int]:
    """Return a page of the accounts that fit, and how many fit on all pages.

    A page past the end is the last one. `sort` is purchase, creation or name.

    Source: queries/listed_account.sql
    """
    binds = _account_binds(wanted, part)
    rows = snapshot.rows("listed_account", reseller_id=reseller_id, **binds)
    return [_account(row) for row in rows], _match_count(rows)


def stream_accounts(
    snapshot: Snapshot, wanted: AccountFilter, sort: str, *, reseller_id: str
) -> Iterator[ListedAccount]:
    """Yield every account that fits, in order.

    Source: queries/listed_account.sql
    """
    binds = _account_binds(wanted, Slice(sort))
    batches = snapshot.stream("listed_account", reseller_id=reseller_id, **binds)
    return (_account(row) for rows in batches for row in rows)


def subscribed_plans(
    snapshot: Snapshot, *, account_id: str | None = None, reseller_id: str
) -> list[SubscribedPlanChoice]:
    """Return the plans that there are subscriptions of, by product, then by name.

    `account_id` asks for those of one account.

    Source: queries/subscribed_plan.sql
    """
    rows = snapshot.rows("subscribed_plan", account_id=account_id, reseller_id=reseller_id)
    return [SubscribedPlanChoice(*row) for row in rows]


def client_types(snapshot: Snapshot, *, reseller_id: str) -> list[str]:
    """Return the groups that clients are in, by name.

    Source: queries/client_type.sql
    """
    return [row[0] for row in snapshot.rows("client_type", reseller_id=reseller_id)]


def account_names(
    snapshot: Snapshot, account_ids: tuple[str, ...], *, reseller_id: str
) -> dict[str, str]:
    """Return the names of those of these accounts that are the reseller's, by id.

    Source: queries/known_account.sql
    """
    rows = snapshot.rows("known_account", account_ids=account_ids, reseller_id=reseller_id)
    return dict(rows)


def _match_count(rows: list[Row]) -> int:
    return rows[0][0] if rows else 0


def _subscription_binds(wanted: SubscriptionFilter, part: Slice) -> dict[str, Any]:
    return {
        "words": _words(wanted.text),
        "statuses": wanted.statuses,
        "account_ids": wanted.account_ids,
        "product_ids": wanted.product_ids,
        "plan_ids": wanted.plan_ids,
        "billing_types": wanted.billing_types,
        "is_auto_renewed": wanted.is_auto_renewed,
        "is_trial": wanted.is_trial,
        "expires_from": wanted.expires_from,
        "expires_until": wanted.expires_until,
        "started_from": wanted.started_from,
        "started_until": wanted.started_until,
        **_slice_binds(part),
    }


def _account_binds(wanted: AccountFilter, part: Slice) -> dict[str, Any]:
    return {
        "words": _words(wanted.text),
        "statuses": wanted.statuses,
        "client_types": wanted.client_types,
        "created_from": _naive(wanted.created_from),
        "created_until": _naive(wanted.created_until),
        **_slice_binds(part),
    }


def _slice_binds(part: Slice) -> dict[str, Any]:
    return {
        "sort": part.sort.lstrip("-"),
        "is_descending": part.sort.startswith("-"),
        "first": part.first,
        "most": part.most,
    }


def _words(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _naive(instant: datetime | None) -> datetime | None:
    """Return an aware UTC instant as the mirror keeps it."""
    return None if instant is None else instant.replace(tzinfo=None)


def _subscription(row: Row) -> ListedSubscription:
    plan_period_id, is_locked, renew_point, abilities = row[11:15]
    subscription = replace(
        subscription_of(row[1:11]),
        plan_period_id=plan_period_id,
        is_auto_renew_locked=is_locked,
        manual_renew_point_days=renew_point,
        abilities=read_abilities(abilities),
    )
    account, plan, product_name, resource, order = (
        row[15:17], row[17:23], row[23], row[24:36], row[36:]
    )  # fmt: skip
    return ListedSubscription(
        subscription=subscription,
        account_name=account[0],
        account_status=account[1],
        plan=SubscribedPlan(subscription.plan_id, *plan) if plan[0] else None,
        product_name=product_name,
        primary=HeldResource(*resource) if resource[0] else None,
        unfinished=_unfinished(order, subscription.subscription_id) if order[0] else None,
    )


def _unfinished(columns: Row, subscription_id: str) -> OrderDetails:
    order_id, order_type, status, provisioned_on = columns
    return OrderDetails(
        order_id=order_id,
        subscription_id=subscription_id,
        order_type=order_type,
        status=status,
        total_amount=None,
        currency=None,
        provisioned_on=provisioned_on,
        created_at=None,
        closed_at=None,
        updated_at=None,
    )


def _account(row: Row) -> ListedAccount:
    account = ListedAccount(*row[1:])
    return replace(
        account,
        created_at=utc(account.created_at),
        custom=read_custom_attributes(row[8]),
        last_bought_at=utc(account.last_bought_at),
    )
