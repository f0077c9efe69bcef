"""Files of the platform's catalog on disk, by their content.

`files/` holds each content once, named by its digest; `names/` says which content belongs to a key.
Threads and processes may share a folder: everything is put in its place whole.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

ROOM_LEFT = 0.9  # Of what may be kept, after some had to go.
DAY_SECONDS = 24 * 60 * 60


class _Name(msgspec.Struct, frozen=True):
    digest: str
    mimetype: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    path: Path
    mimetype: str
    digest: str


class MediaStore:
    """Keeps files up to so many bytes in all; the ones nobody looks at go first."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder = folder
        self._contents, self._names = folder / "files", folder / "names"
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def find(self, key: str) -> StoredFile | None:
        try:
            name = msgspec.json.decode((self._names / key).read_bytes(), type=_Name)
            path = self._contents / name.digest
            stat = path.stat()
            if stat.st_mtime < time.time() - DAY_SECONDS:
                os.utime(path)
        except (OSError, msgspec.MsgspecError):
            return None
        # A power cut may have left less of it.
        return StoredFile(path, name.mimetype, name.digest) if stat.st_size == name.size else None

    @contextmanager
    def receive(self) -> Iterator[BinaryIO]:
        """Give a file to write to, which is gone afterwards unless it is kept.

        Raises:
            OSError: there is no place for it.
        """
        for folder in (self._contents, self._names):
            folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=self._folder, delete=False)
        try:
            with file:
                yield cast(BinaryIO, file)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(file.name)

    def keep(self, key: str, file: BinaryIO, mimetype: str) -> StoredFile:
        """Keep what was received under a key."""
        file.flush()
        with open(file.name, "rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            name = _Name(digest, mimetype, content.tell())
        os.replace(file.name, self._contents / digest)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as beside:
            beside.write(msgspec.json.encode(name))
        os.replace(beside.name, self._names / key)
        self._make_room()
        return StoredFile(self._contents / digest, mimetype, digest)

    def _make_room(self) -> None:
        with self._lock:
            kept = [(path.stat(), path) for path in self._contents.iterdir()]
            total = sum(stat.st_size for stat, _ in kept)
            if total <= self._most_bytes:
                return
            for stat, path in sorted(kept, key=lambda one: one[0].st_mtime):
                if total <= self._most_bytes * ROOM_LEFT:
                    break
                path.unlink(missing_ok=True)
                total -= stat.st_size
            for path in self._names.iterdir():
                if self.find(path.name) is None:
                    path.unlink(missing_ok=True)
