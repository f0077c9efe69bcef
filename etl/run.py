"""One load: extract, stage, merge, check, publish.

Whatever goes wrong before the last step, and at whatever moment, what is published stays as it is.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
from store.lease import HeldLease
from store.loads import LoadStatus, Outcome, Total, fail_load, finish_load, start_load
from warehouse.publish import Draft, Published, read_pointer

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


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
        with HeldLease(load.store, load.clock) as lease:
            return _run(load, lease)
    except LoadInProgress as error:
        return LoadSummary(None, load.kind, Status.BUSY, error=f"another load is running: {error}")


def _run(load: Load, lease: HeldLease) -> LoadSummary:
    now = load.clock()
    # Ids sort by time; what follows the milliseconds tells two hosts apart.
    load_id = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}-{secrets.token_hex(2)}"
    published = read_pointer(load.options.warehouse_dir)
    start_load(
        load.store, load_id, load.kind, now=now, published=published.load_id if published else None
    )
    try:
        return _bring_in(load, lease, load_id)
    except (PortalError, OSError, duckdb.Error, SQLAlchemyError) as error:
        log.error("load %s failed: %s: %s", load_id, type(error).__name__, error)
        _note_failure(load, load_id, error, LoadStatus.FAILED)
        return LoadSummary(load_id, load.kind, Status.FAILED, error=str(error))
    except BaseException as error:
        _note_failure(load, load_id, error, LoadStatus.INTERRUPTED)
        raise


def _bring_in(load: Load, lease: HeldLease, load_id: str) -> LoadSummary:
    options = load.options
    with Draft(options.warehouse_dir, load_id, memory_limit=options.load_memory) as draft:
        brought = load.source.bring_in(draft, load_id, load.clock())
        load.progress.step("checking")
        draft.check()
        totals = [Total(*row) for row in brought.bench.ask("control_total")]
        load.progress.step("publishing")
        lease.verify()
        summary = _summary(load, load_id, brought.bench, brought.as_of)
        published = draft.publish(
            brought.changed,
            as_of=brought.as_of,
            published_at=load.clock(),
            keep=options.warehouse_keep,
        )
    prune(options.raw_dir, options.raw_keep)
    summary = replace(summary, mirror_version=published.mirror, ledger_version=published.ledger)
    finish_load(load.store, load_id, _outcome(summary, published), totals, now=load.clock())
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
