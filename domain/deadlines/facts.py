"""What is known of a subscription that its deadlines follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.pricing.known_charge import TAKEN
from domain.pricing.lines import Item
from domain.statuses import BillingType, ChargeStatus, OrderStatus, OrderType, SubscriptionStatus

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OrderFact:
    """An order that waits for its day, or was completed lately."""

    order_id: str
    kind: OrderType
    status: OrderStatus
    total_amount: Decimal | None
    currency: str | None
    provisioned_on: date | None
    created_at: datetime | None
    closed_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.status is OrderStatus.WAITING_FOR_PROVISIONING


@dataclass(frozen=True, slots=True)
class ChargeFact:
    """A recurring charge that may be for something still in a window.

    `gross_amount` is in the reseller's currency and `unit_price`, of a month, in the plan's.
    `order_id` is None where it is not told which order it was made with. One that was deleted is
    charged by others now, or not any more.
    """

    order_id: str | None
    resource_name: str | None
    quantity: Decimal | None
    unit_price: Decimal | None
    start_on: date
    last_on: date
    gross_amount: Decimal
    status: ChargeStatus
    created_at: datetime | None

    @property
    def end_on(self) -> date:
        """The day after the last one it covers."""
        return self.last_on + ONE_DAY

    @property
    def is_taken(self) -> bool:
        """Tell whether funds have been taken for it."""
        return self.status in TAKEN


@dataclass(frozen=True, slots=True)
class Priced:
    """What the next period costs: the plan's current fees, in the plan's currency.

    `plan` and `resources` come with their renewal fees as one-time fees; `months` is None for a
    period without an end, and `rate` where there is none into the reseller's currency.
    """

    plan: Item
    resources: tuple[Item, ...]
    months: int | None
    currency: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Facts:
    """A subscription. `expires_on` is the day after the last one that is paid for.

    The points are days before it as the platform tells them, None where it does not; -1 is at any
    time. `priced` is None where the plan, the period or the amounts are not known, and where no
    money is at stake in the time that is looked at. `orders` holds
    those that wait and those completed within the longest window there is; `charges` those of
    what was bought within it, and those deleted since.
    """

    subscription_id: str
    account_id: str
    reseller_id: str
    currency: str
    status: SubscriptionStatus
    billing_type: BillingType
    service_term_id: str | None
    is_trial: bool
    is_plan_active: bool
    expires_on: date | None
    is_auto_renewed: bool
    is_auto_renew_locked: bool
    auto_renew_point: int | None
    manual_renew_point: int | None
    updated_at: datetime | None
    priced: Priced | None = None
    orders: tuple[OrderFact, ...] = ()
    charges: tuple[ChargeFact, ...] = ()

    @property
    def waiting(self) -> tuple[OrderFact, ...]:
        """Orders that wait for their day."""
        if not self.orders:  # Most have none, and tens of thousands are asked.
            return ()
        return tuple(one for one in self.orders if one.is_waiting)

    @property
    def completed(self) -> tuple[tuple[OrderFact, datetime], ...]:
        """Orders that were carried out, and when."""
        done = (one for one in self.orders if one.status is OrderStatus.COMPLETED)
        return tuple((one, one.closed_at) for one in done if one.closed_at is not None)
