"""An exact amount and its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

DEFAULT_PRECISION = 2

# ISO 4217 minor units that differ from two places.
PRECISIONS = {
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


def precision(currency: str) -> int:
    """Return how many decimal places a currency is written with (ISO 4217)."""
    return PRECISIONS.get(currency, DEFAULT_PRECISION)


def round_half_up(amount: Decimal, places: int) -> Decimal:
    """Round half away from zero, as money is rounded here."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency. Currencies are never added together."""

    amount: Decimal
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(Decimal(0), currency)

    def rounded(self) -> Money:
        """Round half up to the currency's places. For display only, and once."""
        return Money(round_half_up(self.amount, precision(self.currency)), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same_currency(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same_currency(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def _same_currency(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"can't add {other.currency} to {self.currency}")
        return other.amount


def growth_percent(previous: Money, last: Money) -> Decimal | None:
    """Return (last - previous) / |previous| x 100 with one decimal; None from zero (ANL-20)."""
    change = last - previous
    if not previous:
        return None
    return round_half_up(change.amount / abs(previous.amount) * 100, 1)


def share_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a part of a whole in percent, one decimal; None when the whole is not positive."""
    if whole <= 0:
        return None
    return round_half_up(part / whole * 100, 1)
