"""Copy, change, check, publish: how the warehouse moves from one version to the next.

What lies on the disk then, and how readers learn of it, is in warehouse/versions.py.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import duckdb

from domain.errors import ChecksFailed, WarehouseError
from warehouse.pointer import (
    DATABASES,
    Published,
    Watched,
    current_shape,
    literal,
    pointed_at,
)
from warehouse.sql import check, merge, names, schema
from warehouse.versions import as_version, only_logged, point_at

SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT]i?B)", re.IGNORECASE)
DRAFT_SUFFIX = ".draft"
# Nobody recovers a draft, so its changes are not logged, which would cost a write to the disk for
# each statement. The older format, DuckDB's default, takes half as long again to write.
AS_A_DRAFT = "RECOVERY_MODE NO_WAL_WRITES, STORAGE_VERSION 'v1.4.0'"

log = logging.getLogger(__name__)


class Draft:
    """A copy of the newest version of both databases, open for change.

    `of` names the databases that are copied, where only some are to change: the others can be read.
    `memory` is what the process that works on it is to get by with, about: `512MB`, `2GB`.
    Use it as a context manager: unless something is published, nothing is left of it.
    """

    def __init__(
        self,
        folder: Path,
        load_id: str,
        *,
        memory: str = "2GB",
        of: tuple[str, ...] = DATABASES,
    ) -> None:
        self._folder = folder
        self._load_id = load_id
        self._config = _within(memory)
        self._drafted = of
        self._base: Published | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._remove_drafts()
        try:
            self._connection = self._connect()
            self._base = self._take_over(pointed_at(self._folder))
            if self._base is None:
                self._begin_anew()
        except (OSError, duckdb.Error) as error:
            self._discard()
            raise WarehouseError(f"can't copy the published warehouse: {error}") from error
        except WarehouseError:
            self._discard()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._discard()

    @property
    def base(self) -> Published | None:
        """What was published when this draft was made."""
        return self._base

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            raise WarehouseError("this draft is closed")
        return self._connection

    def expect_little(self) -> None:
        """Say that little is to change: what is freed then may wait to be asked for again.

        To hand it back each time and ask for it anew is a sixth of the time of a refresh. What may
        wait is little beside what the process is to get by with.
        """
        self.connection.execute(merge("expect_little"))

    def check(self) -> None:
        """Run every check of what is drafted; none may find a row.

        A rule of the mirror alone is named after it; every other one is about the ledger as well.

        Raises:
            ChecksFailed: some did.
        """
        # What was merged lies in memory until then, where the checks need the place.
        self._checkpoint()
        broken = {}
        for name in names("checks"):
            if "ledger" not in self._drafted and not name.startswith("mirror_"):
                continue
            rows = self.connection.execute(check(name)).fetchall()
            if rows:
                broken[name] = len(rows)
        if broken:
            raise ChecksFailed(broken)

    def publish(
        self, changed: Iterable[str], *, as_of: datetime, published_at: datetime, keep: int
    ) -> Published:
        """Make this draft the version that readers attach, and drop the oldest ones.

        `changed` names the databases that differ from the published ones; the others keep
        their file. `keep` versions of each stay on disk. What is said of the load that published
        the ledger stays where the ledger is not drafted. Whatever is raised, nothing was
        published; what goes wrong once readers see it is logged.
        """
        files = self._put_in_place(set(changed) if self._base else set(DATABASES))
        sizes = {database: (self._folder / name).stat().st_size for database, name in files.items()}
        if self._base is not None and "ledger" not in self._drafted:
            published = replace(
                self._base,
                mirror=files["mirror"],
                mirror_size=sizes["mirror"],
                watched=Watched(self._load_id, as_of, published_at),
            )
        else:
            published = Published(
                mirror=files["mirror"],
                ledger=files["ledger"],
                load_id=self._load_id,
                as_of=as_of,
                published_at=published_at,
                shape=current_shape(),
                mirror_size=sizes["mirror"],
                ledger_size=sizes["ledger"],
            )
        point_at(self._folder, published, keep=keep)
        return published

    def _put_in_place(self, changed: Collection[str]) -> dict[str, str]:
        """Give the drafts their names as versions, and return the file of each database."""
        self._close()
        files = {}
        for database in DATABASES:
            if database in changed:
                files[database] = as_version(self._folder, database, self._draft_path(database))
            elif self._base is not None:
                files[database] = getattr(self._base, database)
        return files

    def _draft_path(self, database: str) -> Path:
        return self._folder / f"{database}.{self._load_id}{DRAFT_SUFFIX}"

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config=self._config)
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute(f"SET temp_directory = {literal(self._folder / 'spill')}")
        return connection

    def _take_over(self, published: Published | None) -> Published | None:
        """Attach copies of what is published, and return it; None where that can't be opened."""
        if published is None:
            return None
        for database, path in published.paths(self._folder).items():
            if database in self._drafted:
                self._copy(path, database)
            try:
                self._attach(database, path)
            except duckdb.Error as error:
                log.error("%s can't be opened: %s", path.name, error)
                return None
        return published

    def _copy(self, published: Path, database: str) -> None:
        shutil.copyfile(published, self._draft_path(database))

    def _attach(self, database: str, published: Path | None = None) -> None:
        """Attach the draft of a database, or what is published of one that is not drafted."""
        if published is not None and database not in self._drafted:
            self.connection.execute(f"ATTACH {literal(published)} AS {database} (READ_ONLY)")
            return
        path = self._draft_path(database)
        self.connection.execute(f"ATTACH {literal(path)} AS {database} ({AS_A_DRAFT})")

    def _begin_anew(self) -> None:
        if set(self._drafted) != set(DATABASES):
            raise WarehouseError("nothing can be read of what was published; load everything")
        for database in DATABASES:
            self.connection.execute(f"DETACH DATABASE IF EXISTS {database}")
            self._draft_path(database).unlink(missing_ok=True)
            self._attach(database)
            for statement in schema(database):
                self.connection.execute(statement)

    def _close(self) -> None:
        if self._connection is not None:
            self._checkpoint()
            self._connection.close()
            self._connection = None

    def _checkpoint(self) -> None:
        for database in self._drafted:
            self.connection.execute(f"CHECKPOINT {database}")

    def _discard(self) -> None:
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()
            self._connection = None
        with only_logged("a draft stays until the next load"):
            self._remove_drafts()

    def _remove_drafts(self) -> None:
        """Remove every draft, a killed load's as well: the lease lets only one load run."""
        for path in self._folder.glob(f"*{DRAFT_SUFFIX}*"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self._folder / "spill", ignore_errors=True)


def _within(memory: str) -> dict[str, Any]:
    """Return how DuckDB is to be set up for a process to get by with so much memory.

    Half of it is DuckDB's, which counts its own tables and little beside them. What it frees goes
    back at once: it would keep as much again of it otherwise, in blocks of sizes out of use.
    """
    size = SIZE.fullmatch(memory)
    if size is None:
        raise WarehouseError(f"{memory!r} is no size of memory such as 512MB or 2GB")
    return {
        "memory_limit": f"{float(size[1]) / 2}{size[2]}",
        "allocator_flush_threshold": "1MB",
        "allocator_bulk_deallocation_flush_threshold": "1MB",
    }
