"""A subscription as it stands: what it has of which plan, and what has been charged for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.offer import Offer, OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.buying import BuyingTerms
from domain.pricing.lines import Currencies
from domain.pricing.rules import Rhythm, Rules, rules_of
from domain.statuses import ChargeStatus, ChargeType

FIRST = 1
UNSETTLED = (ChargeStatus.BLOCKED, ChargeStatus.OPENED)
TAKEN = (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class KnownCharge:
    """A charge that is there, for days up to and without `end_on`.

    `unit_price` and `plan_amount` are in `currency`, its plan's, and `amount` is in the reseller's
    before the discount; `rate` is what one unit of the first was charged at in the second. The
    discount is known of closed charges only. A refund has a quantity below zero.
    """

    charge_id: str
    order_id: str | None
    plan_id: str
    plan_resource_id: str | None
    name: str | None
    kind: ChargeType
    status: ChargeStatus
    quantity: int
    unit_price: Decimal
    start_on: date
    end_on: date
    currency: str
    plan_amount: Decimal
    amount: Decimal
    rate: Decimal
    close_on: date | None = None
    discount_amount: Decimal | None = None
    discount_percent: Decimal | None = None

    @property
    def is_recurring(self) -> bool:
        return self.kind is ChargeType.RECURRING

    @property
    def is_taken(self) -> bool:
        """Tell whether funds have been taken for it."""
        return self.status in TAKEN

    def runs_after(self, day: date) -> bool:
        """Tell whether it is for use from a day on, at least in part, and is not closed."""
        return self.is_recurring and self.status in UNSETTLED and self.end_on > day


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What is known of a subscription that an operation is asked for.

    `quantities` are what it has by plan resource id, included amounts counted in. The plan period
    that runs began on `start_on` and expires on `expires_on` (None: endless); time is paid for up
    to `paid_to`. `charges` are its charges, the oldest first, without those of orders that wait:
    these cost nothing until they are carried out. `terms` are those of its plan today.
    It can be deleted with a refund up to `deletable_until`; None where it can't be any more.
    """

    offer: Offer
    period: OfferPeriod
    quantities: Mapping[str, int]
    is_trial: bool
    start_on: date
    expires_on: date | None
    paid_to: date | None
    deletable_until: datetime | None
    charges: tuple[KnownCharge, ...]
    terms: BuyingTerms

    @property
    def rules(self) -> Rules | None:
        """How it is charged for; None where that is not known."""
        return rules_of(self.offer.billing_type, self.period.months)

    @property
    def money(self) -> Currencies:
        return Currencies(self.offer.currency, self.terms.currency, self.terms.rate)

    def agreement(self, rules: Rules) -> Agreement:
        """Return what the plan period that runs was agreed on as it began."""
        return Agreement(rules, self.terms.billing_day, self.start_on, self.period.months)

    def anchor(self, rules: Rules) -> int:
        """Return the day of the month that its months are counted from."""
        if rules.rhythm is Rhythm.BILLING_PERIODS:
            return self.terms.billing_day
        return FIRST if rules.rhythm is Rhythm.CALENDAR_MONTHS else self.start_on.day
