"""Jobs that are long over are forgotten, with what they held of each subscription.

What they did stays: in the journal of operations and in the audit, which nothing here touches.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from domain.bulk import ItemState, Stage
from store import models
from store.database import Store

AT_ONCE = 10  # Jobs: each may have ten thousand subscriptions, and others write meanwhile.


def forget_jobs(store: Store, *, older_than: timedelta, now: datetime) -> int:
    """Forget the jobs that were begun longer ago, and return how many they were.

    One that is being carried out is kept, and so is one of which something is not known yet.
    """
    count = 0
    while forgotten := _forget(store, now - older_than, now):
        count += forgotten
    return count


def own_jobs(store: Store, keys: set[str], *, manager_id: str) -> frozenset[str]:
    """Return which of these keys are those of a manager's jobs that are there still."""
    job = models.BulkJob
    such = select(job.key).where(job.manager_id == manager_id, job.key.in_(keys))
    if not keys:
        return frozenset()
    with store.reading() as session:
        return frozenset(session.scalars(such))


def _forget(store: Store, before: datetime, now: datetime) -> int:
    job, item = models.BulkJob, models.BulkItem
    such = select(job.job_id).where(_is_over(before, now)).order_by(job.created_at).limit(AT_ONCE)
    with store.writing() as session:
        ids = list(session.scalars(such.with_for_update(skip_locked=True)))
        if ids:
            session.execute(delete(item).where(item.job_id.in_(ids)))
            session.execute(delete(job).where(job.job_id.in_(ids)))
    return len(ids)


def _is_over(before: datetime, now: datetime) -> ColumnElement[bool]:
    job, item = models.BulkJob, models.BulkItem
    is_unknown = exists().where(item.job_id == job.job_id, item.state == ItemState.UNKNOWN)
    is_free = or_(job.worked_until.is_(None), job.worked_until <= now)
    is_done = job.stage != Stage.CONFIRMED
    # What was carried out late is shown as long as what was carried out at once.
    last_at = func.coalesce(job.finished_at, job.prepared_at, job.created_at)
    return and_(last_at < before, is_free, is_done, ~is_unknown)
