"""Changes, renewals and switches ordered from the sandbox, and orders that are called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.services.managing.availability import Action
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    NotAvailable,
    PriceChanged,
    Refused,
)
from dashboard.services.managing.revision import revision_of
from domain.management import Cancellation, Change, Renewal
from domain.money import Money
from domain.pricing.shown_price import ShownPrice
from domain.statuses import OrderStatus, OrderType, SubscriptionStatus
from sandbox.ability import may_switch_on_renewal
from sandbox.holdings import held_by
from sandbox.records import Subscription
from sandbox.standing import standing_of
from store.audit import events
from tests.desk import Desk
from tests.shop import KEY, MANAGER, RESELLER

ORDERED = [Action.CHANGE, Action.CHANGE_RENEWAL, Action.RENEW, Action.SWITCH]
TYPES = {
    Action.CHANGE: OrderType.CHANGE,
    Action.RENEW: OrderType.RENEWAL,
    Action.CHANGE_RENEWAL: OrderType.RENEWAL,
    Action.SWITCH: OrderType.SWITCH,
}


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def priced(total: str) -> ShownPrice:
    """What is charged at once, and changes no date."""
    return ShownPrice(eur(total), eur(total), eur("0"), None, None, eur("0"))


@pytest.mark.parametrize("action", ORDERED)
def test_an_order_is_placed_once_for_the_amounts_wanted(desk: Desk, action: Action) -> None:
    """OP-16, OP-17, OP-31, OP-39: the platform counts in two ways, and gets what is meant."""
    own_id = desk.one_for(action, status=SubscriptionStatus.ACTIVE, is_trial=False)
    request = desk.request_for(action, own_id)

    done = desk.carry_out(request, own_id)

    (order,) = desk.orders(own_id)
    assert done == Done(desk.shop.operation().operation_id, str(order.order_id))
    assert (order.kind, str(order.manager_id)) == (TYPES[action], MANAGER)
    targets = {str(key): total for key, total in order.targets.items()}
    assert targets == request.quantities  # type: ignore[union-attr]
    assert desk.carry_out(request, own_id) == done
    assert len(desk.orders(own_id)) == 1
    assert len(desk.shop.sent()) == 1


def test_another_plan_is_ordered_for_the_expiration(desk: Desk) -> None:
    """OP-40: it waits for that day, and may be called off."""
    with desk.shop.platform.reading() as books:
        where = "reseller_id = 12 AND status = 'active' ORDER BY subscription_id"
        found = [one for one in books.find(Subscription, where)
                 if may_switch_on_renewal(standing_of(books, one))]  # fmt: skip
    own_id = str(found[0].subscription_id)
    request = desk.request_for(Action.SWITCH_ON_RENEWAL, own_id)

    done = desk.carry_out(request, own_id)
    desk.shop.buyer.wait()

    (order,) = desk.orders(own_id)
    assert done == Done(desk.shop.operation().operation_id, str(order.order_id))
    assert order.status is OrderStatus.WAITING_FOR_PROVISIONING
    assert order.provisioning_on == found[0].end_on
    off = desk.carry_out(Cancellation(str(order.order_id)), own_id, "off")
    assert isinstance(off, Done)


def test_only_what_changes_is_changed(desk: Desk) -> None:
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    totals = desk.totals(own_id, more=2)
    now = desk.totals(own_id)
    wanted = {key: total for key, total in totals.items() if total != now[key]}

    assert isinstance(desk.carry_out(Change(wanted), own_id), Done)

    (order,) = desk.orders(own_id)
    assert {str(key): total for key, total in order.targets.items()} == totals


@pytest.mark.parametrize("wrong", [0, -1, 10**7])
def test_an_amount_beyond_the_limits_is_not_sent(desk: Desk, wrong: int) -> None:
    """MSG-6."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    totals, now = desk.totals(own_id, more=1), desk.totals(own_id)
    (key,) = [key for key in totals if totals[key] != now[key]]
    with desk.shop.platform.reading() as books:
        subscription = books.get(Subscription, int(own_id))
        held = next(h for h in held_by(books, subscription) if str(h.plan_resource_id) == key)
    limits = next(
        one for one in desk.screen(own_id).resources if one.resource_id == str(held.resource_id)
    )

    outcome = desk.carry_out(Change({key: wrong}), own_id)

    if limits.maximum_quantity is None and wrong > 0:
        return
    assert isinstance(outcome, Refused)
    assert outcome.fields[key].startswith("Enter a whole number from ")
    assert desk.shop.sent() == []


