"""Operations of which nobody knows what came of them, and writing down what did.

They are looked up at the platform, and never sent again before that (domain/recognition.py):

    for operation in unsettled(store, now=now):
        claimed = claimed_ids(store, operation)
        settlement = ...                      # look it up; None while it can't be said
        settle(store, operation, settlement, now=now)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.operation import Operation, OperationKind, OperationState, PlatformIds
from domain.recognition import Settlement
from store import models
from store.database import Store
from store.journal_rows import OPEN, SENDING_LASTS, Answer, audit_row, operation_of, write_answer

# Clocks and waiting requests may be far apart; what was made days before is not in question.
NOT_LONG_BEFORE = timedelta(days=1)


def in_flight(store: Store, *, reseller_id: str) -> list[Operation]:
    """Return a reseller's operations of which nobody knows yet what came of them, oldest first."""
    row = models.Operation
    return _list(store, select(row).where(row.state.in_(OPEN), row.reseller_id == reseller_id))


def unsettled(store: Store, *, now: datetime) -> list[Operation]:
    """Return what is to be looked up at the platform, of all resellers, oldest first.

    That is what is unknown, and what was sent and whose sender must be gone. While something of
    the same kind is being sent for the same account, the others wait: its answer says what they
    may not claim. What was begun and never sent is written down as not sent.
    """
    row = models.Operation
    found = _list(store, select(row).where(row.state.in_(OPEN)))
    if any(one.sent_at is None and now - one.begun_at >= SENDING_LASTS for one in found):
        _give_up_unsent(store, now)
    busy = {_subject(one) for one in found if _is_being_sent(one, now)}
    return [one for one in found if one.sent_at is not None and _subject(one) not in busy]


def accepted_since(store: Store, since: datetime) -> list[Operation]:
    """Return what was carried out from an instant of ours on, of all resellers, oldest first; not
    what was written down long before it was settled.
    """
    row = models.Operation
    known_at = func.coalesce(row.settled_at, row.answered_at)
    such = select(row).where(
        row.state == OperationState.ACCEPTED,
        row.created_at >= since - NOT_LONG_BEFORE,
        known_at >= since,
    )
    return _list(store, such)


def claimed_ids(store: Store, operation: Operation) -> frozenset[str]:
    """Return the platform's ids of what other operations of this reseller and kind have made about
    then: accounts for new accounts, orders for anything else.
    """
    row, claim = models.Operation, _claim(operation.kind)
    about_then = (operation.sent_at or operation.begun_at) - NOT_LONG_BEFORE
    with store.reading() as session:
        found = session.scalars(_others(operation, claim).where(row.sent_at >= about_then))
        return frozenset(one for one in found if one is not None)


def settle(store: Store, operation: Operation, settlement: Settlement, *, now: datetime) -> bool:
    """Write down what has become of an operation whose answer got lost.

    False, and nothing is written, when it was settled or answered meanwhile, or when another
    operation claims what was found.
    """
    with store.writing() as session:
        row = session.get_one(models.Operation, operation.operation_id, with_for_update=True)
        if row.attempt != operation.attempt or row.state not in OPEN:
            return False
        if _is_claimed(session, operation, settlement.ids):
            return False
        write_answer(row, Answer(settlement.state, settlement.ids))
        row.settled_at = now
        audit_row(session, row, now)
        return True


def _is_being_sent(operation: Operation, now: datetime) -> bool:
    is_recent = operation.sent_at is not None and now - operation.sent_at < SENDING_LASTS
    return operation.state is OperationState.SENDING and is_recent


def _subject(operation: Operation) -> tuple[str, str, str | None]:
    return operation.reseller_id, operation.kind, operation.ids.account_id


def _give_up_unsent(store: Store, now: datetime) -> None:
    row = models.Operation
    with store.writing() as session:
        given_up = session.scalars(
            select(row)
            .where(
                row.state == OperationState.SENDING,
                row.sent_at.is_(None),
                row.begun_at <= now - SENDING_LASTS,
            )
            .with_for_update()
        )
        for one in given_up:
            one.state, one.settled_at = OperationState.NOT_SENT, now
            audit_row(session, one, now)


def _claim(kind: str) -> InstrumentedAttribute[str | None]:
    is_account = kind == OperationKind.CREATE_ACCOUNT
    return models.Operation.account_id if is_account else models.Operation.order_id


def _others(operation: Operation, claim: InstrumentedAttribute[str | None]) -> Select[str | None]:
    row = models.Operation
    return select(claim).where(
        row.reseller_id == operation.reseller_id,
        row.kind == operation.kind,
        row.operation_id != operation.operation_id,
        row.state == OperationState.ACCEPTED,
    )


def _is_claimed(session: Session, operation: Operation, ids: PlatformIds) -> bool:
    is_account = operation.kind == OperationKind.CREATE_ACCOUNT
    made = ids.account_id if is_account else ids.order_id
    if made is None:
        return False
    claim = _claim(operation.kind)
    return session.scalar(_others(operation, claim).where(claim == made).limit(1)) is not None


def _list(store: Store, found: Select[models.Operation]) -> list[Operation]:
    with store.reading() as session:
        rows = session.scalars(found.order_by(models.Operation.created_at))
        return [operation_of(row) for row in rows]
