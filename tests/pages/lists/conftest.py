"""The whole portal over a few subscriptions and clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.browser import serve
from tests.pages.lists.rows import TABLES
from tests.web import browser_of, make_app


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return make_app(tmp_path_factory.mktemp("lists"), pages=PAGES, routes=ROUTES, tables=TABLES)


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    """A browser in which Anna of Alfa is signed in."""
    return browser_of(app)


@pytest.fixture
def other_anna(app: Dash) -> FlaskClient:
    """A browser in which Anna of Beta is signed in."""
    return browser_of(app, domain="beta.example")


@pytest.fixture(scope="package")
def url(app: Dash) -> Iterator[str]:
    with serve(app) as url:
        yield url
