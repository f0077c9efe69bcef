"""The platform as the web process asks it: while somebody waits for a page."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

import httpx

from domain.errors import UpstreamUnavailable
from upstream.actions import UpstreamActions
from upstream.client import UpstreamClient

# Nobody watches an empty page for long: what takes longer is shown from the last load.
LONGEST_ANSWER_SECONDS = 3.0
ATTEMPTS = 2
LONGEST_WAIT_SECONDS = 0.3
REQUESTS_OF_A_PAGE = 2
# All that one page asks, further attempts included.
LONGEST_SECONDS = 5.0
PAUSE_SECONDS = 10.0

Answered = TypeVar("Answered")


class PlatformSettings(Protocol):
    """The settings that say where the platform is."""

    @property
    def platform_url(self) -> str: ...
    @property
    def platform_token(self) -> str: ...
    @property
    def platform_timeout_seconds(self) -> float: ...
    @property
    def web_threads(self) -> int: ...


def platform_client(
    settings: PlatformSettings, transport: httpx.BaseTransport | None = None
) -> UpstreamClient | None:
    """Return a client for reads that end soon; None where the settings name no platform.

    Connections and threads do not survive a fork: each worker makes its own.
    """
    if not settings.platform_url:
        return None
    return UpstreamClient(
        settings.platform_url,
        settings.platform_token,
        timeout=min(settings.platform_timeout_seconds, LONGEST_ANSWER_SECONDS),
        attempts=ATTEMPTS,
        concurrency=settings.web_threads * REQUESTS_OF_A_PAGE,
        transport=transport,
        sleep=lambda seconds: time.sleep(min(seconds, LONGEST_WAIT_SECONDS)),
    )


def platform_actions(
    settings: PlatformSettings, transport: httpx.BaseTransport | None = None
) -> UpstreamActions | None:
    """Return what orders at the platform; None where the settings name none."""
    if not settings.platform_url:
        return None
    return UpstreamActions(
        settings.platform_url,
        settings.platform_token,
        timeout=settings.platform_timeout_seconds,
        read_timeout=LONGEST_ANSWER_SECONDS,
        read_attempts=ATTEMPTS,
        concurrency=settings.web_threads * REQUESTS_OF_A_PAGE,
        transport=transport,
        sleep=lambda seconds: time.sleep(min(seconds, LONGEST_WAIT_SECONDS)),
    )


class LiveReads:
    """What a page asks the platform for. Where it fails, other pages ask again only after a pause:
    each of them would wait for nothing, and keep a thread of the portal for as long.
    """

    def __init__(
        self, client: UpstreamClient | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._monotonic = monotonic
        self._asked_again_at = 0.0

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a platform to ask at all."""
        return self._client is not None

    def ask(self, *asks: Callable[[UpstreamClient], Answered]) -> list[Answered]:
        """Return what the platform answers to each question, all asked at once.

        Raises:
            UpstreamUnavailable: it did not answer in time, or did not a moment ago.
            UpstreamRejected: it refused one of them.
        """
        client = self._client
        if client is None:
            raise UpstreamUnavailable("no platform is named")
        if self._monotonic() < self._asked_again_at:
            raise UpstreamUnavailable("it did not answer a moment ago")
        try:
            return client.at_once(*(partial(ask, client) for ask in asks), within=LONGEST_SECONDS)
        except UpstreamUnavailable:
            self._asked_again_at = self._monotonic() + PAUSE_SECONDS
            raise
