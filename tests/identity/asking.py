"""What the portal asks a provider in these tests, and who comes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from domain.identity_provider import Identity
from identity.provider import Provider, Secrets
from tests.vouching import Vouching

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
INSTANT = int(NOW.timestamp())
BACK = "http://localhost/sign-in/oidc/callback"
SECRETS = Secrets("the state", "the nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
ANNA = Identity("anna@alfa.example", is_verified=True, is_two_factor=False)
CONFIGURATION = "/.well-known/openid-configuration"


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
