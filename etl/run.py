"""One load: extract, stage, merge, check, publish.

Whatever goes wrong before the last step, and at whatever moment, what is published stays as it is.
Whatever goes wrong after it, the load was published and is told to be.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import LoadInProgress, PortalError
from domain.money import Money
from etl.bring_in import Workbench
from etl.options import LoadOptions
from etl.progress import Progress
from etl.raw import prune
from etl.sources import Source
from etl.summary import Difference, LoadKind, LoadSummary, Status
from store.database import Store
from store.lease import LASTS, WAREHOUSE, HeldLease
from store.loads import (
    LoadStatus,
    Outcome,
    Total,
    Visible,
    fail_load,
    finish_load,
    start_load,
)
from warehouse.pointer import Published, pointed_at
from warehouse.publish import Draft

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Leases = tuple[HeldLease, HeldLease]

# What a load may meet and is told in its summary. Anything else is a fault of ours.
EXPECTED = (PortalError, OSError, duckdb.Error, SQLAlchemyError)


def our_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Load:
    """Everything one load works with."""

    source: Source
    kind: LoadKind
    options: LoadOptions
    store: Store
    clock: Clock = our_time
    progress: Progress = field(default_factory=Progress)


def run_load(load: Load) -> LoadSummary:
    """Bring in a load and publish it; tell what became of it.

    What can go wrong with the platform, its answers, the disk and the store is told in the
    summary. A load that another process runs is left alone.
    """
    try:
        # A watch that is under way is let end; no other begins meanwhile.
        right = HeldLease(load.store, load.clock, name=WAREHOUSE, patience=LASTS)
        with HeldLease(load.store, load.clock) as lease, right:
            return _run(load, (lease, right))
    except LoadInProgress as error:
        return LoadSummary(None, load.kind, Status.BUSY, error=f"another load is running: {error}")
    except EXPECTED as error:
        log.error("a load could not begin: %s: %s", type(error).__name__, error)
        return LoadSummary(None, load.kind, Status.FAILED, error=str(error))


def new_load_id(now: datetime) -> str:
    """Name a load. Ids sort by time; what follows the milliseconds tells two hosts apart."""
    return f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}-{secrets.token_hex(2)}"


def _run(load: Load, leases: Leases) -> LoadSummary:
    now = load.clock()
    load_id = new_load_id(now)
    visible = visible_loads(load.options.warehouse_dir)
    start_load(load.store, load_id, load.kind, now=now, visible=visible)
    try:
        return _bring_in(load, leases, load_id)
    except EXPECTED as error:
        log.error("load %s failed: %s: %s", load_id, type(error).__name__, error)
        _note_failure(load, load_id, error, LoadStatus.FAILED)
        return LoadSummary(load_id, load.kind, Status.FAILED, error=str(error))
    except BaseException as error:
        _note_failure(load, load_id, error, LoadStatus.INTERRUPTED)
        raise
    finally:
        _prune_pages(load)


def _prune_pages(load: Load) -> None:
    try:
        prune(load.options.raw_dir, load.options.raw_keep)
    except OSError as error:
        # What became of the load does not depend on it.
        log.error("old pages stay: %s", error)


def visible_loads(folder: Path) -> list[Visible]:
    """Return the load that readers see, and the watch that published the mirror after it."""
    published = pointed_at(folder)
    if published is None:
        return []
    return [
        Visible(one.load_id, one.as_of, one.published_at, published.mirror, published.ledger)
        for one in (published, published.watched)
        if one is not None
    ]


def _bring_in(load: Load, leases: Leases, load_id: str) -> LoadSummary:
    options = load.options
    with Draft(options.warehouse_dir, load_id, memory=options.load_memory) as draft:
        brought = load.source.bring_in(draft, load_id, load.clock())
        load.progress.step("checking")
        draft.check()
        totals = [Total(*row) for row in brought.bench.ask("control_total")]
        load.progress.step("publishing")
        for lease in leases:
            lease.verify()
        summary = _summary(load, load_id, brought.bench, brought.as_of)
        published = draft.publish(
            brought.changed,
            as_of=brought.as_of,
            published_at=load.clock(),
            keep=options.warehouse_keep,
        )
    summary = replace(summary, mirror_version=published.mirror, ledger_version=published.ledger)
    try:
        finish_load(load.store, load_id, _outcome(summary, published), totals, now=load.clock())
    except SQLAlchemyError as error:
        log.error("load %s is published, and its history does not say so yet: %s", load_id, error)
    log.info("load %s published as of %s: %d records, %d set aside, %d differences",
             load_id, brought.as_of, sum(summary.rows.values()), summary.quarantined,
             len(summary.differences))  # fmt: skip
    return summary


def _summary(load: Load, load_id: str, bench: Workbench, as_of: datetime) -> LoadSummary:
    ((quarantined,),) = bench.ask("quarantined_count")
    ((deviations,),) = bench.ask("deviation_count")
    return LoadSummary(
        load_id,
        load.kind,
        Status.PUBLISHED,
        as_of=as_of,
        rows=dict(bench.intake.rows),
        quarantined=quarantined,
        deviations=deviations,
        differences=tuple(
            Difference(
                reseller_id,
                account_id,
                account,
                subscription_id,
                month,
                Money(ours, currency),
                Money(theirs, currency),
            )
            for reseller_id, account_id, account, subscription_id, month, ours, theirs, currency
            in bench.ask("known_difference")
        ),
        broken_pages=tuple(bench.intake.broken),
    )  # fmt: skip


def _outcome(summary: LoadSummary, published: Published) -> Outcome:
    return Outcome(
        as_of=published.as_of,
        mirror_version=published.mirror,
        ledger_version=published.ledger,
        row_counts=summary.rows,
        quarantined_count=summary.quarantined,
        difference_count=len(summary.differences),
        broken_pages=summary.broken_pages,
    )


def _note_failure(load: Load, load_id: str, error: BaseException, status: LoadStatus) -> None:
    # A store that can't be written to must not hide what went wrong first; the next load notes
    # that this one was interrupted.
    with suppress(SQLAlchemyError):
        fail_load(
            load.store,
            load_id,
            f"{type(error).__name__}: {error}",
            now=load.clock(),
            status=status,
        )
