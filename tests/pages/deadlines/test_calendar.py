"""The deadlines as a calendar that others subscribe to: its token, events, making and end."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from dashboard.app import PAGES, ROUTES
from store.audit import Action, events
from store.feeds import create_feed, feed_of
from tests.deadline_rows import TABLES, TERMS
from tests.pages.deadlines.drawn import plain
from tests.warehouse_builder import publish
from tests.web import ANNA, FixedClock, call, make_app, portal_of, show_page, sign_in

FEED = "/deadlines.ics"
OWNER = {"manager_id": ANNA["manager_id"], "reseller_id": ANNA["reseller_id"]}


@pytest.fixture
def token(app: Dash) -> str:
    return feed(app)


def feed(app: Dash, language: str = "en") -> str:
    portal = portal_of(app)
    return create_feed(portal.store, **OWNER, language=language, now=portal.clock())


def calendar(answer: TestResponse) -> Any:
    assert answer.status_code == 200
    return Calendar.from_ical(answer.get_data())


def test_the_calendar_needs_its_token_and_nothing_else(client: FlaskClient, token: str) -> None:
    answer = client.get(f"{FEED}?token={token}")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert {str(event["uid"]) for event in calendar(answer).events} == {
        "cancellation-s1@r1.reseller-store",
        "added_cancellation-s1-o2@r1.reseller-store",
        "auto_renewal-s2@r1.reseller-store",
        "renewal-s2@r1.reseller-store",
        "order-s3-o3@r1.reseller-store",
        "grace_end-s4@r1.reseller-store",
        "trial_end-s5@r1.reseller-store",
        "deletion-s6@r1.reseller-store",
        "renewal-s7@r1.reseller-store",
    }


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%00%FF", "?Token=x"])
def test_a_wrong_token_finds_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(FEED + query)

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_calendar_is_not_written_for_who_asks_all_the_time(app: Dash) -> None:
    """NFR-2: neither with a token nor without one; a minute later it is."""
    portal, client = portal_of(app), app.server.test_client()
    clock = portal.clock
    assert isinstance(clock, FixedClock)
    for query, usual in ((f"?token={feed(app)}", 200), ("?token=none", 404)):
        clock.move(hours=1)
        answers = [client.get(FEED + query) for _ in range(21)]
        assert [one.status_code for one in answers] == [usual] * 20 + [429]
        assert answers[-1].headers["Retry-After"] == "60"
        assert answers[-1].headers.getlist("Set-Cookie") == []
        clock.move(minutes=1)
        assert client.get(FEED + query).status_code == usual
    clock.move(hours=-2, minutes=-2)


def test_a_token_opens_nothing_but_the_calendar(client: FlaskClient, token: str) -> None:
    for address in ("/deadlines", "/deadlines.csv", "/"):
        assert client.get(f"{address}?token={token}").status_code == 302
    assert client.post(f"{FEED}?token={token}").status_code in (302, 400, 401, 405)


def test_hours_are_in_utc_and_days_last_all_day(client: FlaskClient, token: str) -> None:
    """RFC 5545."""
    answer = client.get(f"{FEED}?token={token}")
    found = {str(event["uid"]).partition("@")[0]: event for event in calendar(answer).events}

    assert found["cancellation-s1"].decoded("dtstart") == datetime(2026, 11, 21, 9, 0, 40,
                                                                   tzinfo=UTC)  # fmt: skip
    assert found["renewal-s2"].decoded("dtstart") == date(2026, 11, 25)
    text = answer.get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:20261125\r\n" in text
    assert "DTSTART:20261121T090040Z\r\n" in text
    assert "DTSTAMP:20261120T120000Z\r\n" in text
    assert "LAST-MODIFIED:20261120T120000Z\r\n" in text


def test_lines_are_folded_and_names_are_whole(client: FlaskClient, token: str) -> None:
    answer = client.get(f"{FEED}?token={token}")

    assert max(len(line) for line in answer.get_data().split(b"\r\n")) <= 75
    summaries = [str(event["summary"]) for event in calendar(answer).events]
    assert "Renewal date · Office 365 E1 · Ромашка · 432.00 EUR" in summaries


def test_what_costs_money_or_data_comes_with_a_reminder(client: FlaskClient, token: str) -> None:
    found = {
        str(event["uid"]).partition("@")[0]: event.walk("VALARM")
        for event in calendar(client.get(f"{FEED}?token={token}")).events
    }

    assert {key for key, alarms in found.items() if alarms} == {
        "cancellation-s1", "added_cancellation-s1-o2", "auto_renewal-s2", "renewal-s2",
        "order-s3-o3", "grace_end-s4", "deletion-s6",
    }  # fmt: skip
    assert found["renewal-s2"][0].decoded("trigger") == timedelta(days=-1)


def test_it_is_written_in_its_managers_language(app: Dash, client: FlaskClient) -> None:
    token = feed(app, "ru")
    headers = {"Accept-Language": "en"}

    text = client.get(f"{FEED}?token={token}", headers=headers).get_data(as_text=True)

    assert "BEGIN:VCALENDAR" in text
    assert "Renewal date" not in text


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, token: str) -> None:
    first = client.get(f"{FEED}?token={token}")

    again = client.get(f"{FEED}?token={token}", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers.getlist("Set-Cookie") == []


def test_no_log_holds_a_token(
    client: FlaskClient, token: str, caplog: pytest.LogCaptureFixture, app: Dash
) -> None:
    """A secret in an address: gunicorn keeps no access log, and we name no query."""
    with caplog.at_level(logging.DEBUG):
        client.get(f"{FEED}?token={token}")
        client.get(f"{FEED}?token={token}x")
        client.post(f"{FEED}?token={token}")

    assert token not in caplog.text
    noted = [event.detail for event in events(portal_of(app).store, reseller_id="r1")]
    assert token not in json.dumps(noted)
    assert "accesslog = None" in Path("dashboard/gunicorn.py").read_text("utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Dash:
    """A portal of the test's own, for what changes it."""
    return make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=TABLES, service_terms=TERMS,
                   clock=FixedClock())  # fmt: skip


