"""The platform as the web process asks it: while somebody waits for a page."""

from __future__ import annotations

import time
from typing import Protocol

import httpx

from upstream.client import UpstreamClient

# Nobody watches an empty page for long: what takes longer is shown from the last load.
LONGEST_ANSWER_SECONDS = 3.0
ATTEMPTS = 2
LONGEST_WAIT_SECONDS = 0.3
REQUESTS_OF_A_PAGE = 2


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
