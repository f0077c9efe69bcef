"""What a full month of a subscription costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from domain.money import Money
from domain.pricing.charging import sold_items
from domain.pricing.known_charge import UNSETTLED
from domain.pricing.lines import Line, recurring_lines
from domain.pricing.months import whole_span
from domain.pricing.quote import discount_of
from domain.pricing.rules import Rhythm
from domain.pricing.settling import Settled
from domain.pricing.subscribed import Subscribed

# Any month will do: a whole one counts as one, however long it is.
FIRST, LAST = date(2025, 1, 1), date(2025, 2, 1)

# The first day of what is charged, and how much that is.
Use = tuple[date, Decimal]


def monthly_cost(subscribed: Subscribed, uses: Iterable[Use], today: date) -> Money | None:
    """Return what a full month costs from now on, at today's discount.

    Where the months of a period are ordered together it is what the next of them, one of `uses`,
    costs; otherwise what amounts cost at the prices and the rate of today. None where nothing is
    paid by months; a trial costs nothing.
    """
    rules, terms = subscribed.rules, subscribed.terms
    if rules is None or rules.rhythm is Rhythm.NONE:
        return None
    later = [use for use in uses if use[0] > today]
    if rules.rhythm is Rhythm.MONTHS_IN_TURN and later:
        month = min(later)[0]
        gross = sum((amount for start, amount in later if start == month), Decimal(0))
    else:
        gross = _listed(subscribed)
    return Money(gross - discount_of(gross, terms.discount_percent), terms.currency)


def uses_before(subscribed: Subscribed) -> Iterator[Use]:
    """Yield what is charged for the use of what a subscription has."""
    for charge in subscribed.charges:
        if charge.is_recurring and charge.status in UNSETTLED:
            yield charge.start_on, charge.amount


def uses_after(
    subscribed: Subscribed, settled: Sequence[Settled], lines: Iterable[Line]
) -> Iterator[Use]:
    """Yield what is charged for it once charges are settled, and others are added to them."""
    gone = {one.charge.charge_id for one in settled}
    for charge in subscribed.charges:
        if charge.is_recurring and charge.status in UNSETTLED and charge.charge_id not in gone:
            yield charge.start_on, charge.amount
    parts = (part.line for one in settled for part in one.parts if part.status in UNSETTLED)
    for line in (*parts, *lines):
        yield line.start_on, line.amount.amount


def _listed(subscribed: Subscribed) -> Decimal:
    """Return what a month costs at the plan's prices, at today's rate."""
    rules = subscribed.rules
    items = () if rules is None else sold_items(
        subscribed.offer, subscribed.period, subscribed.quantities, rules
    )  # fmt: skip
    month = whole_span(FIRST, LAST, FIRST.day)
    lines = recurring_lines(items, [(FIRST, month)], subscribed.money)
    return sum((line.amount.amount for line in lines), Decimal(0))
