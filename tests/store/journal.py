"""Operations of the journal, as tests have them begun, sent and answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.operation import Operation, OperationKind, OperationState, PlatformIds
from store.database import Store
from store.journal_rows import Answer
from store.operations import Asking, begin, find_operation, mark_sent, record_answer

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ORDER = {"account_id": "a1", "plan_id": "5", "quantities": {"7": 3}}
ASKING = Asking("form1", "r1", "m1", OperationKind.SALES_ORDER, ORDER, PlatformIds(account_id="a1"))
ACCEPTED = Answer(OperationState.ACCEPTED, PlatformIds("a1", "o1", "s1"))
REFUSED = Answer(OperationState.REFUSED, message="Not now", problems={"resources": "Too many"})
NOT_SENT = Answer(OperationState.NOT_SENT)
UNKNOWN = Answer(OperationState.UNKNOWN)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def sent(store: Store, asking: Asking = ASKING, now: datetime = NOW) -> Operation:
    """Begin an operation and note that it is about to leave."""
    begun = begin(store, asking, now=now)
    assert begun.is_sender
    assert mark_sent(store, begun.operation, now=now, platform_at=now)
    found = find_operation(store, asking.key, manager_id=asking.manager_id)
    assert found is not None
    return found


def answered(store: Store, answer: Answer, asking: Asking = ASKING) -> Operation:
    return record_answer(store, sent(store, asking), answer, now=later(1))
