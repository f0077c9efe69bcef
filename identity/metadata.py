"""What a provider publishes of itself: its addresses (OpenID Connect Discovery) and its keys."""

from __future__ import annotations

from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from domain.errors import IdentityUntrusted
from domain.identity_provider import is_safe_address
from identity.exchange import Line

WELL_KNOWN = "/.well-known/openid-configuration"
# A secret that both sides know signs for either of them: only keys that have a public half count.
KEY_TYPES = ("RSA", "EC", "OKP")
LEAST_MODULUS = 342  # Signs of base64url: RSA keys of 2048 bits.


class Metadata(msgspec.Struct, frozen=True):
    """Where a provider is asked for what."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def takes_basic_auth(self) -> bool:
        return "client_secret_basic" in self.token_endpoint_auth_methods_supported


class _Keys(msgspec.Struct, frozen=True):
    keys: list[dict[str, Any]]


def read_metadata(line: Line, issuer: str) -> Metadata:
    """Return what a provider says of itself.

    Raises:
        IdentityError: it does not answer, is another provider, or names an address without TLS.
    """
    found = line.ask(issuer.rstrip("/") + WELL_KNOWN, Metadata)
    if found.issuer != issuer:
        raise IdentityUntrusted(f"it calls itself {found.issuer[:200]!r}, and not {issuer!r}")
    named = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri,
             found.userinfo_endpoint)  # fmt: skip
    for address in named:
        if address is not None and not is_safe_address(address, issuer):
            raise IdentityUntrusted("it names an address that can't be trusted with a code")
    return found


def read_keys(line: Line, metadata: Metadata) -> KeySet:
    """Return the keys that a provider signs with; what is no such key is left out.

    Raises:
        IdentityError: it does not answer, or has none that can be used.
    """
    published = line.ask(metadata.jwks_uri, _Keys).keys
    keys = [key for one in published if _may_sign(one) and (key := _key(one)) is not None]
    if not keys:
        raise IdentityUntrusted("it has no key to sign with")
    return KeySet(keys)


def _may_sign(key: dict[str, Any]) -> bool:
    is_long = key.get("kty") != "RSA" or len(str(key.get("n", ""))) >= LEAST_MODULUS
    return key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig" and is_long


def _key(key: dict[str, Any]) -> Key | None:
    try:
        return JWKRegistry.import_key(key)
    except (JoseError, ValueError, TypeError):
        return None
