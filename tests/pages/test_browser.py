"""What only a browser shows: drilling by click, going back, downloads, every width and theme.

As of 20 November 2026 the last complete month is October; the costs of tests/cost_rows.py lie in
January to March 2026.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, TABLET, browse, shoot
from tests.pages.steps import WINTER, bars, click_bar, open_page

pytestmark = pytest.mark.browser

ADDRESSES = {
    "main": "/?month=2026-09",
    "analytics": f"/analytics?{WINTER}&table=1",
    "empty": "/analytics?from=2025-01&to=2025-02",
    "notice": "/analytics?from=abc",
    "records": f"/analytics/records?{WINTER}",
    "reports": "/analytics/reports?from=2026-10-01&to=2026-10-31",
    "quality": "/analytics/quality",
    "catalog": "/catalog",
    "category": "/catalog/office",
    "product": "/products/m365",
    "search": "/search?q=microsoft",
    "nothing": "/search?q=zzzzqqqq",
    "audit": "/audit",
}


def test_a_click_looks_inside_and_back_comes_back(url: str) -> None:
    """ANL-14; the chart moves on and is not drawn anew."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        assert bars(page) == ["Alfa Trade", "Beta"]
        page.evaluate("() => { document.querySelector('#analytics-bars').dataset.kept = 'yes'; }")

        click_bar(page, 0)
        expect(page).to_have_url(f"{url}/analytics?{WINTER}&account=a1")
        expect(page.locator("#analytics-trail")).to_contain_text("Alfa Trade")
        assert bars(page) == ["Microsoft 365 E3"]
        assert page.locator("#analytics-bars").get_attribute("data-kept") == "yes"

        page.go_back()
        expect(page.locator("#analytics-trail")).not_to_contain_text("Alfa Trade")
        assert bars(page) == ["Alfa Trade", "Beta"]


