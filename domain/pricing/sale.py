"""The exact price of a sales order, by the platform's own rules (docs/portal.md section 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from domain.offer import Offer, OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.charging import Charging, sold_items
from domain.pricing.lines import Currencies, Line
from domain.pricing.quote import Price, Quote, price_of
from domain.pricing.rules import ChargingPeriod, rules_of
from domain.service_terms import ServiceTerm
from domain.statuses import ChargeType

PROVISIONING_TIME = time(3)


@dataclass(frozen=True, slots=True)
class BuyingTerms:
    """What a reseller buys at, besides the plan's own prices.

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


def price_sale(
    offer: Offer,
    period: OfferPeriod,
    quantities: Mapping[str, int],
    terms: BuyingTerms,
    *,
    now: datetime,
    start_on: date | None = None,
) -> Quote | None:
    """Return what an order placed now will cost, to the last digit.

    `quantities` holds amounts by plan resource id, included ones counted in; a resource that is
    left out has its included amount. `start_on` is the provisioning date of a delayed order.

    None means that the price can't be told in advance: the billing type is not known, or it needs
    an end that the period does not have.
    """
    rules = rules_of(offer.billing_type, period.months)
    if rules is None:
        return None
    today = now.astimezone(terms.zone).date()
    agreement = Agreement(rules, terms.billing_day, start_on or today, period.months)
    items = sold_items(offer, period, quantities, rules)
    money = Currencies(offer.currency, terms.currency, terms.rate)
    charging = Charging(agreement, items, money, ChargeType.SETUP)
    activation = now if agreement.start_on <= today else _provisioning(agreement.start_on, terms)
    is_once = rules.charged is ChargingPeriod.ONCE
    window = None if period.is_trial or is_once else _window(activation, terms.service_term)
    return _quote(charging, terms, is_trial=period.is_trial, cancel_until=window)


def _quote(
    charging: Charging, terms: BuyingTerms, *, is_trial: bool, cancel_until: datetime | None
) -> Quote:
    def price(lines: Iterable[Line]) -> Price:
        return price_of(lines, terms.currency, terms.discount_percent)

    agreement, lines = charging.agreement, charging.ordered()
    following = next(agreement.later_turns(), None)
    next_lines = () if following is None else charging.of_turn(following)
    # Every later turn is a whole month but the last: when the next one is not, it is the last.
    is_monthly = following is not None and all(span.is_whole for span in following.spans)
    month = charging.use([following]) if following is not None and is_monthly else ()
    is_free_start = not is_trial and agreement.paid_from > agreement.start_on
    return Quote(
        money=charging.money,
        lines=lines,
        order=price(lines),
        at_once=price(line for line in lines if line.paid_on == agreement.start_on),
        next_charge_on=following.on if following is not None and next_lines else None,
        next_charge=price(next_lines) if next_lines else None,
        monthly_after=price(month) if month else None,
        start_on=agreement.start_on,
        until=agreement.end_on,
        cancel_until=cancel_until,
        free_until=agreement.paid_from if is_free_start else None,
        is_consumption_charged=not is_trial
        and agreement.rules.charged is ChargingPeriod.CONSUMPTION,
    )


def _provisioning(day: date, terms: BuyingTerms) -> datetime:
    """Return when a delayed order is carried out: at three in the platform's morning (ORD-40)."""
    return datetime.combine(day, PROVISIONING_TIME, terms.zone)


def _window(activation: datetime, term: ServiceTerm | None) -> datetime | None:
    """Return when what is activated can't be deleted any more, where a window is known (ORD-17)."""
    if term is None or not term.cancellation_hours:
        return None
    return activation.astimezone(UTC) + timedelta(hours=term.cancellation_hours)
