from __future__ import annotations

import pytest
from dash import Dash

from dashboard.sign_in import admission
from dashboard.sign_in.admission import Refusal, admit
from tests.web import PASSWORD, portal_of


def test_a_network_of_one_sender_counts_as_one() -> None:
    assert admission.site_of("2001:db8:1:2::1") == admission.site_of("2001:db8:1:2:ffff::9")
    assert admission.site_of("2001:db8:1:2::1") != admission.site_of("2001:db8:1:3::1")
    assert admission.site_of("192.0.2.1") != admission.site_of("192.0.2.2")
    assert admission.site_of("") == ""


@pytest.mark.parametrize("email", ["anna@alfa.example", "nobody@alfa.example"])
def test_a_password_is_verified_whoever_asks(
    app: Dash, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    """ACC-3: someone unknown is answered as slowly as someone known."""
    verified = []

    def verify(*_: object, password: str, **__: object) -> bool:
        verified.append(password)
        return False

    monkeypatch.setattr(admission, "verify_password", verify)
    portal = portal_of(app)

    with portal.warehouse.snapshot() as snapshot:
        outcome = admit(
            portal,
            snapshot,
            domain="alfa.example",
            email=email,
            password=PASSWORD,
            address="192.0.2.1",
        )

    assert outcome == Refusal(locked_until=None)
    assert verified == [PASSWORD]
