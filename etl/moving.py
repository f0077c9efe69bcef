"""What is under way at the platform, as far as is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.details import MOVING, TRANSITIONAL
from domain.operation import Operation
from warehouse.apply import ask
from warehouse.connection import Snapshot

# What was done a moment ago may not show at the platform yet, nor in what is already known here.
MOMENT = timedelta(seconds=30)
# What the mirror does not show after this is for the refreshes: some came meanwhile.
LATEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moving:
    """Something that is under way: a subscription, an order, or an operation of our journal whose
    result the mirror does not show. `state` and `changed_at` tell when it moves.

    `subscription_id` is None where none is known of.
    """

    kind: str
    reseller_id: str
    subscription_id: str | None
    id: str
    state: str
    changed_at: datetime | None


def moving_in(snapshot: Snapshot, today: date) -> Iterator[Moving]:
    """Yield what the mirror shows to be under way, and not to wait for a day to come; what changed
    last first.
    """
    binds = {
        "transitional": sorted(TRANSITIONAL),
        "unfinished": sorted(MOVING),
        "today": today,
    }
    with snapshot.cursor() as cursor:
        yield from (Moving(*row) for row in ask(cursor, "moving", binds))


def not_shown_yet(
    snapshot: Snapshot, accepted: Sequence[Operation], now: datetime
) -> Iterator[Moving]:
    """Yield the operations that were carried out and that the mirror does not show, or may not."""
    known = _known_ids(snapshot, accepted) if accepted else frozenset()
    for one in accepted:
        told = {one.ids.account_id, one.ids.order_id, one.ids.subscription_id} - {None}
        done_at = one.settled_at or one.answered_at or now
        if now - done_at < MOMENT or told - known:
            yield Moving("operation", one.reseller_id, one.ids.subscription_id, one.operation_id,
                         one.state, done_at)  # fmt: skip


def resellers_of(moving: Iterable[Moving]) -> list[str]:
    return sorted({one.reseller_id for one in moving})


def subscriptions_of(moving: Iterable[Moving]) -> list[tuple[str, str]]:
    """Return whose subscriptions are under way, each once."""
    named = [(one.reseller_id, one.subscription_id) for one in moving]
    return list(dict.fromkeys((owner, known) for owner, known in named if known is not None))


def _known_ids(snapshot: Snapshot, operations: Sequence[Operation]) -> frozenset[str]:
    binds = {
        f"{name}s": [getattr(one.ids, name) for one in operations if getattr(one.ids, name)]
        for name in ("account_id", "order_id", "subscription_id")
    }
    with snapshot.cursor() as cursor:
        return frozenset(known for (known,) in ask(cursor, "known_id", binds))
