"""A portal where people sign in by a provider, and the provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import Dash

from identity.provider import Provider
from store.models import SignInAttempt
from tests.dashboard.sign_in.openid.going import BORIS, CLARA, CLOCK, DORA
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching, vouching
from tests.web import ANNA, OTHER_ANNA, make_app, portal_of


@pytest.fixture(scope="package")
def served() -> Iterator[Vouching]:
    with vouching(CLOCK) as provider:
        yield provider


@pytest.fixture(scope="package")
def portal_app(served: Vouching, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The operator has a provider; beta has the same one, where it may speak for itself only."""
    return make_app(
        tmp_path_factory.mktemp("openid"),
        clock=CLOCK,
        tables={"manager": [ANNA, OTHER_ANNA, BORIS, CLARA, DORA]},
        oidc_issuer=served.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_name="Contoso ID",
        oidc_partners={"beta.example": served.about("beta.example")},
    )


@pytest.fixture
def provider(served: Vouching, portal_app: Dash) -> Vouching:
    served.reset()
    served.claims["email"] = BORIS["email"]
    return served


@pytest.fixture
def app(portal_app: Dash, provider: Vouching) -> Dash:
    """The same portal for all tests; it knows nothing of the provider, and counted nothing."""
    known = portal_app.server.extensions["identity_providers"]
    known.update({domain: Provider(one.about) for domain, one in known.items()})
    with portal_of(portal_app).store.writing() as session:
        session.query(SignInAttempt).delete()
    return portal_app
