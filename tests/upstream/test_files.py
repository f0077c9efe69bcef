"""Files of the platform: fetched from it and nowhere else, within a time and a size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import httpx
import pytest

from domain.errors import UnexpectedPayload, UpstreamRejected, UpstreamUnavailable
from upstream import files
from upstream.files import PlatformFiles

HOME = "https://platform.example"
PNG = b"\x89PNG\r\n\x1a\n"
Answer = Callable[[httpx.Request], httpx.Response]


def fetch(link: str, answer: Answer, *, most_bytes: int = 100, seconds: float = 5) -> BytesIO:
    into = BytesIO()
    fetched = PlatformFiles(HOME, "token", transport=httpx.MockTransport(answer))
    into.name = fetched.fetch(link, into, most_bytes=most_bytes, seconds=seconds)
    return into


def png(_: httpx.Request) -> httpx.Response:
    return httpx.Response(
        200, content=iter([PNG]), headers={"Content-Type": "Image/PNG; charset=x"}
    )


@pytest.mark.parametrize(
    "link",
    ["/logos/a.png", "logos/a.png", f"{HOME}/logos/a.png", f"{HOME}:443/logos/a.png",
     "HTTPS://PLATFORM.example/logos/a.png"],
)  # fmt: skip
def test_a_link_is_read_at_the_platform(link: str) -> None:
    asked: list[httpx.Request] = []

    fetched = fetch(link, lambda request: asked.append(request) or png(request))

    assert (fetched.name, fetched.getvalue()) == ("image/png", PNG)
    assert [str(request.url) for request in asked] == [f"{HOME}/logos/a.png"]
    assert asked[0].headers["X-Api-Token"] == "token"
    assert asked[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "link",
    ["//elsewhere.example/a.png", "https://elsewhere.example/a.png", "http://platform.example/a.png",
     "https://platform.example:8443/a.png", "https://user@platform.example/a.png",
     "https://platform.example@elsewhere.example/a", "file:///etc/passwd", "javascript:alert(1)",
     "data:image/png;base64,AAAA", "/\\elsewhere.example/a", "/a/../../_sandbox/log", "/a\n/b",
     "https://[::1", "/" + "a" * 3000, "http://169.254.169.254/latest/meta-data"],
)  # fmt: skip
def test_a_link_that_leads_off_the_platform_is_not_followed(link: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"asked {request.url}")

    with pytest.raises(UnexpectedPayload):
        fetch(link, never)


def test_a_redirect_is_not_followed() -> None:
    moved = httpx.Response(302, headers={"Location": "https://elsewhere.example/a.png"})

    with pytest.raises(UpstreamRejected):
        fetch("/a.png", lambda _: moved)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
def test_what_the_platform_does_not_have_is_told(status: int) -> None:
    with pytest.raises(UpstreamRejected):
        fetch("/a.png", lambda _: httpx.Response(status))


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_platform_in_trouble_is_not_available(status: int) -> None:
    with pytest.raises(UpstreamUnavailable):
        fetch("/a.png", lambda _: httpx.Response(status))


def test_a_broken_connection_is_not_available() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(UpstreamUnavailable):
        fetch("/a.png", broken)


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 64


def test_an_endless_file_is_let_go_at_its_limit() -> None:
    into = BytesIO()
    answers = httpx.MockTransport(lambda _: httpx.Response(200, content=endless()))

    with pytest.raises(UnexpectedPayload):
        PlatformFiles(HOME, "t", transport=answers).fetch("/a", into, most_bytes=1000, seconds=5)

    assert len(into.getvalue()) <= 1000


def test_a_file_that_says_it_is_too_large_is_not_read() -> None:
    headers = {"Content-Length": "101"}

    with pytest.raises(UnexpectedPayload):
        fetch("/a.png", lambda _: httpx.Response(200, content=endless(), headers=headers))


def test_a_file_that_comes_drop_by_drop_is_let_go_at_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(files.time, "monotonic", lambda: float(next(clock)))

    with pytest.raises(UpstreamUnavailable):
        fetch("/a", lambda _: httpx.Response(200, content=endless()), most_bytes=10**9, seconds=5)


def test_what_is_compressed_is_not_unpacked() -> None:
    packed = httpx.Response(200, content=iter([b"x"]), headers={"Content-Encoding": "gzip"})

    with pytest.raises(UnexpectedPayload):
        fetch("/a", lambda _: packed)
