"""Renewals near the billing day: what is confirmed is what the platform charges (OP-26)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.statuses import OrderType
from sandbox.orders import place_sale
from sandbox.records import Charge, Subscription
from tests.pages.managing.dialog import Dialog, page_text
from tests.sandbox.buyer import HOSTED, totals_of
from tests.storefront import Storefront


def hosted_until_28_april(front: Storefront) -> Subscription:
    """Buy five mailboxes for a month from 28 March on, without auto-renew."""
    plan = front.plan(HOSTED)
    with front.platform.writing() as books:
        period = next(one for one in front.periods(plan) if one.months == 1 and not one.is_trial)
        order = place_sale(
            books, front.account(), plan, period, totals_of(books, plan, 5),
            provisioning_on=date(2026, 3, 28),
        )  # fmt: skip
    return front.subscription(order)


def test_a_renewal_says_and_pays_for_the_next_billing_period_too(front: Storefront) -> None:
    """OP-26: from 28 April to 1 May it is near; nothing is charged twice for May."""
    own = hosted_until_28_april(front)
    front.wait(days=33)  # 20 April
    dialog = Dialog(front.app, front.client())

    dialog.open("renew", own.subscription_id).choose(period=year_of(front, own))

    for text in ("28.04.2026 – 31.05.2026", "The next billing day is near", "01.05.2026 – "):
        assert text in dialog.text, text
    total = Decimal(dialog.shown["price"]["total"])
    dialog.confirm()
    assert not dialog.is_open, dialog.text
    order = front.orders()[-1]
    assert (order.kind, order.total) == (OrderType.RENEWAL, total)
    history = page_text(dialog.client, own.subscription_id, "?tab=history")
    assert "28.04.2026 – 31.05.2026" in history

    front.wait(days=43)  # 2 June
    # June is what the platform ordered by itself.
    assert charged(front, own)[-3:] == [
        (date(2026, 4, 28), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 7, 1)),
    ]
    assert front.subscription(order).end_on == date(2027, 4, 28)


def year_of(front: Storefront, own: Subscription) -> str:
    plan = front.plan_of(str(own.plan_id))
    (year,) = (one for one in front.periods(plan) if one.months == 12)
    return str(year.plan_period_id)


def charged(front: Storefront, own: Subscription) -> list[tuple[date, date]]:
    """Return the days of everything that counts, by their order."""
    with front.platform.reading() as books:
        where = "subscription_id = ? AND status <> 'deleted' ORDER BY start_on"
        found = books.find(Charge, where, own.subscription_id)
    return [(one.start_on, one.end_on) for one in found]
