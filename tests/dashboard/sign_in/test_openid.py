"""Sign-in by a company's own provider: there, back, and what happens when that goes wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from identity.provider import Provider
from store.audit import events
from store.models import SignInAttempt
from tests.second_factors import code_at, give_second_factor
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching, vouching
from tests.web import ANNA, OTHER_ANNA, FixedClock, csrf_token, make_app, portal_of, sign_out

CLOCK = FixedClock()
THING = "/things/7?month=2026-10"
BORIS = {"manager_id": "m3", "reseller_id": "r1", "email": "boris@alfa.example"}
CLARA = {"manager_id": "m4", "reseller_id": "r1", "email": "clara@alfa.example",
         "status": "inactive"}  # fmt: skip
DORA = {"manager_id": "m5", "reseller_id": "r2", "email": "dora@beta.example"}
CONFIGURATION = "/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def served() -> Iterator[Vouching]:
    with vouching(CLOCK) as provider:
        yield provider


@pytest.fixture(scope="module")
def portal_app(served: Vouching, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The operator has a provider; beta has the same one, where it may speak for itself only."""
    return make_app(
        tmp_path_factory.mktemp("openid"),
        clock=CLOCK,
        tables={"manager": [ANNA, OTHER_ANNA, BORIS, CLARA, DORA]},
        oidc_issuer=served.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_name="Contoso ID",
        oidc_partners={"beta.example": served.about("beta.example")},
    )


@pytest.fixture
def provider(served: Vouching, portal_app: Dash) -> Vouching:
    served.reset()
    served.claims["email"] = BORIS["email"]
    return served


@pytest.fixture
def app(portal_app: Dash, provider: Vouching) -> Dash:
    """The same portal for all tests; it knows nothing of the provider, and counted nothing."""
    known = portal_app.server.extensions["identity_providers"]
    known.update({domain: Provider(one.about) for domain, one in known.items()})
    with portal_of(portal_app).store.writing() as session:
        session.query(SignInAttempt).delete()
    return portal_app


def set_out(client: FlaskClient, address: str = "/sign-in/oidc") -> str:
    """Go where the button leads, and show the provider who one is; return what it leads back to."""
    there = client.get(address)
    assert there.status_code == 303, there.text
    back = httpx.get(there.location, verify=False)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def go(client: FlaskClient, address: str = "/sign-in/oidc") -> TestResponse:
    return client.get(set_out(client, address))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/things/7").status_code == 200


def why(client: FlaskClient, answer: TestResponse) -> tuple[str, int, str]:
    """Follow an answer to its page: return the reason, the status and the title of that page."""
    assert answer.status_code == 303
    assert not is_signed_in(client)
    parts = urlsplit(answer.location)
    assert parts.path == "/sign-in/oidc/trouble", answer.location
    page = client.get(answer.location)
    titles = re.findall("<h1>([^<]*)</h1>", page.text)
    return parse_qs(parts.query)["why"][0], page.status_code, titles[0]


def test_the_provider_leads_to_where_one_was_going(app: Dash, client: FlaskClient) -> None:
    """ACC-6."""
    page = client.get(f"/sign-in?next={THING}")
    address = re.findall(
        r'<a class="button second" href="([^"]*)">Sign in with Contoso ID', page.text
    )

    answer = go(client, address[0])

    assert (answer.status_code, answer.location) == (303, THING)
    assert is_signed_in(client)
    assert client.get_cookie("portal_openid", path="/") is None
    # The next sign-in on this device knows the company (ACC-5).
    assert client.get_cookie("portal_domain").value == "alfa.example"
    entry = events(portal_of(app).store, reseller_id="r1")[0]
    assert (entry.manager_id, entry.action, entry.detail) == ("m3", "signed_in", {"by": "openid"})


def test_who_has_no_password_is_told_how_to_get_one(client: FlaskClient) -> None:
    go(client)
    form = {"csrf_token": csrf_token(client, "/second-factor"), "password": "any"}
    asked = client.post("/second-factor/app", data=form)

    assert "You have no password here yet." in asked.text


def test_signing_out_is_from_the_portal_alone(client: FlaskClient, provider: Vouching) -> None:
    """ACC-22."""
    go(client)
    client.get("/")
    provider.asked.clear()

    assert sign_out(client).location == "/sign-in"

    assert not is_signed_in(client)
    assert provider.asked == []
    go(client)
    assert is_signed_in(client)


def test_who_is_signed_in_is_not_sent_anywhere(client: FlaskClient) -> None:
    go(client)

    assert client.get(f"/sign-in/oidc?next={THING}").location == THING


@pytest.mark.parametrize("then", ["//elsewhere.example", "https://elsewhere.example/", "/x" * 3000])
def test_the_provider_leads_nowhere_but_into_the_portal(client: FlaskClient, then: str) -> None:
    assert go(client, f"/sign-in/oidc?next={then}").location == "/"


