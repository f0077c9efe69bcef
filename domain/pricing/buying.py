"""What a reseller buys at, besides a plan's own prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from domain.service_terms import ServiceTerm

# When a delayed order is carried out: at three in the platform's morning (ORD-40).
PROVISIONING_TIME = time(3)


@dataclass(frozen=True, slots=True)
class BuyingTerms:
    """What a reseller buys at.

    `rate` is what one unit of the plan's currency costs in the reseller's `currency` (1 when they
    are equal), `discount_percent` the discount on the day of the order, and `service_term` the
    plan's, None where nothing is known of it. Days begin in `zone`, the platform's.
    """

    currency: str
    rate: Decimal
    billing_day: int
    discount_percent: Decimal
    service_term: ServiceTerm | None
    zone: tzinfo

    def day_of(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def window(self, start: date, now: datetime) -> datetime | None:
        """Return up to when what starts on a day can be deleted, where that is known (ORD-17).

        What is to start today, or was before, starts now.
        """
        later = datetime.combine(start, PROVISIONING_TIME, self.zone)
        activation = now if start <= self.day_of(now) else later
        term = self.service_term
        return None if term is None else term.window_end(activation)
