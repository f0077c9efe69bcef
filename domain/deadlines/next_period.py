"""What the next period of a subscription costs in all, as it stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from domain.deadlines.deadline import Stake, Unknown
from domain.deadlines.facts import Facts, Priced
from domain.money import Money, round_half_up
from domain.pricing.agreement import Agreement
from domain.pricing.lines import MONEY_PLACES, Item, rounded
from domain.pricing.rules import ChargingPeriod, Rules, rules_of


def next_period(facts: Facts, billing_day: int) -> Stake:
    """Return what a renewal for the same period and amounts commits to, before discounts.

    All of the period is meant, at today's prices and rate: what the order of the renewal takes at
    once is less where the platform charges month by month.
    """
    priced = facts.priced
    if facts.is_trial:
        return Stake(None, Unknown.DEPENDS)
    if priced is None or facts.expires_on is None or priced.months is None:
        return Stake(None, Unknown.NO_PRICE)
    rules = rules_of(facts.billing_type, priced.months)
    if rules is None:
        return Stake(None, Unknown.NO_PRICE)
    if rules.charged is ChargingPeriod.CONSUMPTION:
        return Stake(None, Unknown.CONSUMPTION)
    if priced.rate is None:
        return Stake(None, Unknown.NO_RATE)
    agreement = Agreement(_renewed(rules), billing_day, facts.expires_on, priced.months)
    return Stake(Money(_cost(priced, priced.rate, rules, agreement), facts.currency))


def _cost(priced: Priced, rate: Decimal, rules: Rules, agreement: Agreement) -> Decimal:
    charged = (priced.plan, *priced.resources) if rules.has_plan_fees else priced.resources
    items = [one for one in charged if one.quantity]
    use = cost_of_use(items, _durations(agreement), rate)
    return use + sum(_fees(items, rate), Decimal(0)) if rules.has_setup_fees else use


def cost_of_use(items: Iterable[Item], durations: Mapping[Fraction, int], rate: Decimal) -> Decimal:
    """Return what items cost, charged so many times for each length in months."""
    return sum(_amounts(items, durations, rate), Decimal(0))


def _amounts(
    items: Iterable[Item], durations: Mapping[Fraction, int], rate: Decimal
) -> Iterable[Decimal]:
    """Yield what charges of equal length come to: each is rounded, and converted, by itself."""
    for item in items:
        if item.recurring_fee:
            price = item.recurring_fee * item.quantity
            # Most are whole months, for which fractions would take five times as long.
            whole = round_half_up(price, MONEY_PLACES)
            for months, count in durations.items():
                amount = whole if months == 1 else rounded(Fraction(price) * months, MONEY_PLACES)
                yield _converted(amount, rate) * count


def _fees(items: Iterable[Item], rate: Decimal) -> Iterable[Decimal]:
    for item in items:
        fee = round_half_up(item.one_time_fee * item.quantity, MONEY_PLACES)
        yield _converted(fee, rate)


def _converted(amount: Decimal, rate: Decimal) -> Decimal:
    return round_half_up(amount * rate, MONEY_PLACES)


@lru_cache(maxsize=64)
def _renewed(rules: Rules) -> Rules:
    """Return the rules of a renewal: only a sale starts free."""
    return replace(rules, starts_free=False)


@lru_cache(maxsize=4096)
def _durations(agreement: Agreement) -> Mapping[Fraction, int]:
    """Count the charges of a period by their length in months."""
    return Counter(span.months for turn in agreement.turns() for span in turn.spans)
