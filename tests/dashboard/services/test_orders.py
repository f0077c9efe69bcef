"""Orders placed with the sandbox over HTTP, and written into a journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.services.outcomes import (
    Accepted,
    NotSent,
    Refused,
    SentBefore,
    Step,
)
from domain.account import ExistingAccount, NewAccount
from domain.errors import BadFilter, NotAllowed, NotFound
from domain.operation import OperationState
from sandbox.records import Account
from store.audit import events
from tests.shop import ENGINE, KEY, MANAGER, MICROSOFT, NOWHERE, RESELLER, Shop


def test_an_order_for_an_account_that_is_there_is_placed(shop: Shop) -> None:
    """ORD-37."""
    buyer = shop.client()
    asked = replace(shop.sale(), provisioning_on=date(2026, 3, 25), is_auto_renewed=True)

    placed = shop.orders().place(KEY, buyer, asked)

    (order,) = shop.placed()
    assert placed == Accepted(
        shop.operation().operation_id,
        buyer.account_id,
        str(order.order_id),
        str(order.subscription_id),
    )
    assert str(order.manager_id) == MANAGER
    assert {str(key): total for key, total in order.targets.items()} == asked.quantities
    assert order.provisioning_on == date(2026, 3, 25)
    assert shop.operation().state is OperationState.ACCEPTED


def test_an_order_for_a_new_account_creates_it_first(shop: Shop) -> None:
    """ORD-19."""
    placed = shop.orders().place(KEY, NewAccount(ENGINE), shop.sale())

    (account,) = shop.accounts()
    (order,) = shop.placed()
    assert isinstance(placed, Accepted)
    assert placed.account_id == str(account.account_id) == str(order.account_id)
    assert account.custom_attributes["inn"] == "12345678"
    assert shop.sent() == ["POST accounts", "POST sales_order"]


def test_an_order_saves_the_changes_to_an_account_first(shop: Shop) -> None:
    """ORD-21."""
    buyer = shop.client()
    orders = shop.orders()
    before = orders.accounts.account(buyer.account_id).data

    changes = replace(before, zip="SW1Y 4JJ", itn="87654321")
    placed = orders.place(KEY, ExistingAccount(buyer.account_id, changes), shop.sale())

    assert isinstance(placed, Accepted)
    assert orders.accounts.account(buyer.account_id).data == changes
    assert shop.sent()[-2:] == [f"PATCH {buyer.account_id}", "POST sales_order"]


def test_an_account_that_nobody_changed_is_not_sent(shop: Shop) -> None:
    buyer = shop.client()
    orders = shop.orders()
    unchanged = orders.accounts.account(buyer.account_id).data

    orders.place(KEY, ExistingAccount(buyer.account_id, unchanged), shop.sale())

    assert shop.sent() == ["POST sales_order"]


def test_a_form_sent_again_is_the_order_it_was(shop: Shop) -> None:
    """ORD-38."""
    asked = shop.sale()
    first = shop.orders().place(KEY, NewAccount(ENGINE), asked)

    again = shop.orders().place(KEY, NewAccount(ENGINE), asked)

    assert again == first == shop.orders().outcome(KEY)
    assert len(shop.placed()) == len(shop.accounts()) == 1
    assert shop.sent() == ["POST accounts", "POST sales_order"]


def test_a_form_sent_again_with_other_values_tells_of_the_order_it_was(shop: Shop) -> None:
    """ORD-38."""
    buyer = shop.client()
    first = shop.orders().place(KEY, buyer, shop.sale(3))

    again = shop.orders().place(KEY, buyer, shop.sale(5))

    assert again == SentBefore(first)  # type: ignore[arg-type]
    assert len(shop.placed()) == 1


def test_a_form_is_one_managers(shop: Shop) -> None:
    buyer = shop.client()
    shop.orders().place(KEY, buyer, shop.sale())

    assert shop.orders(manager_id="302").outcome(KEY) is None


def test_nothing_is_known_of_a_form_that_was_never_sent(shop: Shop) -> None:
    assert shop.orders().outcome(KEY) is None


@pytest.mark.parametrize("account_id", ["theirs", "987654321", "..", "../charges", "", "١٢"])
def test_an_account_of_another_reseller_is_not_there(shop: Shop, account_id: str) -> None:
    """NFR-1."""
    if account_id == "theirs":
        with shop.platform.reading() as books:
            account_id = str(books.find(Account, "reseller_id <> 12")[0].account_id)

    with pytest.raises(NotFound):
        shop.orders().place(KEY, ExistingAccount(account_id), shop.sale())

    assert shop.sent() == []
    assert shop.orders().outcome(KEY) is None


@pytest.mark.parametrize("plan_id", ["987654321", "..", "5/order_attributes"])
def test_a_plan_that_the_reseller_is_not_shown_is_not_there(shop: Shop, plan_id: str) -> None:
    """NFR-1."""
    with pytest.raises(NotFound):
        shop.orders().place(KEY, shop.client(), replace(shop.sale(), plan_id=plan_id))

    assert shop.sent() == []


def test_who_may_not_order_sends_nothing(shop: Shop) -> None:
    """MGR-9."""
    buyer = shop.client()
    orders = shop.orders(can_order=False)

    with pytest.raises(NotAllowed):
        orders.place(KEY, buyer, shop.sale())
    with pytest.raises(NotAllowed):
        orders.accounts.save(KEY, NewAccount(ENGINE))
    with pytest.raises(NotAllowed):
        orders.validate("1", buyer.account_id, ["1"], {})

    assert shop.sent() == []


def test_a_plan_that_was_withdrawn_is_not_ordered(shop: Shop) -> None:
    """ORD-35, MSG-7."""
    buyer, asked = shop.client(), shop.sale()
    change = {"collection": "plans", "id": asked.plan_id, "attributes": {"status": "inactive"}}
    shop.buyer.steer("records", change)

    placed = shop.orders().place(KEY, buyer, asked)

    assert placed == Refused(Step.CONFIGURATION, "This plan is no longer available for ordering.")
    assert shop.sent() == []


def test_a_client_on_hold_orders_nothing(shop: Shop) -> None:
    """ORD-5, MSG-10."""
    buyer = shop.client()
    shop.buyer.steer(f"accounts/{buyer.account_id}", {"status": "administrative_hold"})

    placed = shop.orders().place(KEY, buyer, shop.sale())

    assert placed == Refused(
        Step.ACCOUNT,
        "New operations are not possible: client status is Administrative hold.",
    )
    assert shop.sent() == []


def test_a_refused_order_says_why_and_where(shop: Shop) -> None:
    buyer = shop.client()
    asked = replace(shop.sale(plan=shop.buyer.plan(MICROSOFT)), async_task_id="none-such")

    placed = shop.orders().place(KEY, buyer, asked)

    assert placed == Refused(
        Step.VALIDATION,
        "There is no such validation",
        {"async_task_id": "There is no such validation"},
    )
    assert shop.orders().place(KEY, buyer, asked) == placed
    assert shop.sent() == ["POST sales_order"]


def test_a_refused_order_is_sent_again_with_other_values(shop: Shop) -> None:
    buyer = shop.client()
    too_many = replace(shop.sale(), quantities=dict.fromkeys(shop.sale().quantities, 10**6))
    assert isinstance(shop.orders().place(KEY, buyer, too_many), Refused)

    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)

    assert len(shop.placed()) == 1


def test_a_refused_account_stops_the_order(shop: Shop) -> None:
    """ORD-23."""
    wrong = replace(ENGINE, itn="1", name="engine.com")

    placed = shop.orders().place(KEY, NewAccount(wrong), shop.sale())

    assert isinstance(placed, Refused)
    assert placed.step is Step.ACCOUNT
    assert sorted(placed.fields) == ["itn", "name"]
    assert shop.orders().place(KEY, NewAccount(wrong), shop.sale()) == placed
    assert shop.sent() == ["POST accounts"]
    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Accepted)


def test_a_client_created_for_a_refused_order_is_not_created_again(shop: Shop) -> None:
    """The form goes on under a new key after a refusal."""
    shop.fault("status", "/sales_order", value=422, times=1)
    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Refused)

    placed = shop.orders().place(f"{KEY}~2", NewAccount(ENGINE), shop.sale())

    assert isinstance(placed, Accepted)
    assert len(shop.accounts()) == len(shop.placed()) == 1


def test_a_platform_that_is_down_orders_nothing_and_the_form_may_be_sent_again(
    shop: Shop,
) -> None:
    """NFR-8."""
    buyer = shop.client()

    placed = shop.orders(url=NOWHERE).place(KEY, buyer, shop.sale())

    assert placed == NotSent(
        Step.ORDER, "The platform can't be reached. Nothing has been ordered. Try again."
    )
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)


def test_an_order_that_the_platform_puts_off_may_be_sent_again(shop: Shop) -> None:
    buyer = shop.client()
    shop.fault("status", "/sales_order", value={"status": 429, "retry_after": 1}, times=1)

    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), NotSent)
    assert isinstance(shop.orders().outcome(KEY), NotSent)
    assert shop.operation().state is OperationState.NOT_SENT

    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)
    assert len(shop.placed()) == 1


def test_a_platform_that_goes_down_after_the_client_was_created_creates_no_second_one(
    shop: Shop,
) -> None:
    shop.fault("status", "/sales_order", value=429, times=1)
    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), NotSent)

    assert isinstance(shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()), Accepted)

    assert len(shop.accounts()) == len(shop.placed()) == 1


def test_everything_asked_for_is_in_the_audit(shop: Shop) -> None:
    """NFR-3."""
    shop.orders().place(KEY, NewAccount(ENGINE), shop.sale())

    order, account = events(shop.store, reseller_id=RESELLER)

    assert (order.action, account.action) == ("sales_order", "create_account")
    assert order.detail["state"] == account.detail["state"] == "accepted"
    assert order.manager_id == MANAGER
    assert ENGINE.email not in f"{order.detail}{account.detail}"


@pytest.mark.parametrize("key", ["", "x" * 151, "a key", "ключ", "a\nb"])
def test_a_key_that_is_none_of_ours_is_refused(shop: Shop, key: str) -> None:
    with pytest.raises(BadFilter):
        shop.orders().place(key, shop.client(), shop.sale())

    assert shop.sent() == []
