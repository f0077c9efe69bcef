"""Loads as commands: from the settings to an exit code."""

from __future__ import annotations

import math
import sys
from contextlib import closing
from functools import partial

from domain.errors import LoadError, SettingsError
from etl.options import LoadOptions
from etl.progress import Progress
from etl.raw import RawLoad
from etl.run import Load, run_load
from etl.sources import KeptPages, Platform
from etl.summary import LoadKind, LoadSummary, Status
from etl.telling import Bar, tell
from etl.watch import LARGEST_PAGE, LONGEST_TIMEOUT, MOST_ATTEMPTS, Watcher
from store.database import Store
from upstream.client import UpstreamClient
from warehouse.pointer import read_pointer

# 75 is EX_TEMPFAIL: try again later.
EXIT_CODES = {Status.PUBLISHED: 0, Status.UNCHANGED: 0, Status.FAILED: 1, Status.BUSY: 75}


def refresh(options: LoadOptions, *, full: bool) -> int:
    """Bring in what changed on the platform, or everything; return the exit code.

    The first load brings in everything in any case. The last line printed is one JSON object.
    """
    with platform_client(options) as client, Bar() as progress:
        summary = load_platform(options, client, full=full, progress=progress)
    return _end(summary)


def replay(options: LoadOptions, load_id: str) -> int:
    """Bring in the pages that a load kept, without the platform; return the exit code.

    The last line printed is one JSON object.
    """
    try:
        raw = RawLoad.open(options.raw_dir / load_id)
    except LoadError as error:
        return _end(LoadSummary(None, LoadKind.REPLAY, Status.FAILED, error=str(error)))
    with closing(Store(options.store_url)) as store, Bar() as progress:
        source = KeptPages(raw, options, progress=progress)
        summary = run_load(Load(source, LoadKind.REPLAY, options, store, progress=progress))
    return _end(summary)


def watch(options: LoadOptions) -> int:
    """Look once at what is under way, and bring in what moved; return the exit code.

    The last line printed is one JSON object.
    """
    with closing(Store(options.store_url)) as store:
        summary = watcher(options, store).tick()
    return _end(summary or LoadSummary(None, LoadKind.WATCH, Status.UNCHANGED))


def watcher(options: LoadOptions, store: Store, *, progress: Progress | None = None) -> Watcher:
    """Return what follows whatever is under way at the platform that the settings name."""
    connect = partial(platform_client, options, LONGEST_TIMEOUT, MOST_ATTEMPTS, LARGEST_PAGE)
    return Watcher(options, store, connect, progress=progress)


def platform_client(
    options: LoadOptions,
    longest_timeout: float = math.inf,
    most_attempts: int = sys.maxsize,
    largest_page: int = sys.maxsize,
) -> UpstreamClient:
    """Return a client of the platform that the settings name, within some limits.

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
            timeout=min(options.platform_timeout_seconds, longest_timeout),
            attempts=min(options.platform_attempts, most_attempts),
            concurrency=options.platform_concurrency,
            page_size=min(options.platform_page_size, largest_page),
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


def _end(summary: LoadSummary) -> int:
    tell(summary)
    return EXIT_CODES[summary.status]
