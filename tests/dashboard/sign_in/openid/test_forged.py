"""Answers that are not the ones to what was asked: forged, moved, repeated, late."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dash import Dash
from flask.testing import FlaskClient

from tests.dashboard.sign_in.openid.going import CLOCK, THING, go, set_out, why
from tests.vouching import Vouching


def test_what_a_provider_hands_out_for_another_is_not_taken(client: FlaskClient) -> None:
    """Each sends people back to an address of its own."""
    back = set_out(client, "/sign-in/oidc?domain=beta.example")
    assert back.startswith("/sign-in/oidc/callback/beta.example?")
    moved = back.replace("/callback/beta.example", "/callback")

    assert why(client, client.get(moved)) == ("late", 400, "This sign-in is over")


def test_an_answer_of_another_sender_is_not_taken(client: FlaskClient, provider: Vouching) -> None:
    provider.sent_back["iss"] = "https://elsewhere.example"

    assert why(client, go(client))[:2] == ("doubtful", 502)
    assert "/token" not in provider.asked


def test_a_sign_in_ends_once(app: Dash, client: FlaskClient, provider: Vouching) -> None:
    back = set_out(client)
    waiting = client.get_cookie("portal_openid", path="/").value
    assert client.get(back).location == "/"
    other = app.server.test_client()
    other.set_cookie("portal_openid", waiting)
    provider.asked.clear()

    assert why(other, other.get(back))[0] == "late"
    assert provider.asked == []


def test_a_sign_in_ends_in_the_browser_it_began_in(
    app: Dash, client: FlaskClient, provider: Vouching
) -> None:
    """Else somebody could be signed in as another without knowing."""
    back = set_out(client)
    other = app.server.test_client()
    assert why(other, other.get(back))[0] == "late"

    set_out(other)
    assert why(other, other.get(back))[0] == "late"
    assert "/token" not in provider.asked
    assert client.get(back).location == "/"


def test_a_sign_in_that_took_too_long_is_over(client: FlaskClient) -> None:
    back = set_out(client, f"/sign-in/oidc?next={THING}")
    CLOCK.move(minutes=10)

    assert why(client, client.get(back))[0] == "late"


def test_a_cookie_that_was_altered_is_none(client: FlaskClient) -> None:
    back = set_out(client)
    value = client.get_cookie("portal_openid", path="/").value
    client.set_cookie("portal_openid", "A" + value[1:])

    assert why(client, client.get(back))[0] == "late"


@pytest.mark.parametrize(
    ("lies", "reason", "status"),
    [
        ({"iss": "https://elsewhere.example"}, "doubtful", 502),
        ({"aud": "another portal"}, "doubtful", 502),
        ({"nonce": "of another sign-in"}, "doubtful", 502),
        ({"exp": 1}, "doubtful", 502),
    ],
    ids=str,
)
def test_a_lie_opens_nothing(
    client: FlaskClient, provider: Vouching, lies: dict[str, Any], reason: str, status: int
) -> None:
    provider.lies = lies

    assert why(client, go(client)) == (reason, status, "You are not signed in")


def test_who_comes_back_without_a_code_is_not_let_in(client: FlaskClient) -> None:
    state = parse_qs(urlsplit(client.get("/sign-in/oidc").location).query)["state"][0]

    assert why(client, client.get(f"/sign-in/oidc/callback?state={state}"))[0] == "refused"
