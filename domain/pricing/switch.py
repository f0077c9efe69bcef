"""What another plan costs, and what comes back of the old one (docs/portal.md section 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.offer import Offer, OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.buying import BuyingTerms
from domain.pricing.charging import Charging, sold_items
from domain.pricing.operation import Operation
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.rules import ChargingPeriod, Leaving, Rules, rules_of
from domain.pricing.settling import Settled
from domain.pricing.subscribed import Subscribed
from domain.statuses import ChargeStatus, ChargeType


@dataclass(frozen=True, slots=True)
class Target:
    """Another plan, and what is wanted of it at which terms.

    `quantities` are by plan resource id, included amounts counted in; a resource that is left out
    has its included amount.
    """

    offer: Offer
    period: OfferPeriod
    quantities: Mapping[str, int]
    terms: BuyingTerms


def price_switch(
    subscribed: Subscribed, target: Target, *, now: datetime, is_on_renewal: bool = False
) -> OperationQuote | None:
    """Return what it costs to have another plan from now on, or from the expiration on.

    At once, the old plan's charges end today: where the billing type gives back, the unused part
    is let go, and what is closed already comes back by closed charges below zero; otherwise the
    month that runs closes in full (OP-39). On renewal nothing is left to give back.

    None means that the price can't be told: it is not known how one of the plans charges, or at
    which discount something was closed.
    """
    rules = rules_of(target.offer.billing_type, target.period.months)
    old_rules = subscribed.rules
    if rules is None or old_rules is None:
        return None
    today = subscribed.terms.day_of(now)
    start = subscribed.expires_on if is_on_renewal and subscribed.expires_on else today
    agreement = Agreement(rules, target.terms.billing_day, start, target.period.months)
    after = _switched(subscribed, target, agreement)
    items = sold_items(target.offer, target.period, target.quantities, rules)
    on = max(start, today)
    is_once = rules.charged is ChargingPeriod.ONCE
    return Operation(
        before=subscribed,
        after=after,
        today=today,
        on=on,
        lines=Charging(agreement, items, after.money, ChargeType.SETUP).ordered(),
        settled=_left(subscribed, old_rules, today) if on == today else (),
        cancel_until=None if is_once else target.terms.window(on, now),
    ).quote()


def _switched(subscribed: Subscribed, target: Target, agreement: Agreement) -> Subscribed:
    return Subscribed(
        offer=target.offer,
        period=target.period,
        quantities=target.quantities,
        is_trial=target.period.is_trial,
        start_on=agreement.start_on,
        expires_on=agreement.end_on,
        paid_to=None,
        deletable_until=None,
        charges=subscribed.charges,
        terms=target.terms,
    )


def _left(subscribed: Subscribed, rules: Rules, today: date) -> tuple[Settled, ...]:
    """Settle what the old plan has been charged for."""
    if subscribed.is_trial:
        return ()
    plan_id = subscribed.offer.plan_id
    charges = tuple(one for one in subscribed.charges if one.plan_id == plan_id)
    settling = subscribed.settling(rules, today)
    if rules.leaving is Leaving.KEPT:
        return tuple(settling.ended(charges, None))
    ended = settling.ended(charges, ChargeStatus.DELETED)
    return (*ended, *settling.refunded(charges))
