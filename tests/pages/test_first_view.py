"""In a browser: a page is seen before its scripts have come, and becomes live without moving."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import DESKTOP, PHONE, browse, shoot
from tests.pages.steps import WINTER, open_page

pytestmark = pytest.mark.browser

SCRIPT = "**/assets/portal.js*"
ASKED = re.compile(r"/_dash-(layout|dependencies|update-component)")
PAGES = (
    ("/", "Welcome, Anna Schmidt"),
    (f"/analytics?{WINTER}", "Analytics"),
    ("/subscriptions", "My subscriptions"),
    ("/subscriptions?billing=csp_monthly", "My subscriptions"),
)
LOW, SCROLLED = 500, 120
SETTLED_MS = 800  # By when assets/js/scroll.js would have gone where the page was left.
# Where each thing that is seen stands, and what it says.
PLACES = """(root) => Array.from(document.querySelectorAll(
    `${root} :is(h1, h2, th, td, .btn, .card, .figure, .field, .tabs a, .nav-link, .topbar)`
  ))
  .filter((each) => each.checkVisibility())
  .filter((each) => each.getBoundingClientRect().top < innerHeight)
  .map((each) => {
    const box = each.getBoundingClientRect();
    const place = [box.x, box.y, box.width, box.height].map(Math.round).join(" ");
    const isRead = each.matches("h1, h2, th, td, .btn");
    return `${each.tagName} ${place} ${isRead ? each.textContent : ""}`;
  })"""


class Scripts:
    """The portal's own script, which comes when it is let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: list[Route] = []
        page.route(SCRIPT, lambda route: self._waiting.append(route))

    def open(self, address: str) -> None:
        with self._page.expect_request(SCRIPT):
            self._page.goto(address, wait_until="commit")

    def let_go(self) -> None:
        self._end(lambda route: route.continue_())

    def fail(self) -> None:
        self._end(lambda route: route.abort("connectionreset"))

    def _end(self, act: Callable[[Route], None]) -> None:
        for route in self._waiting:
            act(route)
        self._page.unroute(SCRIPT)


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_page_is_read_before_its_scripts_have_come_and_moves_nothing(
    url: str, width: int, scheme: Any
) -> None:
    with browse(url, width=width, color_scheme=scheme, reduced_motion="reduce") as page:
        page.set_viewport_size({"width": width, "height": LOW})
        open_page(page, url, "/")
        for address, heading in PAGES:
            scripts = Scripts(page)
            scripts.open(f"{url}{address}")
            expect(page.locator("#first-view h1")).to_have_text(heading)
            page.evaluate("() => document.fonts.ready")
            page.mouse.wheel(0, SCROLLED)
            page.wait_for_function("wanted => scrollY === wanted", arg=SCROLLED)
            before = page.evaluate(PLACES, "#first-view")
            shoot(page, f"first-view-{heading.split()[0].lower()}-{width}")

            scripts.let_go()
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            expect(page.locator("#first-view")).to_have_count(0)
            expect(page.locator("[aria-busy]")).to_have_count(0)
            page.wait_for_load_state("networkidle")
            assert page.evaluate(PLACES, "#react-entry-point") == before
            assert page.evaluate("scrollY") == SCROLLED


