"""A plan as it can be ordered: for how long, how much of what, and at which prices.

Fees are exact, in the plan's currency; recurring ones are for a month, a resource's for one unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.service_terms import ServiceTerm
from domain.statuses import BillingType

# By the templates of their resources: plans of Microsoft, and those whose vendor asks for data of
# its own with an order.
MICROSOFT = frozenset({"Office365", "MicrosoftCspProducts"})
ASKING = MICROSOFT | {"VSP", "GSuite"}


class Limit(StrEnum):
    """Which limit an amount does not keep (ORD-11)."""

    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Which amounts of a resource may be ordered, included ones counted in.

    `most` is None without a limit. `initial` is what an order starts from (ORD-12).
    """

    least: int
    most: int | None
    initial: int

    @property
    def is_fixed(self) -> bool:
        """Tell whether there is nothing to choose."""
        return self.least == self.most

    def problem_of(self, quantity: int) -> Limit | None:
        """Return the limit that an amount does not keep; None when it keeps both."""
        if quantity < self.least:
            return Limit.LEAST
        return Limit.MOST if self.most is not None and quantity > self.most else None


@dataclass(frozen=True, slots=True)
class OfferPeriod:
    """A length of use; `months` is None for one without an end."""

    plan_period_id: str
    name: str
    months: int | None
    is_trial: bool
    setup_fee: Decimal
    recurring_fee: Decimal
    renewal_fee: Decimal


@dataclass(frozen=True, slots=True)
class OfferResource:
    """A countable thing. `minimum` and `maximum` (None: no limit) count what is included."""

    plan_resource_id: str
    name: str
    unit: str | None
    is_primary: bool
    is_measured: bool  # the vendor reports how much was used
    included: int
    minimum: int
    maximum: int | None
    setup_fee: Decimal
    recurring_fee: Decimal
    renewal_fee: Decimal
    consumption_fee: Decimal
    template: str | None = None  # what the platform makes it from

    @property
    def initial_quantity(self) -> int:
        """The least that can be ordered, and what an order starts from (ORD-12)."""
        return max(self.included, self.minimum)

    def additional(self, quantity: int) -> int:
        """Return how much of an amount is charged for: what the plan does not include."""
        return max(quantity - self.included, 0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan that may be ordered now; `billing_code` is the billing type as it was sent."""

    plan_id: str
    name: str
    sku: str | None
    description: str | None
    product_id: str
    product_name: str
    category_id: str | None
    currency: str
    billing_type: BillingType
    billing_code: str
    service_term_id: str | None
    periods: tuple[OfferPeriod, ...]
    resources: tuple[OfferResource, ...]

    def period(self, plan_period_id: str) -> OfferPeriod | None:
        """Return one of the periods by its id."""
        return next((one for one in self.periods if one.plan_period_id == plan_period_id), None)

    @property
    def is_microsoft(self) -> bool:
        return any(one.template in MICROSOFT for one in self.resources)

    @property
    def asks_vendor(self) -> bool:
        """Tell whether the vendor may ask for data of its own with an order (ORD-27)."""
        return any(one.template in ASKING for one in self.resources)

    @property
    def primary(self) -> OfferResource | None:
        """The resource the plan is about: the one marked so, else the first."""
        marked = (one for one in self.resources if one.is_primary)
        return next(marked, self.resources[0] if self.resources else None)

    @property
    def asked(self) -> tuple[OfferResource, ...]:
        """The resources of which an order says how much, the primary one first (ORD-10)."""
        primary = self.primary
        found = [one for one in self.resources if self.is_asked(one)]
        return tuple(sorted(found, key=lambda one: one != primary))

    def is_asked(self, resource: OfferResource) -> bool:
        """Tell whether an order says how much of a resource: of what the vendor measures it does
        not, except that a quota of locally priced consumption is ordered (ORD-13).
        """
        return not resource.is_measured or self.billing_type is BillingType.PAYG

    def amounts(
        self, resource: OfferResource, period: OfferPeriod, term: ServiceTerm | None
    ) -> Amounts:
        """Return which amounts of a resource may be ordered for a period.

        A trial may come with an amount of the primary resource that can't be chosen; the others
        then stay at their least (ORD-12, MS-13, MS-15). `term` is None where nothing is known.
        """
        least = resource.initial_quantity
        fixed = term.trial_quantity if period.is_trial and term is not None else None
        if fixed is None:
            return Amounts(least, resource.maximum, least)
        amount = fixed if resource == self.primary else least
        return Amounts(amount, amount, amount)
