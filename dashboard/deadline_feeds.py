"""The calendar of deadlines of the manager who is signed in: made, told once, ended."""

from __future__ import annotations

from flask import request

from dashboard.context import services
from store.feeds import Subscriber, create_feed, end_feed, feed_of

PATH = "/deadlines.ics"


def make_feed() -> str:
    """Give the manager a calendar in their language; return its address, which nobody keeps."""
    here = services()
    token = create_feed(
        here.store,
        manager_id=here.viewer.manager_id,
        reseller_id=here.viewer.reseller_id,
        language=here.viewer.locale,
        now=here.now,
    )
    return f"{request.host_url.rstrip('/')}{PATH}?token={token}"


def current_feed() -> Subscriber | None:
    """Return the calendar that the manager has."""
    viewer = services().viewer
    return feed_of(services().store, manager_id=viewer.manager_id, reseller_id=viewer.reseller_id)


def end_current_feed() -> None:
    """End the manager's calendar."""
    here = services()
    end_feed(
        here.store,
        manager_id=here.viewer.manager_id,
        reseller_id=here.viewer.reseller_id,
        now=here.now,
    )
