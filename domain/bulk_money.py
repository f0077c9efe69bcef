"""The money of one action for several subscriptions: of each, and of all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from domain.money import Money


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts that can be added, all in the reseller's currency.

    `now` is what is charged at once, refunds taken off, and `later` on a day to come. `refund` is
    what comes back at once, `released` what does later. The last two are for a full month.
    """

    now: Money
    later: Money
    refund: Money
    released: Money
    monthly_before: Money
    monthly_after: Money

    @classmethod
    def nothing(cls, currency: str) -> Self:
        return cls(*(Money.zero(currency) for _ in fields(cls)))

    def __add__(self, other: Sums) -> Sums:
        names = (one.name for one in fields(self))
        return Sums(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class BulkMoney:
    """What one subscription costs or gives back, as its preview says.

    `later_on` is when `sums.later` is charged, or `sums.released` comes back. `before` and `after`
    are the amount of the primary resource, where that changes; `until` is the expiration date then.
    """

    sums: Sums
    later_on: date | None = None
    before: int | None = None
    after: int | None = None
    until: date | None = None


def added(moneys: Iterable[BulkMoney], currency: str) -> Sums:
    """Return exact sums; nothing is rounded."""
    return sum((one.sums for one in moneys), Sums.nothing(currency))
