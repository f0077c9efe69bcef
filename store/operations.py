"""The journal of operations: what was asked of the platform, and what came of it.

An operation is written down before it is sent, under the key of the form that asks for it. However
many presses, tabs and processes send the form at once, one of them is the sender:

    begun = begin(store, asking, now=now)
    if begun.is_sender and mark_sent(store, begun.operation, now=now, platform_at=...):
        ...                                   # send it, once
        record_answer(store, begun.operation, Answer(...), now=now)

A process that dies before `mark_sent` has sent nothing, and another may take over; one that dies
after it may have, and nobody sends it again: it stays `sending`, and is looked up like one whose
outcome is unknown (domain/recognition.py):

    for operation in unsettled(store, now=now):
        claimed = claimed_ids(store, operation)
        settlement = ...                      # look it up; None while it can't be said
        settle(store, operation, settlement, now=now)
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.operation import (
    Operation,
    OperationKind,
    OperationState,
    PlatformIds,
    fingerprint_of,
)
from domain.recognition import Settlement
from store import models
from store.database import Store
from store.journal_rows import (
    OPEN,
    Answer,
    audit_row,
    is_abandoned,
    operation_of,
    write_answer,
)
from store.journal_rows import SENDING_LASTS as SENDING_LASTS
from store.one_at_a_time import in_the_way

# Clocks and waiting requests may be far apart; what was made days before is not in question.
NOT_LONG_BEFORE = timedelta(days=1)
# So often may others be first, one after another, within the moment that it takes to write.
MOST_RACES = 4
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, by which form. `asked` is JSON, without secrets.

    Of a subscription that is named in `ids` nothing else may be under way, and nothing else may
    have been carried out since `seen_at`, when it was last looked at.
    """

    key: str
    reseller_id: str
    manager_id: str
    kind: str
    asked: Mapping[str, Any]
    ids: PlatformIds = field(default_factory=PlatformIds)
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """An operation of the journal, and whether it is now ours to send.

    `is_other` tells that it is not the one asked for: another one of the subscription stands in
    the way, and nothing was written down.
    """

    operation: Operation
    is_sender: bool
    is_other: bool = False


def begin(store: Store, asking: Asking, *, now: datetime) -> Begun:
    """Write an operation down, or return what is written down of it already.

    The first to ask is the sender. One that was not sent, or that was refused and is asked for
    with other values, gets a sender again. So does one whose sender is gone for `SENDING_LASTS`
    without having begun to send: if it comes back, `mark_sent` stops it.
    """
    known = find_operation(store, asking.key, manager_id=asking.manager_id)
    if known is not None and not _may_begin(known, asking, now):
        return Begun(known, is_sender=False)
    for _ in range(MOST_RACES):
        try:
            with store.writing() as session:
                return _begin(session, asking, now)
        except IntegrityError:
            # Another process wrote it, or another one of the subscription, down at the same
            # moment; now there is a row.
            continue
    with store.writing() as session:
        return _begin(session, asking, now)


def mark_sent(
    store: Store,
    operation: Operation,
    *,
    now: datetime,
    platform_at: datetime | None,
    account_id: str | None = None,
) -> bool:
    """Note that an operation is about to leave; False when it is not ours to send any more.

    The note reaches the disk first. `platform_at` is the platform's time, where it is known, and
    `account_id` the account that has been made for the operation meanwhile.
    """
    row = models.Operation
    with store.writing(is_durable=True) as session:
        changed = session.execute(
            update(row)
            .where(
                row.operation_id == operation.operation_id,
                row.attempt == operation.attempt,
                row.state == OperationState.SENDING,
                row.sent_at.is_(None),
            )
            .values(sent_at=now, platform_at=platform_at, account_id=account_id or row.account_id)
            .returning(row.operation_id)
        )
        return changed.first() is not None


def record_answer(
    store: Store, operation: Operation, answer: Answer, *, now: datetime
) -> Operation:
    """Write down what came of an operation, and return it as it is now.

    Where it was settled as accepted meanwhile, that stays.
    """
    with store.writing() as session:
        row = session.get_one(models.Operation, operation.operation_id, with_for_update=True)
        is_ours = row.attempt == operation.attempt
        if is_ours and row.state not in (OperationState.ACCEPTED, OperationState.REFUSED):
            write_answer(row, answer)
            row.answered_at = now
            audit_row(session, row, now)
        elif answer.state is OperationState.ACCEPTED and row.order_id != answer.ids.order_id:
            log.error("operation %s was carried out after it had been given up", row.operation_id)
        return operation_of(row)


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


def find_operation(store: Store, key: str, *, manager_id: str) -> Operation | None:
    """Return a manager's operation by the key of its form; None when the form was never sent."""
    with store.reading() as session:
        row = session.scalar(_by_key(key, manager_id))
        return None if row is None else operation_of(row)


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


def _begin(session: Session, asking: Asking, now: datetime) -> Begun:
    row = session.scalar(_by_key(asking.key, asking.manager_id).with_for_update())
    if row is not None and not _may_begin(operation_of(row), asking, now):
        return Begun(operation_of(row), is_sender=False)
    if asking.ids.subscription_id is not None:
        other = in_the_way(
            session,
            (asking.reseller_id, asking.ids.subscription_id),
            except_for=row.operation_id if row else None,
            seen_at=asking.seen_at,
            now=now,
        )
        if other is not None:
            return Begun(operation_of(other), is_sender=False, is_other=True)
    if row is None:
        row = models.Operation(
            operation_id=str(uuid.uuid4()),
            key=asking.key,
            manager_id=asking.manager_id,
            created_at=now,
            attempt=0,
        )
        session.add(row)
    row.reseller_id = asking.reseller_id
    row.kind = asking.kind
    row.asked = dict(asking.asked)
    row.fingerprint = fingerprint_of(asking.kind, asking.asked)
    row.attempt += 1
    row.begun_at = now
    row.sent_at = row.platform_at = row.answered_at = row.settled_at = None
    row.account_id = row.subscription_id = None
    write_answer(row, Answer(OperationState.SENDING, asking.ids))
    session.flush()
    return Begun(operation_of(row), is_sender=True)


def _may_begin(known: Operation, asking: Asking, now: datetime) -> bool:
    if known.state is OperationState.NOT_SENT:
        return True
    if known.state is OperationState.REFUSED:
        return known.fingerprint != fingerprint_of(asking.kind, asking.asked)
    return is_abandoned(known, now)


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


def _by_key(key: str, manager_id: str) -> Select[models.Operation]:
    row = models.Operation
    return select(row).where(row.manager_id == manager_id, row.key == key)


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
