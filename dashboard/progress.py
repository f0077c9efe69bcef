"""Sends a file that takes a while to write, with its progress, as one answer.

The answer is lines of JSON, `{"written": 2000}` each, then one `{"name": ..., "size": ...}`, then
the bytes of the file. One answer and no state: whichever worker writes the file sends it.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

logger = logging.getLogger(__name__)

PIECE_BYTES = 256 * 1024
TOLD_EVERY_SECONDS = 0.25

Writer = Callable[..., None]


def stream_file(write: Writer, name: str, folder: Path, *, code: str) -> Iterator[bytes]:
    """Call `write(path=..., progress=...)` in a thread, and yield what the answer is made of.

    `code` is what reader and log know the request by.
    """
    counts: SimpleQueue[int] = SimpleQueue()
    with tempfile.TemporaryDirectory(dir=folder) as own, ThreadPoolExecutor(1) as pool:
        path = Path(own) / "file"
        job = pool.submit(write, path=path, progress=counts.put)
        while not job.done():
            try:
                yield _line({"written": counts.get(timeout=TOLD_EVERY_SECONDS)})
            except Empty:
                continue
        error = job.exception()
        if error is not None:
            # The status is long sent, so the answer itself has to say that it failed.
            logger.error("writing a file failed, code %s", code, exc_info=error)
            yield _line({"failed": code})
            return
        yield _line({"name": name, "size": path.stat().st_size})
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value).encode() + b"\n"
