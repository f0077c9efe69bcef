"""Ordinary lives of subscriptions, by chance: how they grow, shrink, pause, lapse and go on."""

from __future__ import annotations

from datetime import date, timedelta

from domain.statuses import BillingType, SubscriptionStatus
from sandbox.refusals import Refused
from sandbox.seeding.life import Life, Script

# How often each billing type is bought, in a hundred.
SHARES = {
    BillingType.MONTHLY_COMMITMENT_INTERVAL: 25,
    BillingType.LONG_TERM: 24,
    BillingType.MONTHLY: 19,
    BillingType.PAYG_EXTERNAL: 6,
    BillingType.MONTHLY_COMMITMENT: 5,
    BillingType.LICENSE_BASED: 5,
    BillingType.NON_RECURRING: 5,
    BillingType.ESET: 4,
    BillingType.PAY_IN_FULL: 4,
    BillingType.PAYG: 3,
}
LARGEST = {
    BillingType.NON_RECURRING: 12,
    BillingType.PAYG: 8000,
    BillingType.MONTHLY: 45,
}
USUAL_LARGEST = 80
RENEWED = 0.85
GROWS, SHRINKS, PAUSES, SWITCHES = 0.55, 0.2, 0.06, 0.07


def ordinary(life: Life, start: date) -> Script:
    """Live from a day on: at first as it was ordered, then as chance has it."""
    chance = life.chance
    yield life.at(start)
    try:
        _order(life)
    except Refused:
        # The client has one of these already, and there may be only one: it takes another.
        life.offer = chance.choice(life.market.of_type(BillingType.MONTHLY))
        _order(life)
    while life.subscription.status is not SubscriptionStatus.DELETED:
        yield life.at(life.today + timedelta(days=chance.randint(25, 160)))
        luck = chance.random()
        if luck < GROWS:
            _grow(life)
        elif luck < GROWS + SHRINKS:
            _shrink(life)
        elif luck < GROWS + SHRINKS + PAUSES:
            yield from _pause(life)
        elif luck < GROWS + SHRINKS + PAUSES + SWITCHES:
            _switch(life)


def _order(life: Life) -> None:
    paid = [period for period in life.offer.periods if not period.is_trial]
    period = life.chance.choice(paid or list(life.offer.periods))
    is_renewed = bool(paid) and life.chance.random() < RENEWED
    life.order(_usual_amount(life), period, is_auto_renewed=is_renewed)


def _usual_amount(life: Life) -> int:
    if life.offer.plan.billing_type is BillingType.PAYG_EXTERNAL:
        return 0  # The vendor measures it.
    largest = LARGEST.get(life.offer.plan.billing_type, USUAL_LARGEST)
    # Small amounts are far more usual than large ones.
    return max(1, int(largest * life.chance.random() ** 2.5))


def _grow(life: Life) -> None:
    if life.may("adjust"):
        amount = life.amount()
        more = amount + life.chance.randint(1, 9)
        limit = life.primary.maximum or more
        if amount < limit:
            life.change(min(more, limit))


def _shrink(life: Life) -> None:
    if life.may("decrease_resources_change_order"):
        amount, least = life.amount(), max(1, life.primary.minimum)
        if amount > least:
            life.change(max(least, amount - life.chance.randint(1, 5)))


def _pause(life: Life) -> Script:
    if life.may("stop"):
        life.request("stop")
        yield life.at(life.today + timedelta(days=life.chance.randint(4, 20)))
        if life.may("activate"):
            life.request("activate")


def _switch(life: Life) -> None:
    choices = life.market.targets_of(life.offer)
    if choices and life.may("switch_plan"):
        offer = life.chance.choice(choices)
        primary = next(resource for resource in offer.resources if resource.is_primary)
        is_possible = primary.maximum is None or life.amount() <= primary.maximum
        if is_possible and life.amount() >= primary.minimum:
            before = life.offer
            try:
                life.switch(offer)
            except Refused:
                life.offer = before  # The client has the other plan already, and may have one only.
