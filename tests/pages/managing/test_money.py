"""What costs money, confirmed in the dialog: the total that is shown is the platform's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from domain.statuses import OrderStatus, SubscriptionStatus
from sandbox.offers import periods_of
from sandbox.orders import place_sale
from sandbox.panel import restrict_account
from sandbox.records import Order, Subscription
from tests.pages.managing.dialog import Dialog, page_text
from tests.pages.managing.test_prices import without_orders
from tests.sandbox.buyer import totals_of
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front

MONTHLY, ANNUAL = "csp_monthly", "csp_annual"
LATE = time(23, 50)
DUE = "2026-04-10"  # What expires before is near enough to be renewed.


@pytest.fixture(scope="module")
def shop(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    """A portal whose tests each take a subscription of their own."""
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("money")) as front:
        yield front


@pytest.fixture
def dialog(shop: Storefront) -> Dialog:
    return Dialog(shop.app, shop.client())


_taken: set[int] = set()


def take(shop: Storefront, billing: str = MONTHLY, more: str = "1") -> Subscription:
    """Return a subscription that works and that no other test uses, without an order under way."""
    where = (
        f"reseller_id = ? AND status = 'active' AND {more} AND NOT is_trial AND plan_id IN"
        " (SELECT plan_id FROM plan WHERE billing_type = ? AND status = 'active')"
        " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
        " ORDER BY subscription_id"
    )
    with shop.platform.reading() as books:
        found = books.find(Subscription, where, shop.reseller_id, billing)
        waiting = {
            one.subscription_id
            for one in books.find(Order, "status NOT IN ('completed', 'cancelled')")
        }
    own = next(one for one in found if one.subscription_id not in _taken | waiting)
    _taken.add(own.subscription_id)
    return own


def now(shop: Storefront, own: Subscription) -> Subscription:
    with shop.platform.reading() as books:
        return books.get(Subscription, own.subscription_id)


def last_order(shop: Storefront, own: Subscription) -> Order:
    with shop.platform.reading() as books:
        where = "subscription_id = ? ORDER BY order_id"
        return books.find(Order, where, own.subscription_id)[-1]


def amounts(dialog: Dialog) -> dict[str, int]:
    """Return the amounts that stand in the dialog, by the names of their fields."""
    return {name: int(text) for name, text in dialog.values.items() if name.startswith("amount:")}


def more(dialog: Dialog, by: int) -> tuple[int, int]:
    """Type another amount of the first resource; return the one there was, and the new one."""
    name, before = next(iter(amounts(dialog).items()))
    dialog.choose(**{name: str(before + by)})
    return before, before + by


def shown_total(dialog: Dialog) -> Decimal:
    return Decimal(dialog.shown["price"]["total"])


def test_more_of_a_resource_costs_what_was_confirmed(shop: Storefront, dialog: Dialog) -> None:
    """OP-30, OP-31, E2E-5: lines, due now, monthly; then Updating, Active, the new amount."""
    own = take(shop)
    dialog.open("change", own.subscription_id)
    assert dialog.is_held  # Nothing differs yet.

    before, after = more(dialog, 3)
    for text in (f"{before} → ", "Due now", "Each full month", "Immediately", "EUR"):
        assert text in dialog.text, text
    total = shown_total(dialog)
    dialog.confirm()

    assert not dialog.is_open, dialog.text
    order = last_order(shop, own)
    assert (order.kind, order.total) == ("change", total)
    assert "The order is accepted" in page_text(dialog.client, own.subscription_id)
    shop.wait(seconds=6)
    assert now(shop, own).status is SubscriptionStatus.UPDATING
    assert "Updating" in page_text(dialog.client, own.subscription_id)
    shop.wait(minutes=5)
    again = dialog.open("change", own.subscription_id)
    assert next(iter(amounts(again).values())) == after
    history = page_text(dialog.client, own.subscription_id, "?tab=history")
    assert f"{before} → {after}" in history
    assert "Change order" in history


def test_what_a_table_typed_is_what_the_dialog_begins_with(
    shop: Storefront, dialog: Dialog
) -> None:
    """OP-29, and the quick change of a list (SUB-9)."""
    own = take(shop)
    dialog.open("change", own.subscription_id)
    (name, before), *_ = amounts(dialog).items()

    dialog.open("change", own.subscription_id, amounts={name.partition(":")[2]: str(before + 2)})
    assert amounts(dialog)[name] == before + 2
    assert not dialog.is_held
    dialog.open("change", own.subscription_id, amount=before + 4)
    assert amounts(dialog)[name] == before + 4
    assert f"{before} → " in dialog.text


def test_less_than_the_least_is_said_at_its_field(shop: Storefront, dialog: Dialog) -> None:
    """OP-33, MSG-6: and nothing can be confirmed."""
    own = take(shop)
    dialog.open("change", own.subscription_id)
    name = next(iter(amounts(dialog)))

    for text in ("-1", "", "1.5", "99999999", "двенадцать"):
        dialog.choose(**{name: text})
        assert "Enter a whole number" in dialog.text, text
        assert dialog.is_held
        dialog.confirm()
        assert dialog.is_open
    assert now(shop, own) == own


def test_a_reduction_says_what_comes_back(shop: Storefront, dialog: Dialog) -> None:
    """OP-33, OP-34."""
    own = take(shop, MONTHLY)
    dialog.open("change", own.subscription_id)
    more(dialog, 2)
    dialog.confirm()
    shop.wait(minutes=5)

    dialog.open("change", own.subscription_id)
    more(dialog, -1)
    assert "Refund" in dialog.text
    assert shown_total(dialog) < 0
    dialog.confirm()

    assert not dialog.is_open, dialog.text
    assert last_order(shop, own).kind == "change"


def test_a_total_that_changed_is_confirmed_again(shop: Storefront, dialog: Dialog) -> None:
    """MSG-8: nothing is sent before."""
    own = take(shop)
    dialog.open("change", own.subscription_id)
    more(dialog, 3)
    old, before = shown_total(dialog), last_order(shop, own)
    shop.raise_prices(shop.plan_of(str(own.plan_id)), Decimal(2))
    try:
        dialog.confirm()

        assert dialog.is_open
        assert "The total has changed from" in dialog.text
        assert shown_total(dialog) != old
        assert last_order(shop, own) == before
        dialog.confirm()
        assert not dialog.is_open, dialog.text
        assert last_order(shop, own).total == shown_total_of(shop, own)
    finally:
        shop.raise_prices(shop.plan_of(str(own.plan_id)), Decimal("0.5"))


def test_a_refund_that_changed_is_confirmed_again(shop: Storefront) -> None:
    """MSG-8, OP-44: another day begins for the platform while the dialog is open."""
    plan, account = shop.plan_of("841"), shop.account()
    with shop.platform.writing() as books:
        period = next(one for one in periods_of(books, plan.plan_id) if not one.is_trial)
        order = place_sale(
            books, account, plan, period, totals_of(books, plan, 100),
            manager_id=None, provisioning_on=None, is_auto_renewed=False,
        )  # fmt: skip
    own = shop.subscription(order)
    with shop.services() as here:
        late = datetime.combine(shop.platform.now(), LATE, here.zone)
    shop.wait(seconds=(late - shop.platform.now()).total_seconds())
    dialog = Dialog(shop.app, shop.client())
    dialog.open("delete", own.subscription_id).say(typed_id=str(own.subscription_id))
    old = shown_total(dialog)
    shop.wait(minutes=20)

    dialog.confirm()

    assert dialog.is_open
    assert "The total has changed from" in dialog.text
    assert old < shown_total(dialog) < 0
    assert now(shop, own).status is SubscriptionStatus.ACTIVE
    dialog.say(typed_id=str(own.subscription_id)).confirm()
    assert not dialog.is_open, dialog.text


def shown_total_of(shop: Storefront, own: Subscription) -> Decimal:
    order = last_order(shop, own)
    return sum((one.amount for one in shop.charges(order)), Decimal(0))


def test_a_renewal_waits_for_the_expiration_and_can_be_cancelled(
    shop: Storefront, dialog: Dialog
) -> None:
    """OP-3, OP-16, OP-18: and another one can't be placed beside it."""
    own = take(shop, ANNUAL, f"end_on < '{DUE}' AND NOT is_auto_renewed")
    assert own.end_on is not None
    dialog.open("renew", own.subscription_id)
    total = shown_total(dialog)
    assert f"{own.end_on:%d.%m.%Y}" in dialog.text
    dialog.confirm()

    assert not dialog.is_open, dialog.text
    shop.wait(minutes=1)
    order = last_order(shop, own)
    assert (order.kind, order.total) == ("renewal", total)
    assert order.status is OrderStatus.WAITING_FOR_PROVISIONING
    page = page_text(dialog.client, own.subscription_id)
    assert f"Renewal order {order.order_id} is not finished" in page
    assert f"It is carried out on {own.end_on:%d.%m.%Y}" in page
    assert "is not finished" in dialog.open("renew", own.subscription_id).text
    assert dialog.is_held

    dialog.open("cancel", own.subscription_id)
    assert f"Renewal order {order.order_id} waits for {own.end_on:%d.%m.%Y}" in dialog.text
    dialog.confirm()
    assert f"Order {order.order_id} is cancelled." in dialog.text
    assert last_order(shop, own).status is OrderStatus.CANCELLED


