"""One action for several subscriptions in a browser: selected, looked at, confirmed, told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboard.bulk_work import BulkWorker
from screenshots.faults import fits, leaks, violations
from tests.browser import DESKTOP, PHONE, browse, look, serve, shoot
from tests.pages.ordering.test_browser import sign_in
from tests.storefront import Storefront

pytestmark = pytest.mark.browser

SOON = 15_000


@pytest.fixture
def url(front: Storefront) -> Iterator[str]:
    worker = BulkWorker(front.app.server)
    worker.start()
    with serve(front.app) as url:
        yield url
    worker.stop()


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_some_are_stopped_with_one_confirmation(
    front: Storefront, url: str, width: int, scheme: str
) -> None:
    with browse(url, width=width, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(f"{url}/subscriptions?sort=-activation&size=10")
        sign_in(page)
        expect(page.locator(".select-row").first).to_be_visible()
        for number in (0, 3, 4, 7):
            page.locator(".select-row").nth(number).click()
        bar = page.get_by_role("region", name="Selection")
        expect(bar).to_contain_text("4 selected")
        look(page, f"several-bar-{width}-{scheme}")
        bar.locator("summary", has_text="More").click()
        expect(page.get_by_text("Turn auto-renew off")).to_be_visible()
        look(page, f"several-more-{width}-{scheme}")
        page.keyboard.press("Escape")
        bar.get_by_role("button", name="Stop").click()

        confirm = page.get_by_role("button", name="Stop ", exact=False).last
        expect(page.get_by_text("Can be done").first).to_be_visible(timeout=SOON)
        expect(confirm).to_be_visible()
        look(page, f"several-preview-{width}-{scheme}")
        assert leaks(page) == []
        page.get_by_role("button", name="Leave out").first.press("Enter")
        expect(page.locator("tr.left-out")).to_have_count(1)
        expect(page.get_by_role("button", name="Take in again")).to_be_focused()

        page.get_by_label("Reason").select_option("other")
        page.get_by_label("Comment").fill("Ушли в отпуск")
        confirm.dblclick()
        expect(page.get_by_text("Done", exact=True).first).to_be_visible(timeout=SOON)
        expect(page.get_by_text("Finished. Done:")).to_be_attached(timeout=SOON)
        look(page, f"several-results-{width}-{scheme}")
        page.reload()
        expect(page.locator(".several-table .status.good").first).to_be_visible()


def test_an_amount_is_filled_in_first(front: Storefront, url: str) -> None:
    """What is typed stays while the page follows what becomes of it."""
    with browse(url, color_scheme="dark", bypass_csp=True) as page:
        page.goto(f"{url}/subscriptions?sort=-activation&size=10")
        sign_in(page)
        for number in (0, 4, 9):
            page.locator(".select-row").nth(number).click()
        page.get_by_role("button", name="Change amount").click()
        page.get_by_label("The amount of the primary resource").select_option("add")
        amount = page.get_by_label("Amount", exact=True)
        amount.fill("0")
        show = page.get_by_role("button", name="Show what it costs")
        show.click()
        expect(page.get_by_text("Enter a whole number above zero.")).to_be_visible()
        amount.fill("2")
        show.click()
        expect(page.get_by_role("button", name="Confirm for 3 subscriptions")).to_be_visible(
            timeout=SOON
        )
        expect(amount).to_have_value("2")
        expect(page.get_by_text("Due now").first).to_be_visible()
        shoot(page, "several-change")
        assert fits(page)
        assert not violations(page)
