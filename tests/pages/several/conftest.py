"""The portal in front of a platform, for the tests of one action for several subscriptions."""

from __future__ import annotations

import pytest

from tests.pages.several.hand import Hand
from tests.storefront import Storefront, front, loaded_front, seeded_store

__all__ = ["front", "loaded_front", "seeded_store"]


@pytest.fixture
def hand(front: Storefront) -> Hand:
    return Hand(front, front.client())
