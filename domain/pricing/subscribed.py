"""A subscription as it stands: what it has of which plan, and what has been charged for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.offer import Offer, OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.buying import BuyingTerms
from domain.pricing.known_charge import KnownCharge
from domain.pricing.lines import Currencies
from domain.pricing.rules import Rhythm, Rules, rules_of
from domain.pricing.settling import Settling

FIRST = 1


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

    def settling(self, rules: Rules, day: date) -> Settling:
        """Return what settles its charges on a day."""
        return Settling(day, self.anchor(rules), self.terms.currency)
