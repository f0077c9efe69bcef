"""Which company is asked for its provider, and which has one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from tests.dashboard.sign_in.openid.going import THING
from tests.vouching import Vouching
from tests.web import make_app


def test_a_company_is_asked_for_where_partners_have_providers(client: FlaskClient) -> None:
    page = client.get(f"/sign-in?next={THING}").text
    assert 'href="/sign-in/company?next=/things/7?month%3D2026-10"' in page
    assert "/sign-in/company" not in client.get("/sign-in?domain=beta.example").text

    asked = client.get("/sign-in/company?domain=")
    assert "Enter the domain name of your company." in asked.text
    leads = client.get(f"/sign-in/company?domain=beta.example&next={THING}").location
    assert leads == "/sign-in?domain=beta.example&next=/things/7?month%3D2026-10"


def test_without_a_provider_there_is_nothing(tmp_path: Path, provider: Vouching) -> None:
    client = make_app(tmp_path).server.test_client()

    assert "/sign-in/oidc" not in client.get("/sign-in").text
    for address in ("/sign-in/oidc", "/sign-in/company", "/sign-in/oidc?domain=beta.example"):
        assert client.get(address).status_code == 404


def test_a_company_without_a_provider_signs_in_by_password(
    tmp_path: Path, provider: Vouching
) -> None:
    partners = {"beta.example": provider.about("beta.example")}
    client = make_app(tmp_path, oidc_partners=partners).server.test_client()

    page = client.get("/sign-in?domain=alfa.example").text
    assert 'class="button second"' not in page
    assert "/sign-in/company" in page
    answer = client.get("/sign-in/company?domain=alfa.example")
    assert "This company has no sign-in of its own here." in answer.text


def test_people_come_back_to_the_address_that_settings_name(
    tmp_path: Path, provider: Vouching
) -> None:
    app = make_app(
        tmp_path,
        https=True,
        portal_url="https://portal.example",
        oidc_partners={"beta.example": provider.about("beta.example")},
    )
    answer = app.server.test_client().get("/sign-in/oidc?domain=beta.example")

    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["redirect_uri"] == ["https://portal.example/sign-in/oidc/callback/beta.example"]
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "openid" in one]
    assert cookie.startswith("__Host-portal_openid=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