def test_the_amount_there_is_and_a_resource_there_is_not_are_not_sent(desk: Desk) -> None:
    own_id = desk.one_for(Action.CHANGE, is_trial=False)

    assert desk.carry_out(Change(desk.totals(own_id)), own_id) == Refused(
        "Enter an amount other than the one there is."
    )
    assert desk.carry_out(Change({"987": 3}), own_id) == Refused(
        "The subscription has no such resource."
    )
    assert desk.shop.sent() == []


def test_less_than_is_assigned_is_refused_with_the_smallest_amount(desk: Desk) -> None:
    """OP-33."""
    own_id, key = _reducible(desk)
    with desk.shop.platform.writing() as books:
        subscription = books.get(Subscription, int(own_id))
        (held,) = [h for h in held_by(books, subscription) if str(h.plan_resource_id) == key]
        books.change(held, used=desk.totals(own_id)[key])

    outcome = desk.carry_out(Change({key: desk.totals(own_id)[key] - 1}), own_id)

    assert isinstance(outcome, Refused)
    assert outcome.fields[key] == (f"The smallest possible amount is {desk.totals(own_id)[key]}.")
    assert desk.orders(own_id) == []


def test_what_may_not_be_reduced_is_not_sent(desk: Desk) -> None:
    """OP-33: a commitment, once its window is over."""
    own_id, key = _reducible(desk, may_reduce=False)

    outcome = desk.carry_out(Change({key: desk.totals(own_id)[key] - 1}), own_id)

    assert outcome == Refused(
        "The amount can't be reduced now.", {key: "The amount can't be reduced now."}
    )
    assert desk.shop.sent() == []


def test_a_waiting_renewal_gets_other_options_and_is_called_off(desk: Desk) -> None:
    """OP-17, OP-18: E2E-6."""
    own_id = desk.one_for(Action.CHANGE_RENEWAL)
    first = desk.carry_out(desk.request_for(Action.RENEW, own_id), own_id, "first")
    desk.shop.buyer.wait()
    (waiting,) = desk.orders(own_id)
    assert waiting.status is OrderStatus.WAITING_FOR_PROVISIONING
    assert isinstance(first, Done)

    options = Renewal(desk.paid_period(own_id), desk.totals(own_id, more=2), str(waiting.order_id))
    second = desk.carry_out(options, own_id, "second")
    desk.shop.buyer.wait()

    old, new = desk.orders(own_id)
    assert (old.status, new.status) == (
        OrderStatus.CANCELLED, OrderStatus.WAITING_FOR_PROVISIONING,
    )  # fmt: skip
    assert second == Done(desk.shop.operation("second").operation_id, str(new.order_id))
    off = desk.carry_out(Cancellation(str(new.order_id)), own_id, "third")
    assert off == Done(desk.shop.operation("third").operation_id, str(new.order_id))
    assert desk.orders(own_id)[1].status is OrderStatus.CANCELLED


def test_an_order_that_waits_no_more_is_not_called_off(desk: Desk) -> None:
    own_id = desk.one_for(Action.CHANGE_RENEWAL)
    desk.carry_out(desk.request_for(Action.RENEW, own_id), own_id, "first")
    desk.shop.buyer.wait()

    assert desk.carry_out(Cancellation("1"), own_id) == NotAvailable(
        "The order does not wait any more."
    )
    assert len(desk.shop.sent()) == 1


def test_an_order_of_another_subscription_is_not_called_off_with_this_one(desk: Desk) -> None:
    own_id = desk.one_for(Action.CHANGE_RENEWAL)
    desk.carry_out(desk.request_for(Action.RENEW, own_id), own_id, "first")
    other_id = desk.one_for(Action.STOP, account_id=desk.known(own_id).account_id)
    (order,) = desk.orders(own_id)
    if other_id == own_id:
        return

    outcome = desk.carry_out(Cancellation(str(order.order_id)), other_id)

    assert isinstance(outcome, NotAvailable)
    assert len(desk.shop.sent()) == 1


def test_a_new_order_that_waits_for_its_day_is_called_off(desk: Desk) -> None:
    """Cancel pending order: of a subscription that was only bought."""
    buyer = desk.shop.client()
    plan = desk.shop.buyer.plan("Hosted Exchange Standard")
    data = desk.shop.buyer.buy(plan, int(buyer.account_id), provisioning_date="2026-03-25")
    desk.shop.buyer.wait()
    own_id = str(data["attributes"]["subscription_id"])
    desk.shop._seen = desk.shop.platform.log.since(0)[-1]["number"]

    outcome = desk.carry_out(Cancellation(str(data["id"])), own_id)

    assert outcome == Done(desk.shop.operation().operation_id, str(data["id"]))
    assert desk.known(own_id).status is SubscriptionStatus.DELETED


