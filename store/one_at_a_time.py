"""Of each subscription one operation at a time, whoever asks for it (OP-7).

An index makes sure of it: of a subscription there is one row at most that is not settled.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from domain.operation import Operation, OperationState
from store import models
from store.database import Store
from store.journal_rows import OPEN, is_abandoned, operation_of

Subject = tuple[str, str]  # A reseller's id, and that of one of its subscriptions.


def in_the_way(
    session: Session,
    subject: Subject,
    *,
    except_for: str | None,
    seen_at: datetime | None,
    now: datetime,
) -> models.Operation | None:
    """Return the operation of a subscription that keeps another one from being begun.

    That is one of which nobody knows what came of it, and one that is known to be carried out only
    since the subscription was looked at: what was seen may be from before. One that was begun and
    whose sender is gone before anything was sent is written down as not sent.
    """
    row = models.Operation
    since = [_is_done_since(seen_at)] if seen_at else []
    such = _of(subject).where(or_(row.state.in_(OPEN), *since)).order_by(row.created_at)
    others = session.scalars(such.with_for_update()).all()
    for other in others:
        if other.operation_id == except_for:
            continue
        if not is_abandoned(operation_of(other), now):
            return other
        other.state = OperationState.NOT_SENT
        other.settled_at = now
        session.flush()
    return None


def under_way(store: Store, subject: Subject) -> Operation | None:
    """Return the operation of a subscription of which nobody knows yet what came of it."""
    with store.reading() as session:
        found = session.scalar(_of(subject).where(models.Operation.state.in_(OPEN)).limit(1))
        return None if found is None else operation_of(found)


def subscriptions_under_way(store: Store, *, reseller_id: str) -> frozenset[str]:
    """Return the ids of a reseller's subscriptions that have such an operation."""
    row = models.Operation
    such = select(row.subscription_id).where(
        row.reseller_id == reseller_id, row.state.in_(OPEN), row.subscription_id.is_not(None)
    )
    with store.reading() as session:
        return frozenset(one for one in session.scalars(such) if one is not None)


def acted_on_since(store: Store, since: datetime, *, reseller_id: str) -> frozenset[str]:
    """Return the ids of a reseller's subscriptions that something was done with since then, or
    that have an operation of which nobody knows yet what came of it.
    """
    row = models.Operation
    is_lately = (row.state == OperationState.ACCEPTED) & (row.sent_at >= since)
    such = select(row.subscription_id).where(
        row.reseller_id == reseller_id,
        or_(row.state.in_(OPEN), is_lately),
        row.subscription_id.is_not(None),
    )
    with store.reading() as session:
        return frozenset(one for one in session.scalars(such) if one is not None)


def _is_done_since(seen_at: datetime) -> ColumnElement[bool]:
    """Tell what was carried out as late as that; when it was sent says nothing of when it was."""
    row = models.Operation
    is_known_since = or_(row.answered_at >= seen_at, row.settled_at >= seen_at)
    return and_(row.state == OperationState.ACCEPTED, is_known_since)


def _of(subject: Subject) -> Select[models.Operation]:
    row = models.Operation
    reseller_id, subscription_id = subject
    return select(row).where(row.reseller_id == reseller_id, row.subscription_id == subscription_id)
