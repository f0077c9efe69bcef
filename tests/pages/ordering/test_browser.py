"""An order in a browser: by keyboard, by touch, and through all that can come between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from sandbox.records import Account
from store.models import Session
from tests.browser import DESKTOP, HEIGHT, PHONE, TABLET, browse, look, serve, shoot
from tests.storefront import DOMAIN, MANAGER, Storefront
from tests.web import PASSWORD

pytestmark = pytest.mark.browser

HOSTED = "Hosted Exchange Standard"


@pytest.fixture
def url(front: Storefront) -> Iterator[str]:
    with serve(front.app) as url:
        yield url


def sign_in(page: Page) -> None:
    page.get_by_label("Domain name").fill(DOMAIN)
    page.get_by_label("Email").fill(MANAGER)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)


def open_order(page: Page, front: Storefront, url: str, name: str = HOSTED) -> None:
    page.goto(f"{url}/order?plan={front.plan(name).plan_id}")
    sign_in(page)
    expect(page.get_by_role("heading", name="Tariff plan period")).to_be_visible()


def choose_period(page: Page) -> None:
    page.get_by_role("radio").nth(1).check()
    expect(page.get_by_role("heading", name="Resources")).to_be_visible()


def next_step(page: Page, name: str) -> None:
    """Press "Next" and wait for the step of this name."""
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".steps .current")).to_contain_text(name)


def search(page: Page, label: str, text: str) -> None:
    """Choose the one entry of a list that a text finds."""
    page.get_by_label(label).click()
    page.locator(".dash-dropdown-content").get_by_placeholder("Search").fill(text)
    expect(page.locator(".dash-dropdown-content .dash-options-list-option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def choose_client(page: Page, account: Account) -> None:
    search(page, "Find a client", str(account.account_id))
    expect(page.get_by_label("Company name")).to_have_value(account.name)


def reach_confirmation(page: Page, front: Storefront, url: str) -> None:
    open_order(page, front, url)
    choose_period(page)
    next_step(page, "Client")
    choose_client(page, front.account())
    next_step(page, "Confirmation")


def test_a_known_client_is_sold_a_plain_plan_by_keyboard(front: Storefront, url: str) -> None:
    """From the search field to the subscription, without a mouse."""
    orders = len(front.orders())
    account = front.account()
    with browse(url) as page:
        page.goto(f"{url}/analytics")
        sign_in(page)
        page.keyboard.press("Control+k")
        page.keyboard.type("hosted exchange standard")
        expect(page.get_by_role("option").first).to_contain_text(HOSTED)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        order = page.locator(f"#plan-{front.plan(HOSTED).plan_id} a.btn-primary")
        expect(order).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Tariff plan period")).to_be_visible()
        page.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        expect(page.get_by_label("Quantity of Mailbox")).to_be_visible()
        page.get_by_label("Quantity of Mailbox").press("Enter")
        expect(page.locator(".steps .current")).to_contain_text("Client")
        page.get_by_label("Find a client").press("Enter")
        page.keyboard.type(str(account.account_id))
        expect(page.locator(".dash-dropdown-content .dash-options-list-option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Company name")).to_have_value(account.name)
        page.get_by_label("Company name").press("Enter")
        agreed = page.get_by_label("I confirm the order and its terms")
        expect(agreed).to_be_focused()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Order", exact=True).press("Enter")
        page.wait_for_url(re.compile(r"/subscriptions/\d+"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(HOSTED)
    assert len(front.orders()) == orders + 1
    assert front.orders()[-1].account_id == account.account_id


def test_amounts_are_counted_up_and_down_and_the_price_follows(front: Storefront, url: str) -> None:
    """ORD-11, ORD-14: without a reload."""
    with browse(url) as page:
        open_order(page, front, url)
        choose_period(page)
        amount = page.get_by_label("Quantity of Mailbox")
        receipt = page.locator(".receipt .strong").last
        before = receipt.inner_text()
        page.get_by_role("button", name="More: Mailbox").click()
        expect(amount).to_have_value("2")
        expect(receipt).not_to_have_text(before)
        page.get_by_role("button", name="Less: Mailbox").click()
        page.get_by_role("button", name="Less: Mailbox").click()
        expect(amount).to_have_value("1")
        amount.fill("0")
        problem = page.get_by_text("Enter a whole number from 1 to 2,000.")
        expect(problem).to_be_visible()
        expect(amount).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("button", name="Next", exact=True)).to_be_disabled()
        amount.fill("5")
        expect(problem).to_have_count(0)
        expect(page.get_by_role("button", name="Next", exact=True)).to_be_enabled()


def test_what_was_entered_survives_a_reload_and_the_way_back(front: Storefront, url: str) -> None:
    with browse(url) as page:
        reach_confirmation(page, front, url)
        total = page.locator(".order-lines .total").inner_text()
        page.reload()
        expect(page.locator(".order-lines .total")).to_have_text(
            re.compile(re.escape(total.split()[-2]))
        )
        page.go_back()
        expect(page.locator(".steps .current")).to_contain_text("Client")
        expect(page.get_by_label("Company name")).to_have_value(front.account().name)
        page.go_back()
        expect(page.locator(".steps .current")).to_contain_text("Config setting")
        expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_an_expired_session_loses_nothing(front: Storefront, url: str) -> None:
    """Whoever signs in again goes on where they were."""
    with browse(url, is_refused=True) as page:
        open_order(page, front, url)
        choose_period(page)
        next_step(page, "Client")
        page.get_by_role("radio", name="New client").check()
        page.get_by_label("Company name").fill("Ромашка")
        page.get_by_label("ITN").fill("7707083893")
        expect(page.get_by_label("ITN")).to_have_value("7707083893")
        page.wait_for_load_state("networkidle")
        with front.portal.store.writing() as session:
            session.query(Session).delete()
        page.get_by_label("ITN").press("Tab")  # What was typed last can't be kept any more.
        sign_in_again = page.get_by_label("Domain name")
        expect(sign_in_again).to_be_visible(timeout=10_000)
        sign_in(page)
        expect(page.locator(".steps .current")).to_contain_text("Client")
        expect(page.get_by_label("Company name")).to_have_value("Ромашка")
        expect(page.get_by_label("ITN")).to_have_value("7707083893")


def test_two_quick_presses_are_one_order(front: Storefront, url: str) -> None:
    """ORD-38."""
    orders = len(front.orders())
    with browse(url) as page:
        reach_confirmation(page, front, url)
        page.get_by_label("I confirm the order and its terms").check()
        page.get_by_role("button", name="Order", exact=True).dblclick()
        page.wait_for_url(re.compile(r"/subscriptions/\d+"))
        page.go_back()
        expect(page.get_by_role("heading", name="Order Subscription")).to_be_visible()
        expect(page.locator(".steps .current")).to_contain_text("Config setting")
    assert len(front.orders()) == orders + 1


def test_an_order_whose_answer_is_lost_is_told_so(front: Storefront, url: str) -> None:
    """Design 6: it is not sent again, whatever is pressed."""
    orders = len(front.orders())
    with browse(url) as page:
        reach_confirmation(page, front, url)
        front.meddler.on("sales_order", front.lose_answer)
        page.get_by_label("I confirm the order and its terms").check()
        page.get_by_role("button", name="Order", exact=True).click()
        expect(page.get_by_text("We are checking the order")).to_be_visible()
        shoot(page, "order-unknown")
        page.reload()
        expect(page.get_by_text("We are checking the order")).to_be_visible()
    assert len(front.orders()) == orders + 1


def test_every_step_fits_and_is_accessible(front: Storefront, url: str) -> None:
    """NAV-11, NFR-7: at every width, light and dark."""

    def look_at(name: str) -> None:
        for width, theme in product((PHONE, TABLET, DESKTOP), ("dark", "light")):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            look(page, f"order-{name}-{width}-{theme}")

    with browse(url) as page:
        open_order(page, front, url)
        choose_period(page)
        look_at("configuration")
        next_step(page, "Client")
        choose_client(page, front.account())
        look_at("client")
        next_step(page, "Confirmation")
        look_at("confirmation")


def test_what_is_missing_is_said_and_stays_said(front: Storefront, url: str) -> None:
    """ORD-22: beside each field, until it is filled in."""
    with browse(url) as page:
        open_order(page, front, url)
        choose_period(page)
        next_step(page, "Client")
        page.get_by_role("radio", name="New client").check()
        name = page.get_by_label("Company name")
        expect(name).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Fill in this field.")).to_have_count(0)
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_text("Fill in this field.")).to_have_count(5)
        expect(name).to_be_focused()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Fill in this field.")).to_have_count(5)


def test_the_vendors_questions_begin_without_reproach(front: Storefront, url: str) -> None:
    """MS-3..5, ORD-29: asked, checked while somebody waits, and confirmed."""
    with browse(url) as page:
        open_order(page, front, url, "Microsoft 365 Business Basic")
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.locator(".steps .current")).to_contain_text("Client")
        page.get_by_role("radio", name="New client").check()
        for label, text in {
            "Company name": "Ромашка", "ITN": "7707083893", "First name": "Анна",
            "Last name": "Цвет", "Email": "anna@romashka.example", "Phone": "+74951234567",
            "Position": "Директор", "City": "Москва", "Zip code": "125009", "Street": "Тверская",
        }.items():  # fmt: skip
            page.get_by_label(label).fill(text)
        search(page, "Country", "Russia")
        expect(page.get_by_label("Country")).to_contain_text("Russia")
        next_step(page, "Additional data")
        agreement = page.get_by_label("I accept the agreement")
        expect(agreement).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.locator(".problem:not(:empty)").count() == 0
        agreement.check()
        page.get_by_label("Domain", exact=False).last.fill("romashka")
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_text("The vendor is checking the data…")).to_be_visible()
        shoot(page, "order-checking")
        front.wait(seconds=30)
        expect(page.locator(".steps .current")).to_contain_text("Confirmation", timeout=15_000)
        expect(page.get_by_text("romashka.onmicrosoft.com")).to_be_visible()


def test_ticking_the_box_accepts_what_stands_there_and_nothing_else(
    front: Storefront, url: str
) -> None:
    """ORD-34, ORD-35, MSG-8."""
    orders = len(front.orders())
    with browse(url) as page:
        reach_confirmation(page, front, url)
        order = page.get_by_role("button", name="Order", exact=True)
        box = page.get_by_label("I confirm the order and its terms")
        expect(order).to_be_disabled()
        front.raise_prices(front.plan(HOSTED), Decimal(10))
        box.check()
        order.click()
        expect(page.get_by_text("The total has changed from 1.70 to 16.98 EUR")).to_be_visible()
        expect(box).not_to_be_checked()
        expect(order).to_be_disabled()
        assert len(front.orders()) == orders
        box.check()
        order.click()
        page.wait_for_url(re.compile(r"/subscriptions/\d+"))
    assert front.orders()[-1].total == Decimal("16.98")


def test_what_was_typed_about_one_client_is_not_anothers(front: Storefront, url: str) -> None:
    first, second = front.accounts()[0], front.accounts()[1]
    with browse(url) as page:
        open_order(page, front, url)
        choose_period(page)
        next_step(page, "Client")
        choose_client(page, first)
        page.get_by_label("Building").fill("Only of the first")
        page.get_by_label("Building").press("Tab")
        page.wait_for_load_state("networkidle")
        choose_client(page, second)
        assert "Only of the first" != page.get_by_label("Building").input_value()
        next_step(page, "Confirmation")
        expect(page.locator(".order-facts")).not_to_contain_text("Only of the first")
        page.go_back()
        expect(page.get_by_label("Company name")).to_have_value(second.name)


def test_changes_of_a_client_are_confirmed_too(front: Storefront, url: str) -> None:
    """ORD-21, ORD-33."""
    account = front.account()
    with browse(url) as page:
        open_order(page, front, url)
        choose_period(page)
        next_step(page, "Client")
        choose_client(page, account)
        page.get_by_label("Building").fill("99")
        next_step(page, "Confirmation")
        expect(page.locator(".order-facts")).to_contain_text("→ 99")
        page.get_by_label("I confirm the order and its terms").check()
        page.get_by_role("button", name="Order", exact=True).click()
        page.wait_for_url(re.compile(r"/subscriptions/\d+"))
    assert front.account().address["building"] == "99"
