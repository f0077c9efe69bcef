"""E2E-12: a client on hold."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.statuses import AccountStatus, SubscriptionStatus
from tests.end_to_end.managing.scene import Scene

pytestmark = pytest.mark.browser

HOSTED = "Hosted Exchange Standard"
REFUSED = "New operations are not possible: client status is Administrative hold."


def test_what_a_client_on_hold_has_stops_and_comes_back(scene: Scene) -> None:
    """E2E-12, T14, DET-10, CLI-10, MSG-10."""
    platform, page = scene.platform, scene.page
    account = platform.client()
    first, second = (platform.bought(HOSTED, account, count) for count in (3, 5))

    platform.put(account, AccountStatus.ADMINISTRATIVE_HOLD)
    scene.opens_subscription(first)
    scene.sees_status("Stopping")
    scene.waits(minutes=5)
    scene.sees_status("Stopped")
    scene.is_not_offered("Activate")
    expect(page.get_by_text(REFUSED).first).to_be_visible()
    assert platform.now(second).status is SubscriptionStatus.STOPPED
    scene.looks("stopped-by-a-hold")

    scene.orders_for(account, HOSTED)
    page.get_by_role("radio").nth(1).check()
    expect(page.get_by_role("heading", name="Resources")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".steps .current")).to_contain_text("Client")
    expect(page.get_by_text(REFUSED)).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".steps .current")).to_contain_text("Client")
    scene.looks("order-for-a-client-on-hold")
    scene.opens(f"/clients/{account.account_id}")
    expect(page.get_by_text(REFUSED)).to_be_visible()
    scene.looks("client-on-hold")

    platform.put(account, AccountStatus.ACTIVE)
    scene.opens_subscription(second)
    scene.sees_status("Activating")
    scene.waits(minutes=5)
    scene.sees_status("Active")
    assert platform.now(first).status is SubscriptionStatus.ACTIVE
    assert len(platform.orders(first)) == len(platform.orders(second)) == 1
