"""One identity provider: where people are sent, and whom it vouches for when they come back."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from joserfc.jwk import KeySet

from domain.errors import IdentityUntrusted
from domain.identity_provider import Identity, IdentityProvider
from identity.exchange import Line
from identity.id_token import Claims, check_id_token
from identity.kept import Kept
from identity.metadata import Metadata, read_keys, read_metadata

SCOPE = "openid email"
LONGEST_EMAIL = 254
TWO_FACTOR = "mfa"  # RFC 8176.


@dataclass(frozen=True, slots=True)
class Secrets:
    """What belongs to one sign-in: made when it begins, asked for again when it ends.

    `state` comes back in the address, `nonce` in the ID token, and `verifier` shows the provider
    that who brings the code is who asked for it (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    verifier: str


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str = ""


class Provider:
    """Speaks to one provider; keeps its addresses and its keys for an hour."""

    def __init__(
        self, about: IdentityProvider, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.about = about
        self._line = line = Line()
        self._metadata: Kept[Metadata] = Kept(lambda: read_metadata(line, about.issuer), monotonic)
        self._keys: Kept[KeySet] = Kept(lambda: read_keys(line, self._metadata.get()), monotonic)

    def address(self, secrets: Secrets, *, redirect_uri: str) -> str:
        """Return where a person shows the provider who they are.

        Raises:
            IdentityError: the provider's addresses can't be had.
        """
        digest = hashlib.sha256(secrets.verifier.encode()).digest()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.about.client_id,
                "redirect_uri": redirect_uri,
                "scope": SCOPE,
                "state": secrets.state,
                "nonce": secrets.nonce,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
        )
        endpoint = self._metadata.get().authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"

    def check_sender(self, issuer: str | None) -> None:
        """Look at who says they send a person back, where they say so (RFC 9207).

        Raises:
            IdentityUntrusted: it is somebody else, or does not say so although it promised to.
            IdentityError: the provider's addresses can't be had.
        """
        promised = self._metadata.get().authorization_response_iss_parameter_supported
        if issuer != self.about.issuer and (promised or issuer is not None):
            raise IdentityUntrusted("the answer came from another provider")

    def identify(
        self, code: str, secrets: Secrets, *, redirect_uri: str, now: datetime
    ) -> Identity:
        """Return whom a code stands for. It is worth nothing after.

        Raises:
            IdentityUnavailable: the provider does not answer.
            IdentityRefused: it does not take the code, or does not know the portal.
            IdentityUntrusted: what it says must not be believed.
        """
        metadata = self._metadata.get()
        tokens = self._tokens(metadata, code, secrets, redirect_uri)
        claims = check_id_token(
            tokens.id_token,
            self._find_keys,
            issuer=self.about.issuer,
            client_id=self.about.client_id,
            nonce=secrets.nonce,
            now=now,
            access_token=tokens.access_token,
        )
        told = claims if "email" in claims else claims | self._userinfo(metadata, tokens, claims)
        return Identity(
            email=_email(told.get("email")),
            is_verified=told.get("email_verified") is True,
            # Only of what is signed.
            is_two_factor=_names(claims.get("amr"), TWO_FACTOR),
        )

    def _tokens(
        self, metadata: Metadata, code: str, secrets: Secrets, redirect_uri: str
    ) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": secrets.verifier,
        }
        who = (self.about.client_id, self.about.client_secret)
        if metadata.takes_basic_auth:
            # Both are encoded as in a form before they are put together (RFC 6749, 2.3.1).
            name, secret = (quote(part, safe="") for part in who)
            return self._line.ask(metadata.token_endpoint, _Tokens, form=form, auth=(name, secret))
        named = dict(zip(("client_id", "client_secret"), who, strict=True))
        return self._line.ask(metadata.token_endpoint, _Tokens, form=form | named)

    def _find_keys(self, key_id: str | None) -> KeySet:
        keys = self._keys.get()
        if key_id is None or any(key.kid == key_id for key in keys):
            return keys
        return self._keys.renewed()  # It may sign with a new one since.

    def _userinfo(self, metadata: Metadata, tokens: _Tokens, claims: Claims) -> Claims:
        """Return the e-mail where the provider tells it apart from the ID token."""
        if metadata.userinfo_endpoint is None or not tokens.access_token:
            return {}
        told = self._line.ask(
            metadata.userinfo_endpoint, dict[str, Any], bearer=tokens.access_token
        )
        if told.get("sub") != claims["sub"]:
            raise IdentityUntrusted("it tells of another person than the ID token")
        return {key: told.get(key) for key in ("email", "email_verified")}


def _email(told: object) -> str | None:
    """Return an e-mail that can be looked up; None for what is none, or would become another's.

    Case is of no account, and a few letters that are not of ASCII (that of Kelvin, for one) are
    written as ones that are in lower case: nobody is let in as somebody of another address.
    """
    if not isinstance(told, str) or len(told) > LONGEST_EMAIL or not told.isprintable():
        return None
    is_anothers = told.lower().isascii() and not told.isascii()
    return None if is_anothers else told


def _names(methods: object, wanted: str) -> bool:
    return isinstance(methods, list) and wanted in methods
