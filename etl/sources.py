"""Where a load's pages come from: the platform, or the folder that an earlier load kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.errors import LoadError, UpstreamRejected
from etl.bring_in import Workbench
from etl.extract import Extraction
from etl.intake import Intake
from etl.live import LiveLoad, known_cursors
from etl.options import LoadOptions
from etl.progress import Progress
from etl.raw import Header, RawLoad
from etl.summary import LoadKind
from etl.windows import platform_day
from upstream.client import UpstreamClient
from upstream.transport import Answer
from warehouse.publish import Draft

FORBIDDEN_OR_ABSENT = (403, 404)
# Collections with a cursor, and the database it lives in, beside the rows it speaks of.
CURSORS = {
    "plans": "mirror",
    "accounts": "mirror",
    "subscriptions": "mirror",
    "orders": "mirror",
    "charges": "ledger",
    "reseller_charges": "ledger",
    "consumption": "ledger",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """A draft's changes: as of when, and which databases differ from what is published."""

    as_of: datetime
    bench: Workbench
    changed: tuple[str, ...]


class Source(Protocol):
    """Brings a load's pages into a draft."""

    def bring_in(self, draft: Draft, load_id: str, now: datetime) -> Brought: ...


class Platform:
    """The platform itself, asked for what changed since the last load or for everything."""

    def __init__(
        self, client: UpstreamClient, options: LoadOptions, *, is_full: bool, progress: Progress
    ) -> None:
        self._client = client
        self._options = options
        self._is_full = is_full
        self._progress = progress

    def bring_in(self, draft: Draft, load_id: str, now: datetime) -> Brought:
        if draft.base is None and not self._is_full:
            raise LoadError("nothing can be read of what was published; load everything")
        if not self._is_full:
            draft.expect_little()
        self._progress.step("asking for the resellers")
        reseller_pages, as_of = ask_for_resellers(self._client)
        kind = LoadKind.FULL if self._is_full else LoadKind.REFRESH
        raw = RawLoad.begin(self._options.raw_dir / load_id, Header(load_id, kind, as_of))
        bench = _workbench(draft, raw, load_id, self._options, now)
        zone = ZoneInfo(self._options.platform_time_zone)
        today = platform_day(as_of, zone)
        extraction = Extraction(
            self._client,
            raw,
            zone=zone,
            today=today,
            cursors={} if self._is_full else known_cursors(bench.ask("known_cursor")),
            progress=self._progress,
        )
        LiveLoad(
            bench,
            extraction,
            self._client,
            today=today,
            is_full=self._is_full,
            progress=self._progress,
        ).bring_in(reseller_pages)
        raw.complete()
        bench.choose_checked(everything=self._is_full)
        changed = _changed(bench, is_full=self._is_full)
        _move_cursors(bench, changed, as_of)
        return Brought(as_of, bench, changed)


def ask_for_resellers(client: UpstreamClient) -> tuple[list[Answer], datetime]:
    """Return the pages that list the resellers the token reaches, and the platform's time.

    There are none when the platform shows no such list: then only the ones known already can be
    read. The time is that of its first answer: whatever is read later holds at least up to then.

    Raises:
        LoadError: it did not say what time it is. Ours may be ahead of it, and cursors that moved
            by it would pass over what changes in between.
    """
    try:
        pages = list(client.iter_resellers())
        told = [page.answered_at for page in pages]
    except UpstreamRejected as error:
        if error.status not in FORBIDDEN_OR_ABSENT:
            raise
        pages, told = [], [error.answered_at]
    as_of = next(filter(None, told), None)
    if as_of is None:
        raise LoadError("the platform's answers have no Date: up to when they hold is not known")
    return pages, as_of


class KeptPages:
    """The pages that a load kept, read again without the platform."""

    def __init__(self, raw: RawLoad, options: LoadOptions, *, progress: Progress) -> None:
        self._raw = raw
        self._options = options
        self._progress = progress

    def bring_in(self, draft: Draft, load_id: str, now: datetime) -> Brought:
        as_of = self._raw.header.as_of
        if draft.base and draft.base.as_of > as_of:
            raise LoadError(
                f"the pages of {self._raw.header.load_id} are of {as_of}; what is published is"
                f" newer, of {draft.base.as_of}"
            )
        is_full = self._raw.header.kind == LoadKind.FULL
        if draft.base is None and not is_full:
            raise LoadError(
                f"the pages of {self._raw.header.load_id} say what changed, and nothing is"
                " published that they could change"
            )
        if not is_full:
            draft.expect_little()
        bench = _workbench(draft, self._raw, load_id, self._options, now)
        self._progress.step("reading the pages")
        bench.intake.take(self._raw.read())
        self._progress.step("merging what resellers have")
        bench.settle_mirror()
        self._progress.step("merging what it costs")
        bench.settle_ledger(anew=is_full)
        bench.compare()
        bench.intake.stage.clear()
        bench.choose_checked(everything=is_full)
        changed = _changed(bench, is_full=is_full)
        if is_full:
            # The pages of a refresh say nothing about what came between them and this warehouse.
            _move_cursors(bench, changed, as_of)
        return Brought(as_of, bench, changed)


def _workbench(
    draft: Draft, raw: RawLoad, load_id: str, options: LoadOptions, now: datetime
) -> Workbench:
    return Workbench(
        draft.connection,
        Intake(draft.connection, raw),
        load_id=load_id,
        quarantine_percent=options.quarantine_percent,
        now=now,
    )


def _changed(bench: Workbench, *, is_full: bool) -> tuple[str, ...]:
    changes = {"mirror": bench.mirror_changes, "ledger": bench.ledger_changes}
    return tuple(database for database, count in changes.items() if count or is_full)


def _move_cursors(bench: Workbench, changed: tuple[str, ...], as_of: datetime) -> None:
    """Move the cursors past what was read, and past nothing that could not be.

    A database that is not published anew keeps its cursors; reading on from them finds nothing new.
    """
    for collection, reseller_id in sorted(bench.intake.read - bench.intake.unread):
        database = CURSORS.get(collection)
        if database in changed:
            bench.move_cursor(database, collection, reseller_id, read_until=as_of)
