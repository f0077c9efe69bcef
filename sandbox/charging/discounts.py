"""Discounts of an order, shared out over its charges (BIL-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import round_half_up
from sandbox.charging.lines import MONEY_PLACES


def discount_of(gross: Decimal, percent: Decimal) -> Decimal:
    """Return what is taken off a gross amount, which has two places: G - round(G - rate x G)."""
    return gross - round_half_up(gross - gross * percent / 100, MONEY_PLACES)


@dataclass(frozen=True, slots=True)
class Given:
    """What has been closed of an order so far at a discount, and what was taken off it."""

    gross: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)


NOTHING = Given()


def shared(amounts: Sequence[Decimal], percent: Decimal, before: Given = NOTHING) -> list[Decimal]:
    """Return the discount of each of an order's charges that close together.

    With what was given before they are the discount of the sum of all that is closed; the cents
    by which the charges' own discounts miss it are pushed into the largest of them.
    """
    own = [discount_of(amount, percent) for amount in amounts]
    gross = before.gross + sum(amounts, Decimal(0))
    difference = discount_of(gross, percent) - before.discount - sum(own, Decimal(0))
    if difference:
        largest = max(range(len(own)), key=lambda place: abs(amounts[place]))
        own[largest] += difference
    return own
