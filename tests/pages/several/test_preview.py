"""Several subscriptions over HTTP: what is looked at and asked before it is confirmed."""

from __future__ import annotations

from dashboard.bulk_work import MOST_ATTEMPTS
from dashboard.components.several import ids
from domain.bulk import PREVIEW_LASTS, ItemState
from sandbox.records import Subscription
from tests.pages.several.hand import Hand
from tests.pages.several.steps import (
    MONTHLY,
    STOP,
    WORKS,
    counts,
    down,
    let_pauses_pass,
    own_ids,
    prepared,
    sent,
)
from tests.storefront import Storefront


def test_what_can_not_be_done_says_why_and_is_passed_over(front: Storefront, hand: Hand) -> None:
    with front.platform.reading() as books:
        theirs = books.find(Subscription, "reseller_id <> ?", front.reseller_id)[0]
    good, stopped = own_ids(front, WORKS, 2), own_ids(front, "status = 'stopped'", 1)
    gone = own_ids(front, "status = 'deleted'", 1)
    prepared(hand, "stop", [*good, *stopped, *gone, str(theirs.subscription_id), "../orders"])

    assert counts(hand) == {ItemState.READY: 2, ItemState.NOT_AVAILABLE: 3}
    for text in ("Not possible: 3", "There is no such subscription.", "Current status: Deleted."):
        assert text in hand.text
    hand.press(ids.CONFIRM, **STOP).work().look()

    assert counts(hand) == {ItemState.DONE: 2, ItemState.NOT_AVAILABLE: 3}
    assert sent(front) == {"stop_operation": 2}
    hand.open("?state=not_available")
    assert [own_id in hand.text for own_id in (*good, *stopped)] == [False, False, True]


def test_one_is_left_out_and_another_tab_has_to_look_again(front: Storefront, hand: Hand) -> None:
    selected = own_ids(front, WORKS)
    prepared(hand, "stop", selected)
    other = Hand(front, front.client(), hand.address).open()
    hand.leave(selected[0]).look()
    assert hand.parts["confirm"] == "Stop 2 subscriptions"

    other.press(ids.CONFIRM, **STOP)
    assert "has changed meanwhile" in other.message
    hand.leave(selected[1]).leave(selected[1]).look()
    hand.press(ids.CONFIRM, **STOP).work()

    assert counts(hand) == {ItemState.DONE: 2, ItemState.LEFT_OUT: 1}
    hand.leave(selected[0]).work()
    assert counts(hand) == {ItemState.DONE: 2, ItemState.LEFT_OUT: 1}, "it is confirmed by now"


def test_a_deletion_wants_to_know_of_how_many(front: Storefront, hand: Hand) -> None:
    """OP-43: nobody deletes several by mistake."""
    prepared(hand, "delete", own_ids(front, f"{WORKS} AND window_ends_at > 1774000000000", 1))
    assert counts(hand) == {ItemState.READY: 1}
    assert "Refund" in hand.text

    for typed in ("", "2", "DELETE"):
        assert "Type the number" in hand.press(ids.CONFIRM, typed_count=typed).message
    hand.press(ids.CONFIRM, typed_count="1").work()

    assert counts(hand) == {ItemState.DONE: 1}


def test_what_costs_nothing_says_so(front: Storefront, hand: Hand) -> None:
    prepared(hand, "auto_renew_on", own_ids(front, f"{WORKS} AND NOT is_auto_renewed", 1))

    assert "Nothing is charged for this." in hand.text


def test_an_activation_says_what_is_charged_for_it(front: Storefront, hand: Hand) -> None:
    """OP-5: time that was let go of after the stop is paid again."""
    prepared(hand, "activate", own_ids(front, "status = 'stopped'", 1))

    assert "Due now" in hand.text
    assert "Nothing is charged for this." not in hand.text


def test_what_is_never_reached_is_not_confirmed(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    front.meddler.on("", down)
    for _ in range(MOST_ATTEMPTS):
        hand.work()
        let_pauses_pass(front)

    assert counts(hand) == {ItemState.NOT_SENT: 3}
    hand.open()
    assert hand.parts["is_held"]
    assert "Nothing has been done" in hand.text
    assert "There is nothing to be done." in hand.press(ids.CONFIRM, **STOP).message


def test_a_price_that_moved_is_not_sent_and_can_be_looked_at_anew(
    front: Storefront, hand: Hand
) -> None:
    """MSG-8."""
    (own_id,) = own_ids(front, MONTHLY, 1)
    hand.ask("change", {"ids": [own_id]})
    hand.open().press(ids.PREPARE, how="add", amount="2").work().look()
    assert counts(hand) == {ItemState.READY: 1}
    with front.platform.reading() as books:
        plan_id = books.get(Subscription, int(own_id)).plan_id
    front.raise_prices(front.plan_of(str(plan_id)), 2)  # type: ignore[arg-type]

    hand.press(ids.CONFIRM).work().look()
    assert counts(hand) == {ItemState.PRICE_CHANGED: 1}
    assert "Nothing was done." in hand.text
    assert not sent(front)

    first = hand.address
    hand.press(ids.AGAIN)
    assert hand.address not in ("", first)
    assert Hand(front, front.client(), first).open().press(ids.AGAIN).address == hand.address
    hand.work().open().press(ids.CONFIRM).work()
    assert counts(hand) == {ItemState.DONE: 1}


def test_an_old_preview_is_made_anew_before_it_is_confirmed(front: Storefront, hand: Hand) -> None:
    prepared(hand, "stop", own_ids(front, WORKS))
    front.wait(seconds=PREVIEW_LASTS.total_seconds() + 1)
    assert "The prices are some time old" in hand.open().text

    assert "looked at again" in hand.press(ids.CONFIRM, **STOP).message
    assert counts(hand) == {ItemState.UNREAD: 3}
    hand.work().look()
    assert not sent(front)
    hand.press(ids.CONFIRM, **STOP).work()

    assert counts(hand) == {ItemState.DONE: 3}


def test_an_amount_is_asked_for_first_and_can_be_another_one(front: Storefront, hand: Hand) -> None:
    selected = own_ids(front, MONTHLY, 2)
    hand.ask("change", {"ids": selected})
    hand.work().open()
    assert counts(hand) == {ItemState.UNREAD: 2}
    assert not hand.parts["is_asked"]
    for amount in ("", "-1", "many", "0"):
        said = hand.press(ids.PREPARE, how="add", amount=amount).message
        assert "Enter a whole number above zero." in said

    hand.press(ids.PREPARE, how="take", amount="99999").work().look()
    assert counts(hand) == {ItemState.NOT_AVAILABLE: 2}
    assert "Enter a whole number from" in hand.text
    hand.press(ids.PREPARE, how="add", amount="1").work().look()
    assert counts(hand) == {ItemState.READY: 2}
    assert "is not priced yet" in hand.press(ids.CONFIRM, how="add", amount="2").message
    hand.press(ids.CONFIRM, how="add", amount="1").work()
    assert counts(hand) == {ItemState.DONE: 2}


def test_a_preview_can_be_ended_before_all_are_looked_at(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})

    hand.open().press(ids.STOP).work()

    assert counts(hand) == {ItemState.NOT_BEGUN: 3}
