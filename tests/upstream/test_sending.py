"""What was done, what was surely not done, and what nobody knows yet."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from domain.errors import OutcomeUnknown, UpstreamError, UpstreamRejected, UpstreamUnavailable
from store.journal_rows import SENDING_LASTS
from upstream.sending import Sender

TOKEN = "a-token-nobody-may-see"


class Platform:
    """Answers every request the same way, and counts them."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self.answer = answer
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def sender(self, timeout: float = 30) -> Sender:
        return Sender(
            "https://platform.example",
            TOKEN,
            timeout=timeout,
            concurrency=2,
            transport=httpx.MockTransport(self),
        )


def send(answer: httpx.Response | Exception) -> bytes:
    """Send once; whatever comes of it, nothing is sent a second time."""
    platform = Platform(answer)
    try:
        return platform.sender().send("POST", "/api/v3/x", {"data": {"n": 1}})
    finally:
        assert len(platform.requests) == 1


def test_what_is_sent_says_who_sends_it_and_in_which_language() -> None:
    platform = Platform(httpx.Response(201, content=b'{"data": {}}'))

    assert platform.sender().send("PATCH", "/api/v3/x", {"a": "é"}) == b'{"data": {}}'

    (request,) = platform.requests
    assert (request.method, request.url.path) == ("PATCH", "/api/v3/x")
    assert request.headers["X-Api-Token"] == TOKEN
    assert request.headers["Content-Type"] == "application/vnd.api+json"
    assert json.loads(request.content) == {"a": "é"}


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_success_is_handed_on(status: int) -> None:
    assert send(httpx.Response(status, content=b"{}")) == b"{}"


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("too long"),
        httpx.PoolTimeout("no connection free"),
        httpx.ProxyError("407"),
        httpx.Response(429, headers={"Retry-After": "5"}),
    ],
)
def test_what_never_left_or_was_put_off_is_surely_not_done(
    trouble: httpx.Response | Exception,
) -> None:
    with pytest.raises(UpstreamUnavailable, match="POST /api/v3/x"):
        send(trouble)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadTimeout("too long"),
        httpx.ReadError("reset"),
        httpx.WriteError("broken pipe"),
        httpx.WriteTimeout("too long"),
        httpx.RemoteProtocolError("closed without an answer"),
        httpx.DecodingError("not gzip"),
        httpx.Response(500),
        httpx.Response(502),
        httpx.Response(503, headers={"Retry-After": "5"}),
        httpx.Response(504),
        httpx.Response(302, headers={"Location": "/elsewhere"}),
    ],
)
def test_what_broke_after_it_was_sent_may_have_been_done(
    trouble: httpx.Response | Exception,
) -> None:
    with pytest.raises(OutcomeUnknown, match="POST /api/v3/x"):
        send(trouble)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_refusal_is_told_with_the_values_it_is_about(status: int) -> None:
    errors = [{"detail": "Postal code is wrong", "source": {"pointer": "/data/attributes/zip"}}]

    with pytest.raises(UpstreamRejected) as raised:
        send(httpx.Response(status, json={"errors": errors}))

    assert (raised.value.status, raised.value.text) == (status, "Postal code is wrong")
    assert raised.value.fields == {"zip": "Postal code is wrong"}


@pytest.mark.parametrize(
    "trouble", [httpx.ConnectError("refused"), httpx.ReadError("reset"), httpx.Response(500)]
)
def test_no_error_tells_the_token(trouble: httpx.Response | Exception) -> None:
    with pytest.raises(UpstreamError) as raised:
        send(trouble)

    assert TOKEN not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_an_answer_that_trickles_in_is_given_up_at_the_deadline() -> None:
    def trickle() -> Iterator[bytes]:
        while True:
            yield b" "

    sender = Platform(httpx.Response(200, content=trickle())).sender(timeout=0.05)

    with pytest.raises(OutcomeUnknown, match="took too long"):
        sender.send("POST", "/api/v3/x", {})


def test_a_sender_that_is_closed_sends_nothing() -> None:
    platform = Platform(httpx.Response(200))
    sender = platform.sender()
    sender.close()

    with pytest.raises(UpstreamUnavailable):
        sender.send("POST", "/api/v3/x", {})

    assert platform.requests == []


def test_nothing_is_waited_for_longer_than_a_sender_is_taken_to_live() -> None:
    limits = Platform(httpx.Response(200)).sender(timeout=600)._http.timeout

    assert limits.as_dict() == {"connect": 10, "read": 30, "write": 30, "pool": 30}
    assert timedelta(seconds=sum(limits.as_dict().values())) < SENDING_LASTS


def test_a_port_nobody_listens_at_is_surely_not_done() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sender = Sender(f"http://127.0.0.1:{port}", TOKEN, timeout=5, concurrency=1)

    with pytest.raises(UpstreamUnavailable):
        sender.send("POST", "/api/v3/x", {})


def _read_request(connection: socket.socket) -> bool:
    """Read up to the end of the body, which is {}; False when the connection was closed."""
    received = b""
    while not received.endswith(b"{}"):
        chunk = connection.recv(65536)
        if not chunk:
            return False
        received += chunk
    return True


@contextmanager
def server(*answers: bytes) -> Iterator[tuple[str, list[int]]]:
    """Serve connections one after another: read a request, answer it if there is an answer left,
    and keep the connection open.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    served: list[int] = []
    left = list(answers)

    def serve(connection: socket.socket, number: int) -> None:
        with connection:
            while _read_request(connection):
                served.append(number)
                if not left:
                    return
                connection.sendall(left.pop(0))

    def accept() -> None:
        for number in range(2):
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection, number), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", served
    finally:
        listening.close()


def test_each_request_has_a_connection_of_its_own() -> None:
    """One that was kept may be closed at the other end: then nobody knows what came of it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with server(answer, answer) as (url, served):
        sender = Sender(url, TOKEN, timeout=5, concurrency=1)
        sender.send("POST", "/api/v3/x", {})
        sender.send("POST", "/api/v3/x", {})

    assert served == [0, 1]


def test_a_connection_that_closes_instead_of_answering_leaves_it_open() -> None:
    with server() as (url, served), pytest.raises(OutcomeUnknown):
        Sender(url, TOKEN, timeout=5, concurrency=1).send("POST", "/api/v3/x", {})

    assert served == [0]
