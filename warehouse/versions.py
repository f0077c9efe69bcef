"""The versions of the warehouse on the disk: how their files are named, pointed at and removed.

A published file is never changed and its name is never used twice: DuckDB keeps one instance per
path in a process, so a replaced path would go on reading the old file. Readers learn of a new
version from one small pointer file, replaced atomically, that names both databases at once.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from warehouse.pointer import DATABASES, POINTER, Published

VERSIONED = re.compile(r"(mirror|ledger)-(\d{6})\.duckdb")

log = logging.getLogger(__name__)


def as_version(folder: Path, database: str, draft: Path) -> str:
    """Give the draft of a database the name of its next version, durably, and return the name."""
    name = f"{database}-{_next_number(folder, database):06d}.duckdb"
    _sync(draft)
    draft.rename(folder / name)
    return name


def point_at(folder: Path, published: Published, *, keep: int) -> None:
    """Have readers attach what is published, and remove all but the last `keep` versions of each.

    What goes wrong once readers see it is logged.
    """
    pointer = folder / POINTER
    _write_beside(pointer, msgspec.json.encode(published)).replace(pointer)
    with only_logged("the pointer may not outlive a power cut"):
        _sync(folder)
    with only_logged("old versions stay"):
        _prune(folder, published, keep)


@contextmanager
def only_logged(what: str) -> Iterator[None]:
    """Log what the disk refuses, and go on. `what` says what follows from that."""
    try:
        yield
    except OSError as error:
        log.error("%s: %s", what, error)


def _next_number(folder: Path, database: str) -> int:
    """Return a number that no file had, nor one that was lost: the pointer still names it,
    even where it can't be read otherwise.
    """
    taken = [number for name, number in _versions(folder) if name == database]
    with suppress(OSError):
        text = (folder / POINTER).read_text("utf-8", "replace")
        taken += [int(number) for name, number in VERSIONED.findall(text) if name == database]
    return max(taken, default=0) + 1


def _prune(folder: Path, published: Published, keep: int) -> None:
    for database in DATABASES:
        numbers = sorted(
            (number for name, number in _versions(folder) if name == database),
            reverse=True,
        )
        for number in numbers[keep:]:
            name = f"{database}-{number:06d}.duckdb"
            if name != getattr(published, database):
                (folder / name).unlink(missing_ok=True)


def _versions(folder: Path) -> list[tuple[str, int]]:
    matches = (VERSIONED.fullmatch(path.name) for path in folder.iterdir())
    return [(match[1], int(match[2])) for match in matches if match]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_beside(path: Path, content: bytes) -> Path:
    """Write what is to replace a file, durably, under a name of its own."""
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    _sync(beside)
    return beside
