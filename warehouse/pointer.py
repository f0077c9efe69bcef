"""What is published: one small file that names the version of each database that readers attach."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb
import msgspec

from warehouse.sql import schema

DATABASES = ("mirror", "ledger")
POINTER = "published.json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """The watch that published the mirror after the load. The instants are as a load's."""

    load_id: str
    as_of: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """What readers attach: a file of each database, and the load that published them.

    `as_of` is the platform's time when the load began to read; `published_at` is ours. Both are the
    ledger's: where a watch has published the mirror since, `watched` tells of it. `shape` is that
    of the tables. A file of another size in bytes than is said here was cut.
    """

    mirror: str
    ledger: str
    load_id: str
    as_of: datetime
    published_at: datetime
    shape: str = ""
    mirror_size: int | None = None
    ledger_size: int | None = None
    watched: Watched | None = None

    def paths(self, folder: Path) -> dict[str, Path]:
        return {database: folder / getattr(self, database) for database in DATABASES}


def read_pointer(folder: Path) -> Published | None:
    """Return what is published in a folder; None when there is nothing that can be read.

    That is so before the first load, when another release published other tables, and when a file
    or the pointer was lost or damaged: the next load is then a full one into new files.
    """
    published = pointed_at(folder)
    if published is None:
        return None
    return published if all(map(_can_be_opened, published.paths(folder).values())) else None


def pointed_at(folder: Path) -> Published | None:
    """Return what `read_pointer` does, without opening the files: whoever is to open them."""
    try:
        published = msgspec.json.decode((folder / POINTER).read_bytes(), type=Published)
        if published.shape != current_shape():
            return None
        sizes = [path.stat().st_size for path in published.paths(folder).values()]
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # What is not JSON, or not a pointer, is a ValueError.
        log.error("what is published can't be read: %s", error)
        return None
    told = [published.mirror_size, published.ledger_size]
    if told != [None, None] and told != sizes:
        log.error("what is published was cut: its files have %s bytes, not %s", sizes, told)
        return None
    return published


@cache
def current_shape() -> str:
    """Return a fingerprint of the tables that this release works with."""
    statements = "\n".join(text for database in DATABASES for text in schema(database))
    return sha256(statements.encode()).hexdigest()[:16]


def literal(path: Path) -> str:
    """Write a path as text in SQL, for statements that take no binds."""
    return "'" + str(path).replace("'", "''") + "'"


def _can_be_opened(path: Path) -> bool:
    try:
        with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
            connection.execute(f"ATTACH {literal(path)} AS published (READ_ONLY)")
    except duckdb.Error as error:
        log.error("%s can't be opened: %s", path.name, error)
        return False
    return True
