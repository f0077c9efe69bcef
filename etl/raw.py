"""What the platform answered, kept on disk: proof of every number, and a load without the platform.

A load's folder holds `load.json`, which says what the load was, `pages.jsonl` with a line for each
page, and the pages themselves at <reseller>/<collection>/<number>.json.gz.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Self
from urllib.parse import quote

import msgspec

from domain.errors import LoadError
from domain.periods import Period
from upstream.transport import Answer

HEADER = "load.json"
MANIFEST = "pages.jsonl"
NOBODY = "-"
# The fastest level: a page is a tenth of its size either way.
COMPRESSION = 1


class Header(msgspec.Struct, frozen=True):
    """What a load was. `as_of` is the platform's time when it began to read."""

    load_id: str
    kind: str
    as_of: datetime


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
            LoadError: there are none.
        """
        try:
            header = msgspec.json.decode((folder / HEADER).read_bytes(), type=Header)
        except (OSError, msgspec.DecodeError) as error:
            raise LoadError(f"no pages are kept in {folder.name}: {error}") from error
        return cls(folder, header)

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
        """Write a page down, a broken one as it came."""
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
        path = self.folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(answer.body, COMPRESSION))
        with (self.folder / MANIFEST).open("ab") as manifest:
            manifest.write(msgspec.json.encode(page) + b"\n")
        return page

    def pages(self) -> Iterator[RawPage]:
        """Yield the pages in the order they came."""
        decoder = msgspec.json.Decoder(RawPage)
        with (self.folder / MANIFEST).open("rb") as manifest:
            for line in manifest:
                yield decoder.decode(line)

    def body(self, page: RawPage) -> bytes:
        return gzip.decompress((self.folder / page.path).read_bytes())


def prune(folder: Path, keep: int) -> None:
    """Remove all but the last loads' pages; the ids of loads sort by time."""
    if folder.exists():
        for old in sorted(path for path in folder.iterdir() if path.is_dir())[:-keep]:
            shutil.rmtree(old)