def test_a_shared_name_offers_each_of_its_ids(url: str) -> None:
    """ANL-14."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        click_bar(page, 1)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Several are named “Beta”")
        shoot(page, "chooser")

        dialog.get_by_role("link", name="ID a2").click()

        expect(page).to_have_url(f"{url}/analytics?{WINTER}&account=a2")
        expect(dialog).not_to_be_visible()


def test_a_shared_name_is_chosen_by_keyboard(url: str) -> None:
    """ANL-14, NFR-7."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        button = page.get_by_role("button", name="Beta", exact=True)
        dialog = page.get_by_role("dialog", name="Several are named “Beta”")
        button.press("Enter")
        expect(dialog.get_by_role("link", name="ID a3")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
        expect(button).to_be_focused()

        button.click()
        dialog.get_by_role("link", name="All together").press("Enter")
        expect(page).to_have_url(f"{url}/analytics?{WINTER}&account=a2,a3")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_everything_can_be_done_by_keyboard(url: str) -> None:
    """NFR-7: a client, one of its subscriptions, days, and back by the trail."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.locator("#analytics-account").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("alfa")
        expect(page.get_by_role("option", name="Alfa Trade")).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/analytics?{WINTER}&account=a1")

        assert page.evaluate("() => document.activeElement.id") == "analytics-account"
        # At once, before the portal has answered: no change of the filters may be lost.
        page.get_by_label("From", exact=True).select_option("2025-12")
        expect(page).to_have_url(f"{url}/analytics?from=2025-12&to=2026-02&account=a1")
        expect(page.locator("#analytics-trail")).to_contain_text("Alfa Trade")
        expect(page.get_by_label("From", exact=True)).to_have_value("2025-12")

        reset = page.get_by_role("link", name="Reset: Client")
        expect(reset).to_have_attribute("href", "?from=2025-12&to=2026-02")
        reset.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/analytics?from=2025-12&to=2026-02")


def test_a_period_moved_past_its_end_takes_the_end_along(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.get_by_label("From", exact=True).select_option("2026-03")
        expect(page).to_have_url(f"{url}/analytics?from=2026-03&to=2026-03")
        page.get_by_label("Period", exact=True).select_option(label="Last 3 months")
        expect(page).to_have_url(f"{url}/analytics?from=2026-08&to=2026-10")


def test_a_mark_and_its_row_light_each_other(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        row = page.locator("tr[data-component='account:a2,a3']")
        row.hover()
        expect(page.locator("#analytics-bars .trace.bars.lit")).to_have_count(1)
        expect(page.locator("#analytics-doughnut .slice.lit")).to_have_count(1)

        box = page.locator("#analytics-bars .trace.bars").first.locator("path").first.bounding_box()
        assert box
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        expect(page.locator("tr[data-component='account:a1']")).to_have_class("lit")
        expect(row).not_to_have_class("lit")


def test_the_legend_hides_a_component_and_the_total_stays(url: str) -> None:
    """ANL-15."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.get_by_role("button", name="Show Beta").click()

        expect(page.locator("#analytics-bars .trace.bars")).to_have_count(1)
        expect(page.locator("#analytics-doughnut .slice path")).to_have_count(1)
        expect(page.locator("#analytics-doughnut-total")).to_have_text("40.80")


def test_what_is_hidden_stays_hidden_and_the_rest_lights(url: str) -> None:
    """ANL-15."""
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        bars(page)
        page.get_by_role("button", name="Show Alfa Trade").click()
        left = page.locator("#analytics-bars .trace.bars")
        expect(left).to_have_count(1)
        for name in ("Client", "After discounts"):
            with page.expect_response("**/_dash-update-component*"):
                page.get_by_role("link", name=name, exact=True).click()
            expect(page.locator("[aria-busy]")).to_have_count(0)
            expect(
                page.get_by_role("button", name="Show Alfa Trade", pressed=False)
            ).to_be_visible()
            expect(page.get_by_role("button", name="Show Beta", pressed=True)).to_be_visible()
            expect(left).to_have_count(1)
            expect(page.locator("#analytics-doughnut .slice path")).to_have_count(1)

        page.locator("tr[data-component='account:a2,a3']").hover()
        expect(left).to_have_class(re.compile("lit"))
        page.locator("tr[data-component='account:a1']").hover()
        expect(left).not_to_have_class(re.compile("lit"))

        page.get_by_role("button", name="Show Alfa Trade").click()
        expect(left).to_have_count(2)


def test_every_number_is_a_door(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.get_by_role("row", name="Beta").get_by_role("link", name="10.50").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Charges and consumption")
        expect(page.locator(".headline")).to_contain_text("10.50")
        expect(page.locator(".records-table tbody tr")).to_have_count(4)

        page.get_by_role("link", name="Remove the filter Beta").click()
        expect(page.locator(".records-table tbody tr")).to_have_count(6)
        page.get_by_role("link", name="Before discounts, EUR").click()
        expect(page.locator(".records-table tbody tr").first).to_contain_text("20.20")


def test_every_bar_has_a_cell_that_is_a_door(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        page.get_by_role("link", name="Show as a table").click()
        expect(page).to_have_url(f"{url}/analytics?{WINTER}&table=1")
        expect(page.locator(".period-table tbody tr")).to_have_count(2)

        page.get_by_role("row", name="January 2026").get_by_role("link", name="20.60").click()
        expect(page.locator(".records-table tbody tr")).to_have_count(5)
        expect(page.locator(".headline")).to_contain_text("20.60")


def test_a_wrong_address_is_told_until_it_is_changed(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/analytics?from=abc&measure=net")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("“abc” is not a value of “from”")
        page.wait_for_load_state("networkidle")  # The fields are filled in, and asked for nothing.
        expect(alert).to_be_visible()
        expect(page).to_have_url(f"{url}/analytics?from=abc&measure=net")

        page.get_by_role("link", name="Before discounts").click()
        expect(alert).to_have_count(0)


def test_costs_are_downloaded_as_they_are_shown(url: str, tmp_path: Path) -> None:
    with browse(url) as page:
        open_page(page, url, f"/analytics?{WINTER}&account=a1")
        with page.expect_download() as started:
            page.get_by_role("link", name="Costs, CSV").click()
        text = Path(started.value.path()).read_text("utf-8")

        assert text.splitlines()[0].startswith("period,account_id,account,subscription_id")
        assert len(text.splitlines()) == 3


def test_light_and_dark_are_kept_on_the_device(url: str) -> None:
    with browse(url, color_scheme="light") as page:
        open_page(page, url, "/analytics")
        root = page.locator("html")
        expect(root).to_have_attribute("data-bs-theme", "light")
        page.locator(".sidebar .theme-button").click()
        expect(root).to_have_attribute("data-bs-theme", "dark")
        page.reload()
        expect(root).to_have_attribute("data-bs-theme", "dark")


# Each width is met in each scheme and each language.
@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [
        (PHONE, "light", "ru"),
        (TABLET, "dark", "ru"),
        (DESKTOP, "dark", "en"),
    ],
)
def test_every_page_fits_and_is_readable(url: str, width: int, scheme: str, locale: str) -> None:
    """NAV-11, NFR-7: nothing reaches out of the screen, and axe finds no violation."""
    options = {"color_scheme": scheme, "locale": locale}
    with browse(url, width=width, bypass_csp=True, **options) as page:
        open_page(page, url, "/")
        for name, address in ADDRESSES.items():
            page.goto(f"{url}{address}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if name == "analytics":
                bars(page)
            shoot(page, f"{name}-{width}-{scheme}-{locale}")
            assert fits(page), name
            assert not violations(page), name
