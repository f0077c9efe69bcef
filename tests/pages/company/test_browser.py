"""An administrator invites a sales person, as a browser shows it (E2E-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from letters.sending import Postman
from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, browse, serve, shoot
from tests.pages.company.test_services import JANA
from tests.storefront import DOMAIN, MANAGER, Storefront
from tests.web import PASSWORD

pytestmark = pytest.mark.browser

NAME = "Ada <b>Byron</b>"
EMAIL = "ada.byron@blaufeld.example"
NEW_PASSWORD = "Battery-Staple-9"
LINK = re.compile(r"https?://\S+/set-password/\S+")


@pytest.fixture
def url(front: Storefront) -> Iterator[str]:
    with serve(front.app) as url:
        front.portal.set(portal_url=url)
        yield url


def enter(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("Domain name").fill(DOMAIN)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome", timeout=30_000)


def mailed_link(front: Storefront, folder: Path) -> str:
    """Let the etl process look and send, and return the link of the newest mail."""
    front.settle()
    front.portal.set(mail_url=f"file:{folder}")
    Postman(front.portal.options, front.portal.store, clock=front.platform.now).tick()
    (mail,) = folder.glob("*.eml")
    letter = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert EMAIL in letter["To"]
    body = letter.get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found
    return found[0]


def fill_in(page: Page) -> None:
    page.get_by_label("First and last name").fill(NAME)
    page.get_by_role("button", name="Role").click()
    page.locator(".dash-dropdown-content").get_by_text("Sales person").click()
    expect(page.get_by_text("Access level")).to_be_visible()
    page.get_by_label("Email").fill(EMAIL)


def test_an_invited_sales_person_comes_in_and_may_add_nobody(
    front: Storefront, url: str, tmp_path: Path
) -> None:
    """E2E-1, and a second look: a manager is deactivated by a dialog."""
    with browse(url) as page:
        enter(page, url, JANA)
        assert fits(page)
        page.locator("summary", has_text="Blaufeld IT").click()
        page.get_by_role("link", name="Company profile").click()
        page.get_by_role("link", name="Managers").click()
        page.get_by_role("link", name="Add manager").click()
        fill_in(page)
        assert violations(page) == []
        shoot(page, "company-new-manager")
        page.get_by_role("button", name="Create manager").dblclick()
        told = f"Manager {NAME} is created. The invitation is sent to {EMAIL}."
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.get_by_role("link", name=NAME)).to_have_count(1)
        expect(page.locator(".people-table tbody tr").first).to_contain_text(EMAIL)
        link = mailed_link(front, tmp_path / "mails")

    with browse(url) as page:
        page.goto(link)
        assert violations(page) == []
        page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("Confirm your new password").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Change my password").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    with browse(url) as page:
        enter(page, url, EMAIL, NEW_PASSWORD)
        page.goto(f"{url}/company/managers")
        page.get_by_role("link", name="Add manager").click()
        fill_in(page)
        page.get_by_role("button", name="Create manager").click()
        expect(page.get_by_text("You do not have permission for this operation.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_the_managers_fit_and_one_is_deactivated(
    front: Storefront, url: str, width: int, scheme: str
) -> None:
    """NAV-11, NFR-7, MGR-6."""
    with browse(url, width=width, color_scheme=scheme) as page:
        enter(page, url, JANA)
        for name in ("company", "company?tab=contacts", "support"):
            page.goto(f"{url}/{name}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert fits(page), name
            assert violations(page) == [], name
        page.goto(f"{url}/company/managers")
        switch = page.get_by_role("switch", name="Tobias Krämer: active")
        expect(switch).to_have_attribute("aria-checked", "true")
        assert fits(page)
        assert violations(page) == []
        shoot(page, f"company-managers-{width}-{scheme}")
        switch.press("Enter")
        dialog = page.get_by_role("dialog", name="Deactivate Tobias Krämer?")
        expect(dialog).to_contain_text(MANAGER)
        shoot(page, f"company-dialog-{width}-{scheme}")
        dialog.get_by_role("button", name="Confirm").press("Enter")
        expect(switch).to_have_attribute("aria-checked", "false")
        expect(page.get_by_text("The manager is deactivated.")).to_be_visible()

        page.get_by_role("link", name="Élodie Martin").click()
        expect(page.get_by_role("heading", name="Élodie Martin")).to_be_visible()
        assert fits(page)
        assert violations(page) == []
        shoot(page, f"company-manager-{width}-{scheme}")
