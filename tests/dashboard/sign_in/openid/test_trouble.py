"""A provider that refuses, fails or is down: what a person is told, and what the log holds."""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.dashboard.sign_in.openid.going import CLOCK, CONFIGURATION, THING, go, set_out, why
from tests.vouching import CLIENT_SECRET, Vouching


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("access_denied", ("cancelled", 403, "You are not signed in")),
        ("temporarily_unavailable", ("no-answer", 503, "The sign-in service does not answer")),
        ("invalid_scope", ("refused", 502, "You are not signed in")),
    ],
)
def test_what_a_provider_says_no_with_has_a_page(
    client: FlaskClient,
    provider: Vouching,
    caplog: pytest.LogCaptureFixture,
    word: str,
    expected: tuple[str, int, str],
) -> None:
    caplog.set_level(logging.INFO)
    provider.sent_back = {"error": word}

    assert why(client, go(client)) == expected
    assert "/token" not in provider.asked
    assert f": it refuses: {word}, code" in caplog.text


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/token", 503, "no-answer"),
        ("/keys", 500, "no-answer"),
        ("/token", 401, "refused"),
        ("/token", 302, "doubtful"),
    ],
)
def test_a_provider_that_fails_has_a_page_and_another_try(
    client: FlaskClient, provider: Vouching, path: str, status: int, reason: str
) -> None:
    provider.answers[path] = lambda: ("no", status)
    answer = go(client, f"/sign-in/oidc?next={THING}")
    assert why(client, answer)[0] == reason
    page = client.get(answer.location).text
    code = parse_qs(urlsplit(answer.location).query)["code"][0]
    assert f"<code>{code}</code>" in page
    assert "Sign in with a password" in page

    provider.answers.clear()
    again = re.findall(r'<a class="button" href="([^"]*)">Try again', page)
    assert bool(again) is (reason == "no-answer")
    if path == "/token":
        address = again[0] if again else "/sign-in/oidc?next=" + THING
        assert go(client, address).location == THING


def test_a_provider_that_is_down_has_a_page_before_one_is_sent(
    client: FlaskClient, provider: Vouching
) -> None:
    provider.answers[CONFIGURATION] = lambda: ("down", 500)

    assert why(client, client.get("/sign-in/oidc"))[:2] == ("no-answer", 503)


def test_failures_of_a_network_are_limited(client: FlaskClient, provider: Vouching) -> None:
    """As many as of passwords; who gets in is not counted, and passwords are not locked by it."""
    go(client)
    client.delete_cookie("portal_session")
    provider.sent_back = {"error": "access_denied"}
    for _ in range(50):
        waiting = parse_qs(urlsplit(client.get("/sign-in/oidc").location).query)["state"][0]
        last = client.get(f"/sign-in/oidc/callback?error=access_denied&state={waiting}")
    assert why(client, last)[0] == "cancelled"

    assert why(client, go(client))[:2] == ("locked", 429)
    CLOCK.move(minutes=15)
    provider.sent_back = {}
    assert go(client).location == "/"


def test_neither_the_log_nor_an_address_holds_what_opens_anything(
    client: FlaskClient, provider: Vouching, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    back = set_out(client)
    given = parse_qs(urlsplit(back).query)
    provider.lies = {"aud": "another portal"}
    answer = client.get(back)

    assert "sign-in by the provider of everyone: doubtful" in caplog.text
    own = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("dashboard"))
    for secret in (given["code"][0], given["state"][0], CLIENT_SECRET, "boris", "4711"):
        assert secret not in own + answer.location
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_nobody_writes_into_the_log(
    client: FlaskClient, provider: Vouching, caplog: pytest.LogCaptureFixture
) -> None:
    provider.sent_back = {"error": "x\nERROR all is lost"}

    assert why(client, go(client))[0] == "refused"
    assert "lost" not in caplog.text


def test_the_page_for_a_reason_is_for_known_ones(client: FlaskClient) -> None:
    assert client.get("/sign-in/oidc/trouble?why=other").status_code == 404
    assert "<code>" in client.get("/sign-in/oidc/trouble?why=doubtful&code=0123abcd").text
    for address in ("why=doubtful&code=call+555", "why=unknown&code=0123abcd"):
        assert "<code>" not in client.get(f"/sign-in/oidc/trouble?{address}").text
