"""The whole portal over a few costs that are summed by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.browser import serve
from tests.catalog_rows import CATALOG
from tests.cost_rows import TABLES
from tests.web import browser_of, make_app, sign_in

MORE = {
    "reseller_charge": [
        {"charge_id": "c1", "closed_on": "2026-10-31", "gross_amount": "20.20",
         "discount_amount": "0.20"},
    ],
    "difference": [{"our_amount": "1", "platform_amount": "1.01"}],
    "ledger.quarantine": [{"reason": "gross_amount is not a number: “abc”"}],
}  # fmt: skip


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("portal")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A browser that is not signed in."""
    return app.server.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    """A browser in which Anna of Alfa is signed in."""
    assert sign_in(client).status_code == 303
    return client


@pytest.fixture
def other_reseller(app: Dash) -> FlaskClient:
    """A browser in which Anna of Beta, who owns nothing of Alfa's, is signed in."""
    return browser_of(app, domain="beta.example")


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal that a browser can open."""
    app = make_app(
        tmp_path_factory.mktemp("served"),
        pages=PAGES,
        routes=ROUTES,
        tables=TABLES | MORE | CATALOG | {"plan": [*TABLES["plan"], *CATALOG["plan"]]},
    )
    with serve(app) as url:
        yield url
