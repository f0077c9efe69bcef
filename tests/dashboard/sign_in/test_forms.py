from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.sign_in.forms import host_of
from domain.identity_provider import IdentityProvider
from tests.web import make_app


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("alfa.example", "alfa.example"),
        ("  Alfa.Example ", "alfa.example"),
        ("https://alfa.example", "alfa.example"),
        ("https://alfa.example:8443/sign-in?next=/#top", "alfa.example"),
        ("alfa.example/analytics", "alfa.example"),
        ("//alfa.example/", "alfa.example"),
        ("https://anna@alfa.example/", "alfa.example"),
        ("alfa.example.", "alfa.example"),
        ("альфа.рф", "альфа.рф"),
        ("https://xn--80aa6ayb0b.xn--p1ai/sign-in", "альфа.рф"),
        ("XN--80AA6AYB0B.XN--P1AI", "альфа.рф"),
        ("xn--.example", "xn--.example"),
        ("xn--80aa6ayb0bя.example", "xn--80aa6ayb0bя.example"),
        ("alfa", "alfa"),
        ("http://[::1", "http://[::1"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_pasted_address_keeps_its_host(typed: str | None, host: str) -> None:
    """ACC-5."""
    assert host_of(typed) == host


@pytest.mark.parametrize("named", ["альфа.рф", "xn--80aa6ayb0b.xn--p1ai"])
def test_what_a_partner_has_of_its_own_is_found_by_either_way_to_write_its_domain(
    tmp_path: Path, named: str
) -> None:
    """ACC-5: its look, and its sign-in, as the operator named them."""
    provider = IdentityProvider("https://login.alfa.example", "portal", "secret", "Alfa ID", named)
    app = make_app(
        tmp_path, branding={named: {"brand": "Alfa Cloud"}}, oidc_partners={named: provider}
    )

    for typed in ("альфа.рф", "https://xn--80aa6ayb0b.xn--p1ai/"):
        page = app.server.test_client().get("/sign-in", query_string={"domain": typed}).text
        assert "Alfa Cloud" in page
        assert "Sign in with Alfa ID" in page
