"""Between the portal and a provider: a signed cookie in which one sign-in waits for its person.

It holds what has to fit together when they come back. A second sign-in begun in the same browser
takes its place.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import astuple, dataclass
from datetime import timedelta

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from dashboard.access import safe_address
from dashboard.context import portal
from identity.provider import Secrets
from store.attempts import Limit, begin_attempt, subject

LASTS = timedelta(minutes=10)
PURPOSE = "sign-in by OpenID Connect"
LARGEST_COOKIE = 3_800  # Browsers drop a cookie of more than 4 KB, its attributes included.


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-in that has begun: at whose provider, from which domain, and where it is to lead."""

    secrets: Secrets
    provider: str
    domain: str
    then: str


def begin(provider: str, *, domain: str, then: str | None) -> Waiting:
    """Return a new sign-in with secrets of its own, 256 bits each."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Waiting(Secrets(state, nonce, verifier), provider, domain, safe_address(then))


def keep(response: Response, waiting: Waiting) -> None:
    """Let the browser remember a sign-in; a long address to lead to gives way to the main page."""
    written = _write(waiting.secrets, waiting.provider, waiting.domain, waiting.then)
    if len(written) > LARGEST_COOKIE:
        written = _write(waiting.secrets, waiting.provider, waiting.domain, "/")
    response.set_cookie(
        _cookie(),
        written,
        max_age=LASTS,
        httponly=True,
        samesite="Lax",  # Strict would not come along when the provider sends a person back.
        secure=portal().settings.https,
    )


def take(state: str, provider: str) -> Waiting | None:
    """Return the sign-in a person comes back to, once.

    None where none waits in this browser, it took too long, it was another one or at another
    provider, or somebody came back to it before.
    """
    found = _read()
    if found is None or found.provider != provider:
        return None
    if not hmac.compare_digest(found.secrets.state.encode(), state.encode()):
        return None
    here = portal()
    # The cookie may be sent again by whoever kept it. The store remembers for longer than it lasts.
    used = subject("openid state", found.secrets.state)
    once = Limit(attempts=1, lock=LASTS * 2)
    first = begin_attempt(here.store, used, limit=once, now=here.clock())
    return found if first.is_allowed else None


def waiting_here() -> Waiting | None:
    """Return the sign-in that waits in this browser, whether or not it is the right one."""
    return _read()


def forget(response: Response) -> None:
    response.delete_cookie(_cookie(), httponly=True, samesite="Lax", secure=portal().settings.https)


def _write(kept: Secrets, provider: str, domain: str, then: str) -> str:
    until = (portal().clock() + LASTS).timestamp()
    written: str = _serializer().dumps([*astuple(kept), provider, domain, then, until])
    return written


def _read() -> Waiting | None:
    try:
        kept = _serializer().loads(request.cookies.get(_cookie(), ""))
        state, nonce, verifier, provider, domain, then, until = kept
    except (BadData, TypeError, ValueError):
        return None
    if portal().clock().timestamp() >= until:
        return None
    return Waiting(Secrets(state, nonce, verifier), provider, domain, then)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(portal().settings.secret_key, salt=PURPOSE)


def _cookie() -> str:
    return "__Host-portal_openid" if portal().settings.https else "portal_openid"
