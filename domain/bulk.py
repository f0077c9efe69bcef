"""One action for several subscriptions: what is asked of each, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.management import Request
from domain.money import Money


class ItemState(StrEnum):
    """What came of it for one subscription. Only what is `WAITING` is still to be sent."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_AVAILABLE = "not_available"
    CHANGED = "changed"
    PRICE_CHANGED = "price_changed"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class BulkItem:
    """What is asked of one subscription.

    `seen` is its revision where the manager has looked at it, and `shown_total` what the preview
    said that it costs; None where it said that this can't be told, or nothing.
    """

    subscription_id: str
    request: Request
    seen: str | None = None
    shown_total: Money | None = None


@dataclass(frozen=True, slots=True)
class BulkJob:
    """Who asks, and in which language results are told."""

    job_id: str
    key: str
    reseller_id: str
    manager_id: str
    language: str
    created_at: datetime

    def key_of(self, subscription_id: str) -> str:
        """Return the key of the operation on one subscription: the same whoever works it off."""
        return f"{self.job_id}:{subscription_id}"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of it for one subscription; `text` says why, where nothing was done."""

    subscription_id: str
    state: ItemState
    text: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """How far a job has got: how many subscriptions are in each state."""

    job: BulkJob
    counts: Mapping[ItemState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(ItemState.WAITING, 0)

    @property
    def is_finished(self) -> bool:
        return not self.waiting
