"""Read-only cursors on the published versions.

`Warehouse` lives as long as the process; `Snapshot` is one published pair of files, pinned for a
request, so that all numbers of one answer come from one version.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from domain.errors import WarehouseNotReady
from warehouse.pointer import POINTER, Published, literal, pointed_at
from warehouse.sql import query

Row = tuple[Any, ...]
Bind = Hashable
# What tells one pointer from the next without reading it.
Stamp = tuple[int, int]

CACHED_ANSWERS = 512

log = logging.getLogger(__name__)


class Snapshot:
    """One published pair of databases, open for reading until the last reader lets go."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, published: Published) -> None:
        self.published = published
        self._connection = connection
        self._answers: OrderedDict[tuple[Hashable, ...], list[Row]] = OrderedDict()
        self._lock = threading.Lock()
        self._readers = 0
        self._retired = False

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of one's own: threads that share one get each other's rows."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def rows(self, question: str, **binds: Bind) -> list[Row]:
        """Return the answer to queries/<question>.sql. Asked twice, it costs nothing twice.

        The list is shared between callers and must not be changed.
        """
        key = (question, *sorted(binds.items()))
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        with self.cursor() as cursor:
            rows: list[Row] = cursor.execute(query(question), binds or None).fetchall()
        with self._lock:
            self._answers[key] = rows
            if len(self._answers) > CACHED_ANSWERS:
                self._answers.popitem(last=False)
        return rows

    def stream(self, question: str, *, batch: int = 2_000, **binds: Bind) -> Iterator[list[Row]]:
        """Yield the answer in batches, uncached: for exports of any size."""
        with self.cursor() as cursor:
            cursor.execute(query(question), binds or None)
            while rows := cursor.fetchmany(batch):
                yield rows

    def record_batches(self, question: str, *, batch: int = 5_000, **binds: Bind) -> Iterator[Any]:
        """Yield the answer as Arrow record batches, uncached. Imports pyarrow."""
        with self.cursor() as cursor:
            yield from cursor.execute(query(question), binds or None).to_arrow_reader(batch)

    def _enter(self) -> None:
        with self._lock:
            self._readers += 1

    def _leave(self) -> None:
        with self._lock:
            self._readers -= 1
            self._close_if_unused()

    def _retire(self) -> None:
        with self._lock:
            self._retired = True
            self._close_if_unused()

    def _close_if_unused(self) -> None:
        if self._retired and not self._readers:
            self._connection.close()


class Warehouse:
    """The published warehouse in a folder, whichever version is the newest that can be read."""

    def __init__(self, folder: Path, *, threads: int = 1, memory_limit: str = "256MB") -> None:
        self._folder = folder
        # What a question took goes back to the system: each process would keep some 30 MB of it.
        self._config = {
            "threads": str(threads),
            "memory_limit": memory_limit,
            "allocator_flush_threshold": "16MB",
        }
        self._lock = threading.Lock()
        self._seen: Stamp | None = None
        self._current: Snapshot | None = None

    @property
    def folder(self) -> Path:
        return self._folder

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Pin the newest published version; the one before, where the newest can't be read.

        Every answer of a snapshot comes from that one version, however many are published
        meanwhile; its files stay until the last snapshot of them is left.

        Raises:
            WarehouseNotReady: no load has published one yet that can be read.
        """
        snapshot = self._newest()
        try:
            yield snapshot
        finally:
            snapshot._leave()

    def close(self) -> None:
        """Let go of what is open, and of its memory; the next snapshot opens it anew."""
        with self._lock:
            if self._current is not None:
                self._current._retire()
            self._current, self._seen = None, None

    def _newest(self) -> Snapshot:
        with self._lock:
            stamp = self._stamp()
            if self._current is None or stamp != self._seen:
                self._move_on(stamp)
            if self._current is None:
                raise WarehouseNotReady("no load has published a warehouse that can be read")
            self._current._enter()
            return self._current

    def _move_on(self, stamp: Stamp) -> None:
        """Open what the pointer names now. What is open already stays where that can't be read:
        another release may have published tables that this one does not know. The same pointer is
        not tried again then; every load writes another.
        """
        snapshot = self._open()
        self._seen = stamp
        if snapshot is not None:
            if self._current is not None:
                self._current._retire()
            self._current = snapshot
        elif self._current is not None:
            log.error("what is published now can't be read; serving %s and %s further on",
                      self._current.published.mirror, self._current.published.ledger)  # fmt: skip

    def _stamp(self) -> Stamp:
        try:
            status = (self._folder / POINTER).stat()
        except FileNotFoundError:
            raise WarehouseNotReady("no load has published a warehouse yet") from None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Snapshot | None:
        published = pointed_at(self._folder)
        if published is None:
            return None
        connection = duckdb.connect(":memory:", config=dict(self._config))
        try:
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            for database, path in published.paths(self._folder).items():
                connection.execute(f"ATTACH {literal(path)} AS {database} (READ_ONLY)")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except duckdb.Error as error:
            connection.close()
            log.error("what is published can't be opened: %s", error)
            return None
        return Snapshot(connection, published)
