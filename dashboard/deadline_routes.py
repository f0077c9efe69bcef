"""The calendar of deadlines that other programs read, without a session."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from dashboard.access import viewer_of
from dashboard.context import Services, portal
from dashboard.deadline_calendar import Heading, write_calendar
from dashboard.deadline_feeds import PATH
from dashboard.deadline_view import Within
from dashboard.sign_in.confirmation import Whose
from dashboard.sign_in.policies import is_shut_out
from dashboard.texts import gettext
from domain.access import Section
from domain.deadlines.deadline import Outcome
from domain.deadlines.due import Due
from domain.errors import WarehouseNotReady
from store.attempts import Limit, begin_attempt, subject
from store.feeds import Subscriber, end_feed, find_feed

LOOKED_AHEAD = Within.QUARTER
RETRY_SECONDS = 60
# Programs ask every few minutes at most. Who asks so often, each time within a minute, waits one.
LIMIT = Limit(attempts=20, lock=timedelta(minutes=1))

routes = Blueprint("deadlines", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(routes)


@routes.get(PATH)
def as_calendar() -> ResponseReturnValue:
    """The calendar that a token is for: no session is asked for, and none is begun.

    Answers are plain text where there is nothing: a page would bring cookies along.
    """
    subscriber = find_feed(portal().store, request.args.get("token", ""))
    if _is_too_often(subscriber):
        later = {"Retry-After": str(int(LIMIT.lock.total_seconds()))}
        return Response("Too many requests.\n", 429, later, mimetype="text/plain")
    try:
        return _not_found() if subscriber is None else _calendar(subscriber)
    except WarehouseNotReady:
        later = {"Retry-After": str(RETRY_SECONDS)}
        return Response("Try again later.\n", 503, later, mimetype="text/plain")


def _is_too_often(subscriber: Subscriber | None) -> bool:
    """Count a request for a calendar, or from where one is asked for that there is not."""
    whose = (
        subject("feed", subscriber.manager_id)
        if subscriber
        else subject("no feed", request.remote_addr or "")
    )
    asked = begin_attempt(portal().store, whose, limit=LIMIT, now=portal().clock())
    return not asked.is_allowed


def _calendar(subscriber: Subscriber) -> Response:
    whose = {"manager_id": subscriber.manager_id, "reseller_id": subscriber.reseller_id}
    viewer = viewer_of(**whose, language=subscriber.language)
    if viewer is None or not viewer.access.may_see(Section.SUBSCRIPTIONS):
        end_feed(portal().store, **whose, now=portal().clock())
        return _not_found()
    if is_shut_out(Whose(**whose)):
        return _not_found()  # For now: it goes on once they have signed in.
    here = Services(portal(), viewer)
    with force_locale(subscriber.language):
        found = here.deadlines.all({"within": LOOKED_AHEAD.value})
        ends = [due for due in found if due.deadline.outcome is not Outcome.POSSIBLE]
        heading = Heading(
            name=gettext("Deadlines · %(reseller)s", reseller=viewer.reseller_name),
            reseller_id=viewer.reseller_id,
            address=request.host_url.rstrip("/"),
            as_of=here.snapshot.published.as_of.replace(microsecond=0),
            zone=here.zone,
            locale=viewer.locale,
        )
        body = write_calendar(ends, heading)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    # The address is a secret: no page that it may be opened in passes it on.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.set_etag(_digest(ends, subscriber.language), weak=True)
    answer.make_conditional(request)
    return answer


def _digest(found: list[Due], language: str) -> str:
    """Return what changes when an event does, and not with each load."""
    return hashlib.sha256(f"{language} {found!r}".encode()).hexdigest()


def _not_found() -> Response:
    return Response("Not found.\n", 404, mimetype="text/plain")
