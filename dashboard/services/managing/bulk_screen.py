"""What the page of one action for several subscriptions shows; its address says which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dashboard.query_reader import USUAL_SIZE, QueryReader
from dashboard.query_writer import write_query
from dashboard.services.lists.reading import read_known
from dashboard.services.managing.bulk import Bulk
from domain.bulk import NOT_DONE, BulkAction, BulkJob, BulkProgress, BulkRow, ItemState, Stage
from domain.bulk_money import Sums
from domain.errors import BadFilter, NotFound

STATES = tuple(str(state) for state in ItemState)
WORKED_OFF = (Stage.PREPARING, Stage.CONFIRMED)
COUNTED = {Stage.PREPARED: (ItemState.READY,), Stage.FINISHED: (ItemState.DONE,)}
FREE = (BulkAction.AUTO_RENEW_ON, BulkAction.AUTO_RENEW_OFF)
SHOWN_REASONS = 8
# What is shown without an end is asked for again after so many seconds.
WORKING_PACE, SLOW_PACE, DOUBTING_PACE = 2, 5, 10
FEW = 100

Reason = tuple[str, int]


@dataclass(frozen=True, slots=True)
class BulkView:
    """Which subscriptions of a job are listed; no states stand for all."""

    states: tuple[ItemState, ...] = ()
    page: int = 1
    size: int = USUAL_SIZE


@dataclass(frozen=True, slots=True)
class BulkScreen:
    """A job as its page shows it.

    `sums` are what all that are ready come to, or all that are done in the end, and `told` of how
    many that could be told; nothing while that grows. `digest` tells this preview from another.
    """

    view: BulkView
    progress: BulkProgress
    sums: Sums
    told: int
    reasons: tuple[Reason, ...]
    rows: tuple[BulkRow, ...]
    digest: str
    is_held_up: bool
    is_outdated: bool
    problems: tuple[str, ...]

    @property
    def job(self) -> BulkJob:
        return self.progress.job

    @property
    def is_working(self) -> bool:
        """Tell whether it is being looked through, or carried out."""
        return self.job.stage in WORKED_OFF

    @property
    def is_free(self) -> bool:
        """Tell whether the action costs nothing, and gives nothing back."""
        return self.job.action in FREE

    @property
    def match_count(self) -> int:
        return self.progress.count(*self.view.states) if self.view.states else self.progress.total

    @property
    def page_count(self) -> int:
        return max(1, -(-self.match_count // self.view.size))

    @property
    def refresh_seconds(self) -> int | None:
        """After how long to ask again; None when it changes no more by itself."""
        if self.is_working:
            return WORKING_PACE if self.progress.left <= FEW else SLOW_PACE
        return DOUBTING_PACE if self.progress.count(ItemState.UNKNOWN) else None


def bulk_screen(
    bulk: Bulk, key: str, query: Mapping[str, str], currency: str, now: datetime
) -> BulkScreen:
    """Return what the page of a job shows.

    Raises:
        NotFound: this manager has none of this key.
    """
    progress = bulk.progress(key)
    if progress is None:
        raise NotFound(f"no job {key}")
    job, (view, problems) = progress.job, read_bulk_view(query)
    sums, told = bulk.sums(job, currency, *COUNTED.get(job.stage, ()))
    match_count = progress.count(*view.states) if view.states else progress.total
    view = replace(view, page=min(view.page, max(1, -(-match_count // view.size))))
    start = (view.page - 1) * view.size
    return BulkScreen(
        view,
        progress,
        sums,
        told,
        tuple(bulk.reasons(job, NOT_DONE)),
        tuple(bulk.rows(job, states=view.states, start=start, count=view.size)),
        bulk.digest_of(progress),
        is_held_up=bulk.is_held_up(job),
        is_outdated=job.stage is Stage.PREPARED and job.is_outdated(now),
        problems=tuple(problems),
    )


def read_bulk_view(query: Mapping[str, str]) -> tuple[BulkView, list[str]]:
    """Read an address, and say in a sentence each what could not be read."""
    reader = QueryReader(query)
    states = tuple(ItemState(text) for text in read_known(reader, "state", STATES))
    view = BulkView(states, reader.page(), reader.size())
    return view, reader.finish()


def required_states(query: Mapping[str, str]) -> tuple[ItemState, ...]:
    """Return which subscriptions are meant, for what can't show a notice.

    Raises:
        BadFilter: something in the address can't be read.
    """
    view, problems = read_bulk_view(query)
    if problems:
        raise BadFilter(problems)
    return view.states


def write_bulk_view(view: BulkView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "state": ",".join(view.states),
    }
    return write_query(fields, view)
