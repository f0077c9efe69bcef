from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.audit import events
from tests.web import PASSWORD, FixedClock, csrf_token, make_app, portal_of, sign_in

NEW = "Another-Horse-8"


def change(
    client: FlaskClient, current: str = PASSWORD, new: str = NEW, confirm: str | None = None
) -> TestResponse:
    return client.post(
        "/password",
        data={
            "csrf_token": csrf_token(client, "/password"),
            "current": current,
            "new": new,
            "confirm": new if confirm is None else confirm,
        },
    )


def problems(answer: TestResponse) -> list[str]:
    return re.findall(r'class="problem"[^>]*>([^<]*)<', answer.text)


def test_a_stranger_can_not_change_a_password(client: FlaskClient) -> None:
    assert client.get("/password").location == "/sign-in?next=/password"
    assert client.post("/password", data={"new": NEW}).location == "/sign-in"


def test_the_new_password_opens_and_the_old_one_does_not(app: Dash, signed_in: FlaskClient) -> None:
    """PRF-4."""
    answer = change(signed_in)

    assert answer.location == "/password?changed=yes"
    assert "Your password is changed." in signed_in.get(answer.location).text
    elsewhere = app.server.test_client()
    assert sign_in(elsewhere).status_code == 401
    assert sign_in(elsewhere, password=NEW).status_code == 303
    assert [event.action for event in events(portal_of(app).store, reseller_id="r1")] == [
        "signed_in", "password_changed", "signed_in",
    ]  # fmt: skip


def test_the_other_sessions_of_the_manager_end(app: Dash, signed_in: FlaskClient) -> None:
    """ACC-18."""
    on_a_phone, someone_else = app.server.test_client(), app.server.test_client()
    sign_in(on_a_phone)
    sign_in(someone_else, domain="beta.example")

    change(signed_in)

    assert signed_in.get("/things/7").status_code == 200
    assert on_a_phone.get("/things/7").status_code == 302
    assert someone_else.get("/things/7").status_code == 200


def test_the_other_managers_password_stays(app: Dash, signed_in: FlaskClient) -> None:
    change(signed_in)

    assert sign_in(app.server.test_client(), domain="beta.example").status_code == 303


def test_the_current_password_is_needed(signed_in: FlaskClient) -> None:
    answer = change(signed_in, current="wrong")

    assert (answer.status_code, problems(answer)) == (400, ["The current password is not right."])


def test_the_current_password_can_not_be_guessed(signed_in: FlaskClient, clock: FixedClock) -> None:
    """NFR-2."""
    for _ in range(4):
        change(signed_in, current="wrong")

    assert problems(change(signed_in, current="wrong")) == [
        "Too many attempts. Try again in 15 minutes."
    ]
    assert change(signed_in).status_code == 400
    clock.move(minutes=15)
    assert change(signed_in).status_code == 303


@pytest.mark.parametrize(
    ("new", "confirm", "problem"),
    [
        ("", "", "Enter a new password."),
        (NEW, NEW + "x", "The two passwords differ."),
        (NEW, "", "The two passwords differ."),
        (PASSWORD, PASSWORD, "The new password is the same as the current one."),
        ("horse", "horse", "Still missing: at least 8 characters; letters and digits; capital"
         " and small letters; a symbol, such as ! or #."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(
    signed_in: FlaskClient, new: str, confirm: str, problem: str
) -> None:
    answer = change(signed_in, new=new, confirm=confirm)

    assert (answer.status_code, problems(answer)) == (400, [problem])
    assert NEW not in answer.text


def test_the_rules_are_those_of_the_installation(tmp_path: Path) -> None:
    """ACC-19."""
    client = make_app(tmp_path, password_strength="weak").server.test_client()
    sign_in(client)

    assert "a symbol" not in client.get("/password").text
    assert change(client, new="horses77").status_code == 303


def test_the_form_needs_its_token(signed_in: FlaskClient) -> None:
    fields = {"current": PASSWORD, "new": NEW, "confirm": NEW}

    for token in ("", "forged"):
        answer = signed_in.post("/password", data={"csrf_token": token, **fields})
        assert answer.status_code == 400
        assert "This page was open for too long" in answer.text
    assert change(signed_in).status_code == 303
