"""Managing a subscription in a browser: by keyboard, on a phone, in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from sandbox.records import Subscription
from screenshots.faults import violations
from tests.browser import DESKTOP, PHONE, browse, look, serve
from tests.pages.ordering.test_browser import sign_in
from tests.storefront import Storefront

pytestmark = pytest.mark.browser

SOON = 8_000


@pytest.fixture
def url(front: Storefront) -> Iterator[str]:
    with serve(front.app) as url:
        yield url


def monthly(front: Storefront, more: str = "end_on IS NOT NULL") -> Subscription:
    where = (
        f"reseller_id = ? AND status = 'active' AND {more} AND NOT is_trial AND plan_id IN"
        " (SELECT plan_id FROM plan WHERE billing_type = 'csp_monthly') ORDER BY subscription_id"
    )
    with front.platform.reading() as books:
        return books.find(Subscription, where, front.reseller_id)[0]


def open_page(page: Page, url: str, own: Subscription) -> None:
    page.goto(f"{url}/subscriptions/{own.subscription_id}")
    sign_in(page)
    expect(page.get_by_role("heading", name="Operations")).to_be_visible()


def test_amounts_are_changed_by_keyboard(front: Storefront, url: str) -> None:
    """OP-28, OP-29, MSG-6, NFR-7: and the keyboard is back where it was."""
    own = monthly(front)
    with browse(url) as page:
        open_page(page, url, own)
        change = page.get_by_role("button", name="Change", exact=True)
        amount = page.get_by_role("textbox", name="New amount of Mailbox")
        cost = page.locator(".managed-resources .cost-cell").first
        held, before = int(amount.input_value()), cost.inner_text()
        expect(change).to_be_disabled()

        amount.fill("-1")
        expect(page.get_by_text("Enter a whole number from")).to_be_visible()
        expect(amount).to_have_attribute("aria-invalid", "true")
        expect(change).to_be_disabled()
        page.get_by_role("button", name="Reset").click()
        expect(amount).to_have_value(str(held))
        page.get_by_text("More: Mailbox").locator("..").click()
        expect(amount).to_have_value(str(held + 1))
        expect(cost).not_to_have_text(before)
        expect(change).to_be_enabled()

        # What is typed stays when the page is drawn anew, and when it is opened again.
        page.reload()
        expect(amount).to_have_value(str(held + 1))
        expect(change).to_be_enabled()
        change.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text(str(own.subscription_id))
        expect(dialog.get_by_role("textbox", name="New amount of Mailbox")).to_have_value(
            str(held + 1)
        )
        expect(dialog).to_contain_text("Due now")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(change).to_be_focused()

        # Beside another tab the same is asked for in place, as in the list (SUB-9).
        page.get_by_role("link", name="Change history").click()
        expect(page.get_by_role("cell", name="Sales order")).to_be_visible()
        page.locator(".aside-quick .amount-edit").click()
        editor = page.get_by_role("group", name="New amount")
        expect(editor.get_by_role("textbox")).to_be_focused()
        editor.get_by_role("textbox").fill(str(held + 2))
        page.keyboard.press("Enter")
        expect(dialog).to_contain_text(f"{held} → {held + 2}", timeout=SOON)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(editor).to_be_hidden()
        expect(page.locator(".aside-quick .amount-edit")).to_be_focused()
        page.locator(".aside-quick").get_by_role("button", name=re.compile("^Stop: ")).click()
        expect(dialog).to_contain_text("The service becomes unavailable", timeout=SOON)


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_stop_is_watched_without_a_reload(
    front: Storefront, url: str, width: int, scheme: str
) -> None:
    """OP-6, OP-10: on a phone the dialog is a sheet from below; axe finds nothing in it."""
    own = monthly(front)
    options = {"color_scheme": scheme, "reduced_motion": "reduce"}
    with browse(url, width=width, bypass_csp=True, **options) as page:
        open_page(page, url, own)
        look(page, f"managing-{width}-{scheme}")
        page.get_by_role("button", name="Stop", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("The service becomes unavailable to the client.")
        look(page, f"managing-stop-{width}-{scheme}")
        box = dialog.locator(".modal-content").bounding_box()
        assert box
        if width == PHONE:
            assert box["width"] == PHONE
            assert round(box["y"] + box["height"]) == 900
        page.get_by_label("Reason").select_option("other")
        page.get_by_label("Comment").fill("Ушли в отпуск")
        page.get_by_label("Comment").press("Enter")
        expect(dialog).to_have_count(0)
        status = page.locator(".details-title .status")
        expect(status).to_contain_text("Stopping", timeout=SOON)
        expect(page.locator(".toast")).to_contain_text("has started")
        expect(page.locator(".toast")).to_have_css("opacity", "1")
        assert not violations(page)
        front.wait(minutes=5)
        expect(status).to_contain_text("Stopped", timeout=SOON)
        expect(page.get_by_role("button", name="Activate", exact=True)).to_be_enabled()


def test_the_time_that_is_left_runs_out(front: Storefront, url: str) -> None:
    """OP-42: counted from the platform's time, and gone at zero."""
    with front.platform.reading() as books:
        own = books.find(
            Subscription, "reseller_id = ? AND status = 'active' AND NOT is_trial"
            " AND window_ends_at > 1774000000000", front.reseller_id,
        )[0]  # fmt: skip
    assert own.window_ends_at is not None
    front.platform.advance(own.window_ends_at - front.platform.now() - timedelta(seconds=20))
    with browse(url) as page:
        open_page(page, url, own)
        delete = page.get_by_role("button", name="Delete", exact=True)
        expect(delete).to_be_enabled()
        expect(page.locator(".operation .countdown")).to_have_text(re.compile(r"^1\d\ss$"))
        expect(delete).to_be_hidden(timeout=25_000)
