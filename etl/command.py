"""Loads as commands: what a person sees while one runs, and what a machine reads at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Self

import click
import msgspec

from domain.errors import LoadError, SettingsError
from domain.periods import format_month
from etl.options import LoadOptions
from etl.progress import Progress
from etl.raw import RawLoad
from etl.run import Load, run_load
from etl.sources import KeptPages, Platform
from etl.summary import Difference, LoadKind, LoadSummary, Status
from store.database import Store
from upstream.client import UpstreamClient
from warehouse.publish import read_pointer

# 75 is EX_TEMPFAIL: try again later.
EXIT_CODES = {Status.PUBLISHED: 0, Status.FAILED: 1, Status.BUSY: 75}
MOST_SHOWN = 20


def refresh(options: LoadOptions, *, full: bool) -> int:
    """Bring in what changed on the platform, or everything; return the exit code.

    The first load brings in everything in any case. The last line printed is one JSON object.
    """
    with platform_client(options) as client, Bar() as progress:
        summary = load_platform(options, client, full=full, progress=progress)
    return _tell(summary)


def replay(options: LoadOptions, load_id: str) -> int:
    """Bring in the pages that a load kept, without the platform; return the exit code.

    The last line printed is one JSON object.
    """
    try:
        raw = RawLoad.open(options.raw_dir / load_id)
    except LoadError as error:
        return _tell(LoadSummary(None, LoadKind.REPLAY, Status.FAILED, error=str(error)))
    with closing(Store(options.store_url)) as store, Bar() as progress:
        source = KeptPages(raw, options, progress=progress)
        summary = run_load(Load(source, LoadKind.REPLAY, options, store, progress=progress))
    return _tell(summary)


def platform_client(options: LoadOptions) -> UpstreamClient:
    """Return a client of the platform that the settings name.

    Raises:
        SettingsError: they name none, or a token that is none.
    """
    for name in ("platform_url", "platform_token"):
        if not getattr(options, name):
            raise SettingsError(f"{name.upper()} is empty; a load needs it")
    try:
        return UpstreamClient(
            options.platform_url,
            options.platform_token,
            timeout=options.platform_timeout_seconds,
            attempts=options.platform_attempts,
            concurrency=options.platform_concurrency,
            page_size=options.platform_page_size,
        )
    except ValueError as error:
        raise SettingsError(f"PLATFORM_TOKEN can't be used: {error}") from error


def load_platform(
    options: LoadOptions, client: UpstreamClient, *, full: bool, progress: Progress
) -> LoadSummary:
    """Bring in what changed on the platform, or everything."""
    is_full = full or read_pointer(options.warehouse_dir) is None
    kind = LoadKind.FULL if is_full else LoadKind.REFRESH
    source = Platform(client, options, is_full=is_full, progress=progress)
    with closing(Store(options.store_url)) as store:
        return run_load(Load(source, kind, options, store, progress=progress))


class Bar(Progress):
    """Draws a load's steps on a terminal."""

    def __init__(self) -> None:
        self._bar: Any = click.progressbar(
            length=1,
            label="Loading",
            item_show_func=lambda text: text,
            hidden=not sys.stderr.isatty(),
            file=sys.stderr,
        )

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)

    def expect(self, steps: int) -> None:
        self._bar.length = self._bar.pos + steps

    def step(self, text: str) -> None:
        self._bar.update(1, text)


def _tell(summary: LoadSummary) -> int:
    """Tell people what became of a load, and machines in the last line."""
    for line in describe(summary):
        click.echo(line)
    click.echo(msgspec.json.encode(as_json(summary)))
    return EXIT_CODES[summary.status]


def describe(summary: LoadSummary) -> Iterator[str]:
    """Yield what became of a load, in sentences."""
    if summary.status is not Status.PUBLISHED:
        yield f"The load is {summary.status}: {summary.error}"
        return
    yield f"Load {summary.load_id} ({summary.kind}) is published, as of {summary.as_of}."
    for collection, count in summary.rows.items():
        yield f"  {collection}: {count:,}"
    if summary.quarantined:
        yield f"Set aside, because they can't be used: {summary.quarantined:,} records."
    for page in summary.broken_pages[:MOST_SHOWN]:
        yield f"Could not be read: {page}"
    if summary.deviations:
        yield f"Figures of charges that do not follow from their others: {summary.deviations:,}."
    if summary.differences:
        yield f"The platform's own sums differ in {len(summary.differences):,} places:"
    for difference in summary.differences[:MOST_SHOWN]:
        yield _describe_difference(difference)


def as_json(summary: LoadSummary) -> dict[str, object]:
    """Return what became of a load, for machines."""
    return {
        "load_id": summary.load_id,
        "kind": summary.kind,
        "status": summary.status,
        "as_of": summary.as_of,
        "rows": summary.rows,
        "quarantined": summary.quarantined,
        "differences": len(summary.differences),
        "broken_pages": summary.broken_pages,
        "error": summary.error,
    }


def _describe_difference(difference: Difference) -> str:
    return (
        f"  {difference.account or 'account'} ({difference.account_id}), subscription"
        f" {difference.subscription_id}, {format_month(difference.month)}: ours"
        f" {difference.ours.amount}, theirs {difference.theirs.amount} {difference.ours.currency}"
    )
