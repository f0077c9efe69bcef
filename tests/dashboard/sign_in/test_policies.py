"""Passwords that get too old, and managers who stay away (ACC-20)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.deadline_routes import add_routes
from store.absence import let_in
from store.audit import events
from store.feeds import create_feed
from store.tokens import Purpose, new_token
from tests.second_factors import code_at, give_second_factor
from tests.web import PASSWORD, FixedClock, csrf_token, make_app, portal_of, sign_in, sign_out

NEW = "Another-Horse-8"
THING = "/things/7?month=2026-10"
WHOSE = {"manager_id": "m1", "reseller_id": "r1"}
ABSENT = "You have not signed in for a long time, so your access is closed."


@pytest.fixture
def app(tmp_path: Path, clock: FixedClock) -> Dash:
    """Passwords are good for 30 days, and 10 days without signing in are too many."""
    routes = (add_routes,)
    return make_app(tmp_path, clock=clock, routes=routes, password_days=30, inactive_days=10)


def at_home(app: Dash, clock: FixedClock, days: float) -> None:
    """Let days go by in which Anna signs in often enough."""
    for _ in range(int(days)):
        let_in(portal_of(app).store, **WHOSE, by="m1", now=clock.now)
        clock.move(days=1)
    clock.move(days=days - int(days))


def set_new(client: FlaskClient, new: str = NEW) -> TestResponse:
    token = csrf_token(client, "/set-password")
    data = {"csrf_token": token, "new": new, "confirm": new}
    return client.post("/set-password", data=data)


def noted(app: Dash, reseller_id: str = "r1") -> list[tuple[str, Any]]:
    found = events(portal_of(app).store, reseller_id=reseller_id)
    return [(one.action, one.detail) for one in found if one.action != "let_in"]


def test_a_password_is_good_until_its_last_day(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    at_home(app, clock, 29.9)
    assert sign_in(client).location == "/"


def test_an_old_password_is_changed_before_anything_else(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    at_home(app, clock, 30)

    assert sign_in(client, next=THING).location == "/set-password"

    for address in ("/things/7", "/password", "/_dash-layout"):
        assert client.get(address).status_code in (302, 401)
    page = client.get("/set-password").text
    assert "A password is good for 30 days here, and yours is older." in page
    same = set_new(client, PASSWORD)
    assert same.status_code == 400
    assert "The new password is the same as the current one." in same.text
    done = set_new(client)
    assert (done.status_code, done.location) == (303, THING)
    assert client.get("/things/7").status_code == 200
    assert noted(app)[:2] == [
        ("signed_in", {"by": "password"}),
        ("password_changed", {"reason": "too_old"}),
    ]
    sign_out(client)
    assert sign_in(client).status_code == 401
    assert sign_in(client, password=NEW).location == "/"


def test_a_wrong_password_does_not_tell_that_the_right_one_is_old(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    at_home(app, clock, 30)

    assert sign_in(client, password="wrong").status_code == 401


def test_the_code_comes_first_and_is_asked_for_once(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    """The second factor shows who it is before a password may be set, and no second time."""
    give_second_factor(app)
    at_home(app, clock, 30)
    step = sign_in(client, next=THING).location
    assert step.startswith("/second-step")
    assert client.get("/set-password").status_code == 410

    data = {"csrf_token": csrf_token(client, step), "code": code_at(app)}
    assert client.post(step, data=data).location == "/set-password"
    assert client.get("/things/7").status_code == 302
    assert set_new(client).location == THING
    assert client.get("/things/7").status_code == 200


def test_who_takes_too_long_signs_in_again(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    at_home(app, clock, 30)
    sign_in(client, next=THING)
    token = csrf_token(client, "/set-password")
    clock.move(minutes=15)
    late = client.post("/set-password", data={"csrf_token": token, "new": NEW, "confirm": NEW})

    assert late.location == "/sign-in?trouble=late&next=/things/7?month%3D2026-10"
    assert "That took too long." in client.get(late.location).text
    assert sign_in(app.server.test_client(), password=NEW).status_code == 401


def test_a_link_is_no_way_around_a_new_password(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    at_home(app, clock, 30)
    here, now = portal_of(app), clock.now
    client.get(
        f"/set-password/{new_token(here.store, Purpose.RESET, **WHOSE, asked_at=now, now=now)}"
    )

    assert "A password is good for" not in client.get("/set-password").text
    assert set_new(client, PASSWORD).status_code == 400
    assert set_new(client).location == "/"


def test_who_stays_away_is_shut_out_and_comes_back_by_a_link(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    sign_in(client)
    sign_out(client)
    clock.move(days=9, hours=23)
    assert sign_in(client).location == "/"
    sign_out(client)
    clock.move(days=10)

    refused = sign_in(client, next=THING)

    assert refused.location.startswith("/sign-in?trouble=absent")
    assert ABSENT in client.get(refused.location).text
    assert client.get("/things/7").status_code == 302
    assert noted(app)[0] == ("absent_refused", {})
    assert sign_in(client, password="wrong").status_code == 401
    here, now = portal_of(app), clock.now
    client.get(
        f"/set-password/{new_token(here.store, Purpose.RESET, **WHOSE, asked_at=now, now=now)}"
    )
    assert set_new(client).location == "/"
    sign_out(client)
    assert sign_in(client, password=NEW).location == "/"


def test_an_administrator_lets_in(app: Dash, client: FlaskClient, clock: FixedClock) -> None:
    clock.move(days=11)
    store = portal_of(app).store
    # Of somebody else, and of another reseller: neither is for Anna.
    let_in(store, manager_id="m2", reseller_id="r1", by="m9", now=clock.now)
    let_in(store, manager_id="m1", reseller_id="r2", by="m9", now=clock.now)
    assert "absent" in sign_in(client).location
    let_in(store, **WHOSE, by="m9", now=clock.now)

    assert sign_in(client).location == "/"
    assert "absent" in sign_in(app.server.test_client(), domain="beta.example").location


def test_who_stays_away_has_no_calendar_meanwhile(
    app: Dash, client: FlaskClient, clock: FixedClock
) -> None:
    store = portal_of(app).store
    token = create_feed(store, **WHOSE, language="en", now=clock.now)
    clock.move(days=9)
    assert client.get(f"/deadlines.ics?token={token}").status_code == 200
    clock.move(days=1)
    assert client.get(f"/deadlines.ics?token={token}").status_code == 404
    let_in(store, **WHOSE, by="m9", now=clock.now)
    assert client.get(f"/deadlines.ics?token={token}").status_code == 200


def test_both_are_off_unless_they_are_set(tmp_path: Path, clock: FixedClock) -> None:
    client = make_app(tmp_path, clock=clock).server.test_client()
    clock.move(days=5000)

    assert sign_in(client).location == "/"


def test_both_say_why_in_russian(app: Dash, client: FlaskClient, clock: FixedClock) -> None:
    """NFR-7."""
    client.get("/language/ru")
    clock.move(days=11)
    page = client.get(sign_in(client).location).text
    assert re.search(r'role="alert">Вы давно не входили', page)
    at_home(app, clock, 30)
    assert sign_in(client).location == "/set-password"
    assert "Срок действия пароля здесь" in client.get("/set-password").text
