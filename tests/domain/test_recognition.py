"""Which order, account or change at the platform is the one whose answer got lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.account import Account, AccountData
from domain.operation import (
    Operation,
    OperationKind,
    OperationState,
    PlatformIds,
    account_asked,
    asked_account,
    asked_order,
    first_key,
    order_asked,
    renewed_key,
)
from domain.order import PlacedOrder, SalesOrder
from domain.recognition import (
    GIVE_UP_AFTER,
    NOT_DONE,
    Settlement,
    made_since,
    settle_changed_account,
    settle_new_account,
    settle_order,
)
from domain.statuses import AccountStatus, OrderStatus

SENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = SENT + timedelta(seconds=10)
LATE = SENT + GIVE_UP_AFTER
# The platform's clock is an hour ahead of ours.
THERE = SENT + timedelta(hours=1)
ORDER = SalesOrder(
    "5", "6", {"7": 3, "8": 0}, date(2026, 11, 25), is_auto_renewed=True, async_task_id="t1"
).placed_for("a1", "m1")
DATA = AccountData(name="Engine Ltd", itn="12345678", email="ada@engine.example")
PLACED = PlacedOrder(
    "o1", "a1", "s1", OrderStatus.WAITING_FOR_PAYMENT, THERE + timedelta(seconds=1),
    "5", "6", {"7": 3}, "m1",
)  # fmt: skip


def operation(kind: OperationKind, asked: dict[str, object]) -> Operation:
    return Operation(
        operation_id="x", key="k", reseller_id="r1", manager_id="m1", kind=kind, asked=asked,
        fingerprint="f", state=OperationState.UNKNOWN, attempt=1, ids=PlatformIds("a1"),
        message=None, created_at=SENT, begun_at=SENT, sent_at=SENT, platform_at=THERE,
        answered_at=None, settled_at=None,
    )  # fmt: skip


SALE = operation(OperationKind.SALES_ORDER, asked_order(ORDER))
CREATION = operation(OperationKind.CREATE_ACCOUNT, asked_account(DATA.values(), "k"))


def found(order: PlacedOrder) -> Settlement:
    ids = PlatformIds("a1", order.order_id, order.subscription_id)
    return Settlement(OperationState.ACCEPTED, ids)


def account(account_id: str, data: AccountData, seconds: float = 1) -> Account:
    made_at = THERE + timedelta(seconds=seconds)
    return Account(account_id, AccountStatus.ACTIVE, data, "1", made_at, None)


def test_what_is_written_down_of_an_order_is_the_order() -> None:
    assert order_asked(asked_order(ORDER)) == ORDER
    assert account_asked(asked_account(DATA.values(), "k")) == DATA


def test_a_renewed_key_tells_which_form_it_was() -> None:
    assert renewed_key("abc-1") == "abc-1~2"
    assert renewed_key("abc-1~2") == "abc-1~3"
    assert first_key("abc-1~3") == first_key("abc-1") == "abc-1"


def test_an_order_as_it_was_asked_for_is_the_one() -> None:
    assert settle_order(SALE, [PLACED], claimed=(), now=SOON) == found(PLACED)


def test_an_order_for_a_new_account_is_recognised_by_the_account_that_was_made() -> None:
    unnamed = replace(SALE, asked=asked_order(replace(ORDER, account_id="")))

    assert settle_order(unnamed, [PLACED], claimed=(), now=SOON) == found(PLACED)


@pytest.mark.parametrize(
    "other",
    [
        {"account_id": "a2"},
        {"plan_id": "55"},
        {"plan_period_id": "66"},
        {"created_at": THERE - timedelta(minutes=3)},
        # It was made before by our clock, and long before by the platform's own.
        {"created_at": SENT + timedelta(seconds=1)},
    ],
)
def test_another_order_is_not_the_one(other: dict[str, object]) -> None:
    order = replace(PLACED, **other)  # type: ignore[arg-type]

    assert settle_order(SALE, [order], claimed=(), now=SOON) is None
    assert settle_order(SALE, [order], claimed=(), now=LATE) == NOT_DONE


def test_an_order_of_another_operation_is_not_the_one() -> None:
    assert settle_order(SALE, [PLACED], claimed={"o1"}, now=LATE) == NOT_DONE
    second = replace(PLACED, order_id="o2")
    assert settle_order(SALE, [PLACED, second], claimed={"o1"}, now=SOON) == found(second)


def test_an_order_for_other_amounts_leaves_a_doubt_and_nothing_is_sent_again() -> None:
    order = replace(PLACED, quantities={"7": 4})

    assert settle_order(SALE, [order], claimed=(), now=LATE + timedelta(days=9)) is None


@pytest.mark.parametrize(
    "untold",
    [{"account_id": None}, {"plan_id": None, "plan_period_id": None, "quantities": {}},
     {"manager_id": None}, {"manager_id": "m2"}, {"created_at": None}],
)  # fmt: skip
def test_what_the_platform_does_not_tell_is_not_held_against_an_order(
    untold: dict[str, object],
) -> None:
    """The platform may also name its own manager: that of the token."""
    order = replace(PLACED, **untold)  # type: ignore[arg-type]

    assert settle_order(SALE, [order], claimed=(), now=SOON) == found(PLACED)


def test_of_several_it_is_one_of_the_same_manager_and_the_oldest_of_them() -> None:
    by_another = replace(PLACED, order_id="o0", manager_id="m2", created_at=THERE)
    younger = replace(PLACED, order_id="o2", created_at=THERE + timedelta(seconds=9))

    orders = [younger, by_another, PLACED]

    assert settle_order(SALE, orders, claimed=(), now=SOON) == found(PLACED)


def test_a_clock_that_is_a_little_behind_hides_nothing() -> None:
    order = replace(PLACED, created_at=THERE - timedelta(minutes=1))

    assert settle_order(SALE, [order], claimed=(), now=SOON) == found(PLACED)


def test_without_the_platforms_time_ours_counts() -> None:
    assert made_since(replace(SALE, platform_at=None)) == SENT - timedelta(minutes=2)
    assert made_since(SALE) == THERE - timedelta(minutes=2)


def test_a_request_may_wait_at_the_platform_for_a_while() -> None:
    assert settle_order(SALE, [], claimed=(), now=LATE - timedelta(seconds=1)) is None
    assert settle_order(SALE, [], claimed=(), now=LATE) == NOT_DONE


def test_a_new_account_is_recognised_by_its_name_number_and_email() -> None:
    same = replace(DATA, name="ENGINE ltd", city="London")

    settled = settle_new_account(CREATION, [account("a7", same)], claimed=(), now=SOON)

    assert settled == Settlement(OperationState.ACCEPTED, PlatformIds("a7"))


def test_accounts_of_a_name_are_told_apart_by_who_made_them_and_when() -> None:
    """CLI-11."""
    before, claimed = account("a5", DATA, seconds=-600), account("a6", DATA)
    first, second = account("a7", DATA, seconds=2), account("a8", DATA, seconds=3)

    def settled(*accounts: Account) -> Settlement | None:
        return settle_new_account(CREATION, accounts, claimed={"a6"}, now=LATE)

    assert settled(before, claimed) == NOT_DONE
    assert settled(second, first, before, claimed) == Settlement(
        OperationState.ACCEPTED, PlatformIds("a7")
    )


@pytest.mark.parametrize("other", [{"name": "Engine Two"}, {"email": "b@engine.example"}])
def test_a_new_account_of_the_number_leaves_a_doubt(other: dict[str, str]) -> None:
    accounts = [account("a7", replace(DATA, **other))]

    assert settle_new_account(CREATION, accounts, claimed=(), now=LATE) is None


def test_changes_were_made_when_all_of_them_are_there() -> None:
    changes = {"city": "London", "zip": "1", "client_type": "education"}
    change = operation(OperationKind.UPDATE_ACCOUNT, asked_account(changes, "k", "a1"))
    done = account("a1", replace(DATA, city="London", zip="1", client_type="business"))
    half = account("a1", replace(DATA, city="London"))

    assert settle_changed_account(change, done, now=SOON) == Settlement(
        OperationState.ACCEPTED, PlatformIds("a1")
    )
    assert settle_changed_account(change, half, now=SOON) is None
    assert settle_changed_account(change, half, now=LATE) == NOT_DONE
    assert settle_changed_account(change, None, now=LATE) == NOT_DONE
