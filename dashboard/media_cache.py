"""Files of the platform's catalog: kept on disk, and fetched when one is first looked at.

What could not be fetched is not kept. It is asked for again after a while, and never by so many
threads at a time that none is left for pages.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dashboard.media_store import MediaStore, StoredFile
from dashboard.media_types import HEAD_BYTES, media_type
from dashboard.media_whole import is_whole
from domain.errors import UnexpectedPayload, UpstreamError, UpstreamUnavailable
from upstream.files import PlatformFiles
from upstream.media import MediaKind

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
WAIT_SECONDS = 1.0
# A platform that took longer than this to fail is left alone: each try keeps a thread waiting.
SLOW_SECONDS = 1.0
ALL_PAUSE_SECONDS = 20.0
SHORT_PAUSE_SECONDS, LONG_PAUSE_SECONDS = 60.0, 600.0
MOST_PAUSES = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, how long it may take, and how many are fetched at a time."""

    most_bytes: int
    seconds: float
    at_once: int


LIMITS = {
    MediaKind.IMAGE: Limits(5 * MEGABYTE, 5.0, 2),
    MediaKind.VIDEO: Limits(64 * MEGABYTE, 30.0, 1),
}


class MediaCache:
    """Finds files by their links. Without `files` it finds what is kept."""

    def __init__(
        self,
        store: MediaStore,
        files: PlatformFiles | None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._files = files
        self._pauses = _Pauses(monotonic)
        self._monotonic = monotonic
        self._slots = {
            kind: threading.BoundedSemaphore(limits.at_once) for kind, limits in LIMITS.items()
        }

    def find(self, link: str, version: str, kind: MediaKind) -> StoredFile | None:
        """Return a file; None when it can't be had now, is none of its kind, or is too large."""
        key = hashlib.sha256(f"{kind} {version} {link}".encode()).hexdigest()
        found = self._store.find(key)
        if found is not None or self._files is None or self._pauses.holds(key):
            return found
        with self._slot(kind) as is_free:
            if not is_free or self._pauses.holds(key):
                return None
            # Somebody may have fetched it while this one waited.
            return self._store.find(key) or self._fetched(self._files, key, link, kind)

    def _fetched(
        self, files: PlatformFiles, key: str, link: str, kind: MediaKind
    ) -> StoredFile | None:
        begun = self._monotonic()
        try:
            return self._keep(files, key, link, kind)
        except UpstreamUnavailable as error:
            logger.info("no %s now: %s", kind, error)
            self._pauses.pause(key, SHORT_PAUSE_SECONDS)
            if self._monotonic() - begun >= SLOW_SECONDS:
                self._pauses.pause_all(ALL_PAUSE_SECONDS)
        except UpstreamError as error:
            logger.info("no %s: %s", kind, error)
            self._pauses.pause(key, LONG_PAUSE_SECONDS)
        except OSError as error:
            logger.warning("pictures can't be kept: %s", error)
            self._pauses.pause(key, SHORT_PAUSE_SECONDS)
        return None

    def _keep(self, files: PlatformFiles, key: str, link: str, kind: MediaKind) -> StoredFile:
        limits = LIMITS[kind]
        with self._store.receive() as file:
            said = files.fetch(link, file, most_bytes=limits.most_bytes, seconds=limits.seconds)
            file.seek(0)
            mimetype = media_type(said, file.read(HEAD_BYTES), kind)
            if mimetype is None:
                raise UnexpectedPayload(f"{link}: said to be {said or 'nothing'}, and is not")
            if not is_whole(file, mimetype):
                raise UpstreamUnavailable(f"{link}: not all of it has come")
            return self._store.keep(key, file, mimetype)

    @contextmanager
    def _slot(self, kind: MediaKind) -> Iterator[bool]:
        is_free = self._slots[kind].acquire(timeout=WAIT_SECONDS)
        try:
            yield is_free
        finally:
            if is_free:
                self._slots[kind].release()


class _Pauses:
    """Until when what failed is left alone."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}
        self._all_until = 0.0

    def holds(self, key: str) -> bool:
        with self._lock:
            return self._monotonic() < max(self._all_until, self._until.get(key, 0.0))

    def pause(self, key: str, seconds: float) -> None:
        now = self._monotonic()
        with self._lock:
            if len(self._until) >= MOST_PAUSES:
                self._until = {one: at for one, at in self._until.items() if at > now}
            if len(self._until) < MOST_PAUSES:
                self._until[key] = now + seconds

    def pause_all(self, seconds: float) -> None:
        with self._lock:
            self._all_until = self._monotonic() + seconds
