"""Operations on subscriptions of the sandbox, over HTTP, and written into a journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.managing.availability import Action
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    NotAvailable,
    NotSent,
    Refused,
)
from dashboard.services.managing.revision import revision_of
from domain.errors import BadFilter, NotAllowed, NotFound
from domain.management import Activation, AutoRenewal, Deletion, Stop
from domain.operation import OperationState
from domain.statuses import SubscriptionStatus
from sandbox.records import Subscription
from store.audit import events
from tests.desk import STOP, Desk
from tests.shop import KEY, MANAGER, NOWHERE, RESELLER

BY_HAND = [Action.ACTIVATE, Action.AUTO_RENEW, Action.DELETE, Action.STOP]
LEADS_TO = {
    Action.STOP: SubscriptionStatus.STOPPING,
    Action.ACTIVATE: SubscriptionStatus.ACTIVATING,
    Action.DELETE: SubscriptionStatus.DELETING,
}


@pytest.mark.parametrize("action", BY_HAND)
def test_an_operation_is_carried_out_once(desk: Desk, action: Action) -> None:
    """OP-10, OP-14, OP-22, OP-42: the form is sent twice."""
    own_id = desk.one_for(action)
    before = desk.known(own_id)
    request = desk.request_for(action, own_id)

    done = desk.carry_out(request, own_id)

    assert done == Done(desk.shop.operation().operation_id)
    assert desk.shop.operation().state is OperationState.ACCEPTED
    assert desk.carry_out(request, own_id) == done == desk.managing().outcome(KEY)
    assert len(desk.shop.sent()) == 1
    after = desk.known(own_id)
    if action is Action.AUTO_RENEW:
        assert after.is_auto_renewed is not before.is_auto_renewed
    else:
        assert after.status is LEADS_TO[action]


def test_a_subscription_that_changed_while_the_page_was_open_is_left_alone(desk: Desk) -> None:
    """OP-7, MSG-15."""
    own_id = desk.one_for(Action.STOP)
    seen = revision_of(desk.screen(own_id))
    with desk.shop.platform.writing() as books:
        books.change(books.get(Subscription, int(own_id)), is_auto_renewed=True,
                     status=SubscriptionStatus.GRACED)  # fmt: skip

    outcome = desk.managing().carry_out(KEY, own_id, seen, STOP)

    assert outcome == Changed(
        "The subscription has been changed by another user. The page is refreshed."
    )
    assert desk.shop.sent() == []
    assert desk.managing().outcome(KEY) is None


def test_a_window_that_ended_while_the_dialog_was_open_deletes_nothing(desk: Desk) -> None:
    """OP-42."""
    own_id = desk.one_for(Action.DELETE)
    seen = revision_of(desk.screen(own_id))
    with desk.shop.platform.writing() as books:
        books.change(books.get(Subscription, int(own_id)), window_ends_at=books.now)

    outcome = desk.managing().carry_out(KEY, own_id, seen, Deletion())

    assert isinstance(outcome, NotAvailable)
    assert desk.shop.sent() == []


@pytest.mark.parametrize("own_id", ["theirs", "987654321", "..", "../orders", "", "١٢"])
def test_a_subscription_of_another_reseller_is_not_there(desk: Desk, own_id: str) -> None:
    """NFR-1."""
    if own_id == "theirs":
        with desk.shop.platform.reading() as books:
            found = books.find(Subscription, "reseller_id <> 12 AND status = 'active'")
            own_id = str(found[0].subscription_id)

    with pytest.raises(NotFound):
        desk.managing().carry_out(KEY, own_id, "", STOP)

    assert desk.shop.sent() == []
    assert desk.managing().outcome(KEY) is None


def test_who_may_not_act_does_nothing(desk: Desk) -> None:
    """OP-8, MGR-9."""
    own_id = desk.one_for(Action.STOP)

    with pytest.raises(NotAllowed):
        desk.carry_out(STOP, own_id, may_act=False)

    offered = desk.managing(may_act=False).available(desk.screen(own_id))
    assert {one.reason for one in offered.values()} == {
        "You do not have permission for this operation."
    }
    assert desk.shop.sent() == []


def test_a_stop_needs_a_reason_and_a_comment(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)

    assert desk.carry_out(Stop("", "x"), own_id) == Refused("Give a reason and a comment.")
    assert desk.carry_out(replace(STOP, comment=" "), own_id) == Refused(
        "Give a reason and a comment."
    )
    assert desk.shop.sent() == []


def test_auto_renew_that_is_so_already_is_not_sent(desk: Desk) -> None:
    """OP-22."""
    own_id = desk.one_for(Action.AUTO_RENEW)
    is_on = desk.known(own_id).is_auto_renewed

    assert desk.carry_out(AutoRenewal(is_on), own_id) == Refused("Auto-renew is so already.")
    assert desk.shop.sent() == []


@pytest.mark.parametrize("period_id", ["", "x", "1 ", "٣", "9" * 19])
def test_what_can_be_no_id_of_the_platform_is_refused(desk: Desk, period_id: str) -> None:
    own_id = desk.one_for(Action.AUTO_RENEW)

    outcome = desk.carry_out(AutoRenewal(True, period_id), own_id)

    assert outcome == Refused("The form names what the platform does not have. Open it again.")
    assert desk.managing().outcome(KEY) is None


def test_what_can_not_be_written_for_the_platform_keeps_nobody_waiting(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)

    outcome = desk.carry_out(STOP, own_id, "first", manager_id="nobody")

    assert outcome == Refused(
        "The platform can't be asked for this. Nothing was done. Open the form again."
    )
    assert desk.shop.sent() == []
    assert isinstance(desk.carry_out(STOP, own_id), Done), "it is known that nothing was sent"


def test_a_form_sent_again_with_other_values_sends_nothing(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)
    done = desk.carry_out(STOP, own_id)
    other = Stop("other", "Something else")

    again = desk.managing().carry_out(KEY, own_id, "", other)

    assert again == Changed("This form was sent before, with other values. Open it again.")
    assert desk.managing().outcome(KEY) == done
    assert len(desk.shop.sent()) == 1


def test_a_platform_that_is_down_does_nothing_and_the_form_may_be_sent_again(desk: Desk) -> None:
    """NFR-8."""
    own_id = desk.one_for(Action.STOP)
    seen = revision_of(desk.screen(own_id))
    down = NotSent("The platform can't be reached. Nothing has been done. Try again.")

    only_reads = desk.managing(url=NOWHERE, reads_at=desk.shop.url)
    assert only_reads.carry_out(KEY, own_id, seen, STOP) == down
    assert desk.shop.operation().state is OperationState.NOT_SENT

    assert isinstance(desk.managing().carry_out(KEY, own_id, seen, STOP), Done)
    assert len(desk.shop.sent()) == 1


@pytest.mark.parametrize("status", [403, 422])
def test_nothing_is_done_while_the_orders_of_a_subscription_are_not_told(
    desk: Desk, status: int
) -> None:
    """OP-3: one that waits may be among them."""
    own_id = desk.one_for(Action.STOP)
    seen = revision_of(desk.screen(own_id))
    desk.shop.fault("status", "/orders", value=status, times=1)

    outcome = desk.managing().carry_out(KEY, own_id, seen, STOP)

    assert isinstance(outcome, NotSent)
    assert outcome.text.startswith("The platform does not tell the orders of this subscription")
    assert desk.shop.sent() == []
    assert isinstance(desk.managing().carry_out(KEY, own_id, seen, STOP), Done)


def test_an_operation_that_the_platform_puts_off_may_be_sent_again(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)
    desk.shop.fault("status", "/stop_operation", value={"status": 429, "retry_after": 1}, times=1)

    assert isinstance(desk.carry_out(STOP, own_id), NotSent)
    assert isinstance(desk.carry_out(STOP, own_id), Done)


def test_what_the_platform_forbids_names_the_status_then(desk: Desk) -> None:
    """MSG-4: it says 403 to what it had offered a moment ago."""
    own_id = desk.one_for(Action.STOP, status=SubscriptionStatus.ACTIVE)
    desk.shop.fault("status", "/stop_operation", value=403, times=1)

    outcome = desk.carry_out(STOP, own_id)

    assert outcome == NotAvailable("This operation is not available now. Current status: Active.")
    assert desk.managing().outcome(KEY) == outcome


def test_what_the_platform_refuses_without_a_word_is_refused(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)
    desk.shop.fault("status", "/stop_operation", value=422, times=1)

    outcome = desk.carry_out(STOP, own_id)

    assert isinstance(outcome, Refused)
    assert outcome.text
    assert desk.carry_out(STOP, own_id) == outcome
    assert len(desk.shop.sent()) == 1


def test_who_asked_for_what_and_what_came_of_it_is_in_the_audit(desk: Desk) -> None:
    """NFR-3, OP-15: without what the manager wrote."""
    own_id = desk.one_for(Action.STOP, status=SubscriptionStatus.ACTIVE)

    desk.carry_out(STOP, own_id)

    (event,) = events(desk.shop.store, reseller_id=RESELLER)
    assert (event.action, event.manager_id) == ("stop", MANAGER)
    assert event.detail["before"]["status"] == "active"
    assert event.detail["request"] == {"reason": STOP.reason}
    assert (event.detail["state"], event.detail["subscription_id"]) == ("accepted", own_id)
    assert STOP.comment not in f"{event.detail}"


@pytest.mark.parametrize("key", ["", "x" * 151, "a key", "ключ"])
def test_a_key_that_is_none_of_ours_is_refused(desk: Desk, key: str) -> None:
    own_id = desk.one_for(Action.STOP)

    with pytest.raises(BadFilter):
        desk.carry_out(STOP, own_id, key)

    assert desk.shop.sent() == []


def test_a_client_on_hold_is_not_activated(desk: Desk) -> None:
    """MSG-10, E2E-12."""
    own_id = desk.one_for(Action.ACTIVATE)
    account_id = desk.known(own_id).account_id
    desk.shop.buyer.steer(f"accounts/{account_id}", {"status": "financial_hold"})

    assert desk.carry_out(Activation(), own_id) == NotAvailable(
        "New operations are not possible: client status is Financial hold."
    )
    assert desk.shop.sent() == []
