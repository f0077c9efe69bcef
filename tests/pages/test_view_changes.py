"""From one view to the next in a browser: waiting, failing, and where the keyboard goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from dashboard.services.analytics import Analytics
from tests.browser import PHONE, browse, shoot
from tests.pages.steps import WINTER, bars, open_page

pytestmark = pytest.mark.browser

CALLBACKS = "**/_dash-update-component*"
FAILED = "This view could not be loaded"


def break_off(route: Route) -> None:
    route.abort("connectionreset")


def answer(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="<h1>Bad gateway</h1>")


def alert(page: Page) -> Locator:
    return page.get_by_role("alert").filter(visible=True)


def total(page: Page) -> Locator:
    return page.locator("#analytics-doughnut-total")


def press(control: Locator) -> None:
    control.focus()
    control.press("Enter")


@pytest.mark.parametrize("name", ["", "/records", "/reports"])
def test_a_page_that_comes_with_its_document_is_not_asked_for_again(url: str, name: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}/analytics{name}")
        expect(page.locator("[data-view-location]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert sum("_dash-update-component" in each for each in asked) == 0


@pytest.mark.parametrize("fail", [break_off, answer(503), answer(400)])
def test_a_view_that_does_not_come_is_told_and_tried_again(
    url: str, fail: Callable[[Route], None]
) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.route(CALLBACKS, fail)
        page.get_by_role("link", name="After discounts").click()
        expect(alert(page)).to_contain_text(f"{FAILED}What is shown is the previous one.")
        shoot(page, "failed-view")
        expect(page).to_have_url(f"{url}/analytics?{WINTER}&measure=net")
        expect(total(page)).to_have_text("40.80")
        expect(page.locator("[aria-busy]")).to_have_count(0)

        page.get_by_role("button", name="Try again").click()
        expect(alert(page)).to_contain_text(FAILED)
        page.unroute(CALLBACKS)
        page.get_by_role("button", name="Try again").click()
        expect(total(page)).to_have_text("40.70")
        expect(alert(page)).to_have_count(0)


def test_a_view_that_fails_in_the_portal_is_told_with_its_code(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Analytics.screen

    def fail(self: Analytics, query: dict[str, str], **options: Any) -> Any:
        if query.get("measure") == "net":
            raise RuntimeError("anna@alfa.example")
        return screen(self, query, **options)

    monkeypatch.setattr(Analytics, "screen", fail)
    with browse(url, is_refused=True) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.get_by_role("link", name="After discounts").click()
        expect(alert(page)).to_contain_text(FAILED)
        expect(alert(page)).to_contain_text("Code: ")
        expect(alert(page)).not_to_contain_text("anna@")

        page.get_by_role("button", name="Close").click()
        expect(alert(page)).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_page_that_does_not_come_is_told_and_tried_again(url: str) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.route(CALLBACKS, break_off)
        page.get_by_role("link", name="Reports").click()
        expect(alert(page)).to_contain_text(FAILED)

        page.unroute(CALLBACKS)
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".report")).to_be_visible()
        expect(alert(page)).to_have_count(0)


def test_the_line_of_freshness_fails_silently_and_a_search_does_not(url: str) -> None:
    with browse(url, is_refused=True) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.route(CALLBACKS, break_off)
        with page.expect_event("requestfailed"):
            page.evaluate("() => dash_clientside.set_props('freshness-tick', { n_intervals: 1 })")
        page.locator("#analytics-account").press("Enter")
        page.keyboard.type("alfa")
        expect(alert(page)).to_contain_text("The portal could not be reached")
        expect(page.get_by_text(FAILED)).to_be_hidden()


def test_what_stands_fades_while_the_next_view_is_on_its_way(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        before = page.locator(".charts").bounding_box()
        waiting: list[Route] = []
        page.route(CALLBACKS, lambda route: waiting.append(route))
        page.get_by_role("link", name="After discounts").click()
        busy = page.locator("[data-view-location]")
        expect(busy).to_have_attribute("aria-busy", "true")
        for part in (".headline", ".charts", ".table-scroll"):
            expect(page.locator(part)).to_have_css("opacity", "0.45")
        expect(page.locator(".filters")).to_have_css("opacity", "1")
        assert page.locator(".charts").bounding_box() == before

        waiting[0].continue_()
        expect(total(page)).to_have_text("40.70")
        expect(busy).not_to_have_attribute("aria-busy", "true")
        expect(page.locator(".charts")).to_have_css("opacity", "1")


@pytest.mark.parametrize("name", ["After discounts", "Client", "Amount, EUR", "Hide"])
def test_the_keyboard_stays_on_what_it_pressed(url: str, name: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}&table=1")
        bars(page)
        content = page.get_by_role("main")
        for _ in range(2):
            control = content.get_by_role("link", name=name).or_(
                content.get_by_role("link", name="Show as a table")
            )
            with page.expect_response(CALLBACKS):
                press(control.first)
            expect(page.locator("[aria-busy]")).to_have_count(0)
            expect(control.first).to_be_focused()
            if name == "After discounts":
                break


def test_the_keyboard_goes_from_a_reset_to_its_field(url: str) -> None:
    """ANL-10."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}&account=a1")
        bars(page)
        press(page.get_by_role("link", name="Reset: Client"))
        expect(page.locator("#analytics-account")).to_be_focused()
        press(page.get_by_role("link", name="Reset: Period"))
        expect(page.locator("#analytics-preset")).to_be_focused()


