"""What is sent to the platform to be done there: once, and never again by itself.

Three things can become of it, and they are told apart here and nowhere else: it was done, it was
surely not done, or nobody knows yet.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from domain.errors import CantBeAsked, OutcomeUnknown, UpstreamUnavailable
from upstream.transport import open_connections, read_body, read_http_date, rejection

# A request that ended so has not left: there was no connection to send it over.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
TOO_MANY = 429
# Whoever is not done by then is taken to be gone (store.journal_rows.SENDING_LASTS): waiting for a
# connection, connecting, sending and waiting for the answer together stay below that.
LONGEST_SECONDS = 30.0


class Sender:
    """Sends requests that change something, each over a connection of its own.

    A `timeout` of more than `LONGEST_SECONDS` counts as that.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float,
        concurrency: int,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._timeout = min(timeout, LONGEST_SECONDS)
        self._http = open_connections(
            base_url,
            token,
            timeout=self._timeout,
            concurrency=concurrency,
            is_kept=False,
            transport=transport,
        )

    def close(self) -> None:
        self._http.close()

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> bytes:
        """Send a request once and return the body of its answer, which says that it was done.

        Raises:
            CantBeAsked: it can't be written as JSON; nothing was sent.
            UpstreamRejected: the platform refused; nothing was done.
            UpstreamUnavailable: it was not sent, or the platform asked to come later (429);
                nothing was done.
            OutcomeUnknown: it was sent, and no answer came, or an error that may have come after
                it was done.
        """
        asked = f"{method} {path}"
        content = _written(asked, body)
        if self._http.is_closed:
            raise UpstreamUnavailable(f"{asked}: not asked any more")
        deadline = time.monotonic() + self._timeout
        try:
            with self._http.stream(method, path, content=content) as response:
                answer = read_body(response, deadline)
        except NEVER_LEFT as error:
            raise UpstreamUnavailable(f"{asked}: {_named(error)}") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise OutcomeUnknown(f"{asked}: {_named(error)}") from error
        return _done(asked, response, answer)


def _written(asked: str, body: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(body)
    except (TypeError, ValueError) as error:
        raise CantBeAsked(f"{asked}: {error}") from error


def _done(asked: str, response: httpx.Response, body: bytes) -> bytes:
    if response.is_success:
        return body
    if response.status_code == TOO_MANY:
        raise UpstreamUnavailable(f"{asked}: {response.status_code}")
    if response.is_client_error:
        raise rejection(response, body, read_http_date(response.headers.get("Date")))
    # A server may fail after it has done what it was asked; a redirect may tell where it stands.
    raise OutcomeUnknown(f"{asked}: {response.status_code}")


def _named(error: httpx.HTTPError) -> str:
    return f"{type(error).__name__} {error}".rstrip()
