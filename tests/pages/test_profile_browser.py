"""One manager's way through their own profile, in a browser: language, second factor, sessions."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import PAGES, ROUTES
from tests.browser import PHONE, TABLET, browse, look, serve
from tests.second_factors import code_at
from tests.web import PASSWORD, make_app, sign_in

pytestmark = pytest.mark.browser

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"


def give_password(page: Page) -> None:
    page.locator("#domain").fill("alfa.example")
    page.locator("#email").fill("anna@alfa.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (TABLET, "light")])
def test_a_manager_looks_after_their_own_sign_in(tmp_path: Path, width: int, scheme: str) -> None:
    """PRF-3 to PRF-5, ACC-21; and nothing of the code pages needs a script."""
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES)
    elsewhere = app.server.test_client()
    elsewhere.environ_base["HTTP_USER_AGENT"] = SAFARI
    sign_in(elsewhere)
    name = f"{scheme}-{width}"
    with serve(app) as url, browse(url, width=width, color_scheme=scheme, is_refused=True) as page:
        page.goto(f"{url}/profile")
        give_password(page)
        expect(page.get_by_role("heading", name="My profile")).to_be_visible()
        expect(page.get_by_text("Safari, iPhone")).to_be_visible()
        look(page, f"profile-{name}")
        page.get_by_label("Language", exact=True).select_option("ru")
        page.get_by_label("Send me a summary each week").uncheck()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Мой профиль")).to_be_visible()
        expect(page.get_by_label("Присылать сводку раз в неделю")).not_to_be_checked()
        look(page, f"profile-ru-{name}")

        page.get_by_role("link", name="Настроить").click()
        page.locator("#password").fill(PASSWORD)
        look(page, f"second-factor-{name}")
        page.get_by_role("button", name="Настроить приложение").click()
        expect(page.locator(".qr")).to_be_visible()
        look(page, f"second-factor-app-{name}")
        secret = page.locator(".key").inner_text().replace(" ", "")
        page.locator("#code").fill(code_at(app, -1, secret))
        page.get_by_role("button", name="Включить").click()
        expect(page.locator(".codes code")).to_have_count(10)
        look(page, f"recovery-codes-{name}")
        page.get_by_role("link", name="Коды сохранены").click()
        expect(page.get_by_text("Осталось 10 резервных кодов.")).to_be_visible()
        expect(page.get_by_text("Safari, iPhone")).to_have_count(0)
        assert elsewhere.get("/profile").status_code == 302

        page.evaluate("() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()")
        give_password(page)
        expect(page.locator("#code")).to_be_focused()
        page.locator("#code").fill("000000")
        page.keyboard.press("Enter")
        expect(page.locator(".problem")).to_be_visible()
        look(page, f"second-step-{name}")
        page.locator("#code").fill(code_at(app, 0, secret))
        page.keyboard.press("Enter")
        expect(page.locator(".partner-menu")).to_be_visible()
        page.goto(f"{url}/second-factor")
        look(page, f"second-factor-on-{name}")
