"""Files are fetched once, and what fails is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from dashboard import media_cache
from dashboard.media_cache import Limits, MediaCache
from dashboard.media_store import MediaStore, StoredFile
from tests.media_rows import PNG
from upstream.files import PlatformFiles
from upstream.media import MediaKind

Answer = Callable[[], httpx.Response]


def png() -> httpx.Response:
    return httpx.Response(200, content=iter([PNG]), headers={"Content-Type": "image/png"})


class Platform:
    """A cache over a platform whose answer can be changed, and whose time is moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answer: Answer = png
        self.asked: list[str] = []
        self.now = 0.0
        files = PlatformFiles("http://platform", "t", transport=httpx.MockTransport(self._answer))
        store = MediaStore(folder, most_bytes=1000)
        self.cache = MediaCache(store, files, monotonic=lambda: self.now)

    def find(self, link: str = "/a.png", version: str = "1") -> StoredFile | None:
        return self.cache.find(link, version, MediaKind.IMAGE)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        return self.answer()

    def fails(self, seconds: float = 0.0) -> None:
        def fail() -> httpx.Response:
            self.now += seconds
            raise httpx.ReadTimeout("late")

        self.answer = fail


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform(tmp_path)


def test_a_file_is_fetched_once(platform: Platform) -> None:
    first, second = platform.find(), platform.find()

    assert first == second
    assert first is not None
    assert (first.path.read_bytes(), first.mimetype) == (PNG, "image/png")
    assert platform.asked == ["/a.png"]


def test_another_version_is_fetched_anew(platform: Platform) -> None:
    platform.find(version="1")
    platform.find(version="2")

    assert platform.asked == ["/a.png", "/a.png"]


def test_what_is_kept_is_shown_while_the_platform_is_down(platform: Platform) -> None:
    """NFR-8."""
    platform.find()
    platform.fails()

    assert platform.find() is not None
    assert MediaCache(MediaStore(platform.folder, most_bytes=1000), None).find(
        "/a.png", "1", MediaKind.IMAGE
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx.Response(404),
        lambda: httpx.Response(200, content=iter([PNG]), headers={"Content-Type": "text/html"}),
        lambda: httpx.Response(200, content=iter([b"<h1>"]), headers={"Content-Type": "image/png"}),
        lambda: httpx.Response(200, content=iter([PNG]), headers={"Content-Type": "text/plain"}),
        lambda: httpx.Response(200, content=iter([]), headers={"Content-Type": "image/png"}),
        lambda: httpx.Response(302, headers={"Location": "http://elsewhere.example"}),
    ],
)
def test_what_is_no_picture_is_not_kept_and_not_asked_for_at_once(
    platform: Platform, answer: Answer
) -> None:
    platform.answer = answer
    assert platform.find() is None
    assert platform.find() is None
    assert len(platform.asked) == 1
    assert [path for path in platform.folder.rglob("*") if path.is_file()] == []

    platform.answer, platform.now = png, 601
    assert platform.find() is not None


def test_a_large_file_is_not_kept(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(media_cache.LIMITS, MediaKind.IMAGE, Limits(40, 5.0, 2))

    assert platform.find() is None


def test_one_file_that_fails_does_not_stop_others(platform: Platform) -> None:
    platform.fails()
    assert platform.find("/a.png") is None
    platform.answer = png

    assert platform.find("/b.png") is not None
    assert platform.find("/a.png") is None
    platform.now = 61
    assert platform.find("/a.png") is not None


def test_a_slow_platform_is_left_alone(platform: Platform) -> None:
    """A thread that waits for a picture serves no page."""
    platform.fails(seconds=5.0)
    platform.find("/a.png")

    platform.answer = png
    assert platform.find("/b.png") is None
    assert platform.asked == ["/a.png"]
    platform.now += 21
    assert platform.find("/b.png") is not None


def test_threads_that_ask_for_one_file_fetch_it_once(platform: Platform) -> None:
    platform.cache._slots[MediaKind.IMAGE] = threading.BoundedSemaphore(1)
    threads = [threading.Thread(target=platform.find) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert platform.asked == ["/a.png"]


def test_no_more_threads_wait_for_pictures_than_may(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_cache, "WAIT_SECONDS", 0.01)
    for _ in range(2):
        platform.cache._slots[MediaKind.IMAGE].acquire()

    assert platform.find() is None
    assert platform.asked == []
    platform.cache._slots[MediaKind.IMAGE].release()
    assert platform.find() is not None


def test_a_disk_that_takes_nothing_is_no_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.media_store.tempfile.NamedTemporaryFile", full)

    assert platform.find() is None
