"""The file that a backup of the portal store is: compressed lines of JSON, with a checksum.

    {"format": "reseller-store backup", "version": 1, "migration": "0008", "made_at": ..., ...}
    {"table": "credential", "columns": ["manager_id", ...]}
    ["m1", ...]                             a row of the table named last; one line each
    {"rows": 1, "sha256": "..."}            the end: of all lines before it

Instants and days are ISO 8601, amounts are text: the file means the same to every database. It
holds digests of passwords, so nobody but its owner may read it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from domain.errors import BackupError, BackupUnusable

FORMAT = "reseller-store backup"
VERSION = 1
FAST = 6


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself.

    `migration` is that of the store it was taken from, `made_at` an instant in ISO 8601, and
    `secret_mark` tells whether a portal has the same SECRET_KEY, and nothing else about it.
    """

    migration: str
    made_at: str
    engine: str
    secret_mark: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows come after this, as lists in the order of `columns`."""

    name: str
    columns: tuple[str, ...]


class BackupWriter:
    """Writes the lines, and counts and sums them."""

    def __init__(self, file: TextIO, header: Header) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.row_count = 0
        self._write({"format": FORMAT, "version": VERSION, **asdict(header)})

    def table(self, name: str, columns: Sequence[str]) -> None:
        self._write({"table": name, "columns": list(columns)})

    def row(self, values: Sequence[Any]) -> None:
        self._write(list(values))
        self.row_count += 1

    def end(self) -> None:
        self._write({"rows": self.row_count, "sha256": self._digest.hexdigest()})

    def _write(self, what: Mapping[str, Any] | Sequence[Any]) -> None:
        line = json.dumps(what, ensure_ascii=False, separators=(",", ":")) + "\n"
        self._digest.update(line.encode())
        self._file.write(line)


@contextmanager
def writing(path: Path, header: Header) -> Iterator[BackupWriter]:
    """Write a backup that appears under its name once it is whole, readable by its owner only.

    Raises:
        BackupError: the name is taken, or nothing can be written there.
    """
    if path.exists():
        raise BackupError(f"{path} exists. A backup does not replace anything: choose another name")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.open(raw, "wt", compresslevel=FAST, encoding="utf-8") as file:
                writer = BackupWriter(file, header)
                yield writer
                writer.end()
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise BackupError(f"{path} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def verify(path: Path) -> tuple[Header, int]:
    """Read a backup to its end; return what it says of itself, and how many rows it holds.

    Raises:
        BackupUnusable: it is no backup, is damaged, or was made by a newer portal.
    """
    header: Header | None = None
    digest, count, width, last = hashlib.sha256(), 0, 0, ""
    try:
        for line in _lines(path):
            if header is None:
                header = _header(path, line)
            # The last line is the one that nothing comes after: it is not summed.
            digest.update(last.encode())
            last, what = line, json.loads(line)
            if isinstance(what, list):
                count += 1
                if len(what) != width:
                    raise _damaged(path, "a row does not fit its table")
            else:
                width = len(what.get("columns", ()))
        end = json.loads(last)
    except (EOFError, zlib.error, ValueError, OSError) as error:
        if header is None:
            raise _foreign(path, error) from error
        raise _damaged(path, "it can't be read to its end") from error
    if header is None:
        raise _foreign(path)
    if end != {"rows": count, "sha256": digest.hexdigest()}:
        raise _damaged(path, "its end is missing, or its checksum is another")
    return header, count


def rows(path: Path) -> Iterator[tuple[Table, list[Any]]]:
    """Return the rows of a backup that was verified, each with its table."""
    table = Table("", ())
    for line in _lines(path):
        what = json.loads(line)
        if isinstance(what, list):
            yield table, what
        elif "table" in what:
            table = Table(what["table"], tuple(what["columns"]))


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        yield from file


def _header(path: Path, line: str) -> Header:
    what = json.loads(line)
    if not isinstance(what, dict) or what.get("format") != FORMAT:
        raise _foreign(path)
    if what.get("version") != VERSION:
        raise newer(path, f"its format is {what.get('version')}; this portal reads {VERSION}")
    try:
        return Header(**{one.name: str(what[one.name]) for one in fields(Header)})
    except KeyError as error:
        raise _damaged(path, f"it does not say {error}") from error


def newer(path: Path, why: str) -> BackupUnusable:
    return BackupUnusable(
        f"{path} was made by a newer version: {why}. Install that version, and restore with it"
    )


def _damaged(path: Path, why: str) -> BackupUnusable:
    return BackupUnusable(f"{path} is damaged: {why}. Take another backup")


def _foreign(path: Path, error: Exception | None = None) -> BackupUnusable:
    if isinstance(error, OSError) and error.strerror:
        return BackupUnusable(f"{path} can't be read: {error.strerror}")
    return BackupUnusable(f"{path} is no backup of a portal store")
