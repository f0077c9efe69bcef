"""What a form said that an operation costs and when: what is confirmed with it (MSG-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from domain.money import Money
from domain.pricing.operation_quote import OperationQuote


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """The money of an operation and its days, as far as whoever confirms it relies on them.

    `total` is what it comes to in all, below zero where more comes back, and `due` what of it is
    charged first: on `later_on` where that is a day to come, else at once. `released` is what a
    stop lets go of on `later_on`. `until` is the expiration date that an order leads to, and
    `monthly_after` what each full month costs from then on, zero where that is not charged.
    """

    total: Money
    due: Money
    released: Money
    later_on: date | None
    until: date | None
    monthly_after: Money

    @classmethod
    def of(cls, quote: OperationQuote) -> Self:
        return cls(
            quote.total,
            quote.at_once.total if quote.is_delayed else quote.now,
            quote.released.total,
            quote.effective_on if quote.is_delayed else quote.released_on,
            quote.until if quote.order is not None else None,
            quote.monthly_after or Money.zero(quote.currency),
        )

    def rounded(self) -> ShownPrice:
        """Return it as it is read: in cents."""
        return ShownPrice(
            self.total.rounded(),
            self.due.rounded(),
            self.released.rounded(),
            self.later_on,
            self.until,
            self.monthly_after.rounded(),
        )
