"""The sandbox's fixtures, for its own tests."""

from __future__ import annotations

import pytest

from tests.sandbox.buyer import buyer
from tests.sandbox.world import World
from tests.sandbox_fixtures import platform, sandbox, seeded_store

__all__ = ["buyer", "platform", "sandbox", "seeded_store", "world"]


@pytest.fixture
def world() -> World:
    return World()
