"""What an operation on a subscription will cost and give back, as it is shown before (OP-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.money import Money
from domain.pricing.lines import Currencies, Line
from domain.pricing.months import Span
from domain.pricing.quote import Price
from domain.pricing.rules import ChargingPeriod
from domain.pricing.settling import Settled


@dataclass(frozen=True, slots=True)
class AmountChange:
    """How much there is of a resource before and after, included amounts counted in (OP-31).

    `unit_price` is what one unit beyond the included ones costs in a month, in the currency of the
    plan that holds afterwards. Of a resource that the plan before did not have there was 0.
    """

    plan_resource_id: str
    name: str
    unit: str | None
    is_primary: bool
    before: int
    after: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class OperationQuote:
    """What an operation costs, in the reseller's currency, down to each charge.

    `lines` are all charges that the order makes, in the platform's order, and `order` their sum,
    the platform's total of the order; None where the operation is not an order. `at_once` is what
    of them is taken on `effective_on`; the rest is ordered now and paid month by month.

    `settled` says what becomes of charges that are there already, and `given_back` what thereby
    comes back of funds that were taken: nothing where there is no refund. Of `released`, the rest
    of what is paid for, nobody knows yet: after a stop it comes back on `released_on` unless the
    subscription is active again by then; some of it later, up to `released_last_on`, where more
    than one billing period is paid for. Of an activation it is what does not come back by it.

    `monthly_before` and `monthly_after` are what a full month costs; None where it is not paid by
    months, or nothing follows. `charged` says what prices of the plan are for. Consumption comes
    on top of all of it where `is_consumption_charged`.

    `effective_on` is the day it is carried out, later than today where `is_delayed`, and `until`
    the expiration date afterwards (None: endless, or deleted). `cancel_until` is up to when it can
    be deleted again; None where that is not known or not possible. `extension` is the whole billing
    period that a renewal near a billing day pays for as well (OP-26).

    Discounts of what is not closed yet are forecasts, as `Price` says.
    """

    money: Currencies
    discount_percent: Decimal
    amounts: tuple[AmountChange, ...]
    lines: tuple[Line, ...]
    order: Price | None
    at_once: Price
    settled: tuple[Settled, ...]
    given_back: Price
    released: Price
    released_on: date | None
    monthly_before: Money | None
    monthly_after: Money | None
    charged: ChargingPeriod
    is_consumption_charged: bool
    effective_on: date
    is_delayed: bool
    until: date | None
    cancel_until: datetime | None
    extension: Span | None = None
    released_last_on: date | None = None

    @property
    def currency(self) -> str:
        """The reseller's currency."""
        return self.money.reseller

    @property
    def rate(self) -> Decimal:
        """What one unit of the plan's currency costs in the reseller's today."""
        return self.money.rate

    @property
    def refund(self) -> Money:
        """What comes back when it is carried out; zero is no refund."""
        nothing = Money.zero(self.currency)
        return self.given_back.total if self.given_back.total.amount > 0 else nothing

    @property
    def now(self) -> Money:
        """What is charged today, refunds taken off: below zero, more comes back than is charged."""
        if self.is_delayed:
            return Money.zero(self.currency)
        return self.at_once.total - self.given_back.total

    @property
    def total(self) -> Money:
        """What it comes to in all: the order, less what comes back. To be confirmed as it is."""
        order = Money.zero(self.currency) if self.order is None else self.order.total
        return order - self.given_back.total
