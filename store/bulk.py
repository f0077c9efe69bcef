"""Jobs: one action for several subscriptions, written down whole and worked off one by one.

A worker has a job to itself for `WORKING_LASTS`; what its process leaves behind when it dies,
another one takes up. Nothing is sent twice by that: the operation on each subscription has a key of
its own in the journal (store/operations.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.bulk import BulkJob, BulkProgress, ItemState, Stage
from domain.management import Request
from store import models
from store.audit import Action, add_event
from store.bulk_rows import item_row, job_row, planned, read_job
from store.database import Store

# The worker's process must be gone, and what it was sending must have left, or never will
# (store.journal_rows.SENDING_LASTS).
WORKING_LASTS = timedelta(minutes=3)
# What a worker does in a stage: it takes what is in this state, and then comes the next stage.
WORKED_OFF = {Stage.PREPARING: ItemState.UNREAD, Stage.CONFIRMED: ItemState.WAITING}
AFTERWARDS = {Stage.PREPARING: Stage.PREPARED, Stage.CONFIRMED: Stage.FINISHED}


def add_job(store: Store, job: BulkJob, subscription_ids: Sequence[str]) -> BulkJob:
    """Write a job down, or return the one that was written down under its key before."""
    try:
        with store.writing() as session:
            known = _by_key(session, job.key, job.manager_id)
            return read_job(known) if known else _add(session, job, subscription_ids)
    except IntegrityError:
        # Another process wrote it down at the same moment.
        found = find_job(store, job.key, manager_id=job.manager_id)
        if found is None:
            raise
        return found


def new_job_id() -> str:
    return str(uuid.uuid4())


def find_job(store: Store, key: str, *, manager_id: str) -> BulkJob | None:
    """Return a manager's job by its key; None when there is none."""
    with store.reading() as session:
        found = _by_key(session, key, manager_id)
        return None if found is None else read_job(found)


def recent_jobs(
    store: Store, *, manager_id: str, reseller_id: str, since: datetime, count: int
) -> list[BulkJob]:
    """Return a manager's jobs, the newest first: those under way, and those begun lately."""
    job = models.BulkJob
    is_recent = or_(job.created_at >= since, job.stage == Stage.CONFIRMED)
    such = select(job).where(
        job.manager_id == manager_id, job.reseller_id == reseller_id, is_recent
    )
    with store.reading() as session:
        rows = session.scalars(such.order_by(job.created_at.desc()).limit(count))
        return [read_job(row) for row in rows]


def progress_of(store: Store, job: BulkJob) -> BulkProgress:
    """Return how far a job has got."""
    item = models.BulkItem
    counts = select(item.state, func.count()).where(item.job_id == job.job_id)
    with store.reading() as session:
        row = session.get_one(models.BulkJob, job.job_id)
        rows = session.execute(counts.group_by(item.state)).all()
        return BulkProgress(read_job(row), {ItemState(state): count for state, count in rows})


def prepare_again(store: Store, job: BulkJob, given: Mapping[str, str], *, now: datetime) -> bool:
    """Have a job looked through anew, with what is filled in; False once it is confirmed.

    What was left out by hand stays so.
    """
    item = models.BulkItem
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        if Stage(row.stage).is_confirmed:
            return False
        row.stage, row.given, row.round = Stage.PREPARING, dict(given), row.round + 1
        row.next_at, row.prepared_at = now, None
        such = update(item).where(item.job_id == job.job_id, item.state != ItemState.LEFT_OUT)
        session.execute(such.values(state=ItemState.UNREAD, text=None, attempt=0))
        return True


def confirm_job(
    store: Store,
    job: BulkJob,
    given: Mapping[str, str],
    request: Request | None = None,
    *,
    now: datetime,
) -> bool:
    """Have what is ready carried out; False when it is confirmed already, or prepared otherwise.

    `request` is what is asked of each where the preview could not tell it yet.
    """
    item = models.BulkItem
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        if row.stage != Stage.PREPARED or row.round != job.round:
            return False
        row.stage, row.given, row.next_at = Stage.CONFIRMED, dict(given), now
        such = update(item).where(item.job_id == job.job_id, item.state == ItemState.READY)
        asked = planned("", request) if request else {}
        confirmed = session.execute(such.values(state=ItemState.WAITING, attempt=0, **asked))
        add_event(
            session,
            Action.SEVERAL_CONFIRMED,
            reseller_id=row.reseller_id,
            manager_id=row.manager_id,
            now=now,
            detail={
                "job_key": row.key,
                "kind": row.action,
                "subscription_count": cast(CursorResult[Any], confirmed).rowcount,
            },
        )
        return True


def claim_job(store: Store, *, now: datetime) -> BulkJob | None:
    """Take a job that nobody works at, the one that waits longest; None when there is none."""
    job = models.BulkJob
    is_free = or_(job.worked_until.is_(None), job.worked_until <= now)
    such = select(job).where(job.stage.in_(WORKED_OFF), job.next_at <= now, is_free)
    with store.writing() as session:
        found = session.scalar(
            such.order_by(job.next_at).limit(1).with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        found.worked_until = now + WORKING_LASTS
        return read_job(found)


def release_job(store: Store, job: BulkJob, *, next_at: datetime, now: datetime) -> None:
    """Let others work at a job, from an instant on; its next stage comes once nothing waits."""
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        row.worked_until, row.next_at = None, next_at
        finish_stage(session, row, now)


def finish_stage(session: Session, row: models.BulkJob, now: datetime) -> None:
    """Go on to the next stage where a worker has nothing left to do in this one."""
    stage, item = Stage(row.stage), models.BulkItem
    if stage not in WORKED_OFF:
        return
    such = exists().where(item.job_id == row.job_id, item.state == WORKED_OFF[stage])
    if session.scalar(select(such)):
        return
    row.stage = AFTERWARDS[stage]
    if row.stage == Stage.PREPARED:
        row.prepared_at = now
    else:
        row.finished_at = now


def _add(session: Session, job: BulkJob, subscription_ids: Sequence[str]) -> BulkJob:
    session.add(job_row(job))
    session.flush()
    rows = [item_row(job, position, own_id) for position, own_id in enumerate(subscription_ids)]
    session.execute(insert(models.BulkItem), rows)
    return job


def _by_key(session: Session, key: str, manager_id: str) -> models.BulkJob | None:
    job = models.BulkJob
    return session.scalar(select(job).where(job.manager_id == manager_id, job.key == key))
