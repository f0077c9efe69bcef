"""Portal stores at the newest migration. Migrating takes long, so it is done once, and copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from store.database import migrate


def lay_store(url: str) -> None:
    """Create an SQLite store that nothing is in, as `migrate` does."""
    path = Path(make_url(url).database or "")
    assert not path.exists(), path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "portal.sqlite3"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()
