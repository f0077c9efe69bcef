"""What managers do at the portal, in their words. Time passes when the platform's clock is moved.

Each scene has a portal and a platform of its own, and a browser in which a manager is signed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from sandbox.records import Account, Subscription
from screenshots.faults import fits
from tests.browser import DESKTOP, HEIGHT, PHONE, shoot
from tests.end_to_end.managing.distribution import Distribution
from tests.storefront import Storefront

SOON = 12_000  # A page that is moving asks every few seconds.
SLOW = 30_000  # The first page of all waits for static files to be compressed.
MINUS = "\u2212"
COOKIES = ("portal_session", "portal_forms", "_csrf_token")


@dataclass
class Scene:
    """A manager in front of a portal. `platform` is what the distributor has in its books."""

    page: Page
    front: Storefront
    url: str
    platform: Distribution

    def sign_in(self) -> None:
        """Sign in beside the browser, and give it what it would have got."""
        client = self.front.client()
        found = [client.get_cookie(name) for name in COOKIES]
        self.page.context.add_cookies(
            [{"name": one.key, "value": one.value, "url": self.url} for one in found if one]
        )

    def opens(self, address: str) -> None:
        self.page.goto(f"{self.url}{address}")
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible(timeout=SLOW)

    def opens_subscription(self, own: Subscription, tab: str = "management") -> None:
        self.opens(f"/subscriptions/{own.subscription_id}?tab={tab}")
        expect(self.status).to_be_visible()

    def waits(self, **time: float) -> None:
        """Let a little time pass; the page stays open, and follows by itself."""
        self.front.wait(**time)

    def comes_back_after(self, **time: float) -> None:
        """Leave the portal for longer than anybody stays signed in."""
        self.page.goto("about:blank")
        self.front.wait(**time)
        self.sign_in()

    @property
    def status(self) -> Locator:
        return self.page.locator(".details-title .status")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def sees_status(self, name: str) -> None:
        expect(self.status).to_contain_text(re.compile(rf"{name}$"), timeout=SOON)

    def operation(self, name: str) -> Locator:
        """Return the button of an operation."""
        return self.page.get_by_role("button", name=name, exact=True)

    def is_offered(self, *names: str) -> None:
        for name in names:
            expect(self.operation(name)).to_be_enabled()

    def is_not_offered(self, *names: str) -> None:
        """See that operations are not there, or can't be pressed (OP-1)."""
        for name in names:
            expect(self.operation(name).and_(self.page.locator(":enabled"))).to_have_count(0)

    def asks_for(self, name: str) -> Locator:
        """Press the button of an operation, and return the dialog that it opens."""
        self.operation(name).click()
        expect(self.dialog.get_by_role("heading", name=name)).to_be_visible()
        return self.dialog

    def changes(self, resource: str, amount: int) -> None:
        """Type another amount on the page, and ask what it costs."""
        self.page.get_by_role("textbox", name=f"New amount of {resource}").fill(str(amount))
        self.is_offered("Change")
        self.operation("Change").click()
        expect(self.dialog.get_by_role("heading", name="Change amounts")).to_be_visible()

    def types_amount(self, resource: str, amount: int) -> None:
        self.dialog.get_by_role("textbox", name=f"New amount of {resource}").fill(str(amount))

    def chooses(self, label: str, text: str) -> None:
        """Choose the one entry of a list that a text finds."""
        self.dialog.get_by_label(label).click()
        options = self.page.locator(".dash-dropdown-content .dash-options-list-option")
        options.filter(has_text=text).first.click()

    def sums(self) -> dict[str, str]:
        """Return what the dialog says that an operation costs, line by line."""
        list_of_sums = self.dialog.locator(".operation-sums")
        expect(list_of_sums).to_be_visible()
        names = list_of_sums.locator("dt").all_inner_texts()
        return dict(zip(names, list_of_sums.locator("dd").all_inner_texts(), strict=True))

    def confirms(self, name: str = "Confirm") -> None:
        """Confirm what stands in the dialog, which closes (OP-6)."""
        self.dialog.get_by_role("button", name=name, exact=True).click()
        expect(self.dialog).to_have_count(0)

    def stops(self) -> None:
        """Say why in the dialog of a stop, and stop."""
        self.dialog.get_by_label("Reason").select_option("customer_request")
        self.dialog.get_by_label("Comment").fill("On holiday")
        self.confirms("Stop the subscription")

    def history(self) -> list[list[str]]:
        """Return operation, status and user of each order that the history lists."""
        rows = self.page.locator("table.history tbody tr")
        expect(rows.first).to_be_visible()
        return [_order(row) for row in rows.all()]

    def orders_for(self, account: Account, plan: str) -> None:
        """Open the wizard for a client, with a plan."""
        self.opens(f"/order?plan={self.front.plan(plan).plan_id}&account={account.account_id}")
        expect(self.page.get_by_role("heading", name="Tariff plan period")).to_be_visible()

    def goes_on_to(self, step: str) -> None:
        self.page.get_by_role("button", name="Next", exact=True).click()
        expect(self.page.locator(".steps .current")).to_contain_text(step)

    def chooses_period(self, length: str) -> None:
        self.page.get_by_role("radio", name=re.compile(rf"^{length}")).check()
        expect(self.page.get_by_role("heading", name="Resources")).to_be_visible()

    def places_the_order(self) -> Subscription:
        """Agree, order, and return what has been bought."""
        self.page.get_by_label("I confirm the order and its terms").check()
        self.page.get_by_role("button", name="Order", exact=True).click()
        self.page.wait_for_url(re.compile(r"/subscriptions/\d+"))
        self.sees_status("New order")  # Time passes when the page is there, and follows it.
        return self.front.subscription(self.front.orders()[-1])

    def looks(self, name: str) -> None:
        """Keep what is on the screen, wide and narrow; nothing reaches out of it."""
        for width in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            assert fits(self.page), (name, width)
            shoot(self.page, f"e2e-{name}-{width}")


def _order(row: Locator) -> list[str]:
    cells = row.locator("td").all_inner_texts()
    status = row.locator(".status").inner_text().split("\n")[-1]  # Below its icon.
    return [cells[1], status, cells[5]]
