"""The deadlines over HTTP: the page, what can be taken along of it, and the calendar."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dash import Dash
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from dashboard.app import PAGES, ROUTES
from dashboard.deadline_view import choose
from store.audit import Action, events
from store.feeds import create_feed, feed_of
from tests.deadline_rows import TABLES, TERMS
from tests.warehouse_builder import publish
from tests.web import ANNA, FixedClock, call, make_app, portal_of, show_page, sign_in

FEED = "/deadlines.ics"
OWNER = {"manager_id": ANNA["manager_id"], "reseller_id": ANNA["reseller_id"]}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("deadlines")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES, service_terms=TERMS)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    assert sign_in(client).status_code == 303
    return client


@pytest.fixture
def other_reseller(app: Dash) -> FlaskClient:
    client = app.server.test_client()
    assert sign_in(client, domain="beta.example").status_code == 303
    return client


@pytest.fixture
def token(app: Dash) -> str:
    return feed(app)


def feed(app: Dash, language: str = "en") -> str:
    portal = portal_of(app)
    return create_feed(portal.store, **OWNER, language=language, now=portal.clock())


def text_of(answer: TestResponse) -> str:
    """Return what a page draws, its texts one after the other."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return " ".join(re.findall(r'"children":"([^"]*)"', _plain(answer)))


def _plain(answer: TestResponse) -> str:
    return json.dumps(answer.get_json(), ensure_ascii=False, separators=(",", ":"))


def rows(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def calendar(answer: TestResponse) -> Any:
    assert answer.status_code == 200
    return Calendar.from_ical(answer.get_data())


@pytest.mark.parametrize("address", ["/deadlines", "/deadlines.csv", "/deadlines.xlsx"])
def test_someone_signed_out_is_sent_to_sign_in(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/deadlines")


@pytest.mark.parametrize("address", ["/deadlines", "/deadlines.csv", "/deadlines.xlsx"])
def test_a_client_of_another_reseller_is_not_found(signed_in: FlaskClient, address: str) -> None:
    """NFR-1."""
    for account in ("a9", "a1,a9", "nobody"):
        answer = signed_in.get(f"{address}?account={account}")
        assert answer.status_code == 404
        assert "Foreign" not in answer.get_data(as_text=True)


def test_a_reseller_sees_its_own(signed_in: FlaskClient, other_reseller: FlaskClient) -> None:
    """P-3."""
    assert "Foreign" not in text_of(show_page(signed_in, "/deadlines"))
    others = text_of(show_page(other_reseller, "/deadlines"))
    assert "Foreign" in others
    assert "Alfa Trade" not in others


def test_the_page_says_when_what_and_how_much(signed_in: FlaskClient) -> None:
    drawn = _plain(show_page(signed_in, "/deadlines", "?within=7"))

    # The window of the 14th ends on the 21st at 12:00:40 in Moscow.
    for said in ("in 21 hours", "21.11.2026 12:00", "End of cancellation", "1,180.00",
                 "in 4 days", "24.11.2026 10:31", "3 × License", "354.00", "Tomorrow",
                 "/subscriptions/s1", "/clients/a1"):  # fmt: skip
        assert said in drawn
    assert "Waiting order" not in re.sub(r'"label":"[^"]*"', "", drawn)


def test_groups_stand_over_a_list_by_date_and_not_over_one_by_money(
    signed_in: FlaskClient,
) -> None:
    by_day = text_of(show_page(signed_in, "/deadlines"))
    by_money = text_of(show_page(signed_in, "/deadlines", "?sort=-money"))

    for name in ("Tomorrow", "Next week", "Later this month", "December 2026"):
        assert name in by_day
        assert name not in by_money
    assert by_money.index("1,180.00") < by_money.index("744.00") < by_money.index("432.00")


def test_the_nearest_stand_beside_their_subscription(signed_in: FlaskClient) -> None:
    drawn = _plain(show_page(signed_in, "/subscriptions/s1"))

    aside = drawn[drawn.index("Next deadlines") :]
    for said in ("in 21 hours · 21.11.2026 12:00", "End of cancellation", "1,180.00 EUR",
                 "in 4 days · 24.11.2026 10:31", "354.00 EUR"):  # fmt: skip
        assert said in aside
    # By date, those from which something becomes possible among them.
    days = [day[::-1] for day in re.findall(r"· (\d\d)\.(\d\d)\.(\d{4})", aside)]
    assert len(days) == 4
    assert days == sorted(days)
    assert "Switching on renewal" in aside


def test_the_nearest_stands_in_the_list_with_its_money(signed_in: FlaskClient) -> None:
    drawn = _plain(show_page(signed_in, "/subscriptions"))

    for said in ("21.11.2026 12:00", "1,180.00 EUR", "24.11.2026", "432.00 EUR",
                 "End of the trial"):  # fmt: skip
        assert said in drawn


def test_what_has_no_deadline_says_so(signed_in: FlaskClient) -> None:
    drawn = text_of(show_page(signed_in, "/subscriptions/s8"))

    assert "Next deadline" in drawn
    assert "There is none." in drawn


def test_a_bad_address_is_told_and_shows_the_usual(signed_in: FlaskClient) -> None:
    drawn = text_of(show_page(signed_in, "/deadlines", "?within=soon&kind=tea&size=7"))

    assert drawn.count("is not a value of") == 3
    assert "1,180.00" in drawn


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?kind=switch_point", "Nothing fits these filters"),
        ("?within=7&account=a2&kind=trial_end", "Nothing fits these filters"),
    ],
)
def test_nothing_found_says_why(signed_in: FlaskClient, search: str, said: str) -> None:
    """NAV-10."""
    assert said in text_of(show_page(signed_in, "/deadlines", search))


def test_a_reseller_without_deadlines_is_told_what_would_be_here(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES)
    client = app.server.test_client()
    sign_in(client)

    assert "Nothing is due in this time" in text_of(show_page(client, "/deadlines"))
    assert "No deadlines" in text_of(show_page(client, "/deadlines", "?within=all"))


def test_a_filter_changes_the_address_and_keeps_the_rest() -> None:
    query = {"within": "90", "sort": "-money", "page": "3"}

    assert choose(query, "renewal", "") == "?kind=renewal&within=90&sort=-money"
    assert choose(query, "all", "a1") == "?account=a1&within=90&sort=-money"
    # Fields that are drawn anew tell the values they were drawn with.
    assert choose(query, "all", "") is None
    assert choose({"kind": "renewal", "account": "a1"}, "renewal", "a1") is None


def test_the_csv_has_just_what_the_page_means(app: Dash, signed_in: FlaskClient) -> None:
    answer = signed_in.get("/deadlines.csv?account=a1&within=7&page=2")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="deadlines_2026-11-20.csv"'
    )
    assert [
        (row["day"], row["until"], row["kind"], row["at_stake"], row["currency"])
        for row in rows(answer)
    ] == [
        ("2026-11-21", "2026-11-21T09:00:40+00:00", "cancellation", "1180.000000", "EUR"),
        ("2026-11-24", "2026-11-24T07:31:00+00:00", "added_cancellation", "354.000000", "EUR"),
    ]
    assert events(portal_of(app).store, reseller_id="r1")[0].detail["kind"] == "deadlines"


def test_the_csv_says_what_is_not_known_and_refuses_what_it_can_not_read(
    signed_in: FlaskClient,
) -> None:
    (trial,) = rows(signed_in.get("/deadlines.csv?kind=trial_end"))
    assert (trial["at_stake"], trial["why_unknown"]) == ("", "depends")
    (deletion,) = rows(signed_in.get("/deadlines.csv?kind=deletion"))
    assert (deletion["day"], deletion["at_latest"]) == ("2026-11-30", "yes")

    assert signed_in.get("/deadlines.csv?within=soon").status_code == 400


def test_the_workbook_has_the_same_rows(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/deadlines.xlsx?account=a1&within=7")

    with answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    assert [(row[0].date(), row[1], row[6], row[10]) for row in sheet.iter_rows(2, values_only=True)
            ] == [
        (date(2026, 11, 21), "12:00", "Microsoft 365 E3", 1180),
        (date(2026, 11, 24), "10:31", "Microsoft 365 E3", 354),
    ]  # fmt: skip


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
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": "deadlines-calendar-told.children",
            "outputs": {"id": "deadlines-calendar-told", "property": "children"},
            "inputs": [
                {"id": name, "property": "n_clicks", "value": 1 if name == button else None}
                for name in names
            ],
            "changedPropIds": [f"{button}.n_clicks"],
        },
        headers={"X-CSRFToken": client.get_cookie("_csrf_token").value},  # type: ignore[union-attr]
    )
    return answer


def test_a_manager_makes_a_calendar_makes_another_and_ends_it(own: Dash) -> None:
    client, reader = own.server.test_client(), own.server.test_client()
    sign_in(client)

    addresses = []
    for _ in range(2):
        told = _plain(press(client, "deadlines-calendar-create"))
        found = re.search(r"http://localhost(/deadlines\.ics\?token=[\w-]{43})", told)
        assert found
        addresses.append(found[1])

    assert [reader.get(one).status_code for one in addresses] == [404, 200]
    # It is shown once: not when the page is opened again.
    assert "token=" not in _plain(show_page(client, "/deadlines"))

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
