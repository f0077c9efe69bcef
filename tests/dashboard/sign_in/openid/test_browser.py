"""Sign-in by a company's own provider in a browser: from one site to another and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.sign_in.openid_troubles import Reason
from screenshots.faults import fits
from tests.browser import PHONE, browse, look, serve, shoot
from tests.vouching import CLIENT_ID, CLIENT_SECRET, vouching
from tests.web import FixedClock, make_app

pytestmark = pytest.mark.browser

SIGN_OUT = "() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()"


def test_there_and_back_and_what_is_told_when_not(tmp_path: Path) -> None:
    """ACC-6, ACC-22, NFR-7: cookies go from one site to another and back, and CSP lets them."""
    clock = FixedClock()
    with vouching(clock) as provider:
        # Another site than 127.0.0.1, as a provider is.
        provider.issuer = provider.issuer.replace("127.0.0.1", "localhost")
        app = make_app(
            tmp_path,
            clock=clock,
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_name="Contoso ID",
            oidc_partners={"beta.example": provider.about("beta.example")},
        )
        options = {"is_refused": True, "elsewhere": provider.issuer, "color_scheme": "dark",
                   "reduced_motion": "reduce", "locale": "ru"}  # fmt: skip
        with serve(app) as url, browse(url, width=PHONE, **options) as page:
            page.goto(f"{url}/things/7?month=2026-10")
            look(page, "openid-sign-in")
            page.get_by_role("link", name="Войти через учётную запись компании").click()
            look(page, "openid-company")
            page.get_by_label("Доменное имя").fill("https://beta.example/")
            page.get_by_role("button", name="Продолжить").click()
            page.get_by_role("link", name="Войти через Contoso ID").click()
            expect(page.get_by_role("heading", name="7 of Beta")).to_be_visible()
            assert page.url == f"{url}/things/7?month=2026-10"

            page.evaluate(SIGN_OUT)
            provider.sent_back = {"error": "access_denied"}
            page.get_by_role("link", name="Войти через Contoso ID").click()
            expect(page.get_by_role("heading", name="Вы не вошли")).to_be_visible()
            assert "code=" not in page.url
            page.get_by_role("link", name="English").click()
            expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
            look(page, "openid-cancelled")
            provider.sent_back = {}
            page.get_by_role("link", name="Try again").click()
            expect(page).not_to_have_title("Sign in · Reseller Store")

            page.goto(f"{url}/language/ru?next=/help")
            for reason in Reason:
                page.goto(f"{url}/sign-in/oidc/trouble?why={reason}&code=0123abcd")
                shoot(page, f"openid-{reason}")
                assert fits(page), reason
            look(page, "openid-several")
