"""The journal of operations: what was asked of the platform, and what came of it.

An operation is written down before it is sent, under the key of the form that asks for it. However
many presses, tabs and processes send the form at once, one of them is the sender:

    begun = begin(store, asking, now=now)
    if begun.is_sender and mark_sent(store, begun.operation, now=now, platform_at=...):
        ...                                   # send it, once
        record_answer(store, begun.operation, Answer(...), now=now)

A process that dies before `mark_sent` has sent nothing, and another may take over; one that dies
after it may have, and nobody sends it again: it stays `sending`, and is looked up like one whose
outcome is unknown (store/settling.py).
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.operation import (
    Operation,
    OperationState,
    PlatformIds,
    fingerprint_of,
)
from store import models
from store.database import Store
from store.journal_rows import (
    Answer,
    audit_row,
    is_abandoned,
    operation_of,
    write_answer,
)
from store.one_at_a_time import in_the_way

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


def find_operation(store: Store, key: str, *, manager_id: str) -> Operation | None:
    """Return a manager's operation by the key of its form; None when the form was never sent."""
    with store.reading() as session:
        row = session.scalar(_by_key(key, manager_id))
        return None if row is None else operation_of(row)


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


def _by_key(key: str, manager_id: str) -> Select[models.Operation]:
    row = models.Operation
    return select(row).where(row.manager_id == manager_id, row.key == key)
