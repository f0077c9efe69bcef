"""What a plan costs now: from the platform itself, or, where it does not answer, the last load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dashboard.platform import LiveReads
from dashboard.services.ordering.configuration import Configuration
from domain.errors import NotFound, UpstreamError
from domain.offer import Offer
from domain.pricing.buying import BuyingTerms
from domain.pricing.quote import Quote
from domain.pricing.sale import price_sale
from domain.service_terms import ServiceTerm, ServiceTerms
from upstream.offers import read_offer, read_rate
from warehouse.connection import Snapshot
from warehouse.offers import offer as known_offer

SAME = Decimal(1)
NO_DISCOUNT = Decimal(0)

# Returns the percentage of the best discount on a plan on a day.
Discounts = Callable[[str, date], Decimal]


class Withdrawn(NotFound):
    """The plan can't be ordered, or not any more (CAT-13)."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan as it can be ordered at an instant of the platform's own clock.

    `is_live` tells that the platform itself has just said so; otherwise the last load has.
    """

    offer: Offer
    now: datetime
    today: date
    term: ServiceTerm | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """Who buys: one reseller, charged in one currency, on days of the platform's zone."""

    reseller_id: str
    currency: str
    zone: ZoneInfo


class Prices:
    """Answers what plans cost one reseller."""

    def __init__(
        self,
        snapshot: Snapshot,
        live: LiveReads,
        discounts: Discounts,
        terms: ServiceTerms,
        partner: Partner,
        *,
        now: datetime,
    ) -> None:
        self._snapshot = snapshot
        self._live = live
        self._discounts = discounts
        self._terms = terms
        self._partner = partner
        self._now = now

    def offered(self, plan_id: str) -> Offered:
        """Return a plan as it can be ordered now.

        Raises:
            Withdrawn: it can't be ordered.
        """
        known = known_offer(self._snapshot, plan_id, reseller_id=self._partner.reseller_id)
        if known is None:
            raise Withdrawn(f"plan {plan_id}")
        try:
            return self._offered_live(known)
        except UpstreamError:
            return self._at(known, self._now, is_live=False)

    def rate(self, currency: str) -> Decimal | None:
        """Return what one unit of a currency costs in the partner's; None without a rate (CUR-7).

        Raises:
            UpstreamError: the platform can't be reached, or does not tell.
        """
        if currency == self._partner.currency:
            return SAME
        reseller_id = self._partner.reseller_id
        (answer,) = self._live.ask(lambda client: client.fetch_exchange_rates(reseller_id))
        return read_rate(answer, currency)

    def discount(self, offered: Offered) -> Decimal:
        """Return the discount on a plan today, in percent.

        Raises:
            UpstreamError: the platform can't be reached, or does not tell.
        """
        return self._discounts(offered.offer.plan_id, offered.today)

    def in_plan_currency(self, offered: Offered, chosen: Configuration) -> Quote | None:
        """Return what an order costs in the plan's currency, before discounts (ORD-4)."""
        return self._quote(offered, chosen, offered.offer.currency, SAME, NO_DISCOUNT)

    def in_partner_currency(
        self, offered: Offered, chosen: Configuration, rate: Decimal, discount_percent: Decimal
    ) -> Quote | None:
        """Return what the partner will be charged."""
        return self._quote(offered, chosen, self._partner.currency, rate, discount_percent)

    def _offered_live(self, known: Offer) -> Offered:
        reseller_id = self._partner.reseller_id
        (answer,) = self._live.ask(lambda client: client.fetch_plan(reseller_id, known.plan_id))
        now_offered = None if answer is None else read_offer(answer, known)
        if answer is None or now_offered is None:
            raise Withdrawn(f"plan {known.plan_id}")
        return self._at(now_offered, answer.answered_at or self._now, is_live=True)

    def _at(self, offer: Offer, now: datetime, *, is_live: bool) -> Offered:
        today = now.astimezone(self._partner.zone).date()
        term = self._terms.term(offer.service_term_id, today)
        return Offered(offer, now, today, term, is_live)

    def _quote(
        self,
        offered: Offered,
        chosen: Configuration,
        currency: str,
        rate: Decimal,
        discount_percent: Decimal,
    ) -> Quote | None:
        """Price what is chosen; None while that is not complete, or the price can't be told."""
        if chosen.period is None or chosen.problems:
            return None
        terms = BuyingTerms(
            currency=currency,
            rate=rate,
            billing_day=self._terms.billing_day(self._partner.reseller_id),
            discount_percent=discount_percent,
            service_term=offered.term,
            zone=self._partner.zone,
        )
        start_on = chosen.start_on if chosen.is_delayed else None
        return price_sale(
            offered.offer, chosen.period, chosen.quantities, terms, now=offered.now,
            start_on=start_on,
        )  # fmt: skip
