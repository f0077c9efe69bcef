"""What a job asks of each subscription: what is next, what was found, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Update, func, select, update
from sqlalchemy.orm import Session

from domain.bulk import BulkItem, BulkJob, BulkPreview, BulkResult, BulkRow, ItemState, Stage
from domain.bulk_money import BulkMoney
from store import models
from store.bulk import WORKED_OFF, WORKING_LASTS, finish_stage
from store.bulk_rows import preview_row, read_item, read_money, read_row
from store.database import Store

TURNED = {ItemState.READY: ItemState.LEFT_OUT, ItemState.LEFT_OUT: ItemState.READY}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that is to be looked at, or to be sent, and how often that was tried."""

    item: BulkItem
    attempt: int


def next_items(store: Store, job: BulkJob, count: int) -> list[Waiting]:
    """Return what of a job is to be looked at, or to be sent, next."""
    item, state = models.BulkItem, WORKED_OFF.get(job.stage)
    such = select(item).where(item.job_id == job.job_id, item.state == state)
    with store.reading() as session:
        rows = session.scalars(such.order_by(item.position).limit(count))
        return [Waiting(read_item(row), row.attempt) for row in rows]


def record_previews(
    store: Store, job: BulkJob, previews: Sequence[BulkPreview], *, attempt: int, now: datetime
) -> bool:
    """Write down what was found; the worker keeps the job for a while longer.

    False when the job is looked through anew meanwhile: then nothing is written.
    """
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        if row.stage != Stage.PREPARING or row.round != job.round:
            return False
        row.worked_until = now + WORKING_LASTS
        for one in previews:
            own_id = one.item.subscription_id
            session.execute(
                _such(job, own_id, ItemState.UNREAD).values(attempt=attempt, **preview_row(one))
            )
        return True


def record_result(
    store: Store, job: BulkJob, result: BulkResult, *, attempt: int, now: datetime
) -> None:
    """Write down what came of one subscription; the worker keeps the job for a while longer.

    What was being sent as the rest was left out is told, too.
    """
    told = {"state": result.state, "text": result.text, "order_id": result.order_id}
    is_sent = result.state is not ItemState.WAITING
    overwritten = (ItemState.WAITING, *([ItemState.NOT_BEGUN] if is_sent else []))
    with store.writing() as session:
        session.execute(
            _such(job, result.subscription_id, *overwritten).values(attempt=attempt, **told)
        )
        session.execute(
            update(models.BulkJob)
            .where(models.BulkJob.job_id == job.job_id)
            .values(worked_until=now + WORKING_LASTS)
        )


def record_known(store: Store, job: BulkJob, result: BulkResult) -> None:
    """Write down what came of one subscription that was in doubt."""
    told = {"state": result.state, "text": result.text, "order_id": result.order_id}
    with store.writing() as session:
        session.execute(_such(job, result.subscription_id, ItemState.UNKNOWN).values(**told))


def leave_out(store: Store, job: BulkJob, subscription_id: str) -> None:
    """Leave one subscription out of what is to be confirmed; take it in again where it was."""
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        item = session.get(models.BulkItem, (job.job_id, subscription_id))
        if row.stage == Stage.PREPARED and item is not None:
            item.state = TURNED.get(ItemState(item.state), item.state)


def leave_out_rest(store: Store, job: BulkJob, *, now: datetime) -> int:
    """Begin nothing more of a job; return of how many subscriptions that is."""
    item = models.BulkItem
    with store.writing() as session:
        row = session.get_one(models.BulkJob, job.job_id, with_for_update=True)
        such = item.state.in_([ItemState.UNREAD, ItemState.WAITING])
        left = _count(session, job, such)
        session.execute(
            update(item)
            .where(item.job_id == job.job_id, such)
            .values(state=ItemState.NOT_BEGUN, text=None)
        )
        finish_stage(session, row, now)
        return left


def rows_of(
    store: Store,
    job: BulkJob,
    *,
    states: Sequence[ItemState] = (),
    start: int = 0,
    count: int | None = 50,
) -> list[BulkRow]:
    """Return what there is to show of each subscription, in the order asked; of some states only
    where any are named.
    """
    item = models.BulkItem
    such = select(item).where(item.job_id == job.job_id).order_by(item.position)
    if states:
        such = such.where(item.state.in_(states))
    with store.reading() as session:
        return [read_row(row) for row in session.scalars(such.offset(start).limit(count))]


def ids_of(store: Store, job: BulkJob, states: Sequence[ItemState]) -> list[str]:
    """Return the subscriptions in some states, in the order asked."""
    item = models.BulkItem
    such = select(item.subscription_id).where(item.job_id == job.job_id, item.state.in_(states))
    with store.reading() as session:
        return list(session.scalars(such.order_by(item.position)))


def reasons_of(store: Store, job: BulkJob, states: Sequence[ItemState]) -> list[tuple[str, int]]:
    """Return why subscriptions are in some states, and of how many that holds, most first."""
    item, number = models.BulkItem, func.count()
    such = select(item.text, number).where(
        item.job_id == job.job_id, item.state.in_(states), item.text.is_not(None)
    )
    with store.reading() as session:
        found = session.execute(such.group_by(item.text).order_by(number.desc(), item.text))
        return [(str(text), count) for text, count in found]


def moneys_of(store: Store, job: BulkJob, states: Sequence[ItemState]) -> list[BulkMoney]:
    """Return the money of all subscriptions in some states, where it is known."""
    item = models.BulkItem
    such = select(item.money).where(
        item.job_id == job.job_id, item.state.in_(states), item.money.is_not(None)
    )
    with store.reading() as session:
        found = (read_money(told) for told in session.scalars(such))
        return [money for money in found if money is not None]


def is_held_up(store: Store, job: BulkJob) -> bool:
    """Tell whether the platform could not be reached for what is next."""
    return any(one.attempt for one in next_items(store, job, 1))


def _such(job: BulkJob, subscription_id: str, *states: ItemState) -> Update:
    item = models.BulkItem
    return update(item).where(
        item.job_id == job.job_id,
        item.subscription_id == subscription_id,
        item.state.in_(states),
    )


def _count(session: Session, job: BulkJob, such: ColumnElement[bool]) -> int:
    item = models.BulkItem
    counted = select(func.count()).where(item.job_id == job.job_id, such)
    return session.scalar(counted) or 0
