"""What is at the platform that tells whether an operation on a subscription was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.details import SubscriptionDetails
from domain.management import (
    Activation,
    AutoRenewal,
    Cancellation,
    Change,
    Deletion,
    Renewal,
    Request,
    Stop,
    Switch,
)
from domain.operation import Operation, OperationState, PlatformIds
from domain.order import PlacedOrder
from domain.recognition import GIVE_UP_AFTER, NOT_DONE, Settlement
from domain.recognition_managing import (
    settle_auto_renewal,
    settle_by_status,
    settle_cancellation,
    settle_order_of,
)
from domain.request_record import asked_request, asks_for, kind_of, request_asked
from domain.statuses import OrderStatus, SubscriptionStatus

SENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = SENT + timedelta(seconds=10)
LATE = SENT + GIVE_UP_AFTER
# The platform's clock is an hour ahead of ours.
THERE = SENT + timedelta(hours=1)
STOP = Stop("no_longer_needed", "They have moved on")
CHANGE = Change({"7": 15})
RENEWAL = Renewal("6", {"7": 10, "8": 1})
SWITCH = Switch("5", "55", {"9": 3}, is_on_renewal=True)
REQUESTS: list[Request] = [
    CHANGE, RENEWAL, SWITCH, STOP, Activation(), Deletion(), AutoRenewal(True, "6"),
    Cancellation("o7"),
]  # fmt: skip
PLACED = PlacedOrder(
    "o1", "a1", "s1", OrderStatus.PROVISIONING, THERE + timedelta(seconds=1), "5", "55",
    {"7": 15, "8": 1, "9": 3}, "m1",
)  # fmt: skip


def operation(request: Request, **before: Any) -> Operation:
    return Operation(
        operation_id="x", key="k", reseller_id="r1", manager_id="m1", kind=kind_of(request),
        asked=asked_request("s1", request, before), fingerprint="f",
        state=OperationState.UNKNOWN, attempt=1, ids=PlatformIds("a1", None, "s1"), message=None,
        created_at=SENT, begun_at=SENT, sent_at=SENT, platform_at=THERE, answered_at=None,
        settled_at=None,
    )  # fmt: skip


def subscription(status: str = "active", **more: Any) -> SubscriptionDetails:
    told = {"updated_at": THERE + timedelta(seconds=1), "is_auto_renewed": False, **more}
    return SubscriptionDetails(
        "s1", "a1", "5", "E3", status, is_trial=False, started_on=None, expires_on=None, **told
    )


def done(order_id: str | None = None) -> Settlement:
    return Settlement(OperationState.ACCEPTED, PlatformIds("a1", order_id, "s1"))


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__name__)
def test_what_is_written_down_of_a_request_is_the_request(request_: Request) -> None:
    written = asked_request("s1", request_, {"status": "active"})

    assert request_asked(kind_of(request_), written) == request_
    assert asks_for(operation(request_), "s1", request_)
    assert not asks_for(operation(request_), "s2", request_)
    assert not asks_for(operation(request_), "s1", Cancellation("other"))


def test_what_a_person_wrote_stands_where_the_audit_does_not_tell_it() -> None:
    assert asked_request("s1", STOP)["data"] == {"comment": "They have moved on"}
    assert asked_request("s1", STOP)["request"] == {"reason": "no_longer_needed"}


@pytest.mark.parametrize("request_", [CHANGE, SWITCH], ids=["change", "switch"])
def test_an_order_as_it_was_asked_for_is_the_one(request_: Request) -> None:
    found = settle_order_of(operation(request_), [PLACED], claimed=(), now=SOON)

    assert found == done("o1")


@pytest.mark.parametrize(
    "other",
    [
        {"quantities": {"7": 14}},
        {"created_at": THERE - timedelta(minutes=3)},
        {"order_id": "claimed"},
    ],
)
def test_another_order_is_not_the_one(other: dict[str, Any]) -> None:
    """A doubt ends as not done: a form that is sent again meets another subscription."""
    asked, order = operation(CHANGE), replace(PLACED, **other)

    assert settle_order_of(asked, [order], claimed={"claimed"}, now=SOON) is None
    assert settle_order_of(asked, [order], claimed={"claimed"}, now=LATE) == NOT_DONE


def test_a_renewal_for_another_period_and_a_switch_to_another_plan_are_not_the_ones() -> None:
    for asked in (RENEWAL, replace(SWITCH, plan_id="6"), replace(SWITCH, plan_period_id="56")):
        order = replace(PLACED, quantities={})
        assert settle_order_of(operation(asked), [order], claimed=(), now=LATE) == NOT_DONE


def test_of_like_orders_one_of_the_same_manager_is_the_one() -> None:
    others = replace(PLACED, order_id="o0", manager_id="m2", created_at=THERE)

    assert settle_order_of(
        operation(CHANGE), [others, PLACED], claimed=(), now=SOON
    ) == done("o1")  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (STOP, {"stopping", "stopped", "stopping_failed", "waiting_for_manual_approve"}),
        (Activation(), {"activating", "active", "activation_failed"}),
        (Deletion(), {"deleting", "deleted", "deletion_failed", "waiting_for_manual_approve"}),
    ],
    ids=["stop", "activate", "delete"],
)
def test_a_status_that_it_leads_to_says_that_it_was_done(
    request_: Request, statuses: set[str]
) -> None:
    asked = operation(request_)

    told = {
        status
        for status in SubscriptionStatus
        if settle_by_status(asked, subscription(status), now=SOON) == done()
    }

    assert told == statuses
    for status in set(SubscriptionStatus) - statuses:
        assert settle_by_status(asked, subscription(status), now=SOON) is None
        assert settle_by_status(asked, subscription(status), now=LATE) == NOT_DONE


def test_a_status_that_came_about_days_later_says_nothing() -> None:
    """The watch was off, and the subscription has expired since."""
    expired = subscription("stopped", updated_at=THERE + timedelta(days=9))

    assert settle_by_status(operation(STOP), expired, now=LATE) == NOT_DONE
    untold = subscription("stopped", updated_at=None)
    assert settle_by_status(operation(STOP), untold, now=LATE) == done()


def test_an_activation_may_have_come_from_a_renewal() -> None:
    asked, active = operation(Activation()), subscription("active")

    assert settle_by_status(asked, active, now=SOON, is_renewed=True) is None
    assert settle_by_status(asked, active, now=LATE, is_renewed=True) == NOT_DONE


def test_a_subscription_that_is_not_shown_says_nothing() -> None:
    assert settle_by_status(operation(STOP), None, now=SOON) is None
    assert settle_auto_renewal(operation(AutoRenewal(True)), None, now=LATE) == NOT_DONE


def test_auto_renew_is_done_when_it_is_so() -> None:
    asked = operation(AutoRenewal(True, "6"))

    on = subscription(is_auto_renewed=True, auto_renew_period_id="6")
    assert settle_auto_renewal(asked, on, now=SOON) == done()
    untold = replace(on, auto_renew_period_id=None)
    assert settle_auto_renewal(asked, untold, now=SOON) == done()
    other = replace(on, auto_renew_period_id="66")
    assert settle_auto_renewal(asked, other, now=SOON) is None
    assert settle_auto_renewal(asked, subscription(), now=LATE) == NOT_DONE


def test_a_cancelled_order_is_cancelled_and_no_other() -> None:
    asked = operation(Cancellation("o7"))

    assert settle_cancellation(asked, OrderStatus.CANCELLED, now=SOON) == done("o7")
    for status in (OrderStatus.WAITING_FOR_PROVISIONING, OrderStatus.COMPLETED, None):
        assert settle_cancellation(asked, status, now=SOON) is None
        assert settle_cancellation(asked, status, now=LATE) == NOT_DONE
