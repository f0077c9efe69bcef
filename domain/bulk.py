"""One action for several subscriptions: what is asked of each, what it costs, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.bulk_money import BulkMoney
from domain.management import Request
from domain.pricing.shown_price import ShownPrice

# Prices move: what was worked out longer ago is worked out anew before it is confirmed.
PREVIEW_LASTS = timedelta(minutes=30)


class BulkAction(StrEnum):
    """What can be asked of several subscriptions at once."""

    RENEW = "renew"
    AUTO_RENEW_ON = "auto_renew_on"
    AUTO_RENEW_OFF = "auto_renew_off"
    STOP = "stop"
    ACTIVATE = "activate"
    CHANGE = "change"
    DELETE = "delete"


class Stage(StrEnum):
    """How far a job is. It is looked through (`PREPARING`), waits to be confirmed (`PREPARED`), and
    is then carried out (`CONFIRMED`). While it is `ASKING`, something is to be filled in first.
    """

    ASKING = "asking"
    PREPARING = "preparing"
    PREPARED = "prepared"
    CONFIRMED = "confirmed"
    FINISHED = "finished"

    @property
    def is_confirmed(self) -> bool:
        return self in (Stage.CONFIRMED, Stage.FINISHED)


class ItemState(StrEnum):
    """What is known, or came, of it for one subscription.

    Before the confirmation one is `UNREAD`, then `READY`, `NOT_AVAILABLE` or `LEFT_OUT` by hand.
    Afterwards only what is `WAITING` is still to be sent; what was `NOT_BEGUN` is not any more, and
    of what `FAILED` nothing was sent: the portal itself was at fault.
    """

    UNREAD = "unread"
    READY = "ready"
    LEFT_OUT = "left_out"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_AVAILABLE = "not_available"
    CHANGED = "changed"
    PRICE_CHANGED = "price_changed"
    NOT_SENT = "not_sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"


# What was meant to be done and was not. Whoever left one out meant it.
NOT_DONE = (
    ItemState.REFUSED,
    ItemState.NOT_AVAILABLE,
    ItemState.CHANGED,
    ItemState.PRICE_CHANGED,
    ItemState.NOT_SENT,
    ItemState.FAILED,
    ItemState.NOT_BEGUN,
)


@dataclass(frozen=True, slots=True)
class BulkItem:
    """What is asked of one subscription; `request` is None before that can be told.

    `seen` is its revision as the preview was made, and `shown` what that said that it costs; None
    where it said that this can't be told, or nothing.
    """

    subscription_id: str
    request: Request | None = None
    seen: str | None = None
    shown: ShownPrice | None = None


@dataclass(frozen=True, slots=True)
class BulkJob:
    """Who asks for what, and in which language results are told.

    `given` is what was filled in, once for all. `round` counts how often it was looked through:
    what one round has found says nothing in the next one.
    """

    job_id: str
    key: str
    reseller_id: str
    manager_id: str
    language: str
    created_at: datetime
    action: BulkAction
    stage: Stage = Stage.PREPARING
    given: Mapping[str, str] = field(default_factory=dict)
    round: int = 1
    prepared_at: datetime | None = None

    def key_of(self, subscription_id: str) -> str:
        """Return the key of the operation on one subscription: the same whoever works it off."""
        return f"{self.job_id}:{subscription_id}"

    def is_outdated(self, now: datetime) -> bool:
        """Tell whether its prices are too old to be confirmed."""
        return self.prepared_at is not None and now - self.prepared_at > PREVIEW_LASTS


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What was found of one subscription: `READY` with its money, or why it can't be done."""

    item: BulkItem
    state: ItemState
    text: str | None = None
    name: str | None = None
    account_name: str | None = None
    money: BulkMoney | None = None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of it for one subscription; `text` says why, where nothing was done."""

    subscription_id: str
    state: ItemState
    text: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class BulkRow:
    """All that there is to show of one subscription."""

    result: BulkResult
    name: str | None
    account_name: str | None
    money: BulkMoney | None


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """How far a job has got: how many subscriptions are in each state."""

    job: BulkJob
    counts: Mapping[ItemState, int]

    def count(self, *states: ItemState) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """How many are still to be looked at, or to be sent."""
        return self.count(ItemState.UNREAD, ItemState.WAITING)
