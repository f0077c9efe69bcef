"""The search field, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from screenshots.faults import violations
from tests.browser import PHONE, browse, shoot
from tests.pages.steps import open_page

pytestmark = pytest.mark.browser


def test_a_plan_is_found_by_keyboard_alone(url: str) -> None:
    """SRCH-1, SRCH-3: mistyped, from a page about something else."""
    with browse(url) as page:
        open_page(page, url, "/analytics/reports")
        page.keyboard.press("Control+k")
        page.keyboard.type("e3 1 yaer")
        found = page.get_by_role("option")
        expect(found.first).to_contain_text("E3, 1 year")
        expect(found.last).to_have_text("Show all")
        shoot(page, "search-field")
        assert violations(page) == []

        page.keyboard.press("ArrowDown")
        field = page.get_by_role("combobox", name="Search plans")
        expect(field).to_have_attribute("aria-activedescendant", "search-text-found-0")
        page.keyboard.press("Enter")

        expect(page).to_have_url(f"{url}/products/m365#plan-yearly")


def test_enter_shows_everything_that_fits(url: str) -> None:
    """SRCH-3; also where what is found does not come while somebody types."""
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/catalog")
        page.route("**/search.json*", lambda route: route.abort("connectionreset"))
        page.keyboard.press("Control+k")
        page.keyboard.type("microsoft 365")
        expect(page.get_by_role("option")).to_have_text("The search did not answer. Try again")
        expect(page.get_by_role("listbox", name="Found")).not_to_have_attribute("aria-busy", "true")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile(r"/search\?q=microsoft\+365$"))
        expect(page.get_by_role("main").get_by_role("listitem")).not_to_have_count(0)


def test_escape_and_a_click_elsewhere_close_what_was_found(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/catalog")
        found = page.get_by_role("listbox", name="Found")
        for close in (
            lambda: page.keyboard.press("Escape"),
            lambda: page.mouse.click(100, 600),
        ):
            page.keyboard.press("Control+k")
            page.keyboard.type("e3")
            expect(found).to_be_visible()
            close()
            expect(found).to_be_hidden()


def test_nothing_found_says_what_to_do(url: str) -> None:
    """SRCH-6."""
    with browse(url) as page:
        open_page(page, url, "/search?q=zzzzqqqq")

        page.get_by_role("link", name="Open the catalog").click()

        expect(page).to_have_url(f"{url}/catalog")


def test_on_a_phone_a_button_leads_to_the_search(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/catalog")
        page.get_by_role("link", name="Search").click()

        expect(page).to_have_url(f"{url}/search")
        expect(page.get_by_role("searchbox")).to_be_focused()
