"""A small seeded platform, and a running sandbox, for the tests of any package.

A `conftest.py` makes them its own by importing them:

    from tests.sandbox_fixtures import platform, sandbox, seeded_store  # noqa: F401
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from sandbox.platform import Platform
from sandbox.seed import Seeded, seed
from sandbox.server import running

# The day the small platform's history ends on, and the real time its clock starts from.
DAY = date(2026, 3, 18)
MAIN = 12  # The reseller that most happens at.
REAL_TIME = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SeededStore:
    """A store that is not to be changed, and what is in it."""

    path: Path
    seeded: Seeded


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that answers over HTTP, and the platform behind it."""

    url: str
    token: str
    reseller_ids: tuple[int, ...]
    platform: Platform


def make_seeded_store(directory: Path) -> SeededStore:
    """Seed a small platform: three resellers, every billing type, every status."""
    path = directory / "platform.sqlite3"
    return SeededStore(path, seed(path, DAY, clients=20, subscriptions=110, months=6))


def open_copy(store: SeededStore, directory: Path) -> Platform:
    """Open a copy of a seeded store. Its clock stands still until a test moves it."""
    path = directory / "platform.sqlite3"
    shutil.copyfile(store.path, path)
    return Platform(path, real_time=lambda: REAL_TIME)


@cache
def _seeded_in(folder: Path) -> SeededStore:
    """Seed once, however many packages import the fixture: each import is another one to pytest."""
    (folder / "seeded").mkdir()
    return make_seeded_store(folder / "seeded")


@pytest.fixture(scope="session")
def seeded_store(tmp_path_factory: pytest.TempPathFactory) -> SeededStore:
    return _seeded_in(tmp_path_factory.getbasetemp())


@pytest.fixture
def platform(seeded_store: SeededStore, tmp_path: Path) -> Platform:
    """A platform of the test's own, whose clock stands still until it is moved."""
    return open_copy(seeded_store, tmp_path)


@pytest.fixture
def sandbox(seeded_store: SeededStore, platform: Platform) -> Iterator[RunningSandbox]:
    """The test's own platform, served on a free port."""
    seeded = seeded_store.seeded
    with running(platform) as url:
        reseller_ids = tuple(reseller.reseller_id for reseller in seeded.resellers)
        yield RunningSandbox(url, seeded.token, reseller_ids, platform)
