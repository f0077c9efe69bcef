"""A load of what is under way: the mirror alone, and no costs.

It asks a few questions, publishes what came of them, if anything did, and moves no cursor: the next
refresh reads the same again, with all that hangs on it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from etl.bring_in import Workbench
from etl.extract import Cursors, Extraction
from etl.intake import Intake
from etl.live import look_up_parents
from etl.moving import MANAGERS, Moving, resellers_of, subscriptions_of
from etl.options import LoadOptions
from etl.progress import Progress
from etl.raw import Header, PassingPages, RawPage
from etl.run import Clock, our_time, visible_loads
from etl.summary import LoadKind, LoadSummary, Status
from etl.windows import platform_day
from store.database import Store
from store.lease import WAREHOUSE, HeldLease
from store.loads import Outcome, finish_load, start_load
from upstream.client import UpstreamClient
from upstream.parse import subscriptions_on
from warehouse.pointer import Published
from warehouse.publish import Draft

# Of what is under way and did not change of late, so many are asked about one by one.
MOST_ASKED_ABOUT = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything one look works with. `known` is what was published when it was decided to look,
    and `cursors` are the ones it holds.
    """

    load_id: str
    known: Published
    cursors: Cursors
    client: UpstreamClient
    options: LoadOptions
    store: Store
    clock: Clock = our_time
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the platform said to a look's questions, and its time when it began to answer."""

    pages: PassingPages
    taken: Sequence[tuple[RawPage, bytes]]
    as_of: datetime

    @property
    def digest(self) -> str:
        """A fingerprint: the same questions with the same answers have the same."""
        seen = sha256()
        for page, body in self.taken:
            seen.update(f"{page.asked} {page.broken} {len(body)} ".encode())
            seen.update(body)
        return seen.hexdigest()


def ask_about(moving: Sequence[Moving], look: Look) -> Answers:
    """Ask what changed at the resellers of what is moving, since their cursors; and about what is
    moving and is not told of there.

    Raises:
        UpstreamError: the platform can't be reached, or does not let us in.
    """
    pages = PassingPages(Header(look.load_id, LoadKind.WATCH, look.known.as_of))
    extraction = _extraction(look, pages)
    taken = [
        page for reseller_id in resellers_of(moving) for page in extraction.changes_of(reseller_id)
    ]
    for reseller_id in resellers_of(moving, MANAGERS):
        taken += extraction.managers_of(reseller_id)
    told = {
        (page.reseller_id, subscription_id)
        for page, body in taken
        if page.collection == "subscriptions"
        for subscription_id in subscriptions_on(body)
    }
    others = [key for key in subscriptions_of(moving) if key not in told][:MOST_ASKED_ABOUT]
    taken += extraction.parents("subscriptions", others, look.client.fetch_subscription)
    return Answers(pages, taken, extraction.answered_at or look.known.as_of)


def bring_in(answers: Answers, look: Look) -> LoadSummary:
    """Merge what the platform said and publish it, if anything is new.

    Raises:
        LoadInProgress: the warehouse is being changed by somebody else.
        PortalError, OSError, duckdb.Error, SQLAlchemyError: nothing was published.
    """
    began_at, options = look.clock(), look.options
    lease = HeldLease(look.store, look.clock, name=WAREHOUSE)
    draft = Draft(options.warehouse_dir, look.load_id, memory=options.load_memory, of=("mirror",))
    with lease, draft:
        bench = _merge(answers, look, draft)
        summary = _summary(answers, look, bench)
        if not bench.mirror_changes:
            return summary
        draft.check()
        visible = visible_loads(options.warehouse_dir)
        start_load(look.store, look.load_id, LoadKind.WATCH, now=began_at, visible=visible)
        lease.verify()
        published = draft.publish(
            ("mirror",), as_of=answers.as_of, published_at=look.clock(), keep=options.warehouse_keep
        )
    summary = replace(
        summary,
        status=Status.PUBLISHED,
        mirror_version=published.mirror,
        ledger_version=published.ledger,
    )
    _note_published(look, summary, published)
    return summary


def _extraction(look: Look, pages: PassingPages) -> Extraction:
    zone = ZoneInfo(look.options.platform_time_zone)
    return Extraction(
        look.client,
        pages,
        zone=zone,
        today=platform_day(look.known.as_of, zone),
        cursors=look.cursors,
        progress=look.progress,
    )


def _merge(answers: Answers, look: Look, draft: Draft) -> Workbench:
    bench = Workbench(
        draft.connection,
        Intake(draft.connection, answers.pages),
        load_id=look.load_id,
        quarantine_percent=look.options.quarantine_percent,
        now=look.clock(),
    )
    bench.intake.take(answers.taken)
    look_up_parents(bench, _extraction(look, answers.pages), look.client)
    bench.settle_mirror_alone()
    return bench


def _summary(answers: Answers, look: Look, bench: Workbench) -> LoadSummary:
    ((quarantined,),) = bench.ask("quarantined_count")
    return LoadSummary(
        look.load_id,
        LoadKind.WATCH,
        Status.UNCHANGED,
        as_of=answers.as_of,
        rows=dict(bench.intake.rows),
        quarantined=quarantined,
        broken_pages=tuple(bench.intake.broken),
    )


def _note_published(look: Look, summary: LoadSummary, published: Published) -> None:
    outcome = Outcome(
        as_of=summary.as_of or published.as_of,
        mirror_version=published.mirror,
        ledger_version=published.ledger,
        row_counts=summary.rows,
        quarantined_count=summary.quarantined,
        difference_count=0,
        broken_pages=summary.broken_pages,
    )
    try:
        finish_load(look.store, look.load_id, outcome, [], now=look.clock())
    except SQLAlchemyError as error:
        log.error("watch %s is published, and its history does not say so yet: %s",
                  look.load_id, error)  # fmt: skip
    log.info("watch %s published %s: %d records read", look.load_id, published.mirror,
             sum(summary.rows.values()))  # fmt: skip
