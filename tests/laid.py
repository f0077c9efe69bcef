"""What a portal finds in its data folder from an earlier start: made once, and copied.

A store at the newest migration, and the texts of each language. To make either takes longer than
most tests.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from sqlalchemy import make_url

from dashboard.i18n import CATALOGS, compile_catalogs
from store.database import migrate


def lay_store(url: str) -> None:
    """Create an SQLite store that nothing is in, as `migrate` does."""
    path = Path(make_url(url).database or "")
    assert not path.exists(), path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated())


def lay_texts(data_dir: Path) -> None:
    """Put compiled texts where a portal looks for them."""
    shutil.copytree(_compiled(), data_dir / "translations", dirs_exist_ok=True)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "portal.sqlite3"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


@cache
def _compiled() -> Path:
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compile_catalogs(CATALOGS, folder)
    return folder
