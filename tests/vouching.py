"""An identity provider for tests, over HTTP: does what it should until it is told to do otherwise.

with vouching() as provider:
    provider.claims["email"] = "anna@alfa.example"
    provider.lies["aud"] = "another portal"

Each test starts with `provider.reset()`. What it was asked stands in `asked`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import ECKey

from domain.identity_provider import IdentityProvider
from screenshots.serving import serving

CLIENT_ID = "the portal"
CLIENT_SECRET = "s3cret/+:%"
HOUR = 3600
Answer = Callable[[], ResponseReturnValue]


class Vouching:
    """What it says of people is in `claims`; what it says wrongly besides is in `lies`, where None
    leaves a claim out. `answers` has what it answers at a path in place of the usual.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.issuer = ""
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.reset()

    def reset(self) -> None:
        self.claims: dict[str, Any] = {
            "sub": "4711",
            "email": "anna@alfa.example",
            "email_verified": True,
        }
        self.lies: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "ES256"}
        self.signing_key: Any = self.key
        self.published: list[Any] = [self.key]
        self.userinfo: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.answers: dict[str, Answer] = {}
        self.sent_back: dict[str, str] = {}
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def about(self, domain: str = "") -> IdentityProvider:
        return IdentityProvider(self.issuer, CLIENT_ID, CLIENT_SECRET, "Contoso ID", domain)

    def app(self) -> Flask:
        app = Flask("vouching")
        app.before_request(self._answer_otherwise)
        for path, view in {
            "/.well-known/openid-configuration": self._describe,
            "/keys": self._publish,
            "/authorize": self._authorize,
            "/userinfo": self._tell,
        }.items():
            app.add_url_rule(path, path, view)
        app.add_url_rule("/token", "/token", self._exchange, methods=["POST"])
        return app

    def _answer_otherwise(self) -> ResponseReturnValue | None:
        self.asked.append(request.path)
        answer = self.answers.get(request.path)
        return answer() if answer else None

    def _describe(self) -> Response:
        return jsonify(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            | self.metadata
        )

    def _publish(self) -> Response:
        keys = [key if isinstance(key, dict) else key.as_dict(private=False)
                for key in self.published]  # fmt: skip
        return jsonify(keys=keys)

    def _authorize(self) -> ResponseReturnValue:
        """Everybody is who the claims say; nobody is asked."""
        asked = request.args.to_dict()
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"]} | self.sent_back
        return redirect(f"{asked['redirect_uri']}?{urlencode(back)}")

    def _exchange(self) -> ResponseReturnValue:
        asked = self._codes.pop(request.form.get("code", ""), None)
        if not self._is_the_portal():
            return jsonify(error="invalid_client"), 401
        if asked is None or not self._is_who_asked(asked):
            return jsonify(error="invalid_grant"), 400
        instant = int(self.now().timestamp())
        told = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": instant,
            "exp": instant + HOUR,
            "nonce": asked["nonce"],
            **self.claims,
            **self.lies,
        }
        claims = {name: value for name, value in told.items() if value is not None}
        return jsonify(id_token=self._sign(claims), access_token="of this person")

    def _is_the_portal(self) -> bool:
        expected = base64.b64encode(b"the%20portal:s3cret%2F%2B%3A%25").decode()
        form = (request.form.get("client_id"), request.form.get("client_secret"))
        by_form = form == (CLIENT_ID, CLIENT_SECRET)
        return by_form or request.headers.get("Authorization") == f"Basic {expected}"

    def _is_who_asked(self, asked: dict[str, str]) -> bool:
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_known = asked["code_challenge"] == challenge and asked["code_challenge_method"] == "S256"
        return is_known and asked["redirect_uri"] == request.form["redirect_uri"]

    def _sign(self, claims: dict[str, Any]) -> str:
        if self.header["alg"] == "none":
            return ".".join([_encoded(self.header), _encoded(claims), ""])
        header = {"kid": self.key.kid} | self.header
        algorithm = str(header["alg"])
        return jwt.encode(header, claims, self.signing_key, algorithms=[algorithm])

    def _tell(self) -> ResponseReturnValue:
        if request.headers.get("Authorization") != "Bearer of this person":
            return jsonify(error="invalid_token"), 401
        return jsonify(self.userinfo)


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@contextmanager
def vouching(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Vouching]:
    """Serve a provider on a free port of this machine."""
    provider = Vouching(now)
    with serving(provider.app()) as provider.issuer:
        yield provider
