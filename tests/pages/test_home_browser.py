"""The main page as a browser shows it: every width and theme, its tabs and its rows of cards."""

from __future__ import annotations

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from screenshots.faults import fits, violations
from store.news import Told, replace_news
from tests.browser import DESKTOP, PHONE, TABLET, browse, serve, shoot
from tests.pages.steps import open_page
from tests.pages.test_home_blocks import NOW, app
from tests.web import portal_of

pytestmark = pytest.mark.browser

__all__ = ["app"]

LEAST_SHIFT = 0.02  # Of the screen: what a reader does not see move.
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(function (list) {
        list.getEntries().forEach(function (entry) { window.shifted += entry.value; });
    }).observe({ type: "layout-shift", buffered: true });
"""
PUSH_DOWN = """() => {
    const pushed = document.createElement("div");
    pushed.style.height = "300px";
    document.querySelector(".page-head").before(pushed);
}"""
# Where the chart, its ring and its legend are: left, top, right, bottom.
PLACES = """() => [".chart", ".chart .pielayer", ".home-legend"].map(part => {
    const box = document.querySelector(".home-clients " + part).getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
})"""


def test_it_fits_and_can_be_read(app: Dash) -> None:
    """NAV-11, NFR-7, HOME-1, HOME-2, HOME-8, HOME-9."""
    told = [
        Told(f"n{day}", f"Prices of the {day}th", "From the next month on.", "https://n.example/",
             NOW.replace(day=day))
        for day in range(10, 16)
    ]  # fmt: skip
    replace_news(portal_of(app).store, told, language=None, now=NOW)
    with serve(app) as url, browse(url) as page:
        page.add_init_script(WATCH_SHIFTS)
        open_page(page, url, "/")
        expect(page.locator(".slice path").first).to_be_visible()
        _stands_still(page)
        for width in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.evaluate(
                    "theme => document.documentElement.setAttribute('data-bs-theme', theme)", scheme
                )
                shoot(page, f"home-{width}-{scheme}")
                assert fits(page), width
            assert violations(page) == [], width
        _ring_is_beside_its_legend(page)
        _cards_scroll(page)
        page.get_by_role("link", name="Recently added").press("Enter")
        expect(page).to_have_url(f"{url}/?month=2026-10&tab=recent")
        expect(page.get_by_role("link", name="Recently added")).to_be_visible()
        page.locator(".attention-door").get_by_text("deadlines in 7 days").click()
        expect(page).to_have_url(f"{url}/deadlines?within=7&money=1")


def _stands_still(page: Page) -> None:
    """Nothing moved while the page came; and had something moved, it would have been seen."""
    assert page.evaluate("window.shifted") < LEAST_SHIFT
    page.evaluate(PUSH_DOWN)
    page.wait_for_function(f"() => window.shifted > {LEAST_SHIFT}")
    page.reload()
    expect(page.locator(".slice path").first).to_be_visible()


def _ring_is_beside_its_legend(page: Page) -> None:
    """After the window was made wider as well."""
    page.wait_for_function(f"""() => {{
        const [chart, ring, legend] = ({PLACES})();
        return ring[0] >= chart[0] && ring[2] <= chart[2] && ring[2] <= legend[0];
    }}""")


def _cards_scroll(page: Page) -> None:
    news = page.locator("#home-news-cards")
    # The buttons of the categories, which all fit, can't be found by their role.
    back = page.get_by_role("button", name="Previous cards")
    ahead = page.get_by_role("button", name="Next cards")
    expect(page.locator("#home-categories li")).to_have_count(1)
    expect(page.locator("[aria-controls=home-categories]").first).to_be_hidden()
    expect(back).to_have_attribute("aria-disabled", "true")
    ahead.press("Enter")
    expect(back).to_have_attribute("aria-disabled", "false")
    ahead.press("Enter")
    expect(ahead).to_have_attribute("aria-disabled", "true")
    expect(news.get_by_text("Prices of the 10th")).to_be_in_viewport()
    back.click()
    back.click()
    expect(back).to_have_attribute("aria-disabled", "true")
