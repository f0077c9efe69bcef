"""The platform as the web process asks it."""

from __future__ import annotations

import time

import httpx
import pytest

from dashboard.platform import PAUSE_SECONDS, LiveReads, platform_client
from domain.errors import UpstreamRejected, UpstreamUnavailable
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


def make_live(answer: httpx.MockTransport) -> tuple[LiveReads, list[float]]:
    """Return reads of a platform, and the clock that they go by."""
    settings = Settings(platform_url="http://platform.example", platform_token="t")
    now = [100.0]
    return LiveReads(platform_client(settings, answer), lambda: now[0]), now


def test_several_questions_are_answered_in_their_order() -> None:
    live, _ = make_live(
        httpx.MockTransport(
            lambda request: httpx.Response(200, json={"data": {"id": request.url.path[-1]}})
        )
    )

    first, second = live.ask(
        lambda client: client.fetch_account("r1", "1"), lambda client: client.fetch_plan("r1", "2")
    )

    assert first is not None
    assert second is not None
    assert (first.body, second.body) == (b'{"data":{"id":"1"}}', b'{"data":{"id":"2"}}')


def test_after_a_failure_the_platform_is_asked_again_only_after_a_pause() -> None:
    """NFR-8: no page waits for what another one has just waited for."""
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(503)

    live, now = make_live(httpx.MockTransport(answer))
    for seconds, is_asked in ((0, True), (PAUSE_SECONDS - 1, False), (1, True), (1, False)):
        now[0] += seconds
        asked.clear()
        with pytest.raises(UpstreamUnavailable):
            live.ask(lambda client: client.fetch_account("r1", "a1"))
        assert bool(asked) == is_asked


def test_a_refusal_is_an_answer_and_needs_no_pause() -> None:
    live, _ = make_live(httpx.MockTransport(lambda _: httpx.Response(401)))

    for _ in range(2):
        with pytest.raises(UpstreamRejected):
            live.ask(lambda client: client.fetch_account("r1", "a1"))


def test_without_a_platform_there_is_nobody_to_ask() -> None:
    live = LiveReads(None)

    assert not live.is_connected
    with pytest.raises(UpstreamUnavailable, match="no platform is named"):
        live.ask(lambda client: client.fetch_account("r1", "a1"))
