"""A manager in a browser, in front of a portal and a platform of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import browse, serve
from tests.end_to_end.managing.distribution import Distribution
from tests.end_to_end.managing.scene import Scene
from tests.storefront import Storefront, front, loaded_front, seeded_store

__all__ = ["front", "loaded_front", "seeded_store"]

PATIENCE = 10_000


@pytest.fixture
def scene(front: Storefront) -> Iterator[Scene]:
    with serve(front.app) as url, browse(url) as page:
        page.set_default_timeout(PATIENCE)
        scene = Scene(page, front, url, Distribution(front))
        scene.sign_in()
        yield scene
