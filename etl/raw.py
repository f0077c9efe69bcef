"""What the platform answered, kept on disk: proof of every number, and a load without the platform.

A load's folder holds `load.json`, which says what the load was, `pages.jsonl` with a line for each
page, and the pages themselves at <reseller>/<collection>/<number>.json.gz. `complete.json` comes
last: without it the load ended before it had read everything, and its pages say nothing about what
they lack.
"""

from __future__ import annotations

import gzip
import logging
import shutil
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import quote

import msgspec

from domain.errors import LoadError
from domain.periods import Period
from upstream.transport import Answer

HEADER = "load.json"
MANIFEST = "pages.jsonl"
COMPLETE = "complete.json"
NOBODY = "-"
# The fastest level: a page is a tenth of its size either way.
COMPRESSION = 1
READ_AHEAD = 8

Kept = TypeVar("Kept")

log = logging.getLogger(__name__)


class Header(msgspec.Struct, frozen=True):
    """What a load was. `as_of` is the platform's time when it began to read."""

    load_id: str
    kind: str
    as_of: datetime


class Complete(msgspec.Struct, frozen=True):
    """The mark of a load that read all it wanted to: how many pages that made."""

    pages: int


class RawPage(msgspec.Struct, frozen=True):
    """Where a page came from.

    `broken` says why it can't be read. The days that a page of consumption or expenses answers
    for run from `start_on` up to, and without, `end_on`; `subscription_id` says whose they are.
    `is_retry` marks a record that an earlier load could not read.
    """

    number: int
    collection: str
    reseller_id: str
    asked: str
    broken: str | None = None
    subscription_id: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    is_retry: bool = False

    @property
    def path(self) -> str:
        return f"{quote(self.reseller_id, safe='')}/{self.collection}/{self.number}.json.gz"

    @property
    def period(self) -> Period | None:
        return Period(self.start_on, self.end_on) if self.start_on and self.end_on else None


class RawLoad:
    """The pages of one load, as they are written and read."""

    def __init__(self, folder: Path, header: Header) -> None:
        self.folder = folder
        self.header = header
        self._count = 0

    @classmethod
    def begin(cls, folder: Path, header: Header) -> Self:
        folder.mkdir(parents=True)
        (folder / HEADER).write_bytes(msgspec.json.encode(header))
        return cls(folder, header)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the pages that a load kept.

        Raises:
            LoadError: there are none, or not all of them.
        """
        try:
            header = _read(folder / HEADER, Header)
        except (OSError, ValueError, msgspec.DecodeError) as error:
            raise LoadError(f"no pages are kept in {folder.name}: {error}") from error
        try:
            complete = _read(folder / COMPLETE, Complete)
        except (OSError, ValueError, msgspec.DecodeError) as error:
            raise LoadError(
                f"the pages in {folder.name} are not all there: that load ended before it had"
                " read everything"
            ) from error
        opened = cls(folder, header)
        opened._count = complete.pages
        return opened

    def keep(
        self,
        collection: str,
        answer: Answer,
        *,
        reseller_id: str = NOBODY,
        subscription_id: str | None = None,
        period: Period | None = None,
        is_retry: bool = False,
    ) -> RawPage:
        """Keep a page, a broken one as it came."""
        self._count += 1
        page = RawPage(
            number=self._count,
            collection=collection,
            reseller_id=reseller_id,
            asked=answer.asked,
            broken=answer.broken,
            subscription_id=subscription_id,
            start_on=period.start if period else None,
            end_on=period.end if period else None,
            is_retry=is_retry,
        )
        self._write(page, answer.body)
        return page

    def _write(self, page: RawPage, body: bytes) -> None:
        path = self.folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(body, COMPRESSION))
        with (self.folder / MANIFEST).open("ab") as manifest:
            manifest.write(msgspec.json.encode(page) + b"\n")

    def complete(self) -> None:
        """Mark that this load has read all it wanted to."""
        (self.folder / COMPLETE).write_bytes(msgspec.json.encode(Complete(self._count)))

    def pages(self) -> Iterator[RawPage]:
        """Yield the pages in the order they came.

        Raises:
            LoadError: some are missing.
        """
        decoder = msgspec.json.Decoder(RawPage)
        count = 0
        try:
            with (self.folder / MANIFEST).open("rb") as manifest:
                for line in manifest:
                    yield decoder.decode(line)
                    count += 1
        except (OSError, ValueError, msgspec.DecodeError) as error:
            raise LoadError(f"{self.folder.name}/{MANIFEST} can't be read: {error}") from error
        if count != self._count:
            raise LoadError(
                f"{self.folder.name}/{MANIFEST} names {count} pages; there were {self._count}"
            )

    def read(self) -> Iterator[tuple[RawPage, bytes]]:
        """Yield the pages with what they say; the next ones are unpacked while one is looked at.

        Raises:
            LoadError: some are missing, or were cut.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="pages") as unpacking:
            coming: deque[tuple[RawPage, Future[bytes]]] = deque()
            for page in self.pages():
                coming.append((page, unpacking.submit(self.body, page)))
                if len(coming) > READ_AHEAD:
                    first, body = coming.popleft()
                    yield first, body.result()
            for page, body in coming:
                yield page, body.result()

    def body(self, page: RawPage) -> bytes:
        """Return what a page says.

        Raises:
            LoadError: its file was lost or cut.
        """
        try:
            packed = (self.folder / page.path).read_bytes()
            if not packed:  # gzip would take it for an empty page.
                raise EOFError("the file is empty")
            return gzip.decompress(packed)
        except (OSError, EOFError, zlib.error) as error:
            raise LoadError(f"{self.folder.name}/{page.path} can't be read: {error}") from error


class PassingPages(RawLoad):
    """The pages of a watch, which are forgotten with it: they prove no cost, and the next refresh
    reads the same again.
    """

    def __init__(self, header: Header) -> None:
        super().__init__(Path(header.load_id), header)
        self._bodies: dict[int, bytes] = {}

    def body(self, page: RawPage) -> bytes:
        return self._bodies[page.number]

    def _write(self, page: RawPage, body: bytes) -> None:
        self._bodies[page.number] = body


def _read(path: Path, kind: type[Kept]) -> Kept:
    return msgspec.json.decode(path.read_bytes(), type=kind)


def prune(folder: Path, keep: int) -> None:
    """Remove all but the last loads' pages; the ids of loads sort by time.

    One that can't be removed is logged, and holds none of the others up.
    """
    try:
        loads = sorted(path for path in folder.iterdir() if path.is_dir())
    except FileNotFoundError:
        return
    for old in loads[: max(len(loads) - keep, 0)]:
        try:
            shutil.rmtree(old)
        except OSError as error:
            log.error("old pages stay: %s", error)
