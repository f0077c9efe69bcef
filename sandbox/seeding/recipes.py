"""How products, plans, periods and resources are told of before they are written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from domain.statuses import BillingType

NOTHING = Decimal(0)


class CategoryRecipe(NamedTuple):
    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class PeriodRecipe:
    """A length of use. Fees are in dollars; `months` of None is endless."""

    name: str
    months: int | None
    is_trial: bool = False
    setup_fee: Decimal = NOTHING
    recurring_fee: Decimal = NOTHING
    renewal_fee: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class ResourceRecipe:
    """A countable thing. Fees are in dollars, for one unit."""

    name: str
    unit: str
    template: str
    recurring_fee: Decimal = NOTHING
    setup_fee: Decimal = NOTHING
    renewal_fee: Decimal = NOTHING
    overuse_fee: Decimal = NOTHING
    included: int = 0
    minimum: int = 1
    maximum: int | None = None
    is_measured: bool = False
    is_primary: bool = True


@dataclass(frozen=True, slots=True)
class PlanRecipe:
    """An offer. `line` says in which currencies each reseller gets it; plans of one product
    with the same `switches` can be switched to each other."""

    name: str
    sku: str
    billing_type: BillingType
    term: str
    line: str
    periods: tuple[PeriodRecipe, ...]
    resources: tuple[ResourceRecipe, ...]
    description: str = ""
    switches: str = ""


@dataclass(frozen=True, slots=True)
class ProductRecipe:
    name: str
    category: str
    vendor: str
    product_line: str
    kind: str
    short_description: str
    description: str
    plans: tuple[PlanRecipe, ...] = field(default=())


ONE_MONTH = PeriodRecipe("1 month", 1)
ONE_YEAR = PeriodRecipe("1 year", 12)
ENDLESS = PeriodRecipe("Endless", None)
TRIAL = PeriodRecipe("Trial, 1 month", 1, is_trial=True)
