"""Fetches the files that the platform's catalog links to, from the platform and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx

from domain.errors import UnexpectedPayload, UpstreamRejected, UpstreamUnavailable
from upstream.transport import open_connections

# What is sent compressed could grow without end while it is unpacked.
HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}
LONGEST_LINK = 2_000
LONGEST_CONNECT_SECONDS = 3.0
MOST_CONNECTIONS = 4
DEFAULT_PORTS = {"http": 80, "https": 443}


class PlatformFiles:
    """Reads files by the links that records hold. A file is asked for once, and never elsewhere."""

    def __init__(
        self, base_url: str, token: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._origin = _origin(base_url)
        self._http = open_connections(
            base_url,
            token,
            timeout=LONGEST_CONNECT_SECONDS,
            concurrency=MOST_CONNECTIONS,
            transport=transport,
        )

    def close(self) -> None:
        self._http.close()

    def fetch(self, link: str, into: BinaryIO, *, most_bytes: int, seconds: float) -> str:
        """Write a file's content, and return its content type as it was sent, in lower case.

        What was written is of no use when anything is raised.

        Raises:
            UpstreamRejected: the platform has no such file, or says that it is elsewhere.
            UpstreamUnavailable: it did not answer, or not in time.
            UnexpectedPayload: the link leads off the platform, or the file is too large.
        """
        address = self._address(link)
        deadline = time.monotonic() + seconds
        timeout = httpx.Timeout(seconds, connect=min(seconds, LONGEST_CONNECT_SECONDS))
        with (
            _translated_errors(link),
            self._http.stream("GET", address, headers=HEADERS, timeout=timeout) as response,
        ):
            _refuse(response, link, most_bytes)
            size = 0
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > most_bytes:
                    raise UnexpectedPayload(f"{link}: more than {most_bytes} bytes")
                if time.monotonic() > deadline:
                    raise UpstreamUnavailable(f"{link}: took too long")
                into.write(chunk)
            content_type: str = response.headers.get("Content-Type", "")
        return content_type.partition(";")[0].strip().lower()

    def _address(self, link: str) -> str:
        """Return a link that stays at the platform as httpx is to be told it."""
        if len(link) > LONGEST_LINK or not link.isprintable() or "\\" in link:
            raise UnexpectedPayload("a link that can't be one")
        try:
            parts = urlsplit(link)
            is_here = not (parts.scheme or parts.netloc) or _origin(link) == self._origin
        except ValueError as error:
            raise UnexpectedPayload(f"{link}: not a link") from error
        if not is_here or ".." in parts.path.split("/"):
            raise UnexpectedPayload(f"{link}: leads off the platform")
        return link


def _refuse(response: httpx.Response, link: str, most_bytes: int) -> None:
    if response.status_code == 429 or response.is_server_error:
        raise UpstreamUnavailable(f"{link}: {response.status_code}")
    if response.status_code != 200:
        raise UpstreamRejected(response.status_code, link)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise UnexpectedPayload(f"{link}: compressed, which was not asked for")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise UnexpectedPayload(f"{link}: {length} bytes, more than {most_bytes}")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Return what makes two addresses of one place; nothing is one with another user's name."""
    parts = urlsplit(url)
    if parts.username is not None or parts.scheme not in DEFAULT_PORTS:
        raise ValueError("not an address of a file")
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]


@contextmanager
def _translated_errors(link: str) -> Iterator[None]:
    try:
        yield
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise UpstreamUnavailable(f"{link}: {type(error).__name__} {error}".rstrip()) from error
    except httpx.InvalidURL as error:
        raise UnexpectedPayload(f"{link}: {error}") from error
