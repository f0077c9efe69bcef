"""Which tokens are believed: for this sign-in, and signed with a key the provider published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey

from domain.errors import IdentityUntrusted
from identity.provider import Provider
from tests.identity.asking import ANNA, CONFIGURATION, INSTANT, identify
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching

# Of "of this person", with ES256: the first half of its SHA-256.
AT_HASH = "JtYHYKC6eXf-1Gi1OFD84g"


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
        {"nonce": "the nöncé"},
        {"aud": [CLIENT_ID, {}]},
        {"at_hash": AT_HASH[:-1]},
        {"at_hash": 4711},
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
        {"at_hash": AT_HASH},
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
