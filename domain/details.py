"""What there is to tell about one subscription, one order, one account.

The same shapes come from the platform itself and from the mirror of it. Statuses are the
platform's words; `domain.statuses` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from domain.custom_attributes import CustomAttributes
from domain.statuses import BillingType, OrderStatus, OrderType, SubscriptionStatus

TRANSITIONAL = frozenset(
    {
        SubscriptionStatus.ORDERED,
        SubscriptionStatus.INSTALLING,
        SubscriptionStatus.ACTIVATING,
        SubscriptionStatus.UPDATING,
        SubscriptionStatus.RENEWING,
        SubscriptionStatus.SWITCHING,
        SubscriptionStatus.STOPPING,
        SubscriptionStatus.DELETING,
    }
)
FAILED = frozenset(
    {
        SubscriptionStatus.INSTALLATION_FAILED,
        SubscriptionStatus.ACTIVATION_FAILED,
        SubscriptionStatus.UPDATING_FAILED,
        SubscriptionStatus.RENEWING_FAILED,
        SubscriptionStatus.SWITCHING_FAILED,
        SubscriptionStatus.STOPPING_FAILED,
        SubscriptionStatus.DELETION_FAILED,
    }
)
MOVING = frozenset(
    {
        OrderStatus.WAITING_FOR_PAYMENT,
        OrderStatus.WAITING_FOR_PROVISIONING,
        OrderStatus.PROVISIONING,
    }
)


@dataclass(frozen=True, slots=True)
class SubscriptionDetails:
    """A subscription. `started_on` is None before activation, `expires_on` for endless ones.

    `abilities` are the platform's words for what may be done with it now; one that is left out may
    not. `auto_renew_period_id` is what it is renewed for, and `paid_to` the day up to which time is
    paid for, where that is told.
    """

    subscription_id: str
    account_id: str
    plan_id: str
    name: str
    status: str
    is_trial: bool
    started_on: date | None
    expires_on: date | None
    is_auto_renewed: bool | None
    updated_at: datetime | None
    plan_period_id: str | None = None
    is_auto_renew_locked: bool | None = None
    manual_renew_point_days: int | None = None
    abilities: Mapping[str, bool] = field(default_factory=dict)
    auto_renew_period_id: str | None = None
    paid_to: date | None = None

    @property
    def kind(self) -> SubscriptionStatus:
        return SubscriptionStatus.read(self.status)

    @property
    def is_changing(self) -> bool:
        """Tell whether its status passes by itself."""
        return self.kind in TRANSITIONAL


@dataclass(frozen=True, slots=True)
class HeldResource:
    """What a subscription holds of a resource. Fees are for one unit, in the plan's currency.

    Quantities are None where they are not told; no `maximum_quantity` is also no limit. `unit`,
    `is_primary` and `is_measured` are the plan's to say; `used_quantity` is what the vendor says to
    be assigned.
    """

    resource_id: str
    plan_resource_id: str | None
    name: str
    included_quantity: Decimal | None
    additional_quantity: Decimal | None
    minimum_quantity: Decimal | None
    maximum_quantity: Decimal | None
    recurring_fee_amount: Decimal | None
    unit: str | None = None
    is_measured: bool = False
    is_primary: bool = False
    used_quantity: Decimal | None = None

    @property
    def quantity(self) -> Decimal | None:
        """The amount in use: the included and the additional one."""
        if self.included_quantity is None and self.additional_quantity is None:
            return None
        return (self.included_quantity or Decimal(0)) + (self.additional_quantity or Decimal(0))


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """A request that changes a subscription. `total_amount` is after the discount.

    `provisioned_on` is when it is, or was, carried out; `description` and `failure` are the
    platform's own words, where it says any. `manager_id` is who placed it: None where that is not
    told, and empty where nobody did but the platform itself.
    """

    order_id: str
    subscription_id: str | None
    order_type: str
    status: str
    total_amount: Decimal | None
    currency: str | None
    provisioned_on: date | None
    created_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime | None
    description: str | None = None
    failure: str | None = None
    manager_id: str | None = None

    @property
    def kind(self) -> OrderStatus:
        return OrderStatus.read(self.status)

    @property
    def is_moving(self) -> bool:
        """Tell whether it is still to change by itself: it is worth asking again."""
        return self.kind in MOVING

    @property
    def is_waiting(self) -> bool:
        """Tell whether it waits for its day, and may be cancelled until then (OP-18)."""
        is_due_by_itself = OrderType.read(self.order_type) is OrderType.PROLONG
        return self.kind is OrderStatus.WAITING_FOR_PROVISIONING and not is_due_by_itself

    @property
    def is_blocking(self) -> bool:
        """Tell whether it keeps others from being placed (OP-3): one that failed does, too."""
        return self.kind not in (OrderStatus.COMPLETED, OrderStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class SubscribedPlan:
    """The plan of a subscription. What is not known is None; `status` is the platform's word."""

    plan_id: str
    name: str
    billing_type: str
    currency: str | None
    product_id: str | None
    service_term_id: str | None = None
    status: str | None = None

    @property
    def kind(self) -> BillingType:
        return BillingType.read(self.billing_type)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a vendor tells for using a subscription.

    The value may be a secret's, so that it stands in no log, not even in a traceback's.
    """

    key: str
    label: str
    value: str = field(repr=False)
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Information:
    """What a client needs to use a subscription (INFO-1). `instructions` are HTML, as sent."""

    facts: tuple[Fact, ...] = ()
    instructions: str = ""

    def __bool__(self) -> bool:
        return bool(self.facts or self.instructions)


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """A customer. `country` is ISO 3166-1 alpha-2; what is not known is None."""

    account_id: str
    name: str
    status: str
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    country: str | None
    region: str | None
    city: str | None
    street: str | None
    building: str | None
    zip: str | None
    created_at: datetime | None
    custom: CustomAttributes = field(default_factory=CustomAttributes)
