"""In a browser: what stands where a page has not come yet, and where it does not come at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import DESKTOP, PHONE, browse, shoot
from tests.pages.steps import open_page

pytestmark = pytest.mark.browser

CALLBACKS = "**/_dash-update-component*"
LAYOUT = "**/_dash-layout*"
COMPANY = "**/company?a=1"
BROUGHT = re.compile(r"<script[^>]* id=.brought-.*?</script>", re.DOTALL)
# These ask the platform: their documents do not wait for it.
OPENED = (("/company", "form", "Company profile"), ("/clients/a1", "record", "Alfa Trade"))
GONE_TO = (
    ("Analytics", "charts", "Analytics"),
    ("Main page", "main", "Welcome, Anna Schmidt"),
    ("My subscriptions", "list", "My subscriptions"),
    ("Catalog", "tiles", "Catalog"),
)
# How far what is on the screen moves by itself, which each new document counts from zero.
COUNT_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((seen) => seen.getEntries().forEach((each) => {
    window.shifted += each.value;
  })).observe({ type: "layout-shift", buffered: true });
"""


class HeldBack:
    """Answers of the portal, which come when they are let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: list[Route] = []
        page.route(CALLBACKS, lambda route: self._waiting.append(route))

    def let_go(self) -> None:
        self._end(lambda route: route.continue_())

    def fail(self) -> None:
        self._end(lambda route: route.abort("connectionreset"))

    def _end(self, act: Callable[[Route], None]) -> None:
        for route in self._waiting:
            act(route)
        self._page.unroute(CALLBACKS)


def bring_nothing(route: Route) -> None:
    """Leave out of a document what it brings along, as it comes where that could not be got."""
    answer = route.fetch()
    route.fulfill(response=answer, body=BROUGHT.sub("", answer.text()))


def expect_bones(page: Page, shape: str, name: str) -> None:
    expect(page.locator(f"#waiting[data-shape={shape}]")).to_be_visible()
    bone = page.locator(f"[data-of={shape}] .bone").first
    expect(bone).to_be_visible()
    expect(bone).to_have_css("opacity", "1")
    expect(page.get_by_role("status").get_by_text("Loading…", exact=True)).to_have_count(1)
    expect(page.locator("#content h1")).not_to_be_visible()
    shoot(page, name)


def expect_page(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("#waiting")).to_have_count(0)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("#waiting-said")).to_have_text("")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => window.shifted") == 0


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_page_that_takes_its_time_shows_its_shape_and_moves_nothing(
    url: str, width: int, scheme: str
) -> None:
    options = {"color_scheme": scheme, "reduced_motion": "reduce"}
    with browse(url, width=width, **options) as page:
        page.add_init_script(COUNT_SHIFTS)
        open_page(page, url, "/")
        for address, shape, heading in OPENED:
            answers = HeldBack(page)
            page.goto(f"{url}{address}")
            expect_bones(page, shape, f"waiting-{shape}-{width}-{scheme}")
            answers.let_go()
            expect_page(page, heading)

        # From page to page: the bones take the place of the page that is left.
        for link, shape, heading in GONE_TO if width == DESKTOP else GONE_TO[-1:]:
            answers = HeldBack(page)
            page.locator(".sections").get_by_role("link", name=link).click()
            expect_bones(page, shape, f"waiting-{shape}-{width}-{scheme}")
            expect(page.locator("#_pages_content")).to_have_attribute("aria-busy", "true")
            answers.let_go()
            expect_page(page, heading)
            expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_first_page_that_does_not_come_is_told_in_its_place(url: str) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/")
        for needed in (CALLBACKS, LAYOUT):
            page.route(needed, lambda route: route.abort("connectionreset"))
            page.route(COMPANY, bring_nothing)
            page.goto(f"{url}/company?a=1")
            told = page.get_by_role("alert").filter(visible=True)
            expect(told).to_contain_text("The page could not be loaded", timeout=20_000)
            expect(page.locator("#waiting .bone").last).to_be_hidden()
            shoot(page, "failed-start")

            page.unroute(needed)
            page.unroute(COMPANY)
            told.get_by_role("link", name="Try again").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Company profile")
            expect(page).to_have_url(f"{url}/company?a=1")


def test_a_page_left_in_vain_is_there_again_with_what_was_typed(url: str) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/catalog")
        field = page.locator(".catalog-search input[type=search]")
        field.fill("n")
        answers = HeldBack(page)
        page.locator(".sections").get_by_role("link", name="Clients").click()
        expect(page.locator("#waiting")).to_be_visible()
        expect(field).to_be_hidden()
        answers.fail()
        expect(field).to_have_value("n")
        expect(field).to_be_visible()
        expect(page.locator("#waiting")).to_have_count(0)

        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