def test_an_unfinished_order_keeps_others_away_and_is_named(desk: Desk) -> None:
    """OP-3, MSG-5."""
    own_id = desk.one_for(Action.CHANGE_RENEWAL)
    desk.carry_out(desk.request_for(Action.RENEW, own_id), own_id, "first")
    desk.shop.buyer.wait()
    (waiting,) = desk.orders(own_id)

    outcome = desk.carry_out(Change(desk.totals(own_id, more=1)), own_id)

    assert isinstance(outcome, NotAvailable)
    assert outcome.text.startswith(f"Order {waiting.order_id} (Renewal order) is not finished.")


def test_another_price_than_was_shown_is_not_ordered(desk: Desk) -> None:
    """MSG-8."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    request, seen = desk.request_for(Action.CHANGE, own_id), revision_of(desk.screen(own_id))
    now = priced("12.345")
    managing = desk.managing(price_of=lambda *_: now)

    for shown in (priced("12.34"), None):
        outcome = managing.carry_out(KEY, own_id, seen, request, shown=shown)
        assert outcome == PriceChanged(shown, now)
    untold = desk.managing().carry_out(KEY, own_id, seen, request, shown=priced("1"))
    assert untold == PriceChanged(priced("1"), None)
    assert desk.shop.sent() == []

    done = managing.carry_out(KEY, own_id, seen, request, shown=priced("12.35"))
    assert isinstance(done, Done)


@pytest.mark.parametrize(
    "otherwise",
    [
        pytest.param({"due": eur("3")}, id="charged otherwise"),
        pytest.param({"later_on": date(2026, 5, 2)}, id="charged on another day"),
        pytest.param({"later_on": None}, id="charged at once"),
        pytest.param({"until": date(2027, 5, 2)}, id="until another day"),
        pytest.param({"released": eur("3")}, id="lets go of other money"),
        pytest.param({"monthly_after": eur("3")}, id="other months"),
    ],
)
@pytest.mark.parametrize("action", [Action.CHANGE, Action.DELETE, Action.STOP])
def test_an_equal_total_of_other_days_is_not_what_was_confirmed(
    desk: Desk, action: Action, otherwise: dict[str, Any]
) -> None:
    """MSG-8: of deletions and stops, too."""
    own_id = desk.one_for(action, is_trial=False)
    request, seen = desk.request_for(action, own_id), revision_of(desk.screen(own_id))
    shown = replace(priced("-7"), later_on=date(2026, 5, 1), until=date(2027, 5, 1))
    now = replace(shown, **otherwise)

    outcome = desk.managing(price_of=lambda *_: now).carry_out(
        KEY, own_id, seen, request, shown=shown
    )

    assert outcome == PriceChanged(shown, now)
    assert desk.shop.sent() == []


def test_of_two_forms_drawn_at_once_the_second_orders_nothing(desk: Desk) -> None:
    """OP-7."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    seen = revision_of(desk.screen(own_id))
    request = desk.request_for(Action.CHANGE, own_id)

    first = desk.managing().carry_out("first", own_id, seen, request)
    second = desk.managing(manager_id="302").carry_out("second", own_id, seen, request)

    assert isinstance(first, Done)
    assert isinstance(second, Changed)
    assert len(desk.orders(own_id)) == 1


def test_the_audit_tells_amounts_before_and_after(desk: Desk) -> None:
    """NFR-3."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    now, wanted = desk.totals(own_id), desk.totals(own_id, more=1)

    desk.carry_out(Change(wanted), own_id)

    (event,) = events(desk.shop.store, reseller_id=RESELLER)
    assert event.detail["before"]["quantities"] == now
    assert event.detail["request"]["quantities"] == wanted
    assert (event.action, event.detail["state"]) == ("change_order", "accepted")
    assert event.detail["order_id"] == str(desk.orders(own_id)[0].order_id)


def _reducible(desk: Desk, *, may_reduce: bool = True) -> tuple[str, str]:
    """Return a subscription, and what of it may, or may not, be reduced."""
    with desk.shop.platform.reading() as books:
        where = "reseller_id = 12 AND status = 'active' AND is_trial = 0"
        found = books.find(Subscription, where)
    for one in found:
        own_id = str(one.subscription_id)
        abilities = desk.screen(own_id).subscription.abilities
        if abilities["adjust"] and abilities["decrease_resources_change_order"] is may_reduce:
            totals, now = desk.totals(own_id, more=1), desk.totals(own_id)
            (key,) = [key for key in totals if totals[key] != now[key]]
            held = {one.plan_resource_id: one for one in desk.screen(own_id).resources}[key]
            least = max(held.minimum_quantity or 0, held.included_quantity or 0)
            if now[key] - 1 >= least:
                return own_id, key
    raise AssertionError("there is none")