def test_changed_renewal_options_replace_the_renewal_that_waits(
    shop: Storefront, dialog: Dialog
) -> None:
    """OP-17, E2E-6: also to less, which a commitment does not allow before."""
    with shop.platform.reading() as books:
        first = books.find(
            Order, "kind = 'renewal' AND status = 'waiting_for_provisioning' AND reseller_id = ?",
            shop.reseller_id,
        )[0]  # fmt: skip
        own = books.get(Subscription, first.subscription_id)

    dialog.open("change_renewal", own.subscription_id)
    assert f"Replaced by it: Renewal order {first.order_id}." in dialog.text
    _, after = more(dialog, -1)
    dialog.confirm()
    assert not dialog.is_open, dialog.text

    shop.wait(minutes=1)
    second = last_order(shop, own)
    assert second.order_id != first.order_id
    assert list(second.targets.values()) == [after]
    with shop.platform.reading() as books:
        assert books.get(Order, first.order_id).status is OrderStatus.CANCELLED


def test_a_plan_is_switched(shop: Storefront, dialog: Dialog) -> None:
    """OP-36, OP-37, OP-39: amounts carry over, and what was paid comes back."""
    of_ours = "plan_id IN (SELECT plan_id FROM plan WHERE name LIKE 'Hosted Exchange%')"
    own = take(shop, MONTHLY, f"end_on IS NULL AND {of_ours}")  # Nothing more is asked for these.
    dialog.open("switch", own.subscription_id)
    assert dialog.is_held
    plans = re.findall(r'"value": "(\d+)"', dialog.text)
    assert plans

    dialog.choose(plan=plans[0])
    assert "Refund" in dialog.text
    total = shown_total(dialog)
    dialog.confirm()

    assert not dialog.is_open, dialog.text
    order = last_order(shop, own)
    assert order.kind == "switch"
    assert order.total >= total  # Which has what comes back taken off.
    shop.wait(minutes=5)
    assert str(now(shop, own).plan_id) == plans[0]


