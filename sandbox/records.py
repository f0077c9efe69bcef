"""What the platform keeps: one frozen class per table of schema.sql, fields in column order.

The catalog, its prices and its rates are in catalog_records.py, what vendors are given and give in
vendor_records.py.

The first field is the key. Amounts are decimals with at most six places, days are days in the
platform's zone, instants are aware UTC, and ranges of days end before `..._end_on`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.statuses import (
    AccountStatus,
    ChargeStatus,
    ChargeType,
    ManagerStatus,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)

Json = dict[str, Any]


class TaskStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reseller:
    reseller_id: int
    parent_id: int | None
    name: str
    domain: str
    currency: str
    billing_day: int
    company: Json
    contacts: Json
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ManagerRole:
    role_id: int
    reseller_id: int
    name: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Manager:
    manager_id: int
    reseller_id: int
    role_id: int | None
    name: str
    email: str
    phone: str | None
    status: ManagerStatus
    token: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    account_id: int
    reseller_id: int
    manager_id: int | None
    account_type_id: int
    account_class_id: int
    name: str
    status: AccountStatus
    person: Json
    address: Json
    email: str
    phone: str
    custom_attributes: Json
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    subscription_id: int
    reseller_id: int
    account_id: int
    plan_id: int
    plan_period_id: int
    manager_id: int | None
    name: str
    status: SubscriptionStatus
    stable_status: SubscriptionStatus  # where a refused or failed operation leads back to
    is_trial: bool
    start_on: date | None  # activation
    period_start_on: date | None  # of the plan period that runs
    end_on: date | None  # expiration; None for endless periods
    paid_end_on: date | None  # charges exist up to here
    is_auto_renewed: bool
    is_auto_renew_locked: bool
    auto_renew_period_id: int | None
    window_ends_at: datetime | None  # until then it may be deleted or reduced with a refund
    stopped_on: date | None
    stop_reason: str | None
    operation: str | None  # of stop, activate, delete: the one that runs
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Resource:
    """What a subscription holds of a plan resource."""

    resource_id: int
    subscription_id: int
    plan_resource_id: int
    additional: int  # above what the plan includes
    used: int


@dataclass(frozen=True, slots=True)
class Order:
    order_id: int
    reseller_id: int
    account_id: int
    subscription_id: int
    manager_id: int | None  # None: the system
    kind: OrderType
    status: OrderStatus
    plan_id: int
    plan_period_id: int
    targets: Json  # plan resource id, as text: total quantity
    description: str
    total: Decimal  # in the reseller's currency, discount taken off
    discount_amount: Decimal
    exchange_rate: Decimal
    provisioning_on: date
    pay_by_on: date
    failure: str | None
    created_at: datetime
    closed_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    charge_id: int
    reseller_id: int
    account_id: int
    subscription_id: int
    plan_id: int
    order_id: int | None
    resource_id: int | None
    plan_resource_id: int | None
    resource_name: str | None
    kind: ChargeType
    description: str
    quantity: int
    unit_price: Decimal  # in the plan's currency
    start_on: date
    end_on: date
    duration: Decimal  # months, three places
    plan_currency: str
    plan_amount: Decimal
    exchange_rate: Decimal  # of one unit of the plan's currency
    amount: Decimal  # in the reseller's currency, before the discount
    accrued: Decimal  # the exact sum behind an accumulating charge
    refund_of_id: int | None
    discount_percent: Decimal | None
    discount_amount: Decimal | None
    status: ChargeStatus
    close_on: date | None  # expected, or actual once closed
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ResellerCharge:
    """What the reseller owes for one closed charge."""

    reseller_charge_id: int
    charge_id: int
    reseller_id: int
    discount_id: int | None
    discount_percent: Decimal
    discount_amount: Decimal
    total: Decimal
    closed_on: date
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    """A measured use of a resource on a day, in the reseller's currency."""

    usage_id: int
    subscription_id: int
    operated_on: date
    billed_on: date
    is_billed: bool
    category: str
    resource_group: str
    resource_name: str
    region: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    total: Decimal  # before the discount
    discount_amount: Decimal
    tags: list[str]


@dataclass(frozen=True, slots=True)
class AsyncTask:
    """A validation of order attributes."""

    async_task_id: int
    uuid: str
    reseller_id: int
    account_id: int
    plan_id: int
    plan_resource_ids: list[int]
    given: Json
    status: TaskStatus
    delay_seconds: int | None  # None: it never ends
    failure: str
    results: Json | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What a manager is written about an order."""

    message_id: int
    kind: str
    order_id: int
    attempts: int
    due_at: datetime | None  # of the next attempt; None once sent or given up
    sent_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ManagerLanguage:
    manager_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A stop, an activation or a deletion, and who asked for it."""

    operation_id: int
    subscription_id: int
    manager_id: int | None  # None: the system
    kind: str
    reason: str
    comment: str
    was_auto_renewed: bool  # given back when an approval has been decided on
    was_auto_renew_locked: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AddedAmount:
    """An amount added by a change order, which has a cancellation window of its own (MS-17)."""

    added_amount_id: int
    subscription_id: int
    plan_resource_id: int
    quantity: int  # what is left of it
    window_ends_at: datetime
