"""What is owed once a window has ended: what would come back until then, and what is paid later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.deadlines.deadline import Stake, Unknown
from domain.deadlines.facts import ChargeFact, Facts
from domain.deadlines.next_period import cost_of_use
from domain.money import Money, round_half_up
from domain.pricing.lines import MONEY_PLACES, Item
from domain.pricing.months import spans
from domain.pricing.rules import RULES, Rhythm
from domain.statuses import ChargeStatus

NOTHING = Decimal(0)


def running(charges: Sequence[ChargeFact]) -> list[ChargeFact]:
    """Return the charges without those that were deleted."""
    return [one for one in charges if one.status is not ChargeStatus.DELETED]


def owed(facts: Facts, charges: Sequence[ChargeFact], billing_day: int, today: date) -> Stake:
    """Return what is owed once these charges, or others in their place, can't be given back.

    Of what is paid already that is what has not been used today, day by day; on the first day all
    of it (OP-44). Of what is paid later, all: charges that wait for their time, and those that a
    commitment has the platform make until the period is over, as the last ones are.
    """
    found = [one for one in running(charges) if one.end_on > today]
    if not found:
        return Stake(None, Unknown.NO_CHARGES)
    following = list(_following(facts, found))
    if following and (facts.priced is None or facts.priced.rate is None):
        return Stake(None, Unknown.NO_PRICE if facts.priced is None else Unknown.NO_RATE)
    rate = facts.priced.rate if facts.priced and facts.priced.rate else NOTHING
    now = sum((_unused(one, today) for one in found if one.is_taken), NOTHING)
    later = sum((_unused(one, today) for one in found if not one.is_taken), NOTHING)
    later += cost_of_use(following, _durations(facts, found, billing_day), rate)
    money = Money(now + later, facts.currency)
    return Stake(money, later=Money(later, facts.currency) if later else None)


def _unused(charge: ChargeFact, today: date) -> Decimal:
    days = (charge.end_on - charge.start_on).days
    left = (charge.end_on - max(charge.start_on, today)).days
    if left >= days:
        return charge.gross_amount
    return round_half_up(charge.gross_amount * max(left, 0) / days, MONEY_PLACES)


def _following(facts: Facts, charges: Sequence[ChargeFact]) -> Iterator[Item]:
    """Yield what the platform will charge until the period is over, billing period by period."""
    rules, last = RULES.get(facts.billing_type), max(one.end_on for one in charges)
    if rules is None or not rules.is_commitment or rules.rhythm is not Rhythm.BILLING_PERIODS:
        return
    if facts.expires_on is None or last >= facts.expires_on:
        return
    quantities: dict[tuple[str | None, Decimal], Decimal] = defaultdict(Decimal)
    for one in charges:
        if one.end_on == last and one.quantity and one.unit_price:
            quantities[one.resource_name, one.unit_price] += one.quantity
    for (name, price), quantity in quantities.items():
        yield Item(None, name or "", int(quantity), NOTHING, price)


def _durations(facts: Facts, charges: Sequence[ChargeFact], billing_day: int) -> Counter[Fraction]:
    """Count the charges to come by their length in months."""
    last = max(one.end_on for one in charges)
    if facts.expires_on is None or last >= facts.expires_on:
        return Counter()
    return Counter(span.months for span in spans(last, facts.expires_on, billing_day))
