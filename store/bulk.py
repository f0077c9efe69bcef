"""Jobs: one action for several subscriptions, written down whole and worked off one by one.

A worker has a job to itself for `WORKING_LASTS`; what its process leaves behind when it dies,
another one takes up. Nothing is sent twice by that: the operation on each subscription has a key of
its own in the journal (store/operations.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.bulk import BulkItem, BulkJob, BulkProgress, BulkResult, ItemState
from domain.money import Money
from domain.request_record import asked_request, kind_of, request_asked
from store import models
from store.database import Store

# The worker's process must be gone, and what it was sending must have left, or never will
# (store.operations.SENDING_LASTS).
WORKING_LASTS = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that is to be sent, and how often that was tried."""

    item: BulkItem
    attempt: int


def add_job(store: Store, job: BulkJob, items: Sequence[BulkItem]) -> BulkJob:
    """Write a job down, or return the one that was written down under its key before."""
    try:
        with store.writing() as session:
            known = _by_key(session, job.key, job.manager_id)
            return _job(known) if known else _add(session, job, items)
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
        return None if found is None else _job(found)


def progress_of(store: Store, job: BulkJob) -> BulkProgress:
    """Return how far a job has got."""
    item = models.BulkItem
    counts = select(item.state, func.count()).where(item.job_id == job.job_id)
    with store.reading() as session:
        rows = session.execute(counts.group_by(item.state)).all()
    return BulkProgress(job, {ItemState(state): count for state, count in rows})


def results_of(
    store: Store,
    job: BulkJob,
    *,
    states: Sequence[ItemState] = (),
    start: int = 0,
    count: int = 50,
) -> list[BulkResult]:
    """Return what came of a job for each subscription, in the order asked; of some states only
    where any are named.
    """
    item = models.BulkItem
    such = select(item).where(item.job_id == job.job_id).order_by(item.position)
    if states:
        such = such.where(item.state.in_(states))
    with store.reading() as session:
        return [
            BulkResult(row.subscription_id, ItemState(row.state), row.text, row.order_id)
            for row in session.scalars(such.offset(start).limit(count))
        ]


def claim_job(store: Store, *, now: datetime) -> BulkJob | None:
    """Take a job that nobody works at, the one that waits longest; None when there is none."""
    job = models.BulkJob
    is_free = or_(job.worked_until.is_(None), job.worked_until <= now)
    such = select(job).where(job.finished_at.is_(None), job.next_at <= now, is_free)
    with store.writing() as session:
        found = session.scalar(
            such.order_by(job.next_at).limit(1).with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        found.worked_until = now + WORKING_LASTS
        return _job(found)


def release_job(store: Store, job: BulkJob, *, next_at: datetime, now: datetime) -> None:
    """Let others work at a job, from an instant on; it is finished once nothing of it waits."""
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        row.worked_until, row.next_at = None, next_at
        if not _waits(session, job):
            row.finished_at = now


def next_items(store: Store, job: BulkJob, count: int) -> list[Waiting]:
    """Return what of a job is to be sent next."""
    item = models.BulkItem
    such = select(item).where(item.job_id == job.job_id, item.state == ItemState.WAITING)
    with store.reading() as session:
        rows = session.scalars(such.order_by(item.position).limit(count))
        return [Waiting(_item(row), row.attempt) for row in rows]


def record_result(
    store: Store, job: BulkJob, result: BulkResult, *, attempt: int, now: datetime
) -> None:
    """Write down what came of one subscription; the worker keeps the job for a while longer."""
    item = models.BulkItem
    with store.writing() as session:
        session.execute(
            update(item)
            .where(
                item.job_id == job.job_id,
                item.subscription_id == result.subscription_id,
                item.state == ItemState.WAITING,
            )
            .values(state=result.state, text=result.text, order_id=result.order_id, attempt=attempt)
        )
        session.execute(
            update(models.BulkJob)
            .where(models.BulkJob.job_id == job.job_id)
            .values(worked_until=now + WORKING_LASTS)
        )


def leave_out_rest(store: Store, job: BulkJob) -> int:
    """Leave out what is not sent yet; return of how many subscriptions that is."""
    item = models.BulkItem
    with store.writing() as session:
        left = session.execute(
            update(item)
            .where(item.job_id == job.job_id, item.state == ItemState.WAITING)
            .values(state=ItemState.LEFT_OUT)
            .returning(item.subscription_id)
        )
        return len(left.all())


def _add(session: Session, job: BulkJob, items: Sequence[BulkItem]) -> BulkJob:
    session.add(
        models.BulkJob(
            job_id=job.job_id,
            key=job.key,
            reseller_id=job.reseller_id,
            manager_id=job.manager_id,
            language=job.language,
            created_at=job.created_at,
            next_at=job.created_at,
        )
    )
    session.flush()
    rows = [_row(job, position, item) for position, item in enumerate(items)]
    session.execute(insert(models.BulkItem), rows)
    return job


def _row(job: BulkJob, position: int, item: BulkItem) -> dict[str, object]:
    shown = item.shown_total
    return {
        "job_id": job.job_id,
        "subscription_id": item.subscription_id,
        "position": position,
        "kind": kind_of(item.request),
        "asked": asked_request(item.subscription_id, item.request),
        "seen": item.seen,
        "shown_amount": shown.amount if shown else None,
        "currency": shown.currency if shown else None,
        "state": ItemState.WAITING,
        "attempt": 0,
        "text": None,
        "order_id": None,
    }


def _item(row: models.BulkItem) -> BulkItem:
    shown = None
    if row.shown_amount is not None and row.currency is not None:
        shown = Money(row.shown_amount, row.currency)
    return BulkItem(row.subscription_id, request_asked(row.kind, row.asked), row.seen, shown)


def _by_key(session: Session, key: str, manager_id: str) -> models.BulkJob | None:
    job = models.BulkJob
    return session.scalar(select(job).where(job.manager_id == manager_id, job.key == key))


def _job(row: models.BulkJob) -> BulkJob:
    return BulkJob(
        row.job_id, row.key, row.reseller_id, row.manager_id, row.language, row.created_at
    )


def _waits(session: Session, job: BulkJob) -> bool:
    item = models.BulkItem
    such = select(item.subscription_id).where(
        item.job_id == job.job_id, item.state == ItemState.WAITING
    )
    return session.scalar(such.limit(1)) is not None
