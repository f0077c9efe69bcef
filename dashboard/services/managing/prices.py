"""What operations on a subscription cost now, as the platform itself says what is charged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.platform import LiveReads
from dashboard.services.managing.amounts import held_amounts
from dashboard.services.managing.charged import Charged
from dashboard.services.managing.facts import window_end
from dashboard.services.managing.planning import WAITING
from dashboard.services.ordering.prices import SAME, Discounts, Partner
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.errors import UpstreamUnavailable
from domain.offer import Offer
from domain.pricing.activation import price_activation
from domain.pricing.buying import BuyingTerms
from domain.pricing.change import price_change
from domain.pricing.ending import price_deletion, price_stop
from domain.pricing.history import period_start
from domain.pricing.known_charge import Charge
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.renewal import price_renewal
from domain.pricing.rules import RULES, Rhythm
from domain.pricing.subscribed import Subscribed
from domain.pricing.switch import Target, price_switch
from domain.pricing.untold import Untold
from domain.service_terms import ServiceTerms
from domain.windows import Windows
from upstream.offers import read_held_plan, read_offer, read_rate
from upstream.transport import Answer
from warehouse.connection import Snapshot
from warehouse.offers import charged_rates
from warehouse.offers import offer as known_offer

# Calendar months are charged by their highest amount, and months in turn add up with what is there.
ADDED_BESIDE = (Rhythm.BILLING_PERIODS, Rhythm.PERIOD_AHEAD)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A subscription with all that its prices follow from, at an instant of the platform."""

    subscribed: Subscribed
    rates: Answer
    now: datetime


