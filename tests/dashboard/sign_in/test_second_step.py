"""A code between the password and the session (ACC-21, NFR-2)."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.audit import events
from store.credentials import set_password
from store.second_factors import reset_second_factor
from tests.second_factors import code_at, give_second_factor
from tests.warehouse_builder import publish
from tests.web import (
    ANNA,
    OTHER_ANNA,
    PASSWORD,
    FixedClock,
    csrf_token,
    is_signed_in,
    make_app,
    portal_of,
    problem,
    sign_in,
    sign_out,
)

THING = "/things/7?month=2026-10"


@pytest.fixture
def codes(app: Dash) -> list[str]:
    """Anna's recovery codes: she has a second factor."""
    return give_second_factor(app)


def half_way(client: FlaskClient, then: str = THING) -> str:
    """Give the right password; return where that leads."""
    return sign_in(client, next=then).location


def give(client: FlaskClient, code: str, address: str = "/second-step") -> TestResponse:
    data = {"csrf_token": csrf_token(client, address), "code": code}
    return client.post(address, data=data)


def test_the_password_leads_to_the_code_and_that_to_where_one_was_going(
    app: Dash, client: FlaskClient, codes: list[str]
) -> None:
    """ACC-6."""
    address = half_way(client)
    assert address == "/second-step?next=/things/7?month%3D2026-10"
    assert not is_signed_in(client)

    answer = give(client, code_at(app), address)

    assert (answer.status_code, answer.location) == (303, THING)
    assert is_signed_in(client)
    assert client.get_cookie("portal_step") is None
    (event,) = [one for one in events(portal_of(app).store, reseller_id="r1")
                if one.action == "signed_in"]  # fmt: skip
    assert event.detail == {"by": "password", "code": "app"}


def test_a_code_of_the_past_or_used_before_is_not_taken(
    app: Dash, client: FlaskClient, clock: FixedClock, codes: list[str]
) -> None:
    half_way(client)
    assert problem(give(client, code_at(app, -2))) == "This code is not right."
    code = code_at(app)
    assert give(client, code).status_code == 303

    elsewhere = app.server.test_client()
    half_way(elsewhere)
    answer = give(elsewhere, code)
    assert (answer.status_code, problem(answer)) == (
        401, "This code has been used. Wait for the next one.",
    )  # fmt: skip
    clock.move(seconds=30)
    assert give(elsewhere, code_at(app)).status_code == 303


def test_another_managers_codes_are_not_taken(
    app: Dash, client: FlaskClient, codes: list[str]
) -> None:
    others = give_second_factor(app, "m2", "r2")
    half_way(client)

    assert problem(give(client, others[0])) == "This code is not right."
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(app: Dash, client: FlaskClient, codes: list[str]) -> None:
    half_way(client)
    page = client.get("/second-step?next=/x")
    assert 'href="/second-step?next=/x&amp;recovery=yes"' in page.text
    assert give(client, f" {codes[3].upper()} ", "/second-step?recovery=yes").status_code == 303
    sign_out(client)

    half_way(client)
    answer = give(client, codes[3], "/second-step?recovery=yes")
    assert (answer.status_code, problem(answer)) == (401, "This code is not right.")
    details = [one.detail for one in events(portal_of(app).store, reseller_id="r1")]
    assert {"left": 9} in details
    assert {"by": "password", "code": "recovery"} in details


def test_guessing_is_locked_as_for_passwords(
    app: Dash, client: FlaskClient, clock: FixedClock, codes: list[str]
) -> None:
    """ACC-7, NFR-2: the right password, again and again, does not buy more guesses."""
    for _ in range(4):
        half_way(client)
        assert give(client, "000000").status_code == 401
    answer = give(client, "000000")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert problem(answer) == "Too many attempts. Try again in 15 minutes."
    half_way(client)
    assert give(client, code_at(app)).status_code == 429
    assert give(client, codes[0]).status_code == 429
    clock.move(minutes=15)
    half_way(client)
    assert give(client, code_at(app)).status_code == 303
    actions = [one.action for one in events(portal_of(app).store, reseller_id="r1")]
    assert actions.count("second_step_locked") == 1


