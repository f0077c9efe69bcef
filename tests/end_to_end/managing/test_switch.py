"""E2E-9: another plan, now and when the period ends."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from playwright.sync_api import expect

from domain.statuses import OrderStatus, OrderType
from sandbox.records import Subscription
from tests.end_to_end.managing.scene import MINUS, SOON, Scene

pytestmark = pytest.mark.browser

BASIC = "Microsoft 365 Business Basic (NCE, {})"
ANNUAL, PAID_MONTHLY = BASIC.format("1 year paid annually"), BASIC.format("1 year paid monthly")
ONE_MONTH = BASIC.format("1 month")


def reported(
    scene: Scene, own: Subscription, first: date, last: date
) -> list[tuple[str, str, float, Decimal]]:
    """Return days, amount of licences and total of what a report holds of a subscription."""
    scene.opens(f"/analytics/reports?from={first}&to={last}")
    with scene.page.expect_download() as download:
        scene.page.get_by_role("link", name="Download").click()
    content = download.value.path().read_bytes()
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2)
    found = ([cell.value for cell in row] for row in rows)
    return [
        (day(row[11]), day(row[12]), row[8], Decimal(str(row[16])))
        for row in found if int(row[5]) == own.subscription_id
    ]  # fmt: skip


def day(cell: object) -> str:
    assert isinstance(cell, datetime)
    return f"{cell:%d.%m.%Y}"


def test_a_switch_gives_back_what_was_closed_and_not_used(scene: Scene) -> None:
    """E2E-9, OP-36, OP-39, BIL-8, REP-6."""
    platform = scene.platform
    own = platform.bought(ANNUAL, platform.client(), 10, months=12, tenant="engine")
    scene.comes_back_after(days=29)  # 16 April: the window is over, and the year closed.
    scene.opens_subscription(own)
    scene.asks_for("Switch plan")
    scene.chooses("New plan", PAID_MONTHLY)
    # Of ten licences of 5.64: 2 days of 31 of the first month, and eleven months.
    assert scene.sums()["Refund"] == f"{MINUS}624.04 EUR"
    scene.looks("switch")
    scene.confirms()
    scene.waits(seconds=10)
    scene.sees_status("Switching")
    scene.waits(minutes=5)
    scene.sees_status("Active")
    expect(scene.page.locator(".subscription-facts")).to_contain_text("1 year paid monthly")
    expect(scene.page.locator(".subscription-facts")).to_contain_text("16.04.2027")
    manager = platform.manager.manager_id
    assert platform.orders(own)[-1] == (OrderType.SWITCH, OrderStatus.COMPLETED, manager)

    scene.front.portal.publish()
    given_back = reported(scene, own, date(2026, 4, 1), date(2026, 4, 30))
    assert len(given_back) == 12
    assert given_back[0] == ("16.04.2026", "17.04.2026", -10, Decimal("-3.64"))
    assert given_back[1] == ("18.04.2026", "17.05.2026", -10, Decimal("-56.40"))
    assert sum(total for *_, total in given_back) == Decimal("-624.04")
    scene.looks("report-after-a-switch")


def test_a_switch_on_renewal_waits_for_the_expiration_date(scene: Scene) -> None:
    """E2E-9, OP-40."""
    platform, page = scene.platform, scene.page
    own = platform.bought(ONE_MONTH, platform.client(), 10, months=1, tenant="engine")
    scene.opens_subscription(own)
    scene.is_not_offered("Switch plan on renewal")
    scene.comes_back_after(days=8)
    scene.opens_subscription(own)
    dialog = scene.asks_for("Switch plan on renewal")
    expect(dialog).to_contain_text("It is renewed and switched on 18.04.2026.")
    scene.chooses("New plan", ANNUAL)
    expect(dialog.locator(".operation-sums")).to_be_visible()
    assert scene.sums()["Charged on 18.04.2026"] == "676.80 EUR"  # 10 × 5.64 × 12
    scene.looks("switch-on-renewal")
    scene.confirms()
    scene.waits(minutes=1)
    expect(page.get_by_text("It is carried out on 18.04.2026.").first).to_be_visible(timeout=SOON)
    scene.is_offered("Cancel the order")
    scene.is_not_offered("Renew", "Switch plan")
    manager = platform.manager.manager_id
    waiting = (OrderType.SWITCH, OrderStatus.WAITING_FOR_PROVISIONING, manager)
    assert platform.orders(own)[-1] == waiting
    assert platform.now(own).plan_id == scene.front.plan(ONE_MONTH).plan_id

    scene.comes_back_after(days=24)  # 19 April
    scene.opens_subscription(own)
    scene.sees_status("Active")
    expect(page.locator(".subscription-facts")).to_contain_text("18.04.2027")
    assert platform.now(own).plan_id == scene.front.plan(ANNUAL).plan_id
    assert platform.orders(own)[-1] == (OrderType.SWITCH, OrderStatus.COMPLETED, manager)
    assert platform.newest_order(own).total == Decimal("676.80")
