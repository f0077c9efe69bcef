"""Who fails too often has to wait, and learns nothing from it."""

from __future__ import annotations

from dash import Dash
from flask.testing import FlaskClient

from store.audit import events
from tests.dashboard.sign_in.page import WRONG, message
from tests.web import (
    PASSWORD,
    FixedClock,
    csrf_token,
    portal_of,
    sign_in,
    sign_out,
)


def test_five_failures_lock_for_fifteen_minutes(
    client: FlaskClient, clock: FixedClock, app: Dash
) -> None:
    """ACC-7, MSG-2: even the right password does not open it earlier."""
    for _ in range(4):
        assert message(sign_in(client, password="wrong")) == WRONG
    fifth = sign_in(client, password="wrong")
    assert fifth.status_code == 429
    assert fifth.headers["Retry-After"] == "900"
    assert message(fifth) == "Too many attempts. Try again in 15 minutes."

    clock.move(minutes=14, seconds=30)
    assert message(sign_in(client)) == "Too many attempts. Try again in 1 minute."
    clock.move(seconds=30)
    assert sign_in(client).status_code == 303
    actions = [event.action for event in events(portal_of(app).store, reseller_id="r1")]
    assert actions == ["signed_in", "sign_in_locked"]


def test_someone_unknown_is_locked_out_just_the_same(client: FlaskClient) -> None:
    """ACC-7: the lock does not tell who exists."""
    known = [sign_in(client, password="wrong") for _ in range(6)]
    unknown = [sign_in(client, email="nobody@alfa.example") for _ in range(6)]

    assert [answer.status_code for answer in known] == [401] * 4 + [429] * 2
    assert [message(answer) for answer in known] == [message(answer) for answer in unknown]


def test_a_success_forgives_the_failures_before_it(client: FlaskClient) -> None:
    for _ in range(3):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 303
        sign_out(client)


def test_one_address_can_not_try_everybody(client: FlaskClient, clock: FixedClock) -> None:
    """NFR-2."""
    for number in range(50):
        sign_in(client, email=f"person{number}@alfa.example")

    assert sign_in(client).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    form = {"domain": "alfa.example", "email": "anna@alfa.example", "password": PASSWORD}
    answer = client.post(
        "/sign-in",
        data={"csrf_token": csrf_token(client), **form},
        environ_overrides=elsewhere,
    )
    assert answer.status_code == 303
