"""One portal in front of one platform for all tests of a subscription's page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.live import MIRROR, Live, live, make_live
from tests.sandbox_fixtures import SeededStore, seeded_store

__all__ = ["live", "manager", "one_live", "seeded_store"]


@pytest.fixture(scope="package")
def one_live(tmp_path_factory: pytest.TempPathFactory, seeded_store: SeededStore) -> Live:
    return make_live(tmp_path_factory.mktemp("live"), seeded_store, **MIRROR)


@pytest.fixture
def manager(live: Live) -> FlaskClient:
    return live.browser()