def test_it_ends_when_its_manager_is_deactivated(own: Dash) -> None:
    token, client = feed(own), own.server.test_client()
    portal = portal_of(own)
    assert client.get(f"{FEED}?token={token}").status_code == 200

    publish(portal.settings.data_dir / "warehouse", load_id="load2",
            manager=[{**ANNA, "status": "inactive"}])  # fmt: skip
    assert client.get(f"{FEED}?token={token}").status_code == 404
    assert feed_of(portal.store, **OWNER) is None

    publish(portal.settings.data_dir / "warehouse", load_id="load3", manager=[ANNA])
    assert client.get(f"{FEED}?token={token}").status_code == 404


def press(client: FlaskClient, button: str) -> TestResponse:
    names = ("deadlines-calendar-create", "deadlines-calendar-end")
    return call(
        client,
        output="deadlines-calendar-told.children",
        outputs={"id": "deadlines-calendar-told", "property": "children"},
        inputs=[
            {"id": name, "property": "n_clicks", "value": 1 if name == button else None}
            for name in names
        ],
        changed=[f"{button}.n_clicks"],
    )


def test_a_manager_makes_a_calendar_makes_another_and_ends_it(own: Dash) -> None:
    client, reader = own.server.test_client(), own.server.test_client()
    sign_in(client)

    addresses = []
    for _ in range(2):
        told = plain(press(client, "deadlines-calendar-create"))
        found = re.search(r"http://localhost(/deadlines\.ics\?token=[\w-]{43})", told)
        assert found
        addresses.append(found[1])

    assert [reader.get(one).status_code for one in addresses] == [404, 200]
    # It is shown once: not when the page is opened again.
    assert "token=" not in plain(show_page(client, "/deadlines"))

    assert "has ended" in press(client, "deadlines-calendar-end").get_data(as_text=True)
    assert [reader.get(one).status_code for one in addresses] == [404, 404]
    done = [event.action for event in events(portal_of(own).store, reseller_id="r1")]
    assert done[:3] == [Action.FEED_ENDED, Action.FEED_CREATED, Action.FEED_CREATED]


def test_nobody_makes_one_without_a_session(client: FlaskClient, signed_in: FlaskClient) -> None:
    stranger = signed_in.application.test_client()
    stranger.get("/sign-in")

    assert press(stranger, "deadlines-calendar-create").status_code == 401


def test_pressing_nothing_makes_none(own: Dash) -> None:
    client = own.server.test_client()
    sign_in(client)
    answer = call(
        client,
        output="deadlines-calendar-told.children",
        outputs={"id": "deadlines-calendar-told", "property": "children"},
        inputs=[
            {"id": "deadlines-calendar-create", "property": "n_clicks", "value": None},
            {"id": "deadlines-calendar-end", "property": "n_clicks", "value": None},
        ],
    )

    assert answer.status_code == 204
    assert feed_of(portal_of(own).store, **OWNER) is None
