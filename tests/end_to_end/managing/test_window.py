"""E2E-6: New Commerce within its cancellation window, after it, and at the end of its period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from domain.statuses import ChargeStatus, OrderStatus, OrderType
from tests.end_to_end.managing.distribution import Charged
from tests.end_to_end.managing.scene import MINUS, SOON, Scene

pytestmark = pytest.mark.browser

ANNUAL = "Microsoft 365 Business Basic (NCE, 1 year paid annually)"
CLOSED, BLOCKED = ChargeStatus.CLOSED, ChargeStatus.BLOCKED


def test_less_is_possible_within_a_week_and_at_the_renewal(scene: Scene) -> None:
    """E2E-6, OP-17, OP-18, OP-33, OP-42, MS-17."""
    platform, page = scene.platform, scene.page
    own = platform.bought(ANNUAL, platform.client(), 18, months=12, tenant="engine")
    manager = platform.manager.manager_id

    scene.comes_back_after(days=1)  # 19 March
    scene.opens_subscription(own)
    scene.is_offered("Delete")
    expect(page.locator(".operation .countdown")).to_contain_text("5\u00a0d 23\u00a0h")
    scene.changes("License", 15)
    assert scene.sums() == {
        "Refund": f"{MINUS}202.50 EUR",
        "Due now": f"{MINUS}202.50 EUR",
        "Each full month": "101.52 EUR → 84.60 EUR",
        "Effective": "Immediately",
        "Expiration date": "18.03.2027",
    }
    scene.looks("reduced-in-the-window")
    scene.confirms()
    scene.waits(seconds=10)  # It is paid by itself.
    scene.sees_status("Updating")
    scene.waits(minutes=5)
    scene.sees_status("Active")
    assert platform.amounts(own) == [15]
    # 18 licences of 5.64 for a day of 31, then 15 for the others, and for eleven months.
    assert platform.charges(own)[:3] == [
        Charged(ChargeStatus.DELETED, 18, Decimal("101.52"), date(2026, 3, 18), date(2026, 4, 18)),
        Charged(CLOSED, 18, Decimal("3.27"), date(2026, 3, 18), date(2026, 3, 19)),
        Charged(BLOCKED, 15, Decimal("81.87"), date(2026, 3, 19), date(2026, 4, 18)),
    ]

    scene.comes_back_after(days=8)  # 27 March
    scene.opens_subscription(own)
    scene.is_not_offered("Delete")
    expect(page.locator(".countdown")).to_have_count(0)
    amount = page.get_by_role("textbox", name="New amount of License")
    amount.fill("14")
    expect(page.get_by_text("Enter a whole number from 15 to 10,000.")).to_be_visible()
    scene.is_not_offered("Change", "Change renewal options")
    scene.looks("after-the-window")
    amount.fill("15")

    scene.comes_back_after(days=340)  # 2 March of the next year
    scene.opens_subscription(own)
    scene.asks_for("Change renewal options")
    scene.types_amount("License", 10)
    expect(scene.dialog.get_by_text("15 → 10")).to_be_visible()
    assert scene.sums()["Charged on 18.03.2027"] == "676.80 EUR"  # 10 × 5.64 × 12
    scene.looks("less-at-the-renewal")
    scene.confirms()
    scene.waits(minutes=1)
    expect(page.get_by_text("It is carried out on 18.03.2027.").first).to_be_visible(timeout=SOON)
    waiting = (OrderType.RENEWAL, OrderStatus.WAITING_FOR_PROVISIONING, manager)
    assert platform.orders(own)[-1] == waiting
    assert platform.amounts(own) == [15]

    scene.comes_back_after(days=17)  # 19 March
    scene.opens_subscription(own)
    scene.sees_status("Active")
    expect(page.locator(".subscription-facts")).to_contain_text("18.03.2028")
    assert platform.amounts(own) == [10]
    assert platform.orders(own)[-1] == (OrderType.RENEWAL, OrderStatus.COMPLETED, manager)
    assert platform.newest_order(own).total == Decimal("676.80")