def test_the_way_is_open_for_five_minutes(
    app: Dash, client: FlaskClient, clock: FixedClock, codes: list[str]
) -> None:
    address = half_way(client)
    token = csrf_token(client, address)
    clock.move(minutes=5)

    answer = client.post(address, data={"csrf_token": token, "code": code_at(app)})

    assert answer.location == "/sign-in?trouble=late&next=/things/7?month%3D2026-10"
    assert "That took too long. Please sign in again." in client.get(answer.location).text
    assert "?trouble" not in client.get("/sign-in?trouble=<b>").text
    assert not is_signed_in(client)


@pytest.mark.parametrize("forged", ["", "x", "a.b", "W10.x", "\N{SNOWMAN}"])
def test_a_made_up_way_leads_to_sign_in(client: FlaskClient, forged: str) -> None:
    client.set_cookie("portal_step", forged)

    assert client.get("/second-step").location == "/sign-in?trouble=late"


def test_the_way_is_no_session_and_a_session_no_way(
    app: Dash, client: FlaskClient, codes: list[str]
) -> None:
    half_way(client)
    cookie = client.get_cookie("portal_step")
    assert cookie is not None
    client.set_cookie("portal_session", cookie.value)
    assert not is_signed_in(client)
    give(client, code_at(app))

    assert client.get("/second-step?next=/things/7").location == "/things/7"
    assert client.get("/second-step?next=//evil.example").location == "/"


def test_a_changed_password_closes_the_way(
    app: Dash, client: FlaskClient, codes: list[str]
) -> None:
    half_way(client)
    here = portal_of(app)
    set_password(
        here.store, manager_id="m1", reseller_id="r1", password="Other-1", now=here.clock()
    )

    assert client.get("/second-step").location == "/sign-in?trouble=late"


def test_signing_out_closes_the_way(app: Dash, client: FlaskClient, codes: list[str]) -> None:
    half_way(client)
    cookie = client.get_cookie("portal_step")
    assert cookie is not None
    give(client, code_at(app))
    client.set_cookie("portal_step", cookie.value)
    sign_out(client)

    assert client.get("/second-step").location == "/sign-in?trouble=late"


def test_who_is_deactivated_on_the_way_stays_outside(
    tmp_path: Path, app: Dash, client: FlaskClient, codes: list[str]
) -> None:
    """ACC-4."""
    address = half_way(client)
    token = csrf_token(client, address)
    publish(tmp_path / "warehouse", manager=[{**ANNA, "status": "inactive"}, OTHER_ANNA])

    answer = client.post(address, data={"csrf_token": token, "code": code_at(app)})

    assert answer.location.startswith("/sign-in?trouble=late")
    assert not is_signed_in(client)


def test_who_is_reset_on_the_way_gets_in(app: Dash, client: FlaskClient, codes: list[str]) -> None:
    address = half_way(client)
    here = portal_of(app)
    reset_second_factor(here.store, manager_id="m1", reseller_id="r1", by="m9", now=here.clock())

    assert give(client, "lost", address).location == THING
    sign_out(client)
    assert sign_in(client, next=THING).location == THING


def test_a_new_secret_key_leaves_recovery_codes_and_says_so(
    tmp_path: Path, clock: FixedClock
) -> None:
    app = make_app(tmp_path, clock=clock)
    codes = give_second_factor(app)
    here = portal_of(app)
    object.__setattr__(here.settings, "secret_key", "1" * 32)
    client = app.server.test_client()
    half_way(client)

    answer = give(client, code_at(app))
    assert problem(answer).startswith("The portal can&#39;t check codes of your app any more.")
    assert give(client, codes[0]).status_code == 303
    page = client.get("/second-factor").text
    assert "Use a recovery code, or ask a system administrator" in page
    form = {"csrf_token": csrf_token(client, "/second-factor"), "password": PASSWORD,
            "code": codes[1]}  # fmt: skip
    assert client.post("/second-factor/off", data=form).status_code == 303
    assert "Set up an app" in client.get("/second-factor").text


def test_the_form_needs_its_token_and_a_code(client: FlaskClient, codes: list[str]) -> None:
    half_way(client)

    assert client.post("/second-step", data={"code": codes[0]}).status_code == 400
    assert problem(give(client, "")) == "Enter a code."
    assert problem(give(client, "7" * 65)) == "This code is not right."


def test_the_log_names_no_code(
    app: Dash, client: FlaskClient, codes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    half_way(client)
    given = [code_at(app), codes[0]]
    give(client, codes[1] + "x")
    give(client, code_at(app, -9))
    give(client, given[0])

    assert "manager m1 signed in" in caplog.text
    assert [code for code in [*given, codes[1], "anna@"] if code in caplog.text] == []