def test_the_first_page_asks_for_nothing_more(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for address, heading in PAGES:
            page.goto(f"{url}{address}")
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            page.wait_for_load_state("networkidle")

        assert [one for one in asked if ASKED.search(one)] == []
        assert len([one for one in asked if one.endswith(".css")]) == 0
        # From here on it is asked as ever.
        page.locator(".sections").get_by_role("link", name="Clients").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
        assert len([one for one in asked if ASKED.search(one)]) >= 1


def test_an_address_that_changed_meanwhile_is_asked_for(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/")
        scripts = Scripts(page)
        scripts.open(f"{url}/subscriptions")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        page.evaluate("() => history.replaceState({}, '', '/clients')")
        scripts.let_go()

        expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
        expect(page.locator("#first-view")).to_have_count(0)


def test_a_script_that_does_not_come_is_told_in_the_pages_place(url: str) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/")
        scripts = Scripts(page)
        scripts.open(f"{url}/subscriptions?q=azure")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        scripts.fail()

        told = page.get_by_role("alert").filter(visible=True)
        expect(told).to_contain_text("The page could not be loaded")
        expect(page.locator("#first-view")).to_have_count(0)
        told.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")
        expect(page.locator("#subscriptions-filter-q")).to_have_value("azure")


def test_a_script_of_somebody_elses_that_does_not_come_takes_no_page_away(url: str) -> None:
    """As extensions of browsers add them."""
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/")
        scripts = Scripts(page)
        scripts.open(f"{url}/subscriptions")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        page.route("**/nothing.js", lambda route: route.abort("connectionreset"))
        page.evaluate("""() => {
          const script = document.createElement("script");
          script.src = "/nothing.js";
          document.body.append(script);
        }""")
        expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()
        scripts.let_go()

        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")
        expect(page.get_by_text("The page could not be loaded")).to_be_hidden()


def test_a_page_stands_where_it_was_left_before_it_is_live(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/subscriptions")
        page.wait_for_load_state("networkidle")
        page.evaluate("wanted => scrollTo(0, wanted)", SCROLLED)
        page.wait_for_function("wanted => history.state?.scroll === wanted", arg=SCROLLED)
        scripts = Scripts(page)
        with page.expect_request(SCRIPT):
            page.evaluate("() => location.reload()")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        assert page.evaluate("scrollY") == SCROLLED

        # Whoever goes on from there is not taken back.
        page.evaluate("wanted => scrollTo(0, wanted)", 2 * SCROLLED)
        scripts.let_go()
        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")
        page.wait_for_timeout(SETTLED_MS)
        assert page.evaluate("scrollY") == 2 * SCROLLED


def test_a_browser_that_tells_nothing_of_how_a_page_came_draws_it(url: str) -> None:
    """As Firefox does where it resists being recognized."""
    with browse(url) as page:
        page.add_init_script("performance.getEntriesByType = () => []")
        open_page(page, url, "/")
        page.goto(f"{url}/subscriptions")
        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")
        expect(page.locator("#first-view")).to_have_count(0)


def test_what_is_seen_can_not_be_used_before_it_is_live(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/")
        scripts = Scripts(page)
        scripts.open(f"{url}/subscriptions")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement === document.body")
        expect(page.get_by_role("link")).to_have_count(0)
        scripts.let_go()
        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")


def test_a_chart_is_drawn_when_it_is_scrolled_to(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.wait_for_load_state("networkidle")
        bars = page.locator("#analytics-bars .trace.bars path")
        expect(bars).to_have_count(0)

        page.locator("#analytics-charts .card").last.scroll_into_view_if_needed()
        expect(bars.first).to_be_visible()


def test_what_is_far_down_is_laid_out_once_the_page_is_live(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/")
        scripts = Scripts(page)
        scripts.open(f"{url}/subscriptions")
        expect(page.locator("#first-view h1")).to_have_text("My subscriptions")
        last = page.locator(".arriving .list-table tr.later").last
        expect(last).to_have_css("content-visibility", "auto")
        scripts.let_go()
        expect(page.get_by_role("heading", level=1)).to_have_text("My subscriptions")
        expect(page.locator(".arriving, .later")).to_have_count(0)

        # One that was here before is as high as it was, so that it stands where it was left.
        page.reload()
        last = page.locator(".list-table tr.later").last
        expect(last).to_have_css("content-visibility", "visible")
        expect(page.locator(".arriving")).to_have_count(0)


def test_a_chart_that_nobody_scrolled_to_leaves_no_hole_on_paper(url: str) -> None:
    """What it would show stands in the table after it."""
    with browse(url, width=PHONE) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.wait_for_load_state("networkidle")
        page.emulate_media(media="print")
        charts = page.locator("#analytics-charts .card")
        expect(charts.first).to_be_visible()
        expect(charts.last).to_be_hidden()
        expect(page.locator("#analytics-tables .data-table").first).to_be_visible()

        page.emulate_media(media="screen")
        charts.last.scroll_into_view_if_needed()
        expect(page.locator("#analytics-bars .trace.bars path").first).to_be_visible()
        page.emulate_media(media="print")
        expect(charts.last).to_be_visible()


def test_filters_that_are_folded_away_come_as_they_are_opened(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/subscriptions")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#subscriptions-filter-billing")).to_have_count(0)
        page.get_by_role("button", name="More filters").click()
        expect(page.locator("#subscriptions-filter-billing")).to_be_visible()

        page.goto(f"{url}/subscriptions?billing=csp_monthly")
        expect(page.locator("#subscriptions-filter-billing")).to_be_visible()
