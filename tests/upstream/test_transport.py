from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from domain.errors import UpstreamRejected, UpstreamUnavailable
from upstream.transport import Transport

PAGE = b'{"data": [{"id": "1"}]}'
TOKEN = "a-token-nobody-may-see"

Handler = Callable[[httpx.Request], httpx.Response]


class Platform:
    """Answers with each of its answers in turn, the last one for ever."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def transport(self, *, attempts: int = 3, timeout: float = 30) -> Transport:
        return Transport(
            "https://platform.example",
            TOKEN,
            timeout=timeout,
            attempts=attempts,
            concurrency=2,
            transport=httpx.MockTransport(self),
            sleep=self.waits.append,
        )


def test_a_read_says_who_asks_and_what_it_understands() -> None:
    platform = Platform(httpx.Response(200, content=PAGE))

    answer = platform.transport().read("/api/v3/x", {"filter[updated_at][gt]": "2025-01-01T00:00Z"})

    (request,) = platform.requests
    assert request.headers["X-Api-Token"] == TOKEN
    assert request.headers["Accept"] == "application/vnd.api+json"
    assert request.headers["Content-Type"] == "application/vnd.api+json"
    assert request.url.params["filter[updated_at][gt]"] == "2025-01-01T00:00Z"
    assert answer.body == PAGE
    assert answer.broken is None


def test_the_platforms_time_comes_with_its_answer() -> None:
    date = {"Date": "Thu, 20 Nov 2025 12:00:30 GMT"}
    transport = Platform(httpx.Response(200, content=PAGE, headers=date)).transport()

    assert transport.read("/x", {}).answered_at == datetime(2025, 11, 20, 12, 0, 30, tzinfo=UTC)


def test_an_unreadable_date_is_no_time() -> None:
    transport = Platform(httpx.Response(200, content=PAGE, headers={"Date": "soon"})).transport()

    assert transport.read("/x", {}).answered_at is None


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("too long"),
        httpx.ReadTimeout("too long"),
        httpx.RemoteProtocolError("peer closed connection"),
        httpx.Response(429),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
    ],
)
def test_trouble_that_passes_is_waited_out(trouble: httpx.Response | Exception) -> None:
    platform = Platform(trouble, trouble, httpx.Response(200, content=PAGE))

    assert platform.transport().read("/x", {}).body == PAGE
    assert len(platform.requests) == 3


@pytest.mark.parametrize("trouble", [httpx.ConnectError("refused"), httpx.Response(503)])
def test_trouble_that_stays_is_told_without_the_token(trouble: httpx.Response | Exception) -> None:
    platform = Platform(trouble)

    with pytest.raises(UpstreamUnavailable, match="GET /x") as raised:
        platform.transport(attempts=4).read("/x", {"a": "b"})

    assert len(platform.requests) == 4
    assert TOKEN not in f"{raised.value!r} {raised.value.__cause__!r}"


@pytest.mark.parametrize(
    "body", [b'{"data": [{"id": "1"}', b"<html><h1>Maintenance</h1></html>", b"not json"]
)
def test_a_body_that_stays_broken_is_handed_on_as_it_came(body: bytes) -> None:
    platform = Platform(httpx.Response(200, content=body))

    answer = platform.transport(attempts=3).read("/x", {})

    assert len(platform.requests) == 3
    assert answer.body == body
    assert answer.broken is not None
    assert "not a JSON object" in answer.broken


def test_a_broken_body_that_heals_is_read() -> None:
    platform = Platform(httpx.Response(200, content=b"{"), httpx.Response(200, content=PAGE))

    assert platform.transport().read("/x", {}).broken is None


def test_a_question_that_always_fails_gives_a_broken_answer() -> None:
    # The platform answers, so it can be reached; it is this one thing that it can't answer.
    platform = Platform(httpx.Response(500, content=b"<h1>Oops</h1>"))

    assert platform.transport(attempts=2).read("/x", {}).broken == "500"
    assert len(platform.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_not_asked_again(status: int) -> None:
    platform = Platform(httpx.Response(status, json={"errors": [{"title": "No"}]}))

    with pytest.raises(UpstreamRejected) as raised:
        platform.transport().read("/x", {})

    assert (raised.value.status, raised.value.text) == (status, "No")
    assert len(platform.requests) == 1


def test_the_platforms_time_comes_with_its_refusal() -> None:
    date = {"Date": "Thu, 20 Nov 2025 12:00:30 GMT"}

    with pytest.raises(UpstreamRejected) as raised:
        Platform(httpx.Response(403, headers=date)).transport().read("/x", {})

    assert raised.value.answered_at == datetime(2025, 11, 20, 12, 0, 30, tzinfo=UTC)


def test_a_refusal_without_a_text_says_what_its_status_means() -> None:
    with pytest.raises(UpstreamRejected, match="404: Not Found"):
        Platform(httpx.Response(404)).transport().read("/x", {})


def test_a_redirect_is_not_followed_as_it_would_take_the_token_along() -> None:
    platform = Platform(httpx.Response(301, headers={"Location": "https://other.example/x"}))

    with pytest.raises(UpstreamRejected, match=r"redirects to https://other\.example/x"):
        platform.transport().read("/x", {})

    assert len(platform.requests) == 1


def test_each_wait_is_longer_than_the_one_before() -> None:
    platform = Platform(httpx.Response(503))

    with pytest.raises(UpstreamUnavailable):
        platform.transport(attempts=4).read("/x", {})

    first, second, third = platform.waits
    assert 1 <= first <= 2 <= second <= 3 < 4 <= third <= 5


def test_the_platform_may_say_how_long_to_wait() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "17"})
    platform = Platform(busy, httpx.Response(200, content=PAGE))

    platform.transport().read("/x", {})

    assert platform.waits == [17]


def test_the_platform_may_say_when_to_come_back_by_its_own_clock() -> None:
    busy = httpx.Response(
        429,
        headers={
            "Date": "Thu, 20 Nov 2025 12:00:00 GMT",
            "Retry-After": "Thu, 20 Nov 2025 12:00:25 GMT",
        },
    )
    platform = Platform(busy, httpx.Response(200, content=PAGE))

    platform.transport().read("/x", {})

    assert platform.waits == [25]


@pytest.mark.parametrize("retry_after", ["86400", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_nobody_waits_for_a_day(retry_after: str) -> None:
    busy = httpx.Response(429, headers={"Retry-After": retry_after})
    platform = Platform(busy, httpx.Response(200, content=PAGE))

    platform.transport().read("/x", {})

    assert platform.waits == [60]


def test_a_senseless_retry_after_is_passed_over() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "tomorrow"})
    platform = Platform(busy, httpx.Response(200, content=PAGE))

    platform.transport().read("/x", {})

    assert platform.waits[0] <= 2


def test_a_body_that_trickles_in_is_given_up_at_the_deadline() -> None:
    def trickle() -> Iterator[bytes]:
        while True:
            yield b" "

    platform = Platform(httpx.Response(200, content=trickle()))

    with pytest.raises(UpstreamUnavailable, match="took too long"):
        platform.transport(attempts=1, timeout=0.05).read("/x", {})


def test_a_token_that_no_header_can_hold_is_refused_without_being_repeated() -> None:
    with pytest.raises(ValueError, match="printable ASCII") as raised:
        Transport("https://platform.example", "tok\nen", timeout=1, attempts=1, concurrency=1)

    assert "tok" not in str(raised.value).replace("token", "")


def test_a_transport_that_is_closed_while_it_begins_to_ask_says_so() -> None:
    platform = Platform(httpx.Response(200, content=PAGE))
    transport = platform.transport(attempts=1)
    ask = transport._http.stream

    def closed_before_asking(*given: Any, **named: Any) -> Any:
        transport.close()
        return ask(*given, **named)

    transport._http.stream = closed_before_asking  # type: ignore[method-assign]

    with pytest.raises(UpstreamUnavailable, match="not asked any more"):
        transport.read("/x", {})


def test_a_closed_transport_waits_no_longer() -> None:
    transport = Transport(
        "https://platform.example", TOKEN, timeout=1, attempts=5, concurrency=1,
        transport=httpx.MockTransport(Platform(httpx.Response(503))),
    )  # fmt: skip
    transport._closed.set()

    with pytest.raises(UpstreamUnavailable):
        transport.read("/x", {})
