"""Reads the named .sql files beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def query(name: str) -> str:
    """Return queries/<name>.sql: one question."""
    return _read("queries", name)


@cache
def merge(name: str) -> str:
    """Return merges/<name>.sql: statements that change rows."""
    return _read("merges", name)


@cache
def check(name: str) -> str:
    """Return checks/<name>.sql: selects the rows that break a rule."""
    return _read("checks", name)


@cache
def names(kind: str) -> tuple[str, ...]:
    """Return the names of all files of a kind (`queries`, `merges`, `checks`), in order."""
    return tuple(sorted(path.stem for path in (FOLDER / kind).glob("*.sql")))


@cache
def schema(database: str) -> tuple[str, ...]:
    """Return the CREATE TABLE statements of `mirror` or `ledger`."""
    folder = FOLDER / "schema" / database
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("*.sql")))


def _read(kind: str, name: str) -> str:
    return (FOLDER / kind / f"{name}.sql").read_text("utf-8")