class OperationPrices:
    """Answers what operations cost one reseller: only ever from what the platform says now.

    Every method returns None where the price can't be told in advance.

    Raises:
        UpstreamError: the platform can't be reached, or does not tell.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        live: LiveReads,
        discounts: Discounts,
        terms: ServiceTerms,
        partner: Partner,
    ) -> None:
        self._snapshot = snapshot
        self._live = live
        self._discounts = discounts
        self._terms = terms
        self._partner = partner

    def change(
        self, screen: SubscriptionScreen, quantities: Mapping[str, int]
    ) -> OperationQuote | None:
        """Return what other amounts cost; resources that are left out keep theirs (OP-30)."""
        found = self._gathered(screen, settles=_settles(screen, quantities))
        if isinstance(found, Untold):
            return None
        return price_change(found.subscribed, quantities, now=found.now)

    def renewal(
        self, screen: SubscriptionScreen, plan_period_id: str, quantities: Mapping[str, int]
    ) -> OperationQuote | None:
        """Return what the next period costs; resources that are left out keep theirs (OP-16)."""
        found = self._gathered(screen, settles=False)
        if isinstance(found, Untold):
            return None
        period = found.subscribed.offer.period(plan_period_id)
        if period is None:
            return None
        return price_renewal(found.subscribed, period, quantities, now=found.now)

    def switch(
        self,
        screen: SubscriptionScreen,
        plan_id: str,
        plan_period_id: str,
        quantities: Mapping[str, int],
        is_on_renewal: bool,
    ) -> OperationQuote | None:
        """Return what another plan costs, now or from the expiration on (OP-39, OP-40)."""
        found = self._gathered(screen, settles=not is_on_renewal)
        if isinstance(found, Untold):
            return None
        target = self._target(found, plan_id, plan_period_id, quantities)
        if target is None:
            return None
        return price_switch(found.subscribed, target, now=found.now, is_on_renewal=is_on_renewal)

    def deletion(self, screen: SubscriptionScreen) -> OperationQuote | None:
        """Return what comes back when it is deleted (OP-44)."""
        found = self._gathered(screen)
        return (
            None if isinstance(found, Untold) else price_deletion(found.subscribed, now=found.now)
        )

    def stop(self, screen: SubscriptionScreen) -> OperationQuote | None:
        """Return what becomes of what is charged when it is stopped (OP-12)."""
        found = self._gathered(screen)
        return None if isinstance(found, Untold) else price_stop(found.subscribed, now=found.now)

    def activation(self, screen: SubscriptionScreen) -> OperationQuote | None:
        """Return what it costs to have it on again (OP-5, OP-14)."""
        found = self._gathered(screen)
        if isinstance(found, Untold):
            return None
        return price_activation(found.subscribed, now=found.now)

    def why_untold(self, screen: SubscriptionScreen, *, settles: bool) -> Untold:
        """Return why a price can't be told; `settles` where charges that are there come into it."""
        found = self._gathered(screen, settles=settles)
        if isinstance(found, Untold):
            return found
        return Untold.NO_RULES if found.subscribed.rules is None else Untold.NO_HISTORY

    def _gathered(self, screen: SubscriptionScreen, *, settles: bool = True) -> Gathered | Untold:
        """Ask the platform for all that is not on the page.

        `settles` tells whether what becomes of charges that are there is part of the price.
        """
        if not screen.reading.is_live:
            raise UpstreamUnavailable("what is shown is what the last load knew")
        reseller_id, told = self._partner.reseller_id, screen.subscription
        plan, rates = self._live.ask(
            lambda client: client.fetch_plan(reseller_id, told.plan_id),
            lambda client: client.fetch_exchange_rates(reseller_id),
        )
        (charges,) = self._live.ask(
            lambda client: client.buying.fetch_charges(reseller_id, told.subscription_id)
        )
        if plan is None or rates is None:
            return Untold.NO_PLAN
        offer, now = read_held_plan(plan, told.plan_id), plan.answered_at or screen.reading.as_of
        terms = self._buying(offer, rates, now)
        if terms is None:
            return Untold.NO_RATE
        # Those that are not named are left out where nothing becomes of them.
        known = charges if settles or _names_orders(charges, terms.day_of(now)) else []
        subscribed = self._subscribed(screen, offer, known, terms, now)
        return subscribed if isinstance(subscribed, Untold) else Gathered(subscribed, rates, now)

    def _subscribed(
        self,
        screen: SubscriptionScreen,
        offer: Offer,
        charges: Sequence[Charge],
        terms: BuyingTerms,
        now: datetime,
    ) -> Subscribed | Untold:
        told, today = screen.subscription, terms.day_of(now)
        period = offer.period(told.plan_period_id or "")
        if period is None:
            return Untold.NO_PLAN
        start = period_start(screen.orders, charges, period.months, told.expires_on)
        # Without their orders, charges that wait look like others, and rates can't be told.
        if not _names_orders(charges, today):
            return Untold.NO_ORDERS
        if start is None:
            return Untold.NO_START
        waiting = {one.order_id for one in screen.orders if one.kind in WAITING}
        counted = [one for one in charges if one.order_id not in waiting]
        return Subscribed(
            offer=offer,
            period=period,
            quantities=held_amounts(screen),
            is_trial=told.is_trial,
            start_on=start,
            expires_on=told.expires_on,
            paid_to=told.paid_to,
            deletable_until=None
            if told.is_trial
            else window_end(screen.orders, self._windows(offer)),
            charges=self._charged(offer, terms).known(counted, today),
            terms=terms,
        )

    def _windows(self, offer: Offer) -> Windows:
        return Windows(self._terms, offer.service_term_id, self._partner.zone)

    def _charged(self, offer: Offer, terms: BuyingTerms) -> Charged:
        rates = charged_rates(self._snapshot, offer.currency, reseller_id=self._partner.reseller_id)
        return Charged([terms.rate, *rates], self._discounts, terms.currency)

    def _buying(self, offer: Offer, rates: Answer, now: datetime) -> BuyingTerms | None:
        """Return what a plan is bought at today; None without a rate (CUR-7)."""
        currency, zone = self._partner.currency, self._partner.zone
        rate = SAME if offer.currency == currency else read_rate(rates, offer.currency)
        if rate is None:
            return None
        today = now.astimezone(zone).date()
        return BuyingTerms(
            currency=currency,
            rate=rate,
            billing_day=self._terms.billing_day(self._partner.reseller_id),
            discount_percent=self._discounts(offer.plan_id, today),
            service_term=self._terms.term(offer.service_term_id, today),
            zone=zone,
        )

    def _target(
        self, found: Gathered, plan_id: str, plan_period_id: str, quantities: Mapping[str, int]
    ) -> Target | None:
        """Return the plan to switch to as it is offered now; None where it is not."""
        reseller_id = self._partner.reseller_id
        known = known_offer(self._snapshot, plan_id, reseller_id=reseller_id)
        (answer,) = self._live.ask(lambda client: client.fetch_plan(reseller_id, plan_id))
        if known is None or answer is None:
            return None
        offer = read_offer(answer, known)
        period = offer.period(plan_period_id) if offer else None
        terms = self._buying(offer, found.rates, found.now) if offer else None
        if offer is None or period is None or terms is None:
            return None
        return Target(offer, period, quantities, terms)


def _settles(screen: SubscriptionScreen, quantities: Mapping[str, int]) -> bool:
    """Tell whether charges that are there come into the price of other amounts.

    They don't where nothing is given up, and what is added is charged beside them.
    """
    held = held_amounts(screen)
    is_less = any(quantity < held.get(key, 0) for key, quantity in quantities.items())
    rules = RULES.get(screen.plan.kind) if screen.plan else None
    return is_less or rules is None or rules.rhythm not in ADDED_BESIDE


def _names_orders(charges: Sequence[Charge], today: date) -> bool:
    """Tell whether charges for time to come say which orders they were made by."""
    lasting = (one for one in charges if one.is_recurring and one.end_on > today)
    return all(one.order_id is not None for one in lasting)
