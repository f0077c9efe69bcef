"""What is under way at the platform, as far as is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.details import MOVING, TRANSITIONAL
from domain.manager import ManagerDetails, asked_email, changes_asked, shows
from domain.operation import Operation, OperationKind
from domain.statuses import ManagerStatus
from etl.settle_managers import MANAGER_KINDS
from warehouse.apply import ask
from warehouse.connection import Snapshot

# What was done a moment ago may not show at the platform yet, nor in what is already known here.
MOMENT = timedelta(seconds=30)
# Of managers nothing is told by a cursor: they are read while one of them is under way.
MANAGERS = "managers"
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
        if one.kind in MANAGER_KINDS:
            if not _is_manager_shown(snapshot, one):
                yield Moving(MANAGERS, one.reseller_id, None, one.operation_id, one.state,
                             one.settled_at or one.answered_at or now)  # fmt: skip
            continue
        told = {one.ids.account_id, one.ids.order_id, one.ids.subscription_id} - {None}
        done_at = one.settled_at or one.answered_at or now
        if now - done_at < MOMENT or told - known:
            yield Moving("operation", one.reseller_id, one.ids.subscription_id, one.operation_id,
                         one.state, done_at)  # fmt: skip


def resellers_of(moving: Iterable[Moving], *kinds: str) -> list[str]:
    """Return whose things are under way: all of them, or those of some kinds."""
    return sorted({one.reseller_id for one in moving if not kinds or one.kind in kinds})


def subscriptions_of(moving: Iterable[Moving]) -> list[tuple[str, str]]:
    """Return whose subscriptions are under way, each once."""
    named = [(one.reseller_id, one.subscription_id) for one in moving]
    return list(dict.fromkeys((owner, known) for owner, known in named if known is not None))


def _is_manager_shown(snapshot: Snapshot, operation: Operation) -> bool:
    """Tell whether the mirror knows a manager who was created, or is as they were changed."""
    asked = operation.asked
    is_new = operation.kind == OperationKind.CREATE_MANAGER
    email = asked_email(asked).strip().lower() if is_new else ""
    binds = {
        "reseller_id": operation.reseller_id,
        "manager_id": asked["manager"] or "",
        "email": email,
    }
    with snapshot.cursor() as cursor:
        rows = ask(cursor, "known_manager", binds)
    if is_new:
        return bool(rows)
    found = [
        ManagerDetails(binds["manager_id"], name, "", phone or "", ManagerStatus.read(status),
                       None, "")
        for name, phone, status in rows
    ]  # fmt: skip
    return any(shows(one, changes_asked(asked)) for one in found)


def _known_ids(snapshot: Snapshot, operations: Sequence[Operation]) -> frozenset[str]:
    binds = {
        f"{name}s": [getattr(one.ids, name) for one in operations if getattr(one.ids, name)]
        for name in ("account_id", "order_id", "subscription_id")
    }
    with snapshot.cursor() as cursor:
        return frozenset(known for (known,) in ask(cursor, "known_id", binds))
