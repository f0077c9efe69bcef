"""E2E-8: what happens at the expiration date, with auto-renew and without."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from domain.statuses import ChargeStatus, OrderStatus, OrderType, SubscriptionStatus
from tests.end_to_end.managing.distribution import Charged
from tests.end_to_end.managing.scene import Scene

pytestmark = pytest.mark.browser

HOSTED = "Hosted Exchange Standard"
CLOSED, BLOCKED = ChargeStatus.CLOSED, ChargeStatus.BLOCKED
SYSTEM = None


def test_what_renews_itself_is_renewed_by_the_system(scene: Scene) -> None:
    """E2E-8, OP-22, OP-23: seven days before, for the day it expires, with the same amounts."""
    platform = scene.platform
    own = platform.bought(HOSTED, platform.client(), 4, months=1)
    scene.opens_subscription(own)
    scene.page.get_by_label("Renew automatically for the next period").check()
    expect(scene.page.get_by_text("Auto-renew is on.")).to_be_visible()
    expect(
        scene.page.get_by_text("It is renewed by itself for the period after 18.04.2026")
    ).to_be_visible()
    assert platform.now(own).is_auto_renewed

    scene.comes_back_after(days=23)  # 10 April
    assert OrderType.RENEWAL not in [kind for kind, _, _ in platform.orders(own)]
    scene.comes_back_after(days=1)
    scene.opens_subscription(own, "history")
    assert scene.history()[0] == ["Renewal order", "Waiting for provisioning", "System"]
    expect(scene.page.get_by_text("until 18.04.2026")).to_be_visible()
    scene.looks("renewal-by-the-system")

    scene.comes_back_after(days=8)  # 19 April
    scene.opens_subscription(own)
    scene.sees_status("Active")
    expect(scene.page.locator(".subscription-facts")).to_contain_text("18.05.2026")
    renewal = platform.newest_order(own)
    assert platform.orders(own)[-1] == (OrderType.RENEWAL, OrderStatus.COMPLETED, SYSTEM)
    assert platform.amounts(own)[0] == 4
    # 4 mailboxes of 3.76 a month, by the days of the month up to each first: the billing day.
    assert platform.charges(own) == [
        Charged(CLOSED, 4, Decimal("6.79"), date(2026, 3, 18), date(2026, 4, 1)),  # 14 of 31 days
        Charged(BLOCKED, 4, Decimal("8.52"), date(2026, 4, 1), date(2026, 4, 18)),  # 17 of 30
        Charged(BLOCKED, 4, Decimal("6.52"), date(2026, 4, 18), date(2026, 5, 1)),  # 13 of 30
    ]
    assert renewal.total == Decimal("6.52")


def test_what_nobody_renews_is_graced_stopped_and_deleted(scene: Scene) -> None:
    """E2E-8, T9 to T11, DET-11, OP-46: the own data centre gives 14 days, and stores 60."""
    platform = scene.platform
    own = platform.bought(HOSTED, platform.client(), 4, months=1)
    scene.opens_subscription(own)
    scene.sees_status("Active")
    expect(scene.page.get_by_text("It ends on 18.04.2026, unless somebody")).to_be_visible()

    scene.comes_back_after(days=31)  # 18 April
    scene.opens_subscription(own)
    scene.sees_status("Graced")
    scene.is_offered("Renew", "Stop")
    scene.looks("graced")
    scene.comes_back_after(days=13)
    assert platform.now(own).status is SubscriptionStatus.GRACED
    scene.comes_back_after(days=1)  # 2 May
    scene.opens_subscription(own)
    scene.sees_status("Stopped")
    scene.is_not_offered("Activate")
    scene.is_offered("Renew")
    scene.looks("stopped-by-the-system")
    scene.comes_back_after(days=59)
    assert platform.now(own).status is SubscriptionStatus.STOPPED
    scene.comes_back_after(days=1)  # 1 July
    scene.opens_subscription(own)
    scene.sees_status("Deleted")
    scene.is_not_offered("Renew", "Stop", "Activate", "Change", "Switch plan", "Delete")
    scene.looks("deleted-by-the-system")
    assert [kind for kind, _, _ in platform.orders(own)] == [OrderType.SALES, OrderType.PROLONG]
