"""The sandbox's fixtures, for its own tests."""

from __future__ import annotations

import sqlite3

import pytest

from sandbox.books import Books
from sandbox.instants import instant_of
from sandbox.records import (
    Charge,
)
from tests.sandbox.buyer import buyer
from tests.sandbox.world import World
from tests.sandbox_fixtures import DAY, SeededStore, platform, sandbox, seeded_store

__all__ = ["buyer", "platform", "sandbox", "seeded_store", "world"]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def books(seeded_store: SeededStore) -> Books:
    return Books(sqlite3.connect(seeded_store.path), instant_of(DAY, 9))


@pytest.fixture(scope="module")
def charges(books: Books) -> list[Charge]:
    return books.find(Charge)
