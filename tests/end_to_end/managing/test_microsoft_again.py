"""E2E-3: a client that Microsoft knows already, and a plan of which it may have one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.statuses import OrderStatus, OrderType
from tests.end_to_end.managing.scene import Scene

pytestmark = pytest.mark.browser

LEGACY = "Office 365 E3 (legacy, paid monthly)"


def test_a_second_order_asks_nothing_and_a_second_of_its_kind_is_refused(scene: Scene) -> None:
    """E2E-3, MS-2, MS-13, ORD-25, ORD-28."""
    platform, page = scene.platform, scene.page
    account = platform.client()
    platform.bought("Exchange Online (Plan 2) (NCE, 1 month)", account, 5, months=1,
                    tenant="engine")  # fmt: skip

    scene.orders_for(account, LEGACY)
    scene.chooses_period("1 year")
    page.get_by_label("Quantity of License").fill("12")
    scene.goes_on_to("Client")
    scene.goes_on_to("Confirmation")
    # 12 licences of 18.80 a month, for the 14 of 31 days up to the billing day.
    expect(page.locator(".order-lines .total")).to_contain_text("101.88")
    scene.looks("second-microsoft-order")
    own = scene.places_the_order()
    scene.waits(minutes=5)
    scene.sees_status("Active")
    assert platform.orders(own) == [
        (OrderType.SALES, OrderStatus.COMPLETED, platform.manager.manager_id)
    ]
    assert platform.newest_order(own).total == platform.charges(own)[0].amount

    scene.front.settle()  # The portal looks for what it has ordered, as it does by the clock.
    orders = len(scene.front.orders())
    scene.orders_for(account, LEGACY)
    scene.chooses_period("1 year")
    scene.goes_on_to("Client")
    refusal = page.get_by_text(
        f"This client has a subscription to this plan already ({own.subscription_id}),"
        " and may have only one."
    )
    expect(refusal).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".steps .current")).to_contain_text("Client")
    scene.looks("second-of-its-kind")
    assert len(scene.front.orders()) == orders
