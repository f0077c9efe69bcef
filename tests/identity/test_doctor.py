"""What `reseller-store doctor` says of a company's own sign-in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from doctor import Finding, examine
from settings import Settings
from tests.vouching import CLIENT_ID, CLIENT_SECRET, Vouching, vouching


def findings(folder: Path, provider: Vouching) -> list[Finding]:
    settings = Settings(
        data_dir=folder,
        portal_url="https://portal.example",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_partners={"alfa.example": replace(provider.about(), domain="alfa.example")},
    )
    return [one for one in examine(settings) if one.subject.startswith("OIDC")]


def test_it_names_what_a_provider_has_to_know(tmp_path: Path) -> None:
    with vouching() as provider:
        (own, alfas) = sorted(findings(tmp_path, provider), key=lambda one: one.subject)

    back = "1 keys; it has to know https://portal.example/sign-in/oidc/callback"
    assert own == Finding("OIDC", True, f"{provider.issuer}, {back}")
    assert alfas == Finding("OIDC of alfa.example", True, f"{provider.issuer}, {back}/alfa.example")


def test_it_says_what_is_wrong_with_a_provider(tmp_path: Path) -> None:
    with vouching() as provider:
        provider.metadata["issuer"] = f"{provider.issuer}/"
        (found, _) = findings(tmp_path, provider)

    assert not found.is_well
    assert found.found == (
        f"{provider.issuer}: it calls itself '{provider.issuer}/', and not '{provider.issuer}'"
    )
    assert "docs/sign-in.md" in found.remedy
