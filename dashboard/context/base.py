"""What every service of a request starts from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property, wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from dashboard.context.portal import Portal, portal, request_snapshot
from dashboard.context.viewer import Viewer
from dashboard.services.freshness import Freshness, freshness
from domain.access import Part
from domain.branding import Branding, branding_for
from upstream.actions import UpstreamActions
from warehouse.connection import Snapshot

Service = TypeVar("Service")


def of_section(
    section: Part,
) -> Callable[[Callable[[Any], Service]], cached_property[Service]]:
    """Make a service that whoever has no access to a section is not given (MGR-9).

    Asking for it raises NoAccess then.
    """

    def guarded(make: Callable[[Any], Service]) -> cached_property[Service]:
        @wraps(make)
        def checked(here: Base) -> Service:
            here.viewer.access.require(section)
            return make(here)

        return cached_property(checked)

    return guarded


class Base:
    """Who asks, when, and of which published version."""

    def __init__(self, portal: Portal, viewer: Viewer) -> None:
        self.viewer = viewer
        self.store = portal.store
        self.settings = portal.settings
        self.platform = portal.platform
        self.live = portal.live
        self.now = portal.clock()

    @cached_property
    def branding(self) -> Branding:
        """Whose portal the manager sees, and who helps them."""
        return branding_for(self.settings, self.viewer.domain)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The newest published version, pinned until the request ends."""
        return request_snapshot()

    @property
    def zone(self) -> ZoneInfo:
        """The platform's zone, in which days begin and end."""
        return ZoneInfo(self.settings.platform_time_zone)

    @cached_property
    def today(self) -> date:
        """The platform's day when the published data were read: what "last month" starts from."""
        return self.snapshot.published.as_of.astimezone(self.zone).date()

    @property
    def freshness(self) -> Freshness:
        return freshness(
            self.store,
            self.snapshot.published,
            refresh_every=timedelta(minutes=self.settings.refresh_minutes),
            now=self.now,
        )

    @property
    def _actions(self) -> UpstreamActions:
        actions = portal().actions
        if actions is None:
            raise LookupError("no platform is named")
        return actions
