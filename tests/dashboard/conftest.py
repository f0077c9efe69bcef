"""A portal with one tiny page, two resellers and a clock that can be moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from tests.web import FixedClock, make_app, sign_in


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def app(tmp_path: Path, clock: FixedClock) -> Dash:
    return make_app(tmp_path, clock=clock)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A browser that is not signed in."""
    return app.server.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    """A browser in which Anna of Alfa is signed in."""
    assert sign_in(client).status_code == 303
    return client
