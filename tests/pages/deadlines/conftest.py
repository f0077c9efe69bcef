"""One portal with deadlines of every kind for all tests of their page."""

from __future__ import annotations

import pytest
from dash import Dash

from dashboard.app import PAGES, ROUTES
from tests.deadline_rows import TABLES, TERMS
from tests.web import make_app


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("deadlines")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES, service_terms=TERMS)
