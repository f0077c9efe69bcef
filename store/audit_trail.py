"""What the managers of a reseller did, newest first: the audit, and what is still being sent.

Something asked of the platform is in the audit once it is answered, and once more when an unknown
outcome is settled. Until it is answered it stands in the journal alone, and is told from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    Subquery,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.operation import OperationState
from store.database import Store
from store.journal_rows import audited
from store.models import AuditEvent, Operation

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are meant. No managers and no actions stand for all; `until` is excluded."""

    manager_ids: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that a manager did. `message` is what the platform said when it refused."""

    happened_at: datetime
    manager_id: str
    action: str
    detail: Mapping[str, Any]
    message: str | None = None


def count_entries(store: Store, such: AuditFilter, *, reseller_id: str) -> int:
    """Return how many entries of a reseller a filter means."""
    entry = _entries(such, reseller_id)
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(entry)) or 0


def page_of_entries(
    store: Store, such: AuditFilter, *, reseller_id: str, offset: int, limit: int
) -> list[AuditEntry]:
    """Return some of a reseller's entries, newest first."""
    newest = _newest_first(such, reseller_id, most=offset + limit).offset(offset).limit(limit)
    with store.reading() as session:
        return _read(session, session.execute(newest).all(), reseller_id)


def stream_entries(
    store: Store, such: AuditFilter, *, reseller_id: str
) -> Iterator[list[AuditEntry]]:
    """Yield all that a filter means in batches, newest first: for an export of any size."""
    with store.reading() as session:
        newest = _newest_first(such, reseller_id).execution_options(yield_per=BATCH)
        for rows in session.execute(newest).partitions():
            yield _read(session, rows, reseller_id)


def _newest_first(such: AuditFilter, reseller_id: str, *, most: int | None = None) -> Select[Any]:
    entry = _entries(such, reseller_id, most)
    by_time = (entry.c.happened_at.desc(), entry.c.own_number.desc(), entry.c.operation_id)
    return select(entry).order_by(*by_time)


def _entries(such: AuditFilter, reseller_id: str, most: int | None = None) -> Subquery:
    """Return entries of either kind; with `most`, no more of the audit than that, the newest.

    A database sorts all of what it puts together, and the audit is as long as the portal is old.
    """
    event, operation = AuditEvent, Operation
    told = select(
        event.happened_at.label("happened_at"),
        event.audit_event_id.label("own_number"),
        event.manager_id.label("manager_id"),
        event.action.label("action"),
        event.detail.label("detail"),
        cast(null(), String(36)).label("operation_id"),
    ).where(
        event.reseller_id == reseller_id,
        *_chosen(such, event.happened_at, event.manager_id, event.action),
    )
    if most is not None:
        newest = told.order_by(event.happened_at.desc(), event.audit_event_id.desc()).limit(most)
        told = select(newest.subquery())
    under_way = select(
        operation.begun_at,
        literal(0),
        operation.manager_id,
        operation.kind,
        operation.asked,
        operation.operation_id,
    ).where(
        operation.reseller_id == reseller_id,
        operation.state == OperationState.SENDING,
        *_chosen(such, operation.begun_at, operation.manager_id, operation.kind),
    )
    return union_all(told, under_way).subquery()


def _chosen(
    such: AuditFilter,
    happened_at: InstrumentedAttribute[datetime],
    manager_id: InstrumentedAttribute[str],
    action: InstrumentedAttribute[str],
) -> Iterator[ColumnElement[bool]]:
    if such.manager_ids:
        yield manager_id.in_(such.manager_ids)
    if such.actions:
        yield action.in_(such.actions)
    if such.since:
        yield happened_at >= such.since
    if such.until:
        yield happened_at < such.until


def _read(session: Session, rows: Sequence[Row[Any]], reseller_id: str) -> list[AuditEntry]:
    """Return entries with what the journal knows of those that were asked of the platform."""
    known_as = [row.operation_id or row.detail.get("operation_id") for row in rows]
    asked = select(Operation).where(
        Operation.operation_id.in_({one for one in known_as if one}),
        Operation.reseller_id == reseller_id,
    )
    operations = {one.operation_id: one for one in session.scalars(asked)}
    return [
        _entry(row, operations.get(known), is_under_way=row.operation_id is not None)
        for row, known in zip(rows, known_as, strict=True)
    ]


def _entry(row: Row[Any], operation: Operation | None, *, is_under_way: bool) -> AuditEntry:
    detail, message = row.detail, None
    if operation is not None and is_under_way:
        detail = audited(operation)
    elif operation is not None and row.happened_at in (operation.answered_at, operation.settled_at):
        # An operation that was asked for anew has the message of its last answer alone.
        message = operation.message
    return AuditEntry(row.happened_at, row.manager_id, row.action, detail, message)
