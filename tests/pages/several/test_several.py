"""One action for several subscriptions over HTTP: confirmed once, carried out once, told."""

from __future__ import annotations

import threading

from dashboard.components.several import ids
from domain.bulk import ItemState
from sandbox.records import Operation
from tests.pages.several.hand import Hand
from tests.pages.several.steps import (
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


def test_three_are_stopped_after_one_look(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    assert hand.address == f"/subscriptions/several/{hand.key}"
    hand.open()
    assert "Stop: 3 subscriptions" in hand.page
    assert "Looked at and priced: 0 of 3" in hand.text
    assert hand.parts["is_held"], "nothing can be confirmed before it is priced"
    assert not hand.parts["is_calm"]

    hand.work().look()
    assert (hand.parts["is_held"], hand.parts["confirm"]) == (False, "Stop 3 subscriptions")
    assert hand.parts["is_calm"]
    hand.press(ids.CONFIRM)
    assert "Give a reason and a comment." in hand.message
    hand.press(ids.CONFIRM, **STOP).look()
    assert "Carried out: 0 of 3" in hand.text
    hand.work().look()

    assert counts(hand) == {ItemState.DONE: 3}
    assert hand.parts["said"] == "Finished. Done: 3 of 3."
    assert sent(front) == {"stop_operation": 3}
    with front.platform.reading() as books:
        asked = books.find(Operation, "kind = 'stop' ORDER BY operation_id")[-3:]
    assert [(one.reason, one.comment) for one in asked] == [("other", "Bye")] * 3


def test_whatever_is_pressed_twice_is_done_once(front: Storefront, hand: Hand) -> None:
    """A double press, a second tab, the back button, and all of them at once."""
    selected = own_ids(front, WORKS)
    first = hand.ask("stop", {"ids": selected})
    assert hand.ask("stop", {"ids": selected}) == first
    hand.work().open()
    tabs = [Hand(front, front.client(), hand.address).open() for _ in range(4)]
    begin = threading.Barrier(len(tabs))

    def confirm(tab: Hand) -> None:
        begin.wait()
        tab.press(ids.CONFIRM, **STOP)

    threads = [threading.Thread(target=confirm, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hand.work()
    hand.press(ids.CONFIRM, **STOP).work()

    assert counts(hand) == {ItemState.DONE: 3}
    assert sent(front) == {"stop_operation": 3}


def test_another_selection_is_another_job(front: Storefront, hand: Hand) -> None:
    selected = own_ids(front, WORKS)

    assert hand.ask("stop", {"ids": selected}) != hand.ask("stop", {"ids": selected[:2]})


def test_a_view_is_selected_whole_by_the_server(front: Storefront, hand: Hand) -> None:
    """With its filters, and none of another partner."""
    hand.ask("renew", {"query": {"status": "active"}})

    with front.services() as here:
        progress = here.bulk.progress(hand.key)
        assert progress is not None
        assert progress.total == here.subscription_list.page({"status": "active"}).match_count
    hand.ask("renew", {"query": {"client": str(front.foreign_account().account_id)}})
    assert not hand.address


def test_a_platform_that_is_down_is_waited_for(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    front.meddler.on("", down)
    hand.work().open()
    assert "The platform does not answer at the moment." in hand.text
    assert counts(hand) == {ItemState.UNREAD: 3}

    front.meddler.forget()
    let_pauses_pass(front)
    hand.work().look()

    assert counts(hand) == {ItemState.READY: 3}
    assert "does not answer" not in hand.text


def test_the_rest_is_left_out_and_tried_again(front: Storefront, hand: Hand) -> None:
    prepared(hand, "stop", own_ids(front, WORKS))
    hand.press(ids.CONFIRM, **STOP).press(ids.STOP).work().open()
    assert counts(hand) == {ItemState.NOT_BEGUN: 3}
    assert "Try again the 3 that were not done" in hand.text

    hand.press(ids.AGAIN).work().open().press(ids.CONFIRM, **STOP).work()

    assert counts(hand) == {ItemState.DONE: 3}
    assert sent(front) == {"stop_operation": 3}
