"""E2E-7, E2E-11: a stop and what it ends, and what is never stopped."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from dashboard.services.managing.outcomes import NotAvailable
from dashboard.services.managing.revision import revision_of
from domain.management import Activation, Change, Deletion, Renewal, Stop, Switch
from domain.statuses import OrderStatus, OrderType, SubscriptionStatus
from tests.end_to_end.managing.scene import SOON, Scene

pytestmark = pytest.mark.browser

COMPLETED, CANCELLED = OrderStatus.COMPLETED, OrderStatus.CANCELLED
PERPETUAL = "Windows Server 2022, 1 User CAL"


def test_a_stop_cancels_the_renewal_that_waits(scene: Scene) -> None:
    """E2E-7, OP-10, OP-11, HIST-4."""
    platform = scene.platform
    own = platform.bought("Hosted Exchange Standard", platform.client(), 4, months=1)
    scene.opens_subscription(own)
    scene.is_not_offered("Renew")
    expect(scene.page.get_by_text("It is possible from 19.03.2026.").first).to_be_visible()
    scene.comes_back_after(days=1)
    scene.opens_subscription(own)
    scene.asks_for("Renew")
    scene.confirms()
    scene.waits(minutes=1)
    renewal = platform.newest_order(own)
    waits = scene.page.get_by_text(f"Renewal order {renewal.order_id} is not finished.")
    expect(waits).to_contain_text("It is carried out on 18.04.2026.", timeout=SOON)
    assert platform.orders(own)[-1] == (
        OrderType.RENEWAL,
        OrderStatus.WAITING_FOR_PROVISIONING,
        platform.manager.manager_id,
    )

    dialog = scene.asks_for("Stop")
    expect(dialog).to_contain_text("The service becomes unavailable to the client.")
    expect(dialog).to_contain_text("After 60 days in the Stopped status")
    expect(dialog).to_contain_text(f"Cancelled with it: Renewal order {renewal.order_id}.")
    scene.looks("stop-with-a-renewal")
    scene.stops()
    scene.sees_status("Stopping")
    scene.waits(minutes=5)
    scene.sees_status("Stopped")
    scene.is_not_offered("Stop")

    manager = platform.manager
    scene.opens_subscription(own, "history")
    assert scene.history() == [
        ["Renewal order", "Cancelled", manager.name],
        ["Sales order", "Completed", manager.name],
    ]
    scene.looks("history-without-the-stop")
    assert platform.orders(own) == [
        (OrderType.SALES, COMPLETED, manager.manager_id),
        (OrderType.RENEWAL, CANCELLED, manager.manager_id),
    ]
    assert platform.now(own).stop_reason

    scene.opens_subscription(own)
    dialog = scene.asks_for("Activate")
    expect(dialog).to_contain_text("It expires on 18.04.2026 as before")
    scene.confirms("Activate")
    scene.sees_status("Activating")
    scene.waits(minutes=5)
    scene.sees_status("Active")
    assert platform.now(own).status is SubscriptionStatus.ACTIVE


def test_perpetual_software_is_delivered_and_left_alone(scene: Scene) -> None:
    """E2E-11, MS-18: also when its operations are called directly."""
    platform = scene.platform
    own = platform.bought(PERPETUAL, platform.client(), 3, tenant="engine")
    scene.opens_subscription(own)
    scene.sees_status("Delivered")
    names = ["Stop", "Renew", "Switch plan", "Change", "Delete", "Activate",
             "Change renewal options", "Switch plan on renewal"]  # fmt: skip
    for name in names:
        expect(scene.operation(name)).to_have_count(0)
    expect(scene.page.locator(".aside-quick")).to_have_count(0)
    # What was paid once is not paid again: there is no cost of a month.
    expect(scene.page.locator(".managed-resources .price-cell")).to_contain_text("once")
    expect(scene.page.locator(".managed-resources .cost-cell")).to_have_text("—")
    scene.looks("perpetual")

    asked = platform.asked()
    with scene.front.services() as services:
        screen = services.subscriptions.screen(str(own.subscription_id))
        seen, managing = revision_of(screen), services.managing
        period = str(own.plan_period_id)
        wanted = {one.plan_resource_id: 5 for one in screen.resources if one.plan_resource_id}
        for request in (Stop("other", "By hand"), Renewal(period, wanted), Change(wanted),
                        Switch("1", "1", {}), Activation(), Deletion()):  # fmt: skip
            outcome = managing.carry_out(str(uuid4()), str(own.subscription_id), seen, request)
            assert isinstance(outcome, NotAvailable), request
    assert platform.asked() == asked
    assert platform.now(own).status is SubscriptionStatus.DELIVERED
