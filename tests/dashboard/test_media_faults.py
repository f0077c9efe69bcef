"""The sandbox's troubles, over a real connection: whatever comes, it is a picture or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.media_cache import MediaCache
from dashboard.media_store import MediaStore
from sandbox.faults import parse_fault
from sandbox.pictures.gallery import FILM
from tests.sandbox_fixtures import RunningSandbox, platform, sandbox, seeded_store
from upstream.files import PlatformFiles
from upstream.media import MediaKind

__all__ = ["platform", "sandbox", "seeded_store"]

LOGO = "/logos/office.svg"
A_MINUTE = 61.0
FAULTS = [
    {"kind": "status", "value": 500},
    {"kind": "status", "value": {"status": 429, "retry_after": 1}},
    {"kind": "malformed"},
    {"kind": "malformed", "value": ""},
    {"kind": "cut", "value": "right"},
    {"kind": "cut", "value": "wrong"},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
]


class Cache:
    """A cache over a running sandbox, whose time is moved by hand."""

    def __init__(self, folder: Path, sandbox: RunningSandbox) -> None:
        self.now = 0.0
        self.folder = folder
        self.files = PlatformFiles(sandbox.url, sandbox.token)
        store = MediaStore(folder, most_bytes=10**6)
        self._cache = MediaCache(store, self.files, monotonic=lambda: self.now)

    def find(self, link: str = LOGO, kind: MediaKind = MediaKind.IMAGE) -> bytes | None:
        found = self._cache.find(link, "1", kind)
        return None if found is None else found.path.read_bytes()


@pytest.fixture
def cache(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Cache]:
    cache = Cache(tmp_path / "media", sandbox)
    yield cache
    cache.files.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
def test_trouble_leaves_nothing_and_goes_by(
    cache: Cache, sandbox: RunningSandbox, fault: dict[str, object]
) -> None:
    """NFR-8."""
    sandbox.platform.faults.set(parse_fault({**fault, "path": "/logos/"}))

    assert cache.find() is None
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []

    sandbox.platform.faults.clear()
    cache.now += 10 * A_MINUTE
    drawn = cache.find()
    assert drawn is not None
    assert drawn.endswith(b"</svg>")


def test_a_film_that_was_cut_is_not_kept(cache: Cache, sandbox: RunningSandbox) -> None:
    sandbox.platform.faults.set(parse_fault({"kind": "cut", "path": "/films/", "times": 1}))

    assert cache.find(f"/media/films/{FILM}", MediaKind.VIDEO) is None
    cache.now += A_MINUTE
    film = cache.find(f"/media/films/{FILM}", MediaKind.VIDEO)
    assert film is not None
    assert len(film) > 50_000
