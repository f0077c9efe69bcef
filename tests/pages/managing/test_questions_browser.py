"""What a vendor asks for with a switch, in a browser: by keyboard, on a phone, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import DESKTOP, PHONE, browse, look, serve, shoot
from tests.pages.managing.asking import MICROSOFT, one_of, target
from tests.pages.managing.test_browser import SOON, open_page
from tests.storefront import Storefront

pytestmark = pytest.mark.browser


def ask(front: Storefront, url: str, page: Page) -> Locator:
    """Choose a plan whose vendor knows nothing of the client yet."""
    own = one_of(front, MICROSOFT)
    open_page(page, url, own)
    page.get_by_role("button", name="Switch plan", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New plan").click()
    name = target(front, own).name
    options = page.locator(".dash-dropdown-content .dash-options-list-option")
    options.filter(has_text=name).first.click()
    expect(dialog.get_by_role("heading", name="Additional data")).to_be_visible(timeout=SOON)
    expect(dialog.locator(".operation-sums")).to_be_visible(timeout=SOON)
    return dialog


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_what_microsoft_asks_is_answered_in_the_dialog(
    front: Storefront, width: int, scheme: str
) -> None:
    """OP-36, MS-3 to MS-6, ORD-29, ORD-30: what is wrong has the keyboard; axe finds nothing."""
    with (
        serve(front.app) as url,
        browse(url, width=width, color_scheme=scheme, bypass_csp=True) as page,
    ):
        dialog = ask(front, url, page)
        look(page, f"questions-{width}-{scheme}")
        confirm = dialog.get_by_role("button", name="Confirm", exact=True)
        agreement = dialog.get_by_label("I accept the agreement")
        name = dialog.get_by_role("textbox", name="Domain")

        confirm.click()
        expect(agreement).to_be_focused(timeout=SOON)
        expect(dialog.get_by_text("This has to be accepted to go on.")).to_be_visible()
        shoot(page, f"questions-missing-{width}-{scheme}")
        agreement.check()
        name.fill("taken")
        name.press("Enter")
        expect(dialog.get_by_text("The vendor is checking the data")).to_be_visible(timeout=SOON)
        expect(name).to_be_disabled()
        expect(confirm).to_be_disabled()
        look(page, f"questions-checking-{width}-{scheme}")
        front.wait(seconds=6)
        expect(dialog.get_by_text("is already used")).to_be_visible(timeout=SOON)
        expect(name).to_be_focused()
        expect(name).to_have_value("taken")
        look(page, f"questions-taken-{width}-{scheme}")

        dialog.get_by_role("radio", name="Add existing Microsoft Tenant Name").check()
        expect(dialog.get_by_text("confirm invitation")).to_be_visible(timeout=SOON)
        expect(agreement).to_be_checked()
        shoot(page, f"questions-existing-{width}-{scheme}")
        name.fill("contoso")
        confirm.click()
        expect(dialog.get_by_text("The vendor is checking the data")).to_be_visible(timeout=SOON)
        front.wait(seconds=6)
        expect(dialog).to_have_count(0, timeout=SOON)
        front.wait(seconds=10)
        status = page.locator(".details-title .status")
        expect(status).to_contain_text("Switching", timeout=SOON)
        front.wait(minutes=5)
        expect(status).to_contain_text("Active", timeout=SOON)
