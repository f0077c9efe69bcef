"""Operations whose answer got lost: never sent again, but looked up at the platform."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.services.managing.availability import Action
from dashboard.services.managing.outcomes import (
    Done,
    NotAvailable,
    NotSent,
    Outcome,
    Refused,
    Unknown,
)
from dashboard.services.managing.revision import revision_of
from domain.management import Cancellation, Request
from domain.recognition import GIVE_UP_AFTER
from sandbox.operations import start
from sandbox.records import Subscription
from tests.desk import Desk
from tests.shop import KEY

PATHS = {
    Action.CHANGE: "/change_order",
    Action.RENEW: "/renewal_order",
    Action.CHANGE_RENEWAL: "/renewal_order",
    Action.SWITCH: "/switch_order",
    Action.AUTO_RENEW: "/subscriptions/",
    Action.STOP: "/stop_operation",
    Action.ACTIVATE: "/activate_operation",
    Action.DELETE: "/delete_operation",
    Action.CANCEL: "/cancel_operation",
}
ARRIVED = [("drop_after", {}), ("cut", {"value": "wrong"})]
LOST = [("drop_before", {}), ("status", {"value": 500}), ("malformed", {})]
ALL = sorted(PATHS)


def asked(desk: Desk, action: Action) -> tuple[str, Request]:
    if action is not Action.CANCEL:
        own_id = desk.one_for(action, is_trial=False)
        return own_id, desk.request_for(action, own_id)
    own_id = desk.one_for(Action.CHANGE_RENEWAL)
    desk.carry_out(desk.request_for(Action.RENEW, own_id), own_id, "first")
    desk.shop.buyer.wait()
    desk.shop.clock.advance(minutes=10)
    return own_id, Cancellation(str(desk.orders(own_id)[0].order_id))


def lose(desk: Desk, action: Action, kind: str, more: dict[str, Any]) -> tuple[str, Request, str]:
    """Carry an operation out whose answer gets lost."""
    own_id, request = asked(desk, action)
    seen = revision_of(desk.screen(own_id))
    method = "PATCH" if action is Action.AUTO_RENEW else "POST"
    desk.shop.fault(kind, PATHS[action], method=method, times=1, **more)
    outcome: Outcome = desk.carry_out(request, own_id)
    assert outcome == Unknown(desk.shop.operation().operation_id)
    return own_id, request, seen


@pytest.mark.parametrize("action", ALL)
def test_what_arrived_is_found_and_not_sent_again(desk: Desk, action: Action) -> None:
    kind, more = ARRIVED[0]
    own_id, request, seen = lose(desk, action, kind, more)
    sent = desk.shop.sent()
    assert isinstance(desk.managing().carry_out(KEY, own_id, seen, request), Unknown)

    assert desk.shop.look_up() == 1

    outcome = desk.managing().outcome(KEY)
    assert isinstance(outcome, Done)
    assert desk.managing().carry_out(KEY, own_id, seen, request) == outcome
    assert desk.shop.sent() == sent
    if action in (Action.CHANGE, Action.RENEW, Action.CHANGE_RENEWAL, Action.SWITCH):
        assert outcome.order_id == str(desk.orders(own_id)[-1].order_id)


@pytest.mark.parametrize("action", ALL)
def test_what_did_not_arrive_may_be_sent_again_in_the_end(desk: Desk, action: Action) -> None:
    kind, more = LOST[0]
    own_id, request, seen = lose(desk, action, kind, more)

    assert desk.shop.look_up() == 0, "it may still be on its way"
    desk.shop.clock.now += GIVE_UP_AFTER
    assert desk.shop.look_up() == 1

    assert isinstance(desk.managing().outcome(KEY), NotSent)
    assert isinstance(desk.managing().carry_out(KEY, own_id, seen, request), Done)


@pytest.mark.parametrize("action", ALL)
def test_whatever_the_platform_answers_is_told_and_sent_once(desk: Desk, action: Action) -> None:
    """403, 422, 500 and nothing at all, of each operation."""
    own_id, request = asked(desk, action)
    seen = revision_of(desk.screen(own_id))
    method = "PATCH" if action is Action.AUTO_RENEW else "POST"
    before = len(desk.shop.sent())
    outcomes = {}
    for number, status in enumerate((403, 422, 429, 500), start=1):
        desk.shop.clock.advance(minutes=1)
        desk.shop.fault("status", PATHS[action], method=method, value=status, times=1)
        outcomes[status] = desk.carry_out(request, own_id, f"form-{status}")
        again = desk.managing()
        if status != 429:
            assert again.carry_out(f"form-{status}", own_id, seen, request) == outcomes[status]
        assert len(desk.shop.sent()) == before + number

    kinds = [type(outcome) for outcome in outcomes.values()]
    assert kinds == [NotAvailable, Refused, NotSent, Unknown]
    assert "Current status:" in outcomes[403].text  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "more"), [*ARRIVED[1:], *LOST[1:]])
@pytest.mark.parametrize("action", [Action.CHANGE, Action.STOP])
def test_an_answer_that_is_none_is_not_taken_for_one(
    desk: Desk, action: Action, kind: str, more: dict[str, Any]
) -> None:
    if (action, kind) == (Action.STOP, "cut"):
        return  # There is nothing to cut in an empty answer.
    own_id, request, seen = lose(desk, action, kind, more)

    assert isinstance(desk.managing().carry_out(KEY, own_id, seen, request), Unknown)


def test_what_somebody_else_did_meanwhile_is_not_taken_for_ours(desk: Desk) -> None:
    """A deletion from outside the portal says nothing of a stop."""
    own_id, _, __ = lose(desk, Action.STOP, *LOST[0])
    with desk.shop.platform.writing() as books:
        start(books, books.get(Subscription, int(own_id)), "delete", "manual")

    assert desk.shop.look_up() == 0
    desk.shop.clock.now += GIVE_UP_AFTER
    assert desk.shop.look_up() == 1
    assert isinstance(desk.managing().outcome(KEY), NotSent)
