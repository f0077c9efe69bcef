"""What only a browser shows of lists: filters that follow the hand, selections, amounts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, TABLET, browse, look, shoot
from tests.pages.steps import open_page

pytestmark = pytest.mark.browser


def selected(page: Page) -> dict[str, object]:
    """Return what is selected, as the page keeps it for whatever is done with it."""
    checked = page.locator(".select-row[aria-checked=true]").count()
    return {"checked": checked, "said": page.locator(".selected-count").inner_text()}


def test_filters_follow_the_hand(url: str) -> None:
    """SUB-4, NAV-7: typed, chosen, taken back by its chip, and gone back by the browser."""
    with browse(url) as page:
        open_page(page, url, "/subscriptions?sort=id")
        field = page.get_by_label("Find by ID, name or client")
        field.press_sequentially("az")
        expect(page).to_have_url(f"{url}/subscriptions?sort=id&q=az")
        expect(page.locator(".list-table tbody tr")).to_have_count(1)
        expect(field).to_be_focused()
        field.press_sequentially("z")
        expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
        page.get_by_role("link", name="Clear filters").last.click()
        expect(page).to_have_url(f"{url}/subscriptions?sort=id")
        expect(field).to_have_value("")

        page.locator("#subscriptions-filter-status").click()
        page.get_by_role("option", name="Graced").click()
        page.get_by_role("option", name="Stopped").click()
        page.keyboard.press("Escape")
        expect(page).to_have_url(
            re.compile(r"/subscriptions\?(?=.*status=graced,stopped)(?=.*sort=id)")
        )
        expect(page.locator(".list-table tbody tr")).to_have_count(2)
        page.get_by_role("link", name="Remove the filter Status: Graced").click()
        expect(page).to_have_url(f"{url}/subscriptions?status=stopped&sort=id")
        expect(page.locator(".list-table .name-cell .sub")).to_have_text(["ID 105"])
        page.go_back()
        expect(page.locator(".list-table tbody tr")).to_have_count(2)

        page.get_by_role("link", name="Subscription name").click()
        expect(page).to_have_url(f"{url}/subscriptions?status=graced,stopped&sort=name")


def test_columns_are_chosen_in_place(url: str) -> None:
    """NAV-6."""
    with browse(url) as page:
        open_page(page, url, "/clients")
        page.locator("summary", has_text="Table view").click()
        expect(page.get_by_label("Client name")).to_be_disabled()
        page.get_by_label("Microsoft Tenant Name").check()
        expect(page.get_by_role("columnheader", name="Microsoft Tenant Name")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_label("Client name")).not_to_be_visible()
        page.reload()
        expect(page.get_by_role("columnheader", name="Microsoft Tenant Name")).to_be_visible()
        page.locator("summary", has_text="Table view").click()
        page.get_by_label("Microsoft Tenant Name").uncheck()
        expect(page.get_by_role("columnheader", name="Microsoft Tenant Name")).to_have_count(0)


def test_what_is_selected_stays_selected(url: str) -> None:
    """Over filters and sorting; all that a view means is about that view."""
    with browse(url) as page:
        open_page(page, url, "/subscriptions")
        bar = page.get_by_role("region", name="Selection")
        expect(bar).to_be_hidden()
        page.get_by_role("checkbox", name="Select E3 office, ID 101").press("Space")
        expect(bar).to_be_visible()
        assert selected(page) == {"checked": 1, "said": "1 selected"}
        page.get_by_role("link", name="Subscription name").click()
        expect(page).to_have_url(re.compile("sort=name"))
        assert selected(page) == {"checked": 1, "said": "1 selected"}
        shoot(page, "lists-selection")

        page.get_by_role("checkbox", name="Select all on this page").click()
        assert selected(page) == {"checked": 4, "said": "4 selected"}
        page.get_by_role("button", name="Clear selection").click()
        expect(bar).to_be_hidden()

        page.get_by_role("checkbox", name="Select Azure, ID 102").click()
        bar.get_by_role("button", name="Select all 4").click()
        assert selected(page) == {"checked": 4, "said": "4 selected"}
        page.get_by_role("checkbox", name="Select Azure, ID 102").click()
        assert selected(page) == {"checked": 3, "said": "3 selected"}


def test_an_amount_is_changed_in_its_place(url: str) -> None:
    """SUB-9: nothing is asked for before the dialog has said what it costs."""
    with browse(url) as page:
        open_page(page, url, "/subscriptions")
        amount = page.get_by_role("button", name="Change the amount of E3 office: 25")
        amount.press("Enter")
        field = page.get_by_label("New amount", exact=True).and_(page.locator("input"))
        expect(field).to_be_focused()
        expect(field).to_have_value("25")
        confirm = page.locator("button.amount-confirm")
        expect(confirm).to_be_disabled()
        page.get_by_role("button", name="More", exact=True).click()
        expect(field).to_have_value("26")
        field.press("ArrowUp")
        expect(field).to_have_value("27")
        expect(confirm).to_be_enabled()
        expect(confirm).to_have_attribute("data-operation", "change")
        expect(confirm).to_have_attribute("data-subscription", "101")
        expect(confirm).to_have_attribute("data-amount", "27")
        shoot(page, "lists-amount")

        field.fill("301")
        expect(page.get_by_text("Enter a whole number from 1 to 300.")).to_be_visible()
        expect(confirm).to_be_disabled()
        field.press("Escape")
        expect(field).to_be_hidden()
        expect(amount).to_be_focused()

        amount.click()
        field.fill("30")
        expect(confirm).to_be_enabled()
        field.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(field).to_be_hidden()


def test_on_a_phone_a_menu_sorts_and_an_amount_is_changed_below_it(url: str) -> None:
    """NAV-8, SUB-9: the field covers no value of its card, and nothing covers the field."""
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/subscriptions?sort=id")
        menu = page.locator(".sort-menu")
        expect(menu.locator("summary")).to_have_text("Sort byID ↑\uf282")
        menu.locator("summary").click()
        menu.get_by_role("link", name="Subscription name").click()
        expect(page).to_have_url(f"{url}/subscriptions?sort=name")
        expect(menu.locator("summary")).to_contain_text("Subscription name ↑")
        expect(menu.get_by_role("link").first).to_be_hidden()

        amount = page.get_by_role("button", name="Change the amount of E3 office: 25")
        amount.click()
        place = page.locator("#amount-editor").bounding_box()
        shown = amount.bounding_box()
        assert place is not None
        assert shown is not None
        assert place["y"] >= shown["y"] + shown["height"]
        shoot(page, "lists-phone-amount")


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [(DESKTOP, "light", "ru"), (TABLET, "dark", "en"), (PHONE, "dark", "ru")],
)
def test_lists_fit_and_are_readable(url: str, width: int, scheme: str, locale: str) -> None:
    """NAV-11, NFR-7."""
    addresses = {
        "subscriptions": "/subscriptions?status=active,graced,stopped&kind=paid",
        "nothing": "/subscriptions?q=zzz&client=a9",
        "clients": "/clients",
        "client": "/clients/a1",
        "client-costs": "/clients/a1?tab=costs",
        "client-information": "/clients/a1?tab=information",
    }
    with browse(url, width=width, color_scheme=scheme, locale=locale, bypass_csp=True) as page:
        open_page(page, url, "/")
        for name, address in addresses.items():
            page.goto(f"{url}{address}")
            expect(page.locator("h1")).to_be_visible()
            look(page, f"lists-{name}-{width}-{scheme}-{locale}")
