"""E2E-5: another amount, from the list of subscriptions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from domain.statuses import ChargeStatus, OrderStatus, OrderType
from tests.end_to_end.managing.distribution import Charged
from tests.end_to_end.managing.scene import SOON, Scene

pytestmark = pytest.mark.browser

BLOCKED = ChargeStatus.BLOCKED
# A list that is moving asks every ten seconds, and here every three.
HURRY = "dash_clientside.set_props('subscriptions-tick', {interval: 3000})"


def test_an_amount_is_changed_in_its_row(scene: Scene) -> None:
    """E2E-5, SUB-3, SUB-8, SUB-9, OP-30, OP-31, HIST-3, HIST-6."""
    platform, page = scene.platform, scene.page
    own = platform.bought("Hosted Exchange Standard", platform.client(), 12, months=12)
    scene.front.portal.publish()
    # Nothing else moves in it: the list is calm, until something is done.
    scene.opens(f"/subscriptions?client={own.account_id}")
    page.evaluate(HURRY)
    row = page.locator("tr", has_text=f"ID {own.subscription_id}")
    row.locator(".amount-edit").click()
    editor = page.get_by_role("group", name="New amount")
    for _ in range(3):
        editor.get_by_role("button", name="More").click()
    expect(editor.get_by_role("textbox")).to_have_value("15")
    scene.looks("amount-in-the-row")
    editor.get_by_role("button", name="Confirm").click()
    expect(scene.dialog).to_contain_text("12 → 15")
    # Three of 3.76 a month, for the 14 of 31 days up to the billing day; then 15 a month.
    assert scene.sums() == {
        "Due now": "5.09 EUR",
        "Each full month": "45.12 EUR → 56.40 EUR",
        "Effective": "Immediately",
        "Expiration date": "18.03.2027",
    }
    scene.looks("amount-confirmed")
    scene.confirms()
    scene.waits(seconds=10)  # It is paid by itself.
    scene.front.settle()  # The portal looks at what it was asked for, as it does by the clock.
    expect(row.locator(".status")).to_contain_text("Updating", timeout=SOON)
    scene.waits(minutes=5)
    scene.front.settle()
    expect(row.locator(".status")).to_contain_text("Active", timeout=SOON)
    expect(row.locator(".amount-edit")).to_have_text("15")

    scene.opens_subscription(own, "history")
    assert scene.history()[0] == ["Change order", "Completed", platform.manager.name]
    expect(page.locator("table.history tbody tr").first).to_contain_text("Mailbox: 12 → 15")
    manager = platform.manager.manager_id
    assert platform.orders(own)[-1] == (OrderType.CHANGE, OrderStatus.COMPLETED, manager)
    assert platform.charges(own) == [
        Charged(BLOCKED, 12, Decimal("20.38"), date(2026, 3, 18), date(2026, 4, 1)),
        Charged(BLOCKED, 3, Decimal("5.09"), date(2026, 3, 18), date(2026, 4, 1)),
    ]
