"""The deadlines as a browser shows them: every width and theme, filters, the calendar's dialog."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboard.app import PAGES, ROUTES
from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, TABLET, browse, serve, shoot
from tests.deadline_rows import TABLES, TERMS
from tests.pages.steps import open_page
from tests.web import make_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("deadlines")
    app = make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES, service_terms=TERMS)
    with serve(app) as url:
        yield url


@pytest.mark.parametrize(
    ("width", "scheme"), [(PHONE, "dark"), (TABLET, "light"), (DESKTOP, "dark")]
)
def test_it_fits_and_can_be_read(url: str, width: int, scheme: str) -> None:
    """NAV-11, NFR-7."""
    with browse(url, width=width, color_scheme=scheme) as page:
        open_page(page, url, "/deadlines?within=90&kind=renewal,cancellation")
        expect(page.locator(".deadline-table")).to_contain_text("1,180.00")
        assert fits(page)
        shoot(page, f"deadlines-{width}-{scheme}")

        assert violations(page) == []


def test_a_filter_and_the_calendar_are_used_by_keyboard(url: str) -> None:
    """NFR-7; another view closes nothing and loses nothing."""
    with browse(url) as page:
        open_page(page, url, "/deadlines")
        page.get_by_label("Kind").select_option("trial_end")
        expect(page).to_have_url(f"{url}/deadlines?kind=trial_end")
        expect(page.locator(".deadline-table tbody tr:not(.deadline-group)")).to_have_count(1)
        page.get_by_role("link", name="Clear filters").press("Enter")
        expect(page).to_have_url(re.compile(r"/deadlines\??$"))
        expect(page.get_by_label("Kind")).to_have_value("all")

        page.get_by_role("button", name="Calendar").press("Enter")
        dialog = page.get_by_role("dialog", name="Deadlines in your calendar")
        dialog.get_by_role("button", name="Make an address").press("Enter")
        expect(dialog.locator(".feed-address")).to_contain_text("/deadlines.ics?token=")
        assert violations(page) == []
        shoot(page, "deadlines-calendar")
        dialog.get_by_role("button", name="End the address").press("Enter")
        expect(dialog).to_contain_text("The address has ended.")
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_phones_bar_has_five_sections_of_one_line_each(url: str, language: str) -> None:
    """NAV-11: whichever the language; the brand above leads to the main page."""
    with browse(url, width=360) as page:
        page.goto(f"{url}/language/{language}")
        open_page(page, url, "/deadlines")
        sections = page.locator(".sections a:visible")
        expect(sections).to_have_count(5)
        for width in (360, PHONE, 767):
            page.set_viewport_size({"width": width, "height": 800})
            names = page.locator(".sections .label:visible")
            expect(names).to_have_count(5)
            boxes = names.evaluate_all("all => all.map(one => one.getClientRects().length)")
            assert boxes == [1] * 5
            wide = "all => all.map(one => one.offsetWidth < one.parentElement.clientWidth)"
            assert all(names.evaluate_all(wide))
            shoot(page, f"bar-{language}-{width}")
        page.set_viewport_size({"width": TABLET, "height": 800})
        expect(sections).to_have_count(6)
        shoot(page, f"bar-{language}-{TABLET}")
