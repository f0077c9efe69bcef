"""A sales order as it is asked for, what a vendor wants to know with it, and what was placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from domain.statuses import OpenEnum, OrderStatus


@dataclass(frozen=True, slots=True)
class SalesOrder:
    """What is to be bought. `quantities` are totals by plan resource id, included units counted in.

    Without `provisioning_on` it starts at once. `async_task_id` is the validation of what the
    vendor asked for. Whoever places the order fills in for which account and by which manager.
    """

    plan_id: str
    plan_period_id: str
    quantities: Mapping[str, int]
    provisioning_on: date | None = None
    is_auto_renewed: bool = False
    async_task_id: str | None = None
    account_id: str = ""
    manager_id: str = ""

    def placed_for(self, account_id: str, manager_id: str) -> SalesOrder:
        """Return the order with the account it is for and the manager who places it."""
        return replace(self, account_id=account_id, manager_id=manager_id)


class FieldType(OpenEnum):
    """How a value that a vendor asks for is entered (ORD-27)."""

    TEXT = "string"
    LONG_TEXT = "text"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    LIST = "list"
    DATE = "date"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - a type of field, not a password
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a list offers."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OrderField:
    """One thing a vendor wants to know with an order (ORD-27).

    Values are text; a checkbox is "1" or "0". `url` leads to what the field is about, such as an
    agreement.
    """

    key: str
    label: str
    type: FieldType
    is_required: bool
    values: tuple[Choice, ...] = ()
    default: str = ""
    hint: str = ""
    url: str | None = None

    @property
    def is_secret(self) -> bool:
        """Tell whether its value is shown to nobody, and kept nowhere."""
        return self.type is FieldType.PASSWORD


class ValidationStatus(OpenEnum):
    """How far a vendor is with looking at what was entered (ORD-29)."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validation:
    """What a vendor says of the values entered, as far as it has got.

    `errors` are the vendor's explanations by the key of an `OrderField`, or of a field of
    `AccountData` where it refuses the customer's data (MS-10). `failure` is why a validation that
    failed technically did so.
    """

    async_task_id: str
    status: ValidationStatus
    is_valid: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether the vendor has not finished yet."""
        return self.status not in (ValidationStatus.COMPLETED, ValidationStatus.FAILED)


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """A sales order as the platform keeps it.

    What the platform does not tell is None, or empty: plan, period, quantities and manager are
    not promised by its description. `total` is in `currency`, the reseller's.
    """

    order_id: str
    account_id: str | None
    subscription_id: str | None
    status: OrderStatus
    created_at: datetime | None
    plan_id: str | None = None
    plan_period_id: str | None = None
    quantities: Mapping[str, int] = field(default_factory=dict)
    manager_id: str | None = None
    total: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """The best discount a reseller has on a day. A forecast: it is fixed when charges close."""

    name: str
    percent: Decimal
