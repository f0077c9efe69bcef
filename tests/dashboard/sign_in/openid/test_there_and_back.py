"""Sign-in by a company's own provider, there and back, and what is asked for besides."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dash import Dash
from flask.testing import FlaskClient

from store.audit import events
from tests.dashboard.sign_in.openid.going import CLOCK, THING, go
from tests.second_factors import code_at, give_second_factor
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching
from tests.web import ANNA, csrf_token, is_signed_in, make_app, portal_of, sign_out


def test_the_provider_leads_to_where_one_was_going(app: Dash, client: FlaskClient) -> None:
    """ACC-6."""
    page = client.get(f"/sign-in?next={THING}")
    address = re.findall(
        r'<a class="button second" href="([^"]*)">Sign in with Contoso ID', page.text
    )

    answer = go(client, address[0])

    assert (answer.status_code, answer.location) == (303, THING)
    assert is_signed_in(client)
    assert client.get_cookie("portal_openid", path="/") is None
    # The next sign-in on this device knows the company (ACC-5).
    assert client.get_cookie("portal_domain").value == "alfa.example"
    entry = events(portal_of(app).store, reseller_id="r1")[0]
    assert (entry.manager_id, entry.action, entry.detail) == ("m3", "signed_in", {"by": "openid"})


def test_who_has_no_password_is_told_how_to_get_one(client: FlaskClient) -> None:
    go(client)
    form = {"csrf_token": csrf_token(client, "/second-factor"), "password": "any"}
    asked = client.post("/second-factor/app", data=form)

    assert "You have no password here yet." in asked.text


def test_signing_out_is_from_the_portal_alone(client: FlaskClient, provider: Vouching) -> None:
    """ACC-22."""
    go(client)
    client.get("/")
    provider.asked.clear()

    assert sign_out(client).location == "/sign-in"

    assert not is_signed_in(client)
    assert provider.asked == []
    go(client)
    assert is_signed_in(client)


def test_who_is_signed_in_is_not_sent_anywhere(client: FlaskClient) -> None:
    go(client)

    assert client.get(f"/sign-in/oidc?next={THING}").location == THING


@pytest.mark.parametrize("then", ["//elsewhere.example", "https://elsewhere.example/", "/x" * 3000])
def test_the_provider_leads_nowhere_but_into_the_portal(client: FlaskClient, then: str) -> None:
    assert go(client, f"/sign-in/oidc?next={then}").location == "/"


def test_a_second_factor_is_asked_for_unless_the_provider_asked_for_one(
    tmp_path: Path, provider: Vouching
) -> None:
    app = make_app(
        tmp_path,
        clock=CLOCK,
        tables={"manager": [ANNA]},
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        password_days=1,
        inactive_days=10,
    )
    provider.claims["email"] = ANNA["email"]
    give_second_factor(app)
    CLOCK.move(days=2)  # That the password is too old now is of no account here (ACC-20).
    client = app.server.test_client()

    address = go(client, f"/sign-in/oidc?next={THING}").location
    assert urlsplit(address).path == "/second-step"
    assert not is_signed_in(client)
    form = {"csrf_token": csrf_token(client, address), "code": code_at(app)}
    assert client.post(address, data=form).location == THING
    entry = events(portal_of(app).store, reseller_id="r1")[0]
    assert entry.detail == {"by": "openid", "code": "app"}

    provider.claims["amr"] = ["pwd", "mfa"]
    other = app.server.test_client()
    assert go(other).location == "/"
    assert is_signed_in(other)

    CLOCK.move(days=11)
    answer = go(app.server.test_client(), f"/sign-in/oidc?next={THING}")
    assert answer.location == "/sign-in?trouble=absent&next=/things/7?month%3D2026-10"
