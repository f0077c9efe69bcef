"""One platform: its store, its clock, its faults, and what it was asked."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox import vendor_renewals
from sandbox.books import Books
from sandbox.clock import clock_offset, has_due, keep_offset, run_due
from sandbox.faults import Faults
from sandbox.instants import whole_milliseconds
from sandbox.overrides import Overrides
from sandbox.request_log import RequestLog
from sandbox.schema import add_missing_rules, add_missing_tables
from sandbox.seeding.terms import TERMS


def real_time() -> datetime:
    return datetime.now(UTC)


class Platform:
    """Everything one running stand-in shares between its requests.

    Any number of threads may read at a time, each in a transaction of its own; one at a time
    writes. `real_time` is what the platform's clock follows, at the distance its store keeps.
    """

    def __init__(self, path: Path, real_time: Callable[[], datetime] = real_time) -> None:
        self.path = path
        self.faults = Faults()
        self.overrides = Overrides()
        self.log = RequestLog()
        self._real_time = real_time
        self._writer = threading.RLock()
        with closing(connect(path)) as connection:
            add_missing_tables(connection)
            add_missing_rules(connection, {one.key: one.extended_renewal_days for one in TERMS})
            self._offset = clock_offset(Books(connection, real_time()), real_time())
        self._has_run = False

    def now(self) -> datetime:
        """Return the platform's time, in whole milliseconds, as UTC."""
        return whole_milliseconds(self._real_time() + self._offset)

    @contextmanager
    def reading(self) -> Iterator[Books]:
        with closing(connect(self.path)) as connection:
            connection.execute("BEGIN")
            yield Books(connection, self.now())

    @contextmanager
    def writing(self) -> Iterator[Books]:
        """Give the one transaction that may write; it is kept unless the block raises."""
        with self._writer, closing(connect(self.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield Books(connection, self.now())
            connection.execute("COMMIT")

    def advance(self, step: timedelta) -> datetime:
        """Move the clock on, do everything that falls due until then, and return the new time.

        Readers see the old time and the old records until all of it is done.
        """
        with self._writer:
            offset = self._offset + step
            with self.writing() as books:
                if not self._has_run:
                    vendor_renewals.schedule_missing(books)
                run_due(books, whole_milliseconds(self._real_time() + offset))
                keep_offset(books, offset)
            self._offset = offset
            self._has_run = True
            return self.now()

    def catch_up(self) -> None:
        """Do everything that has fallen due by now."""
        with self.reading() as books:
            is_due = has_due(books, books.now)
        # The first time the clock's distance is kept, so that it outlives the process.
        if is_due or not self._has_run:
            self.advance(timedelta(0))


def connect(path: Path) -> sqlite3.Connection:
    """Open the store; transactions begin and end explicitly."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous = OFF")  # It can be seeded again; speed matters more.
    return connection
