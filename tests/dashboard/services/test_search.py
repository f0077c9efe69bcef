"""When an index is made anew."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import Babel

from dashboard.services.search import SearchIndexes
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse

ACCOUNT = {"account_id": "a1", "name": "Alfa Trade"}
INSTALLING = {"subscription_id": "s1", "status": "installing"}


def test_an_index_outlives_the_versions_in_which_the_same_is_found(tmp_path: Path) -> None:
    """While something is under way there is a new version of the mirror every few seconds."""
    server = Flask(__name__)
    Babel(server)
    indexes, warehouse = SearchIndexes(), Warehouse(tmp_path)
    publish(tmp_path, account=[ACCOUNT], subscription=[INSTALLING])

    def of(reseller_id: str, locale: str = "en") -> object:
        with server.test_request_context(), warehouse.snapshot() as snapshot:
            return indexes.of(snapshot, reseller_id=reseller_id, locale=locale)

    first = of("r1")
    publish(tmp_path, subscription=[{**INSTALLING, "status": "active"}])

    assert of("r1") is first
    assert of("r2") is not first
    assert of("r1", "ru") is not first
    publish(tmp_path, account=[ACCOUNT, {"account_id": "a2", "name": "Beta"}])
    assert of("r1") is not first
