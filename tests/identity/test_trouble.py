"""A provider that is down, slow, or answers nonsense."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Response, redirect

from domain.errors import IdentityRefused, IdentityUnavailable, IdentityUntrusted
from domain.identity_provider import IdentityProvider
from identity import exchange
from identity.provider import Provider
from tests.identity.asking import BACK, CONFIGURATION, SECRETS, identify
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching, vouching


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_is_down_is_left_alone_for_a_moment(
    provider: Vouching, status: int
) -> None:
    seconds = 0.0
    known = Provider(provider.about(), monotonic=lambda: seconds)
    provider.answers[CONFIGURATION] = lambda: ("busy", status)
    for _ in range(3):
        with pytest.raises(IdentityUnavailable):
            known.address(SECRETS, redirect_uri=BACK)
    assert provider.asked == [CONFIGURATION]

    provider.answers.clear()
    seconds = 11.0
    assert known.address(SECRETS, redirect_uri=BACK).startswith(f"{provider.issuer}/authorize?")


def test_a_provider_that_is_not_there_is_unavailable(provider: Vouching) -> None:
    with vouching() as gone:
        known = Provider(gone.about())

    with pytest.raises(IdentityUnavailable, match="no answer: ConnectError"):
        known.address(SECRETS, redirect_uri=BACK)


def test_nobody_waits_long_for_a_slow_provider(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "SECONDS", 0.05)
    is_over = threading.Event()

    def hang() -> str:
        is_over.wait(10)
        return "at last"

    provider.answers[CONFIGURATION] = hang
    with pytest.raises(IdentityUnavailable, match="no answer: ReadTimeout"):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)
    is_over.set()


def test_nobody_waits_long_for_an_answer_in_drops(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LONGEST_SECONDS", 0.1)
    is_over = threading.Event()

    def drop() -> Iterator[bytes]:
        while not is_over.wait(0.01):
            yield b" "

    provider.answers[CONFIGURATION] = lambda: Response(drop())
    with pytest.raises(IdentityUnavailable, match="no answer in"):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)
    is_over.set()


def test_nobody_waits_long_for_what_comes_before_an_answer(
    provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each drop of a header comes in time, and the last one never."""
    monkeypatch.setattr(exchange, "LONGEST_SECONDS", 0.1)
    is_over = threading.Event()

    def drop(listening: socket.socket) -> None:
        connection = listening.accept()[0]
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drops: ")
            while not is_over.wait(0.01):
                connection.sendall(b".")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        dropping = threading.Thread(target=drop, args=(listening,))
        dropping.start()
        issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        known = Provider(IdentityProvider(issuer, CLIENT_ID, CLIENT_SECRET))
        with pytest.raises(IdentityUnavailable, match="no answer in"):
            known.address(SECRETS, redirect_uri=BACK)
        with pytest.raises(IdentityUnavailable, match="a moment ago"):
            known.address(SECRETS, redirect_uri=BACK)
        is_over.set()
        dropping.join()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (lambda: "no JSON", "an answer that can't be read"),
        (lambda: "[]", "an answer that can't be read"),
        (lambda: " " * 300_000, "more than 262144 bytes"),
        (lambda: redirect("https://elsewhere.example/"), "it answers 302"),
        (lambda: ("gone", 404), "it answers 404"),
    ],
    ids=["no JSON", "no object", "too much", "redirect", "gone"],
)
def test_an_answer_that_is_none_is_not_believed(
    provider: Vouching, answer: Any, problem: str
) -> None:
    provider.answers[CONFIGURATION] = answer

    with pytest.raises(IdentityUntrusted, match=problem):
        Provider(provider.about()).address(SECRETS, redirect_uri=BACK)


def test_what_a_provider_answers_is_not_repeated(provider: Vouching) -> None:
    """It may be a token, and goes into a log."""
    provider.answers["/token"] = lambda: {"id_token": 5, "access_token": "a secret"}
    with pytest.raises(IdentityUntrusted) as untrusted:
        identify(provider)
    assert "secret" not in str(untrusted.value)

    provider.answers["/token"] = lambda: ({"error": "x" * 1000 + "\n"}, 400)
    with pytest.raises(IdentityRefused, match="it refuses: 400"):
        identify(provider)
