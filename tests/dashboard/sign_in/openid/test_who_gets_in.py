"""Whom a provider may speak for: confirmed emails of active managers, of its own partner."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from store.audit import events
from tests.dashboard.sign_in.openid.going import CLARA, go, why
from tests.vouching import Vouching
from tests.web import ANNA, is_signed_in, portal_of


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@alfa.example"},
        {"email": CLARA["email"]},  # Not active (ACC-4).
        {"email": "' OR '1'='1"},
    ],
    ids=str,
)
def test_whom_the_portal_does_not_know_gets_no_further(
    client: FlaskClient, provider: Vouching, claims: dict[str, Any]
) -> None:
    provider.claims |= claims

    assert why(client, go(client)) == ("unknown", 403, "No access to this portal")


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": None}, {"email": 5}])
def test_an_email_that_nobody_confirmed_opens_nothing(
    client: FlaskClient, provider: Vouching, claims: dict[str, Any]
) -> None:
    provider.claims |= claims

    assert why(client, go(client)) == ("unverified", 403, "Your email is not confirmed")


def test_a_partners_provider_speaks_for_its_own_managers_only(
    client: FlaskClient, provider: Vouching
) -> None:
    """Else one partner could sign in as a manager of another."""
    assert why(client, go(client, "/sign-in/oidc?domain=beta.example"))[0] == "unknown"

    provider.claims["email"] = "DORA@beta.example "
    assert go(client, "/sign-in/oidc?domain=beta.example").location == "/"
    assert is_signed_in(client)


def test_the_domain_decides_where_an_email_is_known_twice(
    app: Dash, client: FlaskClient, provider: Vouching
) -> None:
    """ACC-2."""
    provider.claims["email"] = ANNA["email"]
    answer = go(client)
    assert why(client, answer) == ("several", 403, "Which company?")

    asked = client.get("/sign-in/company?domain=https://Alfa.example/x")
    assert asked.location == "/sign-in?domain=alfa.example"
    page = client.get(asked.location)
    (address,) = re.findall(r'<a class="button second" href="([^"]*)"', page.text)
    assert go(client, address).location == "/"
    assert events(portal_of(app).store, reseller_id="r1")[0].manager_id == "m1"
