"""What was added to a subscription, once it is charged together with what was there before.

Up to the next billing day an added amount has charges of its own; from then on the platform makes
one charge for all there is of a resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.deadlines.facts import ChargeFact
from domain.money import round_half_up
from domain.pricing.lines import MONEY_PLACES
from domain.statuses import ChargeStatus

Charges = tuple[ChargeFact, ...]


def take_apart(
    own: Sequence[ChargeFact],
    rest: Iterable[ChargeFact],
    held: Mapping[str | None, Decimal],
    until: date | None,
) -> tuple[Charges, Charges]:
    """Return the charges of an added amount, with its part of those that follow, and the others.

    `held` is how much of each resource was added, and `until` the end of the period: what is
    charged from then on is for the next one. A part is rounded, and the rest is what remains.
    """
    parts, others = list(own), []
    for charge in rest:
        quantity = _added_to(charge, own, held, until)
        if not quantity or not charge.quantity:
            others.append(charge)
            continue
        amount = round_half_up(charge.gross_amount * quantity / charge.quantity, MONEY_PLACES)
        parts.append(replace(charge, quantity=quantity, gross_amount=amount))
        if charge.quantity > quantity:
            others.append(
                replace(
                    charge,
                    quantity=charge.quantity - quantity,
                    gross_amount=charge.gross_amount - amount,
                )
            )
    return tuple(parts), tuple(others)


def last_day(charges: Iterable[ChargeFact]) -> date | None:
    """Return the end of what charges cover; None of none."""
    return max((one.end_on for one in charges), default=None)


def _added_to(
    charge: ChargeFact,
    own: Sequence[ChargeFact],
    held: Mapping[str | None, Decimal],
    until: date | None,
) -> Decimal:
    """Return how much of a charge is for what was added."""
    end = last_day(one for one in own if one.resource_name == charge.resource_name)
    is_later = end is not None and charge.start_on >= end
    is_next_period = until is not None and charge.start_on >= until
    if not is_later or is_next_period or charge.status is ChargeStatus.DELETED:
        return Decimal(0)
    return min(held.get(charge.resource_name, Decimal(0)), charge.quantity or Decimal(0))
