"""An order watched in a browser, and what else only one shows of subscriptions and clients."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, TABLET, browse, serve, shoot
from tests.pages.live import Live, live, one_live
from tests.pages.steps import open_page
from tests.sandbox.buyer import HOSTED
from tests.sandbox_fixtures import seeded_store

__all__ = ["live", "one_live", "seeded_store"]

pytestmark = pytest.mark.browser

SOON = 8_000  # A page that is moving asks every three seconds.


@pytest.fixture
def url(live: Live) -> Iterator[str]:
    with serve(live.app) as url:
        yield url


def buy(live: Live) -> tuple[str, str]:
    order = live.buyer.buy(live.buyer.plan(HOSTED), live.buyer.new_account("Ромашка"))
    return str(order["attributes"]["subscription_id"]), str(order["id"])


def buy_microsoft(live: Live, tenant: str) -> tuple[str, str]:
    """Return the ids of a client and of its first Microsoft subscription, which works."""
    account_id = live.buyer.new_account("Ромашка")
    plan = live.buyer.plan("Microsoft 365 Business Basic")
    order = live.buyer.buy_microsoft(plan, account_id, tenant)
    live.buyer.wait(30)
    return str(account_id), str(order["attributes"]["subscription_id"])


def places(page: Page) -> list[float]:
    """Return where the parts below what changes begin."""
    found: list[float] = page.evaluate(
        "() => ['.tabs', '.progress-card', '.details-aside'].map("
        "s => document.querySelector(s).getBoundingClientRect().top)"
    )
    return found


def test_an_order_is_watched_until_it_works(live: Live, url: str) -> None:
    """P-4, ORD-37, DET-6: without a reload, and without anything moving about."""
    own_id, order_id = buy(live)
    with browse(url) as page:
        open_page(page, url, f"/subscriptions/{own_id}?placed={order_id}")
        status = page.locator(".details-title .status")
        step = page.locator("[aria-current=step]")
        said = page.locator("#subscription-said")
        page.evaluate("() => { window.isSamePage = true; }")
        expect(page.get_by_text(f"Order {order_id} is accepted")).to_be_visible()
        expect(status).to_contain_text("New order")
        expect(step).to_contain_text("Paid")
        expect(said).to_be_empty()
        at_first = places(page)

        live.buyer.wait(0.1)
        expect(status).to_contain_text("Installing", timeout=SOON)
        expect(step).to_contain_text("Provisioning")
        expect(said).to_contain_text("Status: Installing")
        assert places(page) == at_first

        live.buyer.wait(5)
        expect(status).to_contain_text("Active", timeout=SOON)
        expect(step).to_have_count(0)
        expect(said).to_contain_text("Status: Active")
        assert places(page) == at_first
        assert page.evaluate("() => window.isSamePage")

        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.post_data or ""))
        page.wait_for_timeout(4_000)
        assert not [body for body in asked if "subscription-tick" in body]

        page.get_by_role("link", name="Close").click()
        expect(page).to_have_url(f"{url}/subscriptions/{own_id}")
        expect(page.get_by_text("is accepted")).to_have_count(0)


def test_a_secret_is_shown_and_copied_by_a_click(live: Live, url: str) -> None:
    """INFO-2."""
    _, own_id = buy_microsoft(live, "buttercup")
    allowed = ["clipboard-read", "clipboard-write"]
    with browse(url, permissions=allowed) as page:
        open_page(page, url, f"/subscriptions/{own_id}?tab=information")
        row = page.locator(".told-facts > div", has_text="Initial password")
        expect(row).to_contain_text("••••••••")
        assert "Nc-" not in page.content()

        show = row.get_by_role("button", name="Show Initial password")
        show.focus()
        show.press("Enter")
        expect(row.locator(".told-value")).to_have_text(re.compile("^Nc-.{6,}"))
        secret = row.locator(".told-value").inner_text()
        expect(show).to_have_attribute("aria-pressed", "true")
        show.press("Enter")
        expect(row).not_to_contain_text("Nc-")

        row.get_by_role("button", name="Copy Initial password").click()
        expect(row.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("() => navigator.clipboard.readText()") == secret
        page.get_by_role("button", name=f"Copy ID {own_id}").click()
        expect(page.get_by_role("button", name="Copied").first).to_be_visible()
        assert page.evaluate("() => navigator.clipboard.readText()") == own_id


def test_tabs_and_the_tip_are_used_by_keyboard(live: Live, url: str) -> None:
    """DET-1, DET-5, NFR-7."""
    own_id, _ = buy(live)
    live.buyer.wait(10)
    with browse(url) as page:
        open_page(page, url, f"/subscriptions/{own_id}")
        tip = page.get_by_role("button", name="About: Monthly", exact=True)
        tip.press("Enter")
        explained = page.get_by_text("Amounts can be reduced, and unused time is refunded by days.")
        expect(explained).to_be_visible()
        shoot(page, "tip")
        page.keyboard.press("Escape")
        expect(explained).not_to_be_visible()
        expect(tip).to_be_focused()

        history = page.get_by_role("link", name="Change history")
        history.press("Enter")
        expect(page).to_have_url(f"{url}/subscriptions/{own_id}?tab=history")
        expect(page.get_by_role("cell", name="Sales order")).to_be_visible()
        expect(history).to_be_focused()
        page.go_back()
        expect(page.get_by_role("heading", name="Resources")).to_be_visible()


def test_a_client_leads_to_subscriptions_and_back(live: Live, url: str) -> None:
    """NAV-4, CLI-7, CLI-8."""
    account_id, own_id = buy_microsoft(live, "daisy")
    with browse(url) as page:
        open_page(page, url, "/clients/a1")
        page.get_by_role("link", name="General information").click()
        expect(page).to_have_url(f"{url}/clients/a1?tab=information")
        expect(page.get_by_text("Bonn")).to_be_visible()
        expect(page.get_by_role("link", name="Loaded")).to_have_count(0)
        page.go_back()
        page.get_by_role("link", name="Loaded").click()
        expect(page).to_have_url(f"{url}/subscriptions/s1")
        page.goto(f"{url}/subscriptions/{own_id}")
        page.get_by_role("link", name="Ромашка").click()
        expect(page).to_have_url(f"{url}/clients/{account_id}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ромашка")


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [
        (PHONE, "light", "ru"),
        (TABLET, "dark", "ru"),
        (DESKTOP, "dark", "en"),
    ],
)
def test_these_pages_fit_and_are_readable(
    live: Live, url: str, width: int, scheme: str, locale: str
) -> None:
    """NAV-11, NFR-7."""
    account_id, works = buy_microsoft(live, f"rose-{width}-{scheme}-{locale}")
    live.buyer.steer("vendor", {"operation": "sales", "failure": "No capacity"})
    failed, _ = buy(live)
    live.buyer.wait(10)
    moving, order_id = buy(live)
    live.buyer.wait(0.1)
    addresses = {
        "moving": f"/subscriptions/{moving}?placed={order_id}",
        "failed": f"/subscriptions/{failed}",
        "history": f"/subscriptions/{works}?tab=history",
        "information": f"/subscriptions/{works}?tab=information",
        "costs": f"/subscriptions/{works}?tab=costs",
        "client": f"/clients/{account_id}",
    }
    with browse(url, width=width, color_scheme=scheme, locale=locale, bypass_csp=True) as page:
        open_page(page, url, "/")
        for name, address in addresses.items():
            page.goto(f"{url}{address}")
            expect(page.locator("h1")).to_be_visible()
            shoot(page, f"following-{name}-{width}-{scheme}-{locale}")
            assert fits(page), name
            assert not violations(page), name