def test_a_second_factor_is_asked_for_unless_the_provider_asked_for_one(
    tmp_path: Path, provider: Vouching
) -> None:
    app = make_app(
        tmp_path,
        clock=CLOCK,
        tables={"manager": [ANNA]},
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        password_days=1,
        inactive_days=10,
    )
    provider.claims["email"] = ANNA["email"]
    give_second_factor(app)
    CLOCK.move(days=2)  # That the password is too old now is of no account here (ACC-20).
    client = app.server.test_client()

    address = go(client, f"/sign-in/oidc?next={THING}").location
    assert urlsplit(address).path == "/second-step"
    assert not is_signed_in(client)
    form = {"csrf_token": csrf_token(client, address), "code": code_at(app)}
    assert client.post(address, data=form).location == THING
    entry = events(portal_of(app).store, reseller_id="r1")[0]
    assert entry.detail == {"by": "openid", "code": "app"}

    provider.claims["amr"] = ["pwd", "mfa"]
    other = app.server.test_client()
    assert go(other).location == "/"
    assert is_signed_in(other)

    CLOCK.move(days=11)
    answer = go(app.server.test_client(), f"/sign-in/oidc?next={THING}")
    assert answer.location == "/sign-in?trouble=absent&next=/things/7?month%3D2026-10"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@alfa.example"},
        {"email": CLARA["email"]},  # Not active (ACC-4).
        {"email": "' OR '1'='1"},
    ],
    ids=str,
)
def test_whom_the_portal_does_not_know_gets_no_further(
    client: FlaskClient, provider: Vouching, claims: dict[str, Any]
) -> None:
    provider.claims |= claims

    assert why(client, go(client)) == ("unknown", 403, "No access to this portal")


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": None}, {"email": 5}])
def test_an_email_that_nobody_confirmed_opens_nothing(
    client: FlaskClient, provider: Vouching, claims: dict[str, Any]
) -> None:
    provider.claims |= claims

    assert why(client, go(client)) == ("unverified", 403, "Your email is not confirmed")


def test_a_partners_provider_speaks_for_its_own_managers_only(
    client: FlaskClient, provider: Vouching
) -> None:
    """Else one partner could sign in as a manager of another."""
    assert why(client, go(client, "/sign-in/oidc?domain=beta.example"))[0] == "unknown"

    provider.claims["email"] = "DORA@beta.example "
    assert go(client, "/sign-in/oidc?domain=beta.example").location == "/"
    assert is_signed_in(client)


def test_the_domain_decides_where_an_email_is_known_twice(
    app: Dash, client: FlaskClient, provider: Vouching
) -> None:
    """ACC-2."""
    provider.claims["email"] = ANNA["email"]
    answer = go(client)
    assert why(client, answer) == ("several", 403, "Which company?")

    asked = client.get("/sign-in/company?domain=https://Alfa.example/x")
    assert asked.location == "/sign-in?domain=alfa.example"
    page = client.get(asked.location)
    (address,) = re.findall(r'<a class="button second" href="([^"]*)"', page.text)
    assert go(client, address).location == "/"
    assert events(portal_of(app).store, reseller_id="r1")[0].manager_id == "m1"


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


def test_who_comes_back_without_a_code_is_not_let_in(client: FlaskClient) -> None:
    state = parse_qs(urlsplit(client.get("/sign-in/oidc").location).query)["state"][0]

    assert why(client, client.get(f"/sign-in/oidc/callback?state={state}"))[0] == "refused"


def test_the_page_for_a_reason_is_for_known_ones(client: FlaskClient) -> None:
    assert client.get("/sign-in/oidc/trouble?why=other").status_code == 404
    assert "<code>" in client.get("/sign-in/oidc/trouble?why=doubtful&code=0123abcd").text
    for address in ("why=doubtful&code=call+555", "why=unknown&code=0123abcd"):
        assert "<code>" not in client.get(f"/sign-in/oidc/trouble?{address}").text


def test_a_company_is_asked_for_where_partners_have_providers(client: FlaskClient) -> None:
    page = client.get(f"/sign-in?next={THING}").text
    assert 'href="/sign-in/company?next=/things/7?month%3D2026-10"' in page
    assert "/sign-in/company" not in client.get("/sign-in?domain=beta.example").text

    asked = client.get("/sign-in/company?domain=")
    assert "Enter the domain name of your company." in asked.text
    leads = client.get(f"/sign-in/company?domain=beta.example&next={THING}").location
    assert leads == "/sign-in?domain=beta.example&next=/things/7?month%3D2026-10"


def test_without_a_provider_there_is_nothing(tmp_path: Path, provider: Vouching) -> None:
    client = make_app(tmp_path).server.test_client()

    assert "/sign-in/oidc" not in client.get("/sign-in").text
    for address in ("/sign-in/oidc", "/sign-in/company", "/sign-in/oidc?domain=beta.example"):
        assert client.get(address).status_code == 404


def test_a_company_without_a_provider_signs_in_by_password(
    tmp_path: Path, provider: Vouching
) -> None:
    partners = {"beta.example": provider.about("beta.example")}
    client = make_app(tmp_path, oidc_partners=partners).server.test_client()

    page = client.get("/sign-in?domain=alfa.example").text
    assert 'class="button second"' not in page
    assert "/sign-in/company" in page
    answer = client.get("/sign-in/company?domain=alfa.example")
    assert "This company has no sign-in of its own here." in answer.text


def test_people_come_back_to_the_address_that_settings_name(
    tmp_path: Path, provider: Vouching
) -> None:
    app = make_app(
        tmp_path,
        https=True,
        portal_url="https://portal.example",
        oidc_partners={"beta.example": provider.about("beta.example")},
    )
    answer = app.server.test_client().get("/sign-in/oidc?domain=beta.example")

    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["redirect_uri"] == ["https://portal.example/sign-in/oidc/callback/beta.example"]
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "openid" in one]
    assert cookie.startswith("__Host-portal_openid=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
