"""Deadlines that leave the portal: a list as CSV, and the calendar that other programs read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from dashboard.access import viewer_of
from dashboard.addresses import read_query
from dashboard.context import Services, portal, services
from dashboard.deadline_calendar import Heading, write_calendar
from dashboard.deadline_feeds import PATH
from dashboard.deadline_texts import advice, kind_name, sentence
from dashboard.deadline_view import Within
from dashboard.services.deadlines import Due
from dashboard.services.exports import write_csv
from dashboard.texts import gettext
from domain.deadlines.deadline import Outcome
from domain.errors import WarehouseNotReady
from store.audit import Action, record_event
from store.feeds import Subscriber, end_feed, find_feed

COLUMNS = (
    "day", "until", "at_latest", "kind", "deadline", "what_happens", "what_can_be_done",
    "subscription_id", "subscription", "client_id", "client", "plan", "order_id", "at_stake",
    "currency", "why_unknown",
)  # fmt: skip
LOOKED_AHEAD = Within.QUARTER
RETRY_SECONDS = 60

routes = Blueprint("deadlines", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(routes)


@routes.get("/deadlines.csv")
def as_csv() -> ResponseReturnValue:
    """Every deadline that a view means, with the page's own parameters."""
    here = services()
    found = here.deadlines.all(read_query(dict(request.args.lists())))
    record_event(
        here.store,
        Action.DOWNLOADED,
        manager_id=here.viewer.manager_id,
        reseller_id=here.viewer.reseller_id,
        now=here.now,
        detail={"kind": "deadlines", "query": request.query_string.decode("utf-8", "replace")},
    )
    name = f"deadlines_{here.deadlines.today}.csv"
    return Response(
        # Written before it is sent: its words are in the language of this request.
        list(write_csv(COLUMNS, _rows(found))),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@routes.get(PATH)
def as_calendar() -> ResponseReturnValue:
    """The calendar that a token is for: no session is asked for, and none is begun.

    Answers are plain text where there is nothing: a page would bring cookies along.
    """
    subscriber = find_feed(portal().store, request.args.get("token", ""))
    try:
        return _not_found() if subscriber is None else _calendar(subscriber)
    except WarehouseNotReady:
        later = {"Retry-After": str(RETRY_SECONDS)}
        return Response("Try again later.\n", 503, later, mimetype="text/plain")


def _calendar(subscriber: Subscriber) -> Response:
    whose = {"manager_id": subscriber.manager_id, "reseller_id": subscriber.reseller_id}
    viewer = viewer_of(**whose, language=subscriber.language)
    if viewer is None:
        end_feed(portal().store, **whose, now=portal().clock())
        return _not_found()
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


def _rows(found: list[Due]) -> Iterator[tuple[Any, ...]]:
    for due in found:
        deadline = due.deadline
        money = deadline.stake.money
        yield (
            deadline.on.isoformat(),
            None if deadline.at is None else deadline.at.isoformat(),
            deadline.is_at_latest,
            deadline.kind.value,
            kind_name(deadline.kind),
            sentence(deadline),
            advice(deadline),
            deadline.subscription_id,
            due.subscription,
            deadline.account_id,
            due.account,
            due.plan,
            deadline.order_id,
            None if money is None else money.amount,
            None if money is None else money.currency,
            deadline.stake.unknown,
        )
