"""What may be bought and at what price: one frozen class per table of schema.sql.

As in records.py: the first field is the key, fields are in column order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.statuses import BillingType


@dataclass(frozen=True, slots=True)
class Category:
    category_id: int
    key: str
    name: str
    description: str
    priority: int
    logo: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Product:
    product_id: int
    category_id: int
    name: str
    vendor: str
    product_line: str
    kind: str
    short_description: str
    description: str
    priority: int
    logo: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Term:
    """A service term: what the upstream reseller allows under a plan, and when."""

    term_id: int
    key: str
    name: str
    grace_days: int
    auto_renew_point: int
    manual_renew_point: int  # -1: at any time
    manual_switch_point: int  # days before expiration; -1: at any time
    delayed_switch_point: int
    deletion_window_hours: int  # 0: there is no window
    storage_days: int
    delayed_order_days: int
    is_stop_allowed: bool
    stop_needs_approval: bool
    deletion_needs_approval: bool
    is_auto_renew_locked: bool
    is_trial_changeable: bool
    is_singleton: bool  # one live subscription per account
    extended_renewal_days: int  # before a billing day, within which renewals are; 0: never


@dataclass(frozen=True, slots=True)
class Plan:
    plan_id: int
    reseller_id: int
    product_id: int
    term_id: int
    root_plan_id: int | None
    name: str
    description: str
    sku: str
    status: str
    billing_type: BillingType
    currency: str
    is_public: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    plan_period_id: int
    plan_id: int
    name: str
    months: int | None  # None: endless
    is_trial: bool
    setup_fee: Decimal
    recurring_fee: Decimal
    renewal_fee: Decimal
    position: int


@dataclass(frozen=True, slots=True)
class PlanResource:
    plan_resource_id: int
    plan_id: int
    name: str
    template: str
    unit: str
    is_measured: bool
    is_primary: bool
    included: int
    minimum: int
    maximum: int | None  # None: unlimited
    setup_fee: Decimal
    recurring_fee: Decimal
    overuse_fee: Decimal
    renewal_fee: Decimal
    template_resource_id: int


@dataclass(frozen=True, slots=True)
class SwitchTarget:
    switch_target_id: int
    plan_id: int
    target_plan_id: int


@dataclass(frozen=True, slots=True)
class Discount:
    discount_id: int
    reseller_id: int
    product_id: int
    name: str
    percent: Decimal
    start_on: date
    end_on: date | None


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    exchange_rate_id: int
    reseller_id: int
    currency: str
    quantity: int
    rate: Decimal  # the reseller's currency for `quantity` units
    effective_on: date
    created_at: datetime
