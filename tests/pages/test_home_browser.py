"""The main page as a browser shows it: every width and theme, and its tabs."""

from __future__ import annotations

import pytest
from dash import Dash
from playwright.sync_api import expect

from store.news import Told, replace_news
from tests.browser import DESKTOP, PHONE, TABLET, browse, fits, serve, shoot
from tests.pages.steps import open_page
from tests.pages.test_browser import violations
from tests.pages.test_home import NOW, app
from tests.web import portal_of

pytestmark = pytest.mark.browser

__all__ = ["app"]


def test_it_fits_and_can_be_read(app: Dash) -> None:
    """NAV-11, NFR-7, HOME-9."""
    told = Told("n1", "Prices rise", "From the first of next month on.", "https://n.example/", NOW)
    replace_news(portal_of(app).store, [told], language=None, now=NOW)
    with serve(app) as url, browse(url) as page:
        open_page(page, url, "/")
        expect(page.locator(".slice path").first).to_be_visible()
        for width in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.evaluate(
                    "theme => document.documentElement.setAttribute('data-bs-theme', theme)", scheme
                )
                shoot(page, f"home-{width}-{scheme}")
                assert fits(page), width
            assert violations(page) == [], width
        page.get_by_role("link", name="Recently added").press("Enter")
        expect(page).to_have_url(f"{url}/?month=2026-10&tab=recent")
        expect(page.get_by_role("link", name="Plan s4")).to_be_visible()
