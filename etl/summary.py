"""What became of a load, for people and machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.money import Money


class LoadKind(StrEnum):
    """What a load reads."""

    REFRESH = "refresh"  # What changed since the last load.
    FULL = "full"  # Everything.
    REPLAY = "replay"  # The pages that a load kept.
    WATCH = "watch"  # What is moving: accounts, subscriptions and orders, and no costs.


class Status(StrEnum):
    """How a load ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"  # There was nothing new to publish.
    FAILED = "failed"
    BUSY = "busy"  # Another load is running; this one did nothing.


@dataclass(frozen=True, slots=True)
class Difference:
    """A month of a subscription that the platform sums up otherwise than we do."""

    reseller_id: str
    account_id: str
    account: str | None
    subscription_id: str
    month: date
    ours: Money
    theirs: Money


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load brought in. `quarantined` records, `differences` and `deviations` (figures of
    reseller charges that do not follow from their others) are those known now.
    """

    load_id: str | None
    kind: LoadKind
    status: Status
    as_of: datetime | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0
    differences: tuple[Difference, ...] = ()
    deviations: int = 0
    broken_pages: tuple[str, ...] = ()
    mirror_version: str | None = None
    ledger_version: str | None = None
    error: str | None = None
