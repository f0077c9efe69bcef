"""Compresses static files before they are asked for, and small answers as they are given."""

from __future__ import annotations

import fcntl
import gzip
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept

logger = logging.getLogger(__name__)

ENCODINGS = ("br", "gzip")  # The smallest first.
COMPRESSIBLE = frozenset(
    {
        "application/javascript",
        "application/json",
        "image/svg+xml",
        "text/css",
        "text/javascript",
        "text/plain",
    }
)
LEAST_BYTES = 1_000
UNUSED_DAYS = 30


def compress(content: bytes, encoding: str, *, hard: bool) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(content, quality=11 if hard else 4)
        return packed
    return gzip.compress(content, 9 if hard else 5, mtime=0)


def best_encoding(accepted: Accept) -> str | None:
    """Return the smallest encoding that a browser takes; None to send a content as it is."""
    return next((encoding for encoding in ENCODINGS if accepted.quality(encoding) > 0), None)


def compress_data(response: Response) -> Response:
    """Compress what a script asked for. For `after_request`."""
    is_data = response.mimetype == "application/json" and not response.is_streamed
    return compress_answer(response) if is_data else response


def compress_answer(response: Response) -> Response:
    """Compress an answer that was made for this request.

    Not for a page that holds a form's token and repeats what was sent: of the two together, the
    compressed length tells the token.
    """
    response.vary.add("Accept-Encoding")
    encoding = best_encoding(request.accept_encodings)
    if encoding is not None and (response.content_length or 0) >= LEAST_BYTES:
        response.set_data(compress(response.get_data(), encoding, hard=False))
        response.headers["Content-Encoding"] = encoding
    return response


class CompressedFiles:
    """Compressed contents in a folder that workers and starts share, named by their digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, contents: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
        """Compress what is not compressed yet, and drop what nothing has used for long.

        A second worker waits for the first to finish instead of doing the same work.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._alone(), ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(self._prepare, contents))
                self._drop_unused()
        except OSError as error:
            logger.warning("static files are served uncompressed: %s", error)

    def find(self, digest: str, encoding: str) -> bytes | None:
        try:
            return self._path(digest, encoding).read_bytes() or None
        except OSError:
            return None

    def _prepare(self, named: tuple[str, Callable[[], bytes]]) -> None:
        digest, read = named
        for encoding in ENCODINGS:
            path = self._path(digest, encoding)
            if path.exists():
                os.utime(path)
                continue
            content = read()
            packed = compress(content, encoding, hard=True)
            # An empty file says that this content is smaller as it is.
            self._write(path, packed if len(packed) < len(content) else b"")

    def _write(self, path: Path, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)

    def _path(self, digest: str, encoding: str) -> Path:
        return self._folder / f"{digest}.{encoding}"

    def _drop_unused(self) -> None:
        oldest = time.time() - UNUSED_DAYS * 24 * 60 * 60
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