def test_a_plan_that_nobody_offers_is_not_switched_to(shop: Storefront, dialog: Dialog) -> None:
    own = take(shop, MONTHLY)
    dialog.open("switch", own.subscription_id)

    dialog.choose(plan=str(shop.foreign_plan().plan_id))
    assert dialog.is_held
    dialog.confirm()

    assert dialog.is_open
    assert now(shop, own) == own


def test_a_restriction_of_the_client_is_told(shop: Storefront, dialog: Dialog) -> None:
    """OP-9, MSG-9: the platform refuses, and the dialog says why."""
    own = take(shop)
    product_id = shop.plan_of(str(own.plan_id)).product_id
    restrict_account(shop.platform, own.account_id, [product_id])
    dialog.open("change", own.subscription_id)
    more(dialog, 1)
    before = last_order(shop, own)

    dialog.confirm()

    assert dialog.is_open
    assert "cannot be ordered for this client because of a restriction" in dialog.text
    assert last_order(shop, own) == before


def test_where_the_price_is_lacking_the_dialog_says_why(shop: Storefront, dialog: Dialog) -> None:
    """MSG-8: a change can't be confirmed then; a stop can, and its page says what is not known."""
    own = take(shop)
    shop.meddler.on("/charges", partial(without_orders, shop))
    try:
        dialog.open("change", own.subscription_id)
        more(dialog, -1)
        assert "does not say which orders its charges belong to" in dialog.text
        assert dialog.is_held

        dialog.open("stop", own.subscription_id)
        assert "What comes back can't be told in advance." in dialog.text
        assert "does not say which orders" in dialog.text
        assert not dialog.is_held
    finally:
        shop.meddler.forget()


def test_an_activation_costs_what_was_confirmed(shop: Storefront, dialog: Dialog) -> None:
    """OP-5, OP-14: what was stopped before the billing day is not paid for any more."""
    own = take(shop, MONTHLY, "end_on IS NULL")
    dialog.open("stop", own.subscription_id)
    dialog.say(reason="customer_request", comment="On holiday").confirm()
    shop.wait(minutes=5)
    dialog.open("activate", own.subscription_id)
    assert "Stays charged, and does not come back on 01." in dialog.text
    shop.wait(days=25)
    dialog = Dialog(shop.app, shop.client())

    dialog.open("activate", own.subscription_id)
    assert "Due now" in dialog.text
    total = shown_total(dialog)
    dialog.confirm()
    shop.wait(minutes=5)

    assert total > 0
    order = last_order(shop, own)
    assert (order.kind, order.status, order.total) == ("prolong", OrderStatus.COMPLETED, total)
