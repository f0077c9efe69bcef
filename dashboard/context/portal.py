"""What lives as long as the process, and what of it a request holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from flask import Flask, Response, current_app, g

from dashboard.context.settings import PortalSettings
from dashboard.pace import Pace
from dashboard.platform import LiveReads
from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.search import SearchIndexes
from domain.deadlines.due import Due
from store.attempts import Limit
from store.database import Store
from store.sessions import Lifetime
from upstream.actions import UpstreamActions
from upstream.client import UpstreamClient
from warehouse.connection import Snapshot, Warehouse

Clock = Callable[[], datetime]
# While somebody types, a search is asked for at every pause.
SEARCHES, SEARCH_SECONDS = 100, 10.0


@dataclass(frozen=True, slots=True)
class Portal:
    """What lives as long as the process. `platform` is None where the settings name none."""

    settings: PortalSettings
    warehouse: Warehouse
    store: Store
    clock: Clock
    platform: UpstreamClient | None = None
    live: LiveReads = field(default_factory=lambda: LiveReads(None))
    actions: UpstreamActions | None = None
    search_indexes: SearchIndexes = field(default_factory=SearchIndexes)
    search_pace: Pace = field(default_factory=lambda: Pace(SEARCHES, SEARCH_SECONDS))
    deadline_lists: DeadlineLists[Due] = field(default_factory=DeadlineLists)

    @property
    def session_lifetime(self) -> Lifetime:
        return Lifetime(
            idle=timedelta(minutes=self.settings.session_idle_minutes),
            longest=timedelta(hours=self.settings.session_hours),
        )

    @property
    def sign_in_limit(self) -> Limit:
        return Limit(
            attempts=self.settings.sign_in_attempts,
            lock=timedelta(minutes=self.settings.sign_in_lock_minutes),
        )


def portal() -> Portal:
    return cast(Portal, current_app.extensions["portal"])


def request_snapshot() -> Snapshot:
    """Pin the newest published version for the rest of this request.

    Raises:
        WarehouseNotReady: no load has published one yet.
    """
    if "snapshot" not in g:
        pinned = ExitStack()
        g.snapshot = pinned.enter_context(portal().warehouse.snapshot())
        g.pinned = pinned
    return cast(Snapshot, g.snapshot)


def keep_pinned(response: Response) -> Response:
    """Keep this request's version pinned until its answer is sent, which may take a while."""
    pinned: ExitStack | None = g.pop("pinned", None)
    if pinned is not None:
        response.call_on_close(pinned.close)
    return response


def install(server: Flask, portal_: Portal) -> None:
    server.extensions["portal"] = portal_
    server.teardown_appcontext(_release)


def utc_now() -> datetime:
    return datetime.now(UTC)


def _release(_: BaseException | None) -> None:
    pinned: ExitStack | None = g.pop("pinned", None)
    if pinned is not None:
        pinned.close()
