"""Money and growth in letters, as the portal's pages write them (dashboard/formats.py)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from babel import Locale

from domain.money import Money, precision, round_half_up

MINUS = "\N{MINUS SIGN}"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def kept_money(money: Money) -> dict[str, str]:
    """Return an amount as a message keeps it: exact."""
    return {"amount": str(money.amount), "currency": money.currency}


def money_text(kept: Mapping[str, str], language: str) -> str:
    """Write an amount that a message kept, rounded: 1,234.50 EUR."""
    places = precision(kept["currency"])
    return f"{_number(Decimal(kept['amount']), places, language)} {kept['currency']}"


def growth_text(percent: str, language: str) -> str:
    """Write a growth rate in percent with its sign and direction."""
    value = Decimal(percent)
    text = f"{_number(value, 1, language)}{NARROW_SPACE}%"
    if not value:
        return text
    return f"▲ +{text}" if value > 0 else f"▼ {text}"


def _number(value: Decimal, places: int, language: str) -> str:
    symbols = Locale.parse(language).number_symbols["latn"]
    group = symbols["group"].replace("\N{NO-BREAK SPACE}", NARROW_SPACE)
    rounded = round_half_up(value, places)
    text = f"{abs(rounded):,.{places}f}".translate({ord(","): group, ord("."): symbols["decimal"]})
    return f"{MINUS}{text}" if rounded < 0 else text
