"""Whom the portal believes: a provider over HTTP that tells the truth, and one that lies."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.errors import IdentityRefused, IdentityUntrusted
from domain.identity_provider import Identity
from identity.provider import Provider, Secrets
from tests.identity.asking import ANNA, BACK, CONFIGURATION, NOW, SECRETS, code_of, identify
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching


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
    "told",
    ["mar\N{KELVIN SIGN}@alfa.example", "a\0@alfa.example",
     "a" * 250 + "@alfa.example", ["anna@alfa.example"], 4711],
)  # fmt: skip
def test_an_email_that_is_none_or_would_become_anothers_is_nobodys(
    provider: Vouching, told: object
) -> None:
    """In lower case, the sign of Kelvin is the k of somebody else's address."""
    provider.claims["email"] = told

    assert identify(provider).email is None


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
