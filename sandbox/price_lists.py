"""What vendors' lists say in other currencies than dollars. Price lists are not exchange rates."""

from __future__ import annotations

from decimal import Decimal

from domain.money import round_half_up

FACTORS = {
    "USD": Decimal("1"),
    "EUR": Decimal("0.94"),
    "GBP": Decimal("0.81"),
    "PLN": Decimal("4.05"),
    "CZK": Decimal("23"),
}


def listed(dollars: Decimal, currency: str, places: int = 2) -> Decimal:
    """Return a price as the list of a currency has it."""
    return round_half_up(dollars * FACTORS[currency], places)