def test_the_keyboard_goes_to_the_heading_when_there_is_nothing_like_it(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        press(page.locator("tbody").get_by_role("link", name="Alfa Trade"))
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_keyboard_begins_another_page_at_its_heading(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        heading = page.get_by_role("heading", level=1)
        expect(page.locator("body")).to_be_focused()

        press(page.get_by_role("link", name="Main page"))
        expect(heading).to_contain_text("Welcome")
        expect(heading).to_be_focused()
        expect(heading).to_have_css("outline-style", "none")
        with page.expect_response(CALLBACKS):
            press(page.get_by_role("link", name="Sep 2026"))
        expect(page).to_have_url(f"{url}/?month=2026-09")
        expect(page.locator("[aria-busy]")).to_have_count(0)
        expect(page.get_by_role("link", name="Sep 2026")).to_be_focused()


def test_a_chart_that_was_hidden_shows_the_view_that_it_comes_back_with(url: str) -> None:
    """It is drawn when it is seen first, from what has come by then."""
    with browse(url) as page:
        open_page(page, url, "/analytics?from=2025-03&to=2025-03")
        expect(page.get_by_text("No consumption in this period")).to_be_visible()

        page.get_by_label("From", exact=True).select_option("2026-01")
        assert bars(page) == ["Beta", "Alfa Trade"]


def test_a_chart_that_is_scrolled_to_after_a_change_shows_the_new_view(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        assert page.locator("#analytics-bars .js-plotly-plot").count() == 0

        search = f"?{WINTER}&account=a1"
        page.evaluate(
            "search => window.dash_clientside.set_props('analytics-url', {search: search})", search
        )
        expect(page.locator("#analytics-trail")).to_contain_text("Alfa Trade")
        assert page.locator("#analytics-bars .js-plotly-plot").count() == 0
        assert bars(page) == ["Microsoft 365 E3"]


def test_the_new_total_is_said(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        said = page.get_by_role("status").filter(has_text="Total consumption")
        expect(said).to_have_text("All clients: Total consumption 40.80 EUR, before discounts")
        page.evaluate("() => { document.querySelector('#analytics-said').dataset.kept = 'yes'; }")

        page.get_by_role("link", name="After discounts").click()
        expect(said).to_have_text("All clients: Total consumption 40.70 EUR, after discounts")
        expect(said).to_have_attribute("data-kept", "yes")
