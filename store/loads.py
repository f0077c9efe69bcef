"""The history of loads: what each brought in, what became of it, and what it sums to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, delete, select, true

from store.database import Store
from store.lease import is_held
from store.models import Load, LoadTotal

# Each published load leaves some hundred control totals.
LOADS_WITH_TOTALS = 100
# Nobody reads more of an error than this.
LONGEST_ERROR = 4_000
# The kind of load that follows what is moving. It brings in no costs, and there may be many.
WATCH = "watch"
WATCHES_KEPT = 200


class LoadStatus(StrEnum):
    RUNNING = "running"
    PUBLISHED = "published"
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # Its process died.


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One load. `as_of` is the platform's time when it began to read."""

    load_id: str
    kind: str
    status: LoadStatus
    started_at: datetime
    finished_at: datetime | None
    as_of: datetime | None
    mirror_version: str | None
    ledger_version: str | None
    row_counts: Mapping[str, int]
    quarantined_count: int
    difference_count: int
    broken_pages: Sequence[str]
    error: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load published."""

    as_of: datetime
    mirror_version: str
    ledger_version: str
    row_counts: Mapping[str, int]
    quarantined_count: int
    difference_count: int
    broken_pages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Total:
    """What one source summed to in one month for one reseller, in its currency."""

    reseller_id: str
    source: str
    month: date
    record_count: int
    gross_amount: Decimal
    net_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Visible:
    """The load that readers see, as the warehouse itself says."""

    load_id: str
    as_of: datetime
    published_at: datetime
    mirror_version: str
    ledger_version: str


def start_load(
    store: Store, load_id: str, kind: str, *, now: datetime, visible: Iterable[Visible] = ()
) -> None:
    """Note that a load begins. Only the holder of the lease may say so: whatever seems to run
    besides was interrupted, and what readers see was published, whatever is noted of it.
    """
    with store.writing() as session:
        for load in session.scalars(select(Load).where(Load.status == LoadStatus.RUNNING)):
            load.status = LoadStatus.INTERRUPTED
            load.finished_at = now
        for seen in visible:
            known = session.get(Load, seen.load_id)
            if known and known.as_of is None:
                known.status = LoadStatus.PUBLISHED
                known.finished_at = seen.published_at
                known.as_of = seen.as_of
                known.mirror_version = seen.mirror_version
                known.ledger_version = seen.ledger_version
                known.error = None
        session.add(Load(load_id=load_id, kind=kind, status=LoadStatus.RUNNING, started_at=now))


def finish_load(
    store: Store, load_id: str, outcome: Outcome, totals: Iterable[Total], *, now: datetime
) -> None:
    """Note what a load published, with its control totals."""
    with store.writing() as session:
        load = session.get_one(Load, load_id)
        load.status = LoadStatus.PUBLISHED
        load.finished_at = now
        load.as_of = outcome.as_of
        load.mirror_version = outcome.mirror_version
        load.ledger_version = outcome.ledger_version
        load.row_counts = dict(outcome.row_counts)
        load.quarantined_count = outcome.quarantined_count
        load.difference_count = outcome.difference_count
        load.broken_pages = list(outcome.broken_pages)
        session.add_all(
            LoadTotal(
                load_id=load_id,
                reseller_id=total.reseller_id,
                source=total.source,
                month=total.month,
                record_count=total.record_count,
                gross_amount=total.gross_amount,
                net_amount=total.net_amount,
                currency=total.currency,
            )
            for total in totals
        )
        newest = _newest(Load.kind != WATCH, LOADS_WITH_TOTALS)
        session.execute(delete(LoadTotal).where(LoadTotal.load_id.not_in(newest)))
        watches = _newest(Load.kind == WATCH, WATCHES_KEPT)
        session.execute(delete(Load).where(Load.kind == WATCH, Load.load_id.not_in(watches)))


def fail_load(
    store: Store,
    load_id: str,
    error: str,
    *,
    now: datetime,
    status: LoadStatus = LoadStatus.FAILED,
) -> None:
    """Note that a load published nothing, and why."""
    with store.writing() as session:
        load = session.get_one(Load, load_id)
        load.status = status
        load.finished_at = now
        load.error = error[:LONGEST_ERROR]


def note_failure(store: Store, load_id: str, kind: str, error: str, *, now: datetime) -> None:
    """Note a load that published nothing, and why, whether or not it was noted that it began.

    Unlike `start_load` it says nothing about other loads, of which one may be running.
    """
    with store.writing() as session:
        load = session.get(Load, load_id) or Load(load_id=load_id, kind=kind, started_at=now)
        load.status = LoadStatus.FAILED
        load.finished_at = now
        load.error = error[:LONGEST_ERROR]
        session.add(load)


def latest_published(store: Store) -> LoadRecord | None:
    """Return the load behind the costs that readers see, as far as the history knows; None before
    any.
    """
    return _first(store, Load.status == LoadStatus.PUBLISHED)


def latest_finished(store: Store) -> LoadRecord | None:
    """Return the last load that ended, however it ended; None before any. Watches do not count."""
    return _first(store, Load.finished_at.is_not(None))


def running_load(store: Store, *, now: datetime) -> LoadRecord | None:
    """Return the load that is being brought in now; None when there is none.

    A load whose process died without a word does not count; neither does a watch.
    """
    load = _first(store, Load.status == LoadStatus.RUNNING)
    return load if load and is_held(store, now=now) else None


def past_loads(store: Store, *, limit: int = 50, with_watches: bool = True) -> list[LoadRecord]:
    """Return the last loads, newest first."""
    chosen = true() if with_watches else Load.kind != WATCH
    newest = select(Load).where(chosen).order_by(Load.started_at.desc()).limit(limit)
    with store.reading() as session:
        return [record_of(load) for load in session.scalars(newest)]


def load_totals(store: Store, load_id: str) -> list[Total]:
    """Return a load's control totals, by reseller, source and month; empty for an old load."""
    with store.reading() as session:
        found = session.scalars(
            select(LoadTotal)
            .where(LoadTotal.load_id == load_id)
            .order_by(LoadTotal.reseller_id, LoadTotal.source, LoadTotal.month)
        )
        return [
            Total(
                reseller_id=total.reseller_id,
                source=total.source,
                month=total.month,
                record_count=total.record_count,
                gross_amount=total.gross_amount,
                net_amount=total.net_amount,
                currency=total.currency,
            )
            for total in found
        ]


def _first(store: Store, such: ColumnElement[bool]) -> LoadRecord | None:
    loads = select(Load).where(such, Load.kind != WATCH)
    with store.reading() as session:
        load = session.scalar(loads.order_by(Load.started_at.desc()).limit(1))
        return record_of(load) if load else None


def _newest(such: ColumnElement[bool], limit: int) -> Select[str]:
    return select(Load.load_id).where(such).order_by(Load.started_at.desc()).limit(limit)


def record_of(load: Load) -> LoadRecord:
    return LoadRecord(
        load_id=load.load_id,
        kind=load.kind,
        status=LoadStatus(load.status),
        started_at=load.started_at,
        finished_at=load.finished_at,
        as_of=load.as_of,
        mirror_version=load.mirror_version,
        ledger_version=load.ledger_version,
        row_counts=load.row_counts,
        quarantined_count=load.quarantined_count,
        difference_count=load.difference_count,
        broken_pages=tuple(load.broken_pages),
        error=load.error,
    )
