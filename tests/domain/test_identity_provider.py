"""The identity providers that settings name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from domain.errors import SettingsError
from domain.identity_provider import (
    IdentityProvider,
    callback_address,
    is_safe_address,
    providers_in,
    providers_of,
)
from settings import read_settings

FILE = """
["Alfa.example"]
issuer = "https://login.alfa.example/"
client_id = "portal"
client_secret = "S3cret"
name = "Alfa ID"
"""
ALFA = IdentityProvider(
    "https://login.alfa.example/", "portal", "S3cret", "Alfa ID", "alfa.example"
)
OWN = {
    "OIDC_ISSUER": "https://id.example/realm",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "S3cret",
}


def test_the_operator_has_one_and_partners_have_theirs(tmp_path: Path) -> None:
    path = tmp_path / "partners.toml"
    path.write_text(FILE, "utf-8")

    found = providers_of(read_settings(OWN | {"OIDC_PARTNERS": str(path), "OIDC_NAME": "My ID"}))

    assert found == {
        "": IdentityProvider("https://id.example/realm", "portal", "S3cret", "My ID"),
        "alfa.example": ALFA,
    }
    assert "S3cret" not in repr(found)


def test_nobody_has_one_unless_a_setting_says_so() -> None:
    assert providers_of(read_settings({})) == {}


@pytest.mark.parametrize("key", OWN)
def test_the_operators_is_given_whole_or_not_at_all(key: str) -> None:
    given = {name: value for name, value in OWN.items() if name != key}

    with pytest.raises(SettingsError, match=f"{key} is ''; expected a value") as raised:
        read_settings(given)

    assert "S3cret" not in str(raised.value)


def test_a_name_alone_is_no_provider() -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER is ''"):
        read_settings({"OIDC_NAME": "Contoso ID"})


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example",
        "id.example",
        "https://",
        "https://id.example/?tenant=1",
        "https://id.example/#x",
        "https://anna:secret@id.example",
        "https://id.example:port",
        "https://id.example/a b",
    ],
)
def test_an_issuer_is_an_address_with_tls(issuer: str) -> None:
    with pytest.raises(SettingsError, match=r"OIDC_ISSUER is .* expected an address"):
        read_settings(OWN | {"OIDC_ISSUER": issuer})


@pytest.mark.parametrize(
    ("url", "issuer", "is_safe"),
    [
        ("https://keys.example/?v=2", "https://id.example", True),
        ("http://localhost:9400/token", "http://127.0.0.1:9400", True),
        ("http://[::1]/token", "http://localhost", True),
        ("http://localhost/token", "https://id.example", False),
        ("http://id.example/token", "http://localhost", False),
        ("javascript:alert()", "https://id.example", False),
    ],
)
def test_what_a_provider_names_is_safe_with_tls_or_on_this_machine(
    url: str, issuer: str, is_safe: bool
) -> None:
    assert is_safe_address(url, issuer) is is_safe


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("alfa = 5", r"f.toml: alfa is not a table; expected \['alfa'\]"),
        (FILE + "realm = 1", "Alfa.example: realm is 1; expected one of issuer, client_id"),
        (FILE.replace('"portal"', '" "'), "client_id is ' '; expected a text"),
        (FILE.replace('"S3cret"', "53"), "client_secret; expected a text"),
        (FILE.replace("issuer", "# issuer"), "issuer is None; expected a text"),
        (FILE.replace("https:", "http:"), "expected an address that starts with https://"),
    ],
)
def test_a_malformed_file_says_what_is_wrong(written: str, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as raised:
        providers_in(tomllib.loads(written), "f.toml")

    assert "53" not in str(raised.value)


def test_each_provider_sends_people_back_to_an_address_of_its_own() -> None:
    portal = "https://portal.example/"

    assert callback_address(portal, "") == "https://portal.example/sign-in/oidc/callback"
    assert callback_address(portal, "alfa.example") == (
        "https://portal.example/sign-in/oidc/callback/alfa.example"
    )
