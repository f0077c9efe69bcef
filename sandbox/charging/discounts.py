"""Discounts of an order, shared out over its charges (BIL-6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.money import round_half_up
from sandbox.charging.lines import MONEY_PLACES


def discount_of(gross: Decimal, percent: Decimal) -> Decimal:
    """Return what is taken off a gross amount, which has two places: G - round(G - rate x G)."""
    return gross - round_half_up(gross - gross * percent / 100, MONEY_PLACES)


def shared(amounts: Sequence[Decimal], percent: Decimal) -> list[Decimal]:
    """Return the discount of each of an order's charges that close together.

    Together they are the discount of the sum; the cents by which the charges' own discounts
    miss it are pushed into the largest of them.
    """
    own = [discount_of(amount, percent) for amount in amounts]
    difference = discount_of(sum(amounts, Decimal(0)), percent) - sum(own, Decimal(0))
    if difference:
        largest = max(range(len(own)), key=lambda place: abs(amounts[place]))
        own[largest] += difference
    return own
