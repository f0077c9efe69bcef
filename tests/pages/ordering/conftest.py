"""The portal in front of a platform, and who orders there."""

from __future__ import annotations

import pytest

from tests.pages.ordering.wizard import HOSTED, MICROSOFT, Manager
from tests.storefront import Storefront, front, loaded_front, seeded_store

__all__ = ["buyer", "front", "loaded_front", "manager", "seeded_store"]


@pytest.fixture
def manager(front: Storefront) -> Manager:
    """A manager with the wizard open on a plan that nothing more is asked about."""
    return Manager(front, front.plan(HOSTED))


@pytest.fixture
def buyer(front: Storefront) -> Manager:
    """A manager who sells Microsoft, which wants to know more."""
    return Manager(front, front.plan(MICROSOFT))
