"""Subscriptions, with the resources a page includes for them."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec

from upstream.envelope import decode
from upstream.fields import (
    ABSENT,
    Fields,
    Flag,
    Json,
    Number,
    Relationships,
    Text,
    all_ids,
    day,
    json_text,
    linked_id,
    word,
)
from upstream.shapes import ChildTable, Row, Shape, Table, decoder, record_id, split

SUBSCRIPTION_RESOURCES = "subscription_resources"


class _RenewalSettings(Fields):
    autorenew: Flag = None
    disable_autorenew: Flag = None
    autorenew_point: Number = None
    manual_renew_point: Number = None
    autorenew_period_id: Text = None


class _SubscriptionResource(
    Fields,
    rename={
        "included_quantity": "included",
        "additional_quantity": "additional",
        "used_quantity": "used",
        "minimum_quantity": "minimum",
        "maximum_quantity": "limit",
        "setup_fee_amount": "setup_fee",
        "recurring_fee_amount": "recurring_fee",
        "renewal_fee_amount": "renewal_fee",
    },
):
    plan_resource_id: Text = None
    name: Text = None
    included_quantity: Number = None
    additional_quantity: Number = None
    used_quantity: Number = None
    minimum_quantity: Number = None
    maximum_quantity: Number = None
    setup_fee_amount: Number = None
    recurring_fee_amount: Number = None
    renewal_fee_amount: Number = None
    unlimited_units: Flag = None

    def __post_init__(self) -> None:
        if self.unlimited_units:
            self.maximum_quantity = None


class _Included(Fields):
    id: Text = None
    type: Text = None
    attributes: msgspec.Raw = msgspec.Raw(b"{}")


class _SubscriptionAttributes(
    Fields,
    rename={
        "is_trial": "trial",
        "started_on": "start_date",
        "expires_on": "expiration_date",
        "paid_to_on": "paid_to_date",
        "abilities": "ability",
    },
):
    account_id: Text = None
    plan_id: Text = None
    plan_period_id: Text = None
    name: Text = None
    status: Text = None
    is_trial: Flag = None
    started_on: Text = None
    expires_on: Text = None
    paid_to_on: Text = None
    payment_model: Text = None
    abilities: Json = ABSENT
    created_at: Text = None
    updated_at: Text = None
    renewal_settings: _RenewalSettings | None = None

    def __post_init__(self) -> None:
        self.is_trial = bool(self.is_trial)


class _Subscription(Fields):
    id: Text
    attributes: _SubscriptionAttributes
    relationships: Relationships | None = None


class _SubscriptionPage(msgspec.Struct):
    data: list[_Subscription] | _Subscription | None
    included: list[_Included] | None = None


_Resource: TypeAlias = tuple[str, _SubscriptionResource]
_WithResources: TypeAlias = tuple[_Subscription, list[_Resource] | None]

_SUBSCRIPTION_PAGES = decoder(_SubscriptionPage)
_RESOURCES = decoder(_SubscriptionResource)

SUBSCRIPTION = (
    "account_id", "plan_id", "plan_period_id", "name", "status", "is_trial", "started_on",
    "expires_on", "paid_to_on", "payment_model", "created_at", "updated_at",
)  # fmt: skip
RENEWAL = (
    "is_auto_renewed", "is_auto_renew_locked", "auto_renew_point_days", "manual_renew_point_days",
    "auto_renew_period_id",
)  # fmt: skip
RESOURCE = tuple(
    name for name in _SubscriptionResource.__struct_fields__ if name != "unlimited_units"
)
_subscription_values = attrgetter(*SUBSCRIPTION)
_resource_values = attrgetter(*RESOURCE)


def _read_subscriptions(body: bytes) -> list[_WithResources]:
    page = decode(_SUBSCRIPTION_PAGES, body)
    if page.data is None:
        return []
    records = page.data if isinstance(page.data, list) else [page.data]
    included = {
        str(one.id): one for one in page.included or () if one.type == SUBSCRIPTION_RESOURCES
    }
    return [(record, _resources_of(record, included)) for record in records]


def _resources_of(record: _Subscription, included: dict[str, _Included]) -> list[_Resource] | None:
    """Return the resources a page includes for a subscription; None when it does not say."""
    link = (record.relationships or {}).get(SUBSCRIPTION_RESOURCES)
    if link is None:
        return None
    ids = [str(one) for one in all_ids(link)]
    if not all(one in included for one in ids):
        return None
    return [(one, decode(_RESOURCES, bytes(included[one].attributes))) for one in ids]


def _subscription(record: _WithResources) -> Row:
    subscription, resources = record
    sent = subscription.attributes
    sent.status = word(sent.status)
    sent.paid_to_on = day(sent.paid_to_on)
    if sent.account_id is None:
        sent.account_id = linked_id(subscription.relationships, "account")
    if sent.plan_id is None:
        sent.plan_id = linked_id(subscription.relationships, "plan")
    renewal = sent.renewal_settings or _RenewalSettings()
    return (
        subscription.id,
        *_subscription_values(sent),
        *msgspec.structs.astuple(renewal),
        json_text(sent.abilities),
        resources is not None,
    )


def _subscription_resources(record: _WithResources) -> Iterable[Row]:
    subscription, resources = record
    for resource_id, resource in resources or ():
        yield resource_id, subscription.id, *_resource_values(resource)


SHAPES: dict[str, Shape[Any]] = {
    "subscriptions": Shape(
        _read_subscriptions,
        split,
        record_id,
        (
            Table(
                "subscription",
                ("subscription_id", *SUBSCRIPTION, *RENEWAL, "abilities", "has_children"),
                _subscription,
            ),
            ChildTable(
                "subscription_resource",
                ("resource_id", "subscription_id", *RESOURCE),
                _subscription_resources,
            ),
        ),
    ),
}
