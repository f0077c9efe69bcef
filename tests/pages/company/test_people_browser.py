"""People with odd names, and people whose access changes while they work, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, browse, serve, shoot
from tests.pages.company.test_browser import enter
from tests.pages.company.test_services import JANA
from tests.storefront import MANAGER, Storefront

pytestmark = pytest.mark.browser

# Written from right to left, in one word of many letters, and with markup in it.
RIGHT_TO_LEFT = "محمد بن عبد الله"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 5
NAME = f"{RIGHT_TO_LEFT} <b>{LONG}</b> {{{{7*7}}}} \N{RIGHT-TO-LEFT OVERRIDE}olleh"


def shows(page: Page, address: str, name: str) -> None:
    page.goto(address)
    expect(page.locator("main").get_by_text(RIGHT_TO_LEFT).first).to_be_visible(timeout=30_000)
    shoot(page, name)
    assert fits(page), name


def test_an_odd_name_breaks_no_page(front: Storefront) -> None:
    """PRF-3, NAV-11, NFR-7: entered by its owner, and shown wherever names are."""
    named = NAME.partition(" \N{RIGHT-TO-LEFT OVERRIDE}")[0]
    with serve(front.app) as url, browse(url, width=PHONE, color_scheme="dark") as page:
        enter(page, url, JANA)
        page.goto(f"{url}/profile")
        name, phone = page.get_by_label("First and last name"), page.get_by_label("Phone")
        expect(name).to_have_value("Jana Albrecht")
        phone.fill("12")
        name.fill(NAME)
        name.press("Enter")
        expect(phone).to_have_attribute("aria-invalid", "true")
        expect(name).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_text("Enter one line of text.")).to_be_visible()
        expect(page.get_by_text("Check the marked fields.")).to_be_visible()
        assert violations(page) == []
        shoot(page, "profile-problems-390")
        name.fill(named)
        phone.fill("+49 40 123456")
        page.locator(".own-details").get_by_role("button", name="Save").click()
        expect(page.get_by_text("Your name and phone are saved.")).to_be_visible()
        expect(phone).to_have_attribute("aria-invalid", "false")
        assert fits(page)
        assert violations(page) == []
        shoot(page, "profile-saved-390")

        front.settle()
        shows(page, f"{url}/", "odd-name-home")
        shows(page, f"{url}/company/managers", "odd-name-managers")
        page.get_by_role("link", name=RIGHT_TO_LEFT).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(named)
        shoot(page, "odd-name-manager")
        assert fits(page)
        page.goto(f"{url}/audit")
        who = page.locator(".audit-table").get_by_text(RIGHT_TO_LEFT).first
        expect(who).to_be_visible(timeout=30_000)
        shoot(page, "odd-name-audit")
        assert fits(page)
        page.locator("summary", has_text="Blaufeld IT").click()
        expect(page.locator(".menu-head")).to_contain_text(named)
        shoot(page, "odd-name-menu")
        assert fits(page)


def test_an_access_that_changes_counts_while_its_holder_works(front: Storefront) -> None:
    """MGR-9, NAV-5: at the next click, with the navigation at the next page."""
    with (
        serve(front.app) as url,
        browse(url, width=DESKTOP, is_refused=True) as page,
    ):
        enter(page, url, MANAGER)
        page.goto(f"{url}/subscriptions")
        menu = page.get_by_role("navigation", name="Sections")
        expect(menu.get_by_role("link", name="Clients")).to_be_visible(timeout=30_000)
        stop = page.locator(".quick-action:not(.unavailable)").first
        expect(stop).to_be_visible(timeout=30_000)
        front.assign("analyst")

        stop.click()
        refused = page.get_by_text("Your access level does not include this section.")
        expect(refused).to_be_visible(timeout=30_000)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("The portal could not be reached")).to_be_hidden()
        shoot(page, "access-refused")
        menu.get_by_role("link", name="Analytics").click()
        expect(menu.get_by_role("link", name="Clients")).to_have_count(0, timeout=30_000)
        expect(page.get_by_text("Total consumption").first).to_be_visible(timeout=30_000)
