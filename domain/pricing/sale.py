"""The exact price of a sales order, by the platform's own rules (docs/portal.md section 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from domain.offer import Offer, OfferPeriod
from domain.pricing.agreement import Agreement
from domain.pricing.buying import BuyingTerms
from domain.pricing.charging import Charging, sold_items
from domain.pricing.lines import Currencies, Line
from domain.pricing.quote import Price, Quote, price_of
from domain.pricing.rules import ChargingPeriod, rules_of
from domain.statuses import ChargeType


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
    today = terms.day_of(now)
    agreement = Agreement(rules, terms.billing_day, start_on or today, period.months)
    items = sold_items(offer, period, quantities, rules)
    money = Currencies(offer.currency, terms.currency, terms.rate)
    charging = Charging(agreement, items, money, ChargeType.SETUP)
    is_once = rules.charged is ChargingPeriod.ONCE
    window = None if period.is_trial or is_once else terms.window(agreement.start_on, now)
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
