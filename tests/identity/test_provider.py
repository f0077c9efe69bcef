"""Whom the portal believes: a provider over HTTP that tells the truth, and one that lies."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Response, redirect
from joserfc.jwk import ECKey, OctKey, OKPKey

from domain.errors import IdentityRefused, IdentityUnavailable, IdentityUntrusted
from domain.identity_provider import Identity, IdentityProvider
from identity import exchange
from identity.provider import Provider, Secrets
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching, vouching

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
INSTANT = int(NOW.timestamp())
BACK = "http://localhost/sign-in/oidc/callback"
SECRETS = Secrets("the state", "the nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
ANNA = Identity("anna@alfa.example", is_verified=True, is_two_factor=False)
CONFIGURATION = "/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def served() -> Iterator[Vouching]:
    with vouching(lambda: NOW) as provider:
        yield provider


@pytest.fixture
def provider(served: Vouching) -> Vouching:
    served.reset()
    return served


def code_of(provider: Vouching, known: Provider) -> str:
    """Go where a person is sent, and return what they come back with."""
    answer = httpx.get(known.address(SECRETS, redirect_uri=BACK), verify=False)
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(f"{BACK}?")
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def identify(provider: Vouching, known: Provider | None = None, **changes: Any) -> Identity:
    known = known or Provider(provider.about())
    code = code_of(provider, known)
    return known.identify(code, SECRETS, **{"redirect_uri": BACK, "now": NOW} | changes)


def test_whom_it_vouches_for_is_who_it_says(provider: Vouching) -> None:
    known = Provider(provider.about())

    assert identify(provider, known) == ANNA
    assert identify(provider, known) == ANNA
    # Its addresses and keys are asked for once.
    assert provider.asked == [CONFIGURATION, *["/authorize", "/token", "/keys"],
                              *["/authorize", "/token"]]  # fmt: skip


def test_a_person_is_sent_with_a_challenge_and_without_a_secret(provider: Vouching) -> None:
    """The challenge is that of RFC 7636, appendix B."""
    address = Provider(provider.about()).address(SECRETS, redirect_uri=BACK)

    assert parse_qs(urlsplit(address).query) == {
        "response_type": ["code"],
        "client_id": [CLIENT_ID],
        "redirect_uri": [BACK],
        "scope": ["openid email"],
        "state": ["the state"],
        "nonce": ["the nonce"],
        "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
        "code_challenge_method": ["S256"],
    }
    assert CLIENT_SECRET not in address
    assert SECRETS.verifier not in address


def test_a_second_factor_is_the_providers_where_it_says_so(provider: Vouching) -> None:
    provider.claims["amr"] = ["pwd", "mfa"]
    assert identify(provider).is_two_factor

    provider.claims["amr"] = "mfa"  # Not as the standard has it.
    assert not identify(provider).is_two_factor


@pytest.mark.parametrize("told", [False, None, "true", 1])
def test_an_email_is_verified_where_the_provider_says_true_and_nothing_else(
    provider: Vouching, told: object
) -> None:
    provider.claims["email_verified"] = told

    assert not identify(provider).is_verified


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"sub": None},
        {"aud": "another portal"},
        {"aud": ["another portal"]},
        {"aud": [CLIENT_ID, "another portal"]},
        {"aud": [CLIENT_ID, "another portal"], "azp": "another portal"},
        {"azp": "another portal"},
        {"aud": None},
        {"exp": INSTANT - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": INSTANT + 61},
        {"iat": INSTANT - 601},
        {"iat": None},
        {"nbf": INSTANT + 61},
        {"nonce": "of another sign-in"},
        {"nonce": ["the nonce"]},
        {"nonce": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in_is_not_believed(
    provider: Vouching, lies: dict[str, Any]
) -> None:
    provider.lies = lies

    with pytest.raises(IdentityUntrusted, match="ID token"):
        identify(provider)


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "another portal"], "azp": CLIENT_ID},
        {"exp": INSTANT - 59},
        {"iat": INSTANT + 59},
    ],
    ids=str,
)
def test_what_is_odd_and_right_is_believed(provider: Vouching, lies: dict[str, Any]) -> None:
    provider.lies = lies

    assert identify(provider) == ANNA


def sign_with_another_key(provider: Vouching) -> None:
    provider.signing_key = ECKey.generate_key("P-256")


def sign_with_nothing(provider: Vouching) -> None:
    provider.header = {"alg": "none"}


def sign_with_the_secret(provider: Vouching) -> None:
    """What the portal could sign for itself."""
    provider.header = {"alg": "HS256"}
    provider.signing_key = OctKey.import_key(CLIENT_SECRET.encode() * 4)


def sign_with_the_public_half(provider: Vouching) -> None:
    """What anybody could sign who takes the published key for a secret."""
    provider.header = {"alg": "HS256"}
    provider.signing_key = OctKey.import_key(provider.key.as_dict()["x"].encode() * 4)
    provider.published = [provider.key, provider.signing_key.as_dict(private=True)]


def sign_with_a_key_nobody_knows(provider: Vouching) -> None:
    provider.header = {"alg": "ES256", "kid": "unknown"}


def bring_the_key_along(provider: Vouching) -> None:
    own = ECKey.generate_key("P-256")
    provider.signing_key = own
    provider.header = {"alg": "ES256", "jwk": own.as_dict(private=False)}


@pytest.mark.parametrize(
    "lie",
    [
        sign_with_another_key,
        sign_with_nothing,
        sign_with_the_secret,
        sign_with_the_public_half,
        sign_with_a_key_nobody_knows,
        bring_the_key_along,
    ],
)
def test_a_token_that_anybody_may_have_signed_is_not_believed(
    provider: Vouching, lie: Callable[[Vouching], None]
) -> None:
    lie(provider)

    with pytest.raises(IdentityUntrusted, match="ID token"):
        identify(provider)


@pytest.mark.parametrize("lie", ["", "a.b.c", "a.b", "a" * 300_000, "ключ.b.c"])
def test_what_is_no_token_is_not_believed(provider: Vouching, lie: str) -> None:
    provider.answers["/token"] = lambda: {"id_token": lie}

    with pytest.raises(IdentityUntrusted):
        identify(provider)


def test_a_new_key_is_asked_for_when_it_is_used_and_not_more_than_once_a_minute(
    provider: Vouching,
) -> None:
    seconds = 0.0
    known = Provider(provider.about(), monotonic=lambda: seconds)
    identify(provider, known)
    new = OKPKey.generate_key("Ed25519", auto_kid=True)
    provider.published, provider.signing_key = [provider.key, new], new
    provider.header = {"alg": "Ed25519", "kid": new.kid}

    with pytest.raises(IdentityUntrusted):
        identify(provider, known)
    assert provider.asked.count("/keys") == 1
    seconds = 61.0
    assert identify(provider, known) == ANNA
    assert provider.asked.count("/keys") == 2


def test_keys_and_addresses_are_asked_for_again_after_an_hour(provider: Vouching) -> None:
    seconds = 0.0
    known = Provider(provider.about(), monotonic=lambda: seconds)
    identify(provider, known)
    seconds = 3601.0
    identify(provider, known)

    assert (provider.asked.count("/keys"), provider.asked.count(CONFIGURATION)) == (2, 2)


def test_keys_that_are_no_use_are_passed_over(provider: Vouching) -> None:
    provider.published = [
        {"kty": "AKP", "kid": "of the future"},
        {"kty": "RSA", "kid": "short", "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "kid": "broken", "crv": "P-256", "x": "?", "y": "?"},
        {**ECKey.generate_key("P-256").as_dict(private=False), "use": "enc"},
        provider.key,
    ]
    assert identify(provider) == ANNA

    provider.published = provider.published[:-1]
    with pytest.raises(IdentityUntrusted, match="it has no key to sign with"):
        identify(provider)


def test_an_email_may_be_told_apart_from_the_token(provider: Vouching) -> None:
    del provider.claims["email"], provider.claims["email_verified"]
    provider.userinfo = {"sub": "4711", "email": "anna@alfa.example", "email_verified": True}
    assert identify(provider) == Identity(None, is_verified=False, is_two_factor=False)

    provider.metadata["userinfo_endpoint"] = f"{provider.issuer}/userinfo"
    assert identify(provider) == ANNA

    provider.userinfo["sub"] = "of another person"
    with pytest.raises(IdentityUntrusted, match="another person"):
        identify(provider)


def test_the_portal_shows_its_secret_in_the_form_where_the_provider_wants_that(
    provider: Vouching,
) -> None:
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]

    assert identify(provider) == ANNA


def test_a_code_works_once_and_for_who_asked_for_it(provider: Vouching) -> None:
    known = Provider(provider.about())
    code = code_of(provider, known)
    other = Secrets("the state", "the nonce", "another verifier")
    with pytest.raises(IdentityRefused) as refused:
        known.identify(code, other, redirect_uri=BACK, now=NOW)
    assert refused.value.error == "invalid_grant"

    with pytest.raises(IdentityRefused):
        known.identify(code, SECRETS, redirect_uri=BACK, now=NOW)


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        ({"issuer": "https://elsewhere.example"}, "it calls itself 'https://elsewhere.example'"),
        ({"token_endpoint": "http://elsewhere.example/token"}, "can't be trusted with a code"),
        ({"jwks_uri": "file:///etc/keys"}, "can't be trusted with a code"),
        ({"authorization_endpoint": "javascript:alert()"}, "can't be trusted with a code"),
        ({"token_endpoint": None}, "an answer that can't be read"),
    ],
    ids=str,
)
def test_a_provider_that_names_another_place_is_not_believed(
    provider: Vouching, metadata: dict[str, Any], problem: str
) -> None:
    provider.metadata = metadata

    with pytest.raises(IdentityUntrusted, match=problem):
        identify(provider)


@pytest.mark.parametrize(
    ("issuer", "is_promised", "is_believed"),
    [
        (None, False, True),
        (None, True, False),
        ("its own", True, True),
        ("https://elsewhere.example", False, False),
    ],
)
def test_who_sends_a_person_back_is_who_they_were_sent_to(
    provider: Vouching, issuer: str | None, is_promised: bool, is_believed: bool
) -> None:
    provider.metadata["authorization_response_iss_parameter_supported"] = is_promised
    known = Provider(provider.about())
    sender = provider.issuer if issuer == "its own" else issuer

    if is_believed:
        known.check_sender(sender)
    else:
        with pytest.raises(IdentityUntrusted, match="another provider"):
            known.check_sender(sender)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_is_down_is_left_alone_for_a_moment(
    provider: Vouching, status: int
) -> None:
    seconds = 0.0
    known = Provider(provider.about(), monotonic=lambda: seconds)
    provider.answers[CONFIGURATION] = lambda: ("busy", status)
    for _ in range(3):
        with pytest.raises(IdentityUnavailable):
            known.address(SECRETS, redirect_uri=BACK)
    assert provider.asked == [CONFIGURATION]

    provider.answers.clear()
    seconds = 11.0
    assert known.address(SECRETS, redirect_uri=BACK).startswith(f"{provider.issuer}/authorize?")


def test_a_provider_that_is_not_there_is_unavailable(provider: Vouching) -> None:
    with vouching() as gone:
        known = Provider(gone.about())

    with pytest.raises(IdentityUnavailable, match="no answer: ConnectError"):
        known.address(SECRETS, redirect_uri=BACK)


def test_nobody_waits_long_for_a_slow_provider(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "SECONDS", 0.05)
    is_over = threading.Event()

    def hang() -> str:
        is_over.wait(10)
        return "at last"

    provider.answers[CONFIGURATION] = hang
    with pytest.raises(IdentityUnavailable, match="no answer: ReadTimeout"):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)
    is_over.set()


def test_nobody_waits_long_for_an_answer_in_drops(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LONGEST_SECONDS", 0.1)
    is_over = threading.Event()

    def drop() -> Iterator[bytes]:
        while not is_over.wait(0.01):
            yield b" "

    provider.answers[CONFIGURATION] = lambda: Response(drop())
    with pytest.raises(IdentityUnavailable, match="no answer in"):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)
    is_over.set()


def test_nobody_waits_long_for_what_comes_before_an_answer(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each drop of a header comes in time, and the last one never."""
    monkeypatch.setattr(exchange, "LONGEST_SECONDS", 0.1)
    is_over = threading.Event()

    def drop(listening: socket.socket) -> None:
        connection = listening.accept()[0]
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drops: ")
            while not is_over.wait(0.01):
                connection.sendall(b".")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        dropping = threading.Thread(target=drop, args=(listening,))
        dropping.start()
        issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        known = Provider(IdentityProvider(issuer, CLIENT_ID, CLIENT_SECRET))
        with pytest.raises(IdentityUnavailable, match="no answer in"):
            known.address(SECRETS, redirect_uri=BACK)
        with pytest.raises(IdentityUnavailable, match="a moment ago"):
            known.address(SECRETS, redirect_uri=BACK)
        is_over.set()
        dropping.join()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda: "no JSON", "an answer that can't be read"),
        (lambda: "[]", "an answer that can't be read"),
        (lambda: " " * 300_000, "more than 262144 bytes"),
        (lambda: redirect("https://elsewhere.example/"), "it answers 302"),
        (lambda: ("gone", 404), "it answers 404"),
    ],
    ids=["no JSON", "no object", "too much", "redirect", "gone"],
)
def test_an_answer_that_is_none_is_not_believed(
    provider: Vouching, answer: Any, problem: str
) -> None:
    provider.answers[CONFIGURATION] = answer

    with pytest.raises(IdentityUntrusted, match=problem):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)


def test_what_a_provider_answers_is_not_repeated(provider: Vouching) -> None:
    """It may be a token, and goes into a log."""
    provider.answers["/token"] = lambda: {"id_token": 5, "access_token": "a secret"}
    with pytest.raises(IdentityUntrusted) as untrusted:
        identify(provider)
    assert "secret" not in str(untrusted.value)

    provider.answers["/token"] = lambda: ({"error": "x" * 1000 + "\n"}, 400)
    with pytest.raises(IdentityRefused, match="it refuses: 400"):
        identify(provider)
