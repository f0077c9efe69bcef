"""The API as the distributor's token sees it."""

from __future__ import annotations

import pytest

from sandbox.app import create_app
from sandbox.platform import Platform
from tests.sandbox.api.asking import Api
from tests.sandbox_fixtures import SeededStore


@pytest.fixture
def api(platform: Platform, seeded_store: SeededStore) -> Api:
    return Api(create_app(platform).test_client(), seeded_store.seeded.token)
