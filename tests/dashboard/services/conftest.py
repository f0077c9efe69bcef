"""Services over a few costs that are summed by hand, as on 20 March 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.services.analytics import Analytics
from tests.cost_rows import TABLES
from tests.sandbox.buyer import buyer
from tests.sandbox_fixtures import platform, seeded_store
from tests.shop import shop
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot

__all__ = ["buyer", "platform", "seeded_store", "shop"]

TODAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    server = Flask("test")
    Babel(server)
    with server.test_request_context():
        yield


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("warehouse")
    with make_warehouse(folder, **TABLES).snapshot() as snapshot:
        yield snapshot


@pytest.fixture
def analytics(snapshot: Snapshot) -> Analytics:
    return Analytics(snapshot, reseller_id="r1", currency="EUR", today=TODAY)
