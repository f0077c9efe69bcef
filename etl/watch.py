"""Follows what is under way, so that lists and search know of it within seconds (P-4, DET-6).

It looks at what was published, which costs next to nothing, and asks the platform only while
something is under way. An idle platform is not asked.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from domain.errors import LoadInProgress, WarehouseNotReady
from etl.live import known_cursors
from etl.look import Look, ask_about, bring_in
from etl.moving import LATEST, Moving, moving_in, not_shown_yet
from etl.options import LoadOptions
from etl.pace import Pace
from etl.progress import Progress
from etl.run import EXPECTED, Clock, new_load_id, our_time
from etl.settle import settle_operations
from etl.summary import LoadKind, LoadSummary, Status
from etl.windows import platform_day
from store.database import Store
from store.lease import refuse_if_held
from store.loads import note_failure
from store.settling import accepted_since, unsettled
from upstream.client import UpstreamClient
from warehouse.apply import ask
from warehouse.connection import Snapshot, Warehouse

Connect = Callable[[], UpstreamClient]

# A look is one of many: what it does not get quickly the next one gets. A load that waits for its
# turn waits no longer than this either.
LONGEST_TIMEOUT = 10.0
MOST_ATTEMPTS = 2
# Pages hold what changed last; most of the time that is next to nothing.
LARGEST_PAGE = 50

log = logging.getLogger(__name__)


class Watcher:
    """Looks at what is under way, for as long as it is. Nothing of it outlives the process."""

    def __init__(
        self,
        options: LoadOptions,
        store: Store,
        connect: Connect,
        *,
        clock: Clock = our_time,
        progress: Progress | None = None,
    ) -> None:
        self._options = options
        self._store = store
        self._connect = connect
        self._clock = clock
        self._progress = progress or Progress()
        self._warehouse = Warehouse(options.warehouse_dir)
        every = timedelta(seconds=options.watch_seconds)
        self._settling: Pace[str] = Pace(every)
        self._looking: Pace[Moving] = Pace(every)
        # What the platform said last, and beside which mirror: it need not be merged twice.
        self._merged: tuple[str, str] | None = None
        self._client: UpstreamClient | None = None
        self._turn = threading.Lock()

    def tick(self) -> LoadSummary | None:
        """Settle what can be settled, and look if something is under way and it is time to; None
        when there was nothing to look at.

        What another thread is at is left to it, and the warehouse to a load that runs.
        """
        if not self._turn.acquire(blocking=False):
            return None
        try:
            now = self._clock()
            return None if self._looking.is_backing_off(now) else self._tick(now)
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End whatever waits for the platform, from another thread."""
        if self._client is not None:
            self._client.stop()

    def _tick(self, now: datetime) -> LoadSummary | None:
        load_id = new_load_id(now)
        try:
            self._settle(now)
            with self._warehouse.snapshot() as snapshot:
                return self._follow(load_id, snapshot, now)
        except WarehouseNotReady:
            return None
        except LoadInProgress as error:
            return LoadSummary(None, LoadKind.WATCH, Status.BUSY, error=str(error))
        except EXPECTED as error:
            self._note_failure(load_id, error)
            return LoadSummary(load_id, LoadKind.WATCH, Status.FAILED, error=str(error))

    def _note_failure(self, load_id: str, error: Exception) -> None:
        now = self._clock()
        if not self._looking.failed(now):
            return  # The history need not hold the same every few seconds.
        said = f"{type(error).__name__}: {error}"
        log.error("watch %s failed: %s", load_id, said)
        # A store that can't be written to must not hide what went wrong first.
        with suppress(SQLAlchemyError):
            note_failure(self._store, load_id, LoadKind.WATCH, said, now=now)

    def _settle(self, now: datetime) -> None:
        """Look up the operations of which nobody knows what came of them."""
        lost = {one.operation_id: one for one in unsettled(self._store, now=now)}
        due = self._settling.due(lost, now)
        if due:
            with self._connect() as self._client:
                operations = [lost[operation_id] for operation_id in due]
                settle_operations(self._store, self._client.buying, operations, now=now)
            self._settling.looked(due, self._clock())

    def _follow(self, load_id: str, snapshot: Snapshot, now: datetime) -> LoadSummary | None:
        moving = self._moving(snapshot, now)
        due = self._looking.due(moving, now)
        if not due:
            log.debug("%d under way, none of them to be looked at now", len(moving))
            return None
        refuse_if_held(self._store, now=now)
        with self._connect() as self._client, snapshot.cursor() as cursor:
            look = Look(
                load_id,
                snapshot.published,
                known_cursors(ask(cursor, "known_cursor")),
                self._client,
                self._options,
                self._store,
                self._clock,
                self._progress,
            )
            summary = self._look(look, due)
        self._looking.looked(due, self._clock())
        log.debug("a look at %d of %d under way: %s", len(due), len(moving), summary.status)
        return summary

    def _moving(self, snapshot: Snapshot, now: datetime) -> tuple[Moving, ...]:
        published = snapshot.published
        as_of = published.watched.as_of if published.watched else published.as_of
        today = platform_day(as_of, ZoneInfo(self._options.platform_time_zone))
        accepted = accepted_since(self._store, now - LATEST)
        return (*moving_in(snapshot, today), *not_shown_yet(snapshot, accepted, now))

    def _look(self, look: Look, moving: tuple[Moving, ...]) -> LoadSummary:
        answers = ask_about(moving, look)
        said = (look.known.mirror, answers.digest)
        if said == self._merged:
            return LoadSummary(look.load_id, LoadKind.WATCH, Status.UNCHANGED, as_of=answers.as_of)
        summary = bring_in(answers, look)
        self._merged = said
        return summary
