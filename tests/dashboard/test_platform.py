"""The platform as the web process asks it."""

from __future__ import annotations

import time

import httpx
import pytest

from dashboard.platform import platform_client
from domain.errors import UpstreamUnavailable
from settings import Settings


def test_without_an_address_there_is_no_platform_to_ask() -> None:
    assert platform_client(Settings()) is None


def test_a_platform_that_is_down_is_tried_twice_and_soon_given_up() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(503, headers={"Retry-After": "60"})

    settings = Settings(platform_url="http://platform.example", platform_token="t")
    client = platform_client(settings, httpx.MockTransport(answer))
    assert client is not None
    began = time.monotonic()
    with client, pytest.raises(UpstreamUnavailable):
        client.fetch_account("r1", "a1")

    assert asked == ["/api/v3/resellers/r1/accounts/a1"] * 2
    assert time.monotonic() - began < 2
