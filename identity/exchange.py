"""Asks an identity provider over HTTP; what it answers is limited in time and size."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import httpx
import msgspec

from domain.errors import IdentityRefused, IdentityUnavailable, IdentityUntrusted

# Somebody waits, and a thread of the portal with them.
SECONDS = 3.0  # For each step of an answer.
LONGEST_SECONDS = 5.0  # For all of it.
THREADS = 4
MOST_BYTES = 256 * 1024
LONGEST_ERROR = 64
BUSY = 429

Answer = TypeVar("Answer")
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class _Refusal(msgspec.Struct, frozen=True):
    """RFC 6749, 5.2."""

    error: str = ""


class Line:
    """The portal's line to one provider. A provider that keeps it busy is not heard any more, and
    holds up nobody but itself: what is sent in drops, or a name nobody resolves, has no end.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "identity")

    def ask(
        self,
        url: str,
        kind: type[Answer],
        *,
        form: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        bearer: str | None = None,
    ) -> Answer:
        """Return what is at an address; a `form` is posted to it.

        Redirects are not followed: what is sent is for the address that the provider names.

        Raises:
            IdentityUnavailable: no answer in time, or "try later".
            IdentityRefused: it answers that the form is not right.
            IdentityUntrusted: it answers anything else.
        """
        headers = HEADERS | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        answered = self._threads.submit(_send, url, form, auth, headers)
        try:
            status, content = answered.result(timeout=LONGEST_SECONDS)
        except TimeoutError:
            answered.cancel()
            raise IdentityUnavailable(f"no answer in {LONGEST_SECONDS:g} seconds") from None
        return _read(status, content, kind)


def _send(
    url: str,
    form: Mapping[str, str] | None,
    auth: tuple[str, str] | None,
    headers: Mapping[str, str],
) -> tuple[int, bytes]:
    until = time.monotonic() + LONGEST_SECONDS
    method = "GET" if form is None else "POST"
    try:
        with (
            httpx.Client(timeout=SECONDS, verify=_trusted()) as client,
            client.stream(method, url, data=form, auth=auth, headers=headers) as response,
        ):
            return response.status_code, _content(response, until)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise IdentityUnavailable(f"no answer: {type(error).__name__}") from error


@cache
def _trusted() -> ssl.SSLContext:
    """Return who may vouch for a provider's address. To read that takes longer than a request."""
    return httpx.create_ssl_context()


def _content(response: httpx.Response, until: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > MOST_BYTES:
            raise IdentityUntrusted(f"an answer of more than {MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise IdentityUnavailable(f"no answer in {LONGEST_SECONDS:g} seconds")
    return bytes(content)


def _read(status: int, content: bytes, kind: type[Answer]) -> Answer:
    if status >= 500 or status == BUSY:
        raise IdentityUnavailable(f"it answers {status}")
    if status in (400, 401, 403):
        raise IdentityRefused(_error(content) or str(status))
    if status != 200:
        raise IdentityUntrusted(f"it answers {status}")
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise IdentityUntrusted(f"an answer that can't be read: {_shown(error)}") from None


def _error(content: bytes) -> str:
    try:
        word = msgspec.json.decode(content, type=_Refusal).error
    except msgspec.MsgspecError:
        return ""
    return word[:LONGEST_ERROR] if word.isascii() and word.isprintable() else ""


def _shown(error: Any) -> str:
    """Return where an answer is wrong; never what stands there."""
    return str(error).rpartition(" - at ")[2] if " - at " in str(error) else type(error).__name__
