"""What may be asked about cost: how it is measured, split and filtered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.periods import Period

Ids = tuple[str, ...]


class Level(StrEnum):
    """What the components of a view are (ANL-11)."""

    ACCOUNT = "account"
    SUBSCRIPTION = "subscription"
    CATEGORY = "category"
    RESOURCE = "resource"


class Measure(StrEnum):
    """The two definitions of an amount: before the reseller's discounts, and after."""

    GROSS = "gross"
    NET = "net"


class Detail(StrEnum):
    """How finely time is split (ANL-9)."""

    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class CostFilter:
    """Which costs a view sums. None stands for all.

    Several ids stand for accounts, or subscriptions, of one name: they are shown as one (ANL-7).
    """

    period: Period
    account_ids: Ids | None = None
    subscription_ids: Ids | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which charges and consumption records a number is the sum of.

    `other_than` names the components, at `level`, that the number leaves out ("Others").
    """

    cost: CostFilter
    resource: str | None = None
    level: Level = Level.ACCOUNT
    other_than: Ids | None = None
    refunds_only: bool = False
