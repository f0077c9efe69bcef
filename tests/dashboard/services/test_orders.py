"""Orders placed with the sandbox over HTTP, and written into a journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.services.outcomes import (
    Accepted,
    InProgress,
    NotSent,
    Refused,
    SentBefore,
    Step,
    Unknown,
)
from domain.account import ExistingAccount, NewAccount
from domain.errors import NotAllowed, NotFound, UpstreamRejected, UpstreamUnavailable
from domain.operation import OperationState
from domain.recognition import GIVE_UP_AFTER, NOT_DONE, Settlement, made_since, settle_order
from sandbox.records import Account
from store.audit import events
from store.operations import SENDING_LASTS, claimed_ids, mark_sent, settle, unsettled
from tests.shop import ENGINE, KEY, MANAGER, RESELLER, Shop

NOWHERE = "http://127.0.0.1:9"
MICROSOFT = "Microsoft 365 Business Basic"


def look_up(shop: Shop) -> list[Settlement | None]:
    """Settle what is unknown, as the watch does."""
    reads = shop.orders()._actions
    said = []
    for operation in unsettled(shop.store, now=shop.clock()):
        found = reads.find_orders(
            RESELLER, operation.ids.account_id or "", since=made_since(operation)
        )
        claimed = claimed_ids(shop.store, operation)
        settlement = settle_order(operation, found, claimed=claimed, now=shop.clock())
        if settlement is not None:
            assert settle(shop.store, operation, settlement, now=shop.clock())
        said.append(settlement)
    return said


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


LOST = [("drop_after", {}, 1), ("cut", {"value": "right"}, 1), ("cut", {"value": "wrong"}, 1),
        ("drop_before", {}, 0), ("status", {"value": 500}, 0), ("status", {"value": 503}, 0),
        ("malformed", {}, 0)]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "made"), LOST)
def test_an_order_whose_answer_got_lost_is_not_sent_again(
    shop: Shop, kind: str, more: dict[str, object], made: int
) -> None:
    """ORD-38."""
    buyer = shop.client()
    shop.fault(kind, "/sales_order", times=1, **more)

    placed = shop.orders().place(KEY, buyer, shop.sale())

    assert placed == Unknown(Step.ORDER, shop.operation().operation_id)
    assert shop.orders().place(KEY, buyer, shop.sale()) == placed == shop.orders().outcome(KEY)
    assert shop.orders().place(KEY, buyer, shop.sale(5)) == SentBefore(placed)
    assert shop.sent() == ["POST sales_order"]
    assert len(shop.placed()) == made


@pytest.mark.parametrize(("kind", "more", "made"), LOST)
def test_an_order_whose_answer_got_lost_is_looked_up(
    shop: Shop, kind: str, more: dict[str, object], made: int
) -> None:
    buyer = shop.client()
    shop.fault(kind, "/sales_order", times=1, **more)
    shop.orders().place(KEY, buyer, shop.sale())

    if made:
        (settled,) = look_up(shop)
        assert settled is not None
        (order,) = shop.placed()
        assert shop.orders().place(KEY, buyer, shop.sale()) == Accepted(
            shop.operation().operation_id, buyer.account_id, str(order.order_id),
            str(order.subscription_id),
        )  # fmt: skip
        return
    assert look_up(shop) == [None], "it may still be on its way"
    shop.clock.now += GIVE_UP_AFTER
    assert look_up(shop) == [NOT_DONE]
    assert isinstance(shop.orders().outcome(KEY), NotSent)
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)
    assert len(shop.placed()) == 1


def test_of_two_like_orders_each_is_its_own(shop: Shop) -> None:
    """The lost one is not taken for the one that was answered."""
    buyer = shop.client()
    first = shop.orders().place("other", buyer, shop.sale())
    shop.fault("drop_before", "/sales_order", times=1)
    shop.orders().place(KEY, buyer, shop.sale())

    assert look_up(shop) == [None]
    shop.clock.now += GIVE_UP_AFTER
    assert look_up(shop) == [NOT_DONE]
    assert shop.orders().outcome("other") == first


def test_an_account_whose_answer_got_lost_is_not_created_again(shop: Shop) -> None:
    shop.fault("drop_after", "/accounts", method="POST", times=1)

    placed = shop.orders().place(KEY, NewAccount(ENGINE), shop.sale())

    assert isinstance(placed, Unknown)
    assert placed.step is Step.ACCOUNT
    assert shop.orders().place(KEY, NewAccount(ENGINE), shop.sale()) == placed
    assert shop.sent() == ["POST accounts"]
    assert len(shop.accounts()) == 1
    assert shop.placed() == []


def test_what_is_being_sent_is_in_progress_and_later_unknown(shop: Shop) -> None:
    """As after a process that died between sending and answering."""
    buyer = shop.client()
    orders = shop.orders()
    asked = shop.sale().placed_for(buyer.account_id, MANAGER)
    begun = orders._journal.begin(
        KEY, "sales_order", {"quantities": dict(asked.quantities)}, account_id=buyer.account_id
    )
    assert mark_sent(shop.store, begun.operation, now=shop.clock(), platform_at=None)

    assert isinstance(orders.outcome(KEY), InProgress)
    shop.clock.now += SENDING_LASTS
    assert isinstance(orders.outcome(KEY), Unknown)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), SentBefore)
    assert shop.sent() == []


def test_a_process_that_died_before_it_sent_anything_holds_nothing_up(shop: Shop) -> None:
    buyer = shop.client()
    orders = shop.orders()
    orders._journal.begin(KEY, "sales_order", {}, account_id=buyer.account_id)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), SentBefore)

    shop.clock.now += SENDING_LASTS

    assert isinstance(orders.outcome(KEY), NotSent)
    assert isinstance(orders.place(KEY, buyer, shop.sale()), Accepted)


def test_the_platforms_own_time_goes_into_the_journal(shop: Shop) -> None:
    """It is what an order that got no answer is recognised by: the clocks are months apart."""
    shop.orders().place(KEY, shop.client(), shop.sale())

    told = shop.operation().platform_at
    assert told is not None
    assert abs(told - shop.platform.now()) < timedelta(seconds=30)


def test_everything_asked_for_is_in_the_audit(shop: Shop) -> None:
    """NFR-3."""
    shop.orders().place(KEY, NewAccount(ENGINE), shop.sale())

    order, account = events(shop.store, reseller_id=RESELLER)

    assert (order.action, account.action) == ("sales_order", "create_account")
    assert order.detail["state"] == account.detail["state"] == "accepted"
    assert order.manager_id == MANAGER
    assert ENGINE.email not in f"{order.detail}{account.detail}"


def test_a_vendor_that_asks_for_data_gets_an_order_that_was_validated(shop: Shop) -> None:
    """ORD-27, ORD-29, MS-2."""
    plan = shop.buyer.plan(MICROSOFT)
    asked = shop.sale(plan=plan)
    orders = shop.orders()
    buyer = shop.client()
    ids = (asked.plan_id, buyer.account_id, list(asked.quantities))
    assert "customer_domain" in [field.key for field in orders.fields(*ids)]

    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "eng"}
    begun = orders.validate(*ids, values)
    assert begun.is_running
    shop.buyer.wait()
    ended = orders.validation(begun.async_task_id)
    assert ended.is_valid
    placed = orders.place(KEY, buyer, replace(asked, async_task_id=ended.async_task_id))

    assert isinstance(placed, Accepted)
    shop.buyer.wait()
    assert orders.fields(*ids) == (), "the second time nothing is asked"


def test_where_a_vendor_asks_for_nothing_the_step_is_skipped(shop: Shop) -> None:
    """ORD-2."""
    asked = shop.sale()

    found = shop.orders().fields(asked.plan_id, shop.client().account_id, list(asked.quantities))

    assert found == ()


def test_nobody_asks_a_vendor_about_anothers_client(shop: Shop) -> None:
    """NFR-1."""
    with shop.platform.reading() as books:
        theirs = str(books.find(Account, "reseller_id <> 12")[0].account_id)
    asked, mine = shop.sale(), shop.client().account_id
    keys = list(asked.quantities)

    for plan_id, account_id in ((asked.plan_id, theirs), ("987654321", mine), ("..", mine)):
        with pytest.raises(NotFound):
            shop.orders().fields(plan_id, account_id, keys)
        with pytest.raises(NotFound):
            shop.orders().validate(plan_id, account_id, keys, {})
    with pytest.raises(NotFound):
        shop.orders().validation("0e1cbb20-5b8e-4bd5-a8f8-4d7a2d0f0c33")


@pytest.mark.parametrize("kind", ["drop_after", "malformed"])
def test_a_validation_that_got_no_answer_may_be_begun_again(shop: Shop, kind: str) -> None:
    """ORD-30."""
    asked = shop.sale()
    ids = (asked.plan_id, shop.client().account_id, list(asked.quantities))
    shop.fault(kind, "order_attributes_validation", times=1)

    with pytest.raises(UpstreamUnavailable):
        shop.orders().validate(*ids, {})

    assert shop.orders().validate(*ids, {}).is_valid


def test_values_that_the_platform_does_not_take_are_told(shop: Shop) -> None:
    asked = shop.sale()

    with pytest.raises(UpstreamRejected) as raised:
        shop.orders().validate(asked.plan_id, shop.client().account_id, ["1"], {})

    assert raised.value.fields == {"plan_resource_ids": "The plan has no such resource"}
