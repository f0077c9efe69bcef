"""Whether an ID token is the provider's, for this portal and for this sign-in.

Source: OpenID Connect Core 1.0, 3.1.3.7.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from domain.errors import IdentityUntrusted

# Not `none`, and nothing that is signed with a secret the portal knows as well.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
              "EdDSA", "Ed25519")  # fmt: skip
HASHES = {"256": "sha256", "384": "sha384", "512": "sha512"}  # EdDSA has that of Ed25519.
LEEWAY_SECONDS = 60  # Two clocks are never the same.
MOST_AGE_SECONDS = 600

Claims = dict[str, Any]
FindKeys = Callable[[str | None], KeySet]


def check_id_token(
    token: str,
    find_keys: FindKeys,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now: datetime,
    access_token: str = "",
) -> Claims:
    """Return what a token says, once everything about it is right.

    `find_keys` is given the id of the key it says it is signed with, and returns keys to look in.
    `access_token` came with it, and is to be of the same person where the token says of which.

    Raises:
        IdentityUntrusted: it is not the provider's, is for someone else, is over, or belongs to
            another sign-in.
    """
    instant = int(now.timestamp())
    rules = jwt.JWTClaimsRegistry(
        now=instant,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )
    # Providers put more into a header than the standard knows; what is critical is refused still.
    signed_with = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        found = jwt.decode(
            token,
            lambda one: find_keys(_text(one.headers().get("kid"))),
            algorithms=ALGORITHMS,
            registry=signed_with,
        )
        claims: Claims = found.claims
        rules.validate(claims)
        _check_claims(claims, client_id=client_id, nonce=nonce, instant=instant)
        _check_access_token(claims, access_token, str(found.header["alg"]))
    except (JoseError, ValueError, TypeError) as error:
        raise IdentityUntrusted(f"an ID token that is not right: {_reason(error)}") from None
    return claims


def _check_claims(claims: Claims, *, client_id: str, nonce: str, instant: int) -> None:
    if not hmac.compare_digest((_text(claims["nonce"]) or "").encode(), nonce.encode()):
        raise IdentityUntrusted("an ID token of another sign-in")
    if claims["iat"] < instant - MOST_AGE_SECONDS:
        raise IdentityUntrusted("an ID token from long ago")
    party, audience = claims.get("azp"), claims["aud"]
    is_for_others = isinstance(audience, list) and set(audience) != {client_id}
    if (party is not None or is_for_others) and party != client_id:
        raise IdentityUntrusted("an ID token for another party")


def _check_access_token(claims: Claims, access_token: str, algorithm: str) -> None:
    """Look at the first half of its digest, by the hash that the token is signed with (3.1.3.8)."""
    if not access_token or "at_hash" not in claims:
        return
    digest = hashlib.new(HASHES.get(algorithm[-3:], "sha512"), access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    if not hmac.compare_digest((_text(claims["at_hash"]) or "").encode(), half):
        raise IdentityUntrusted("an ID token beside an access token of another")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _reason(error: Exception) -> str:
    """Return the library's word for what is wrong, which repeats nothing of the token."""
    return getattr(error, "error", "") or type(error).__name__
