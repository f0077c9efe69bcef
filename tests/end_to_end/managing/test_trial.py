"""E2E-13: a trial, from the wizard to the first bill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from domain.statuses import ChargeStatus
from tests.end_to_end.managing.distribution import Charged
from tests.end_to_end.managing.scene import SOON, Scene

pytestmark = pytest.mark.browser

LEGACY = "Office 365 E3 (legacy, paid monthly)"


def test_a_trial_goes_on_as_a_paid_subscription(scene: Scene) -> None:
    """E2E-13, MS-13, OP-4, OP-20, DET-4, MSG-19, BIL-13."""
    platform, page = scene.platform, scene.page
    account = platform.client()
    platform.bought("Exchange Online (Plan 2) (NCE, 1 month)", account, 5, months=1,
                    tenant="engine")  # fmt: skip

    scene.orders_for(account, LEGACY)
    expect(page.locator(".choice-name", has_text="Trial")).to_be_visible()
    scene.chooses_period("1 month")
    expect(page.get_by_text("The trial is free and limited in time.")).to_be_visible()
    expect(page.get_by_label("Quantity of License")).to_have_count(0)  # Microsoft gives 25 to try.
    scene.looks("trial-in-the-wizard")
    scene.goes_on_to("Client")
    scene.goes_on_to("Confirmation")
    expect(page.locator(".order-lines .total")).to_contain_text("0.00")
    own = scene.places_the_order()
    scene.waits(minutes=5)
    scene.sees_status("Active")

    expect(page.locator(".details-title .trial")).to_have_text("Trial")
    expect(page.get_by_text("The trial is free until 18.04.2026.")).to_be_visible()
    scene.is_offered("Renew", "Switch plan")
    scene.is_not_offered("Change", "Stop", "Delete", "Change renewal options",
                         "Switch plan on renewal")  # fmt: skip
    scene.looks("trial")
    assert platform.charges(own) == []

    dialog = scene.asks_for("Renew")
    expect(dialog).to_contain_text("1 year")
    expect(dialog.get_by_role("option", name="1 month")).to_have_count(0)
    sums = scene.sums()
    # 25 licences of 18.80 a month; 13 of April's 30 days are left on the 18th.
    assert sums["Charged on 18.04.2026"] == "203.67 EUR"
    assert sums["Expiration date"] == "18.04.2027"
    scene.looks("trial-renewed")
    scene.confirms()
    scene.waits(minutes=1)
    expect(page.get_by_text("It is carried out on 18.04.2026.").first).to_be_visible(timeout=SOON)
    assert platform.now(own).is_trial

    scene.comes_back_after(days=32)  # 19 April
    scene.opens_subscription(own)
    scene.sees_status("Active")
    expect(page.locator(".details-title .trial")).to_have_count(0)
    expect(page.locator(".subscription-facts")).to_contain_text("18.04.2027")
    scene.is_offered("Stop")
    assert not platform.now(own).is_trial
    assert platform.charges(own) == [
        Charged(ChargeStatus.BLOCKED, 25, Decimal("203.67"), date(2026, 4, 18), date(2026, 5, 1))
    ]
