"""One action for several subscriptions over HTTP: preview, confirmation, results."""

from __future__ import annotations

import threading
from collections import Counter

import httpx
import pytest

from dashboard.bulk_work import MOST_ATTEMPTS, TRIES_AGAIN_AFTER
from dashboard.components.several import ids
from domain.bulk import PREVIEW_LASTS, ItemState
from domain.statuses import ManagerRole, ManagerStatus
from sandbox.records import Manager, Operation, Reseller, Subscription
from sandbox.records import ManagerRole as Role
from tests.pages.several.hand import Hand
from tests.storefront import MANAGER, Storefront
from tests.web import show_page, sign_in

WORKS = "status = 'active' AND NOT is_trial"
MONTHLY = (
    f"{WORKS} AND end_on IS NOT NULL AND plan_id IN"
    " (SELECT plan_id FROM plan WHERE billing_type = 'csp_monthly' AND status = 'active')"
    " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
)
STOP = {"reason": "other", "comment": "Bye"}


@pytest.fixture
def hand(front: Storefront) -> Hand:
    return Hand(front, front.client())


def own_ids(front: Storefront, where: str, count: int = 3) -> list[str]:
    with front.platform.reading() as books:
        found = books.find(
            Subscription, f"reseller_id = ? AND {where} ORDER BY subscription_id", front.reseller_id
        )
    assert len(found) >= count
    return [str(one.subscription_id) for one in found[:count]]


def counts(hand: Hand) -> dict[ItemState, int]:
    with hand.front.services() as here:
        progress = here.bulk.progress(hand.key)
    assert progress is not None
    return dict(progress.counts)


def sent(front: Storefront) -> Counter[str]:
    """Return how often something was asked to be done, by the end of its address."""
    return Counter(one["path"].rpartition("/")[2] for one in front.platform.log.since(0)
                   if one["method"] != "GET" and "/api/" in one["path"])  # fmt: skip


def down(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no", request=request)


def prepared(hand: Hand, action: str, selected: list[str]) -> Hand:
    """Select some, press an action, and wait for its preview."""
    hand.ask(action, {"ids": selected})
    return hand.work().open()


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


def test_a_platform_that_is_down_is_waited_for(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    front.meddler.on("", down)
    hand.work().open()
    assert "The platform does not answer at the moment." in hand.text
    assert counts(hand) == {ItemState.UNREAD: 3}

    front.meddler.forget()
    _wait(front)
    hand.work().look()

    assert counts(hand) == {ItemState.READY: 3}
    assert "does not answer" not in hand.text


def test_what_is_never_reached_is_not_confirmed(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    front.meddler.on("", down)
    for _ in range(MOST_ATTEMPTS):
        hand.work()
        _wait(front)

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


def test_the_rest_is_left_out_and_tried_again(front: Storefront, hand: Hand) -> None:
    prepared(hand, "stop", own_ids(front, WORKS))
    hand.press(ids.CONFIRM, **STOP).press(ids.STOP).work().open()
    assert counts(hand) == {ItemState.NOT_BEGUN: 3}
    assert "Try again the 3 that were not done" in hand.text

    hand.press(ids.AGAIN).work().open().press(ids.CONFIRM, **STOP).work()

    assert counts(hand) == {ItemState.DONE: 3}
    assert sent(front) == {"stop_operation": 3}


def test_a_preview_can_be_ended_before_all_are_looked_at(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})

    hand.open().press(ids.STOP).work()

    assert counts(hand) == {ItemState.NOT_BEGUN: 3}


def test_a_manager_who_was_let_go_has_nothing_looked_at(front: Storefront, hand: Hand) -> None:
    hand.ask("stop", {"ids": own_ids(front, WORKS)})
    with front.services() as here:
        manager_id = int(here.viewer.manager_id)
    with front.platform.writing() as books:
        books.change(books.get(Manager, manager_id), status=ManagerStatus.INACTIVE)
    front.portal.publish()

    hand.work()

    assert counts(hand) == {ItemState.NOT_AVAILABLE: 3}


def test_who_may_only_look_sees_results_and_asks_for_nothing(front: Storefront, hand: Hand) -> None:
    """MGR-9."""
    prepared(hand, "stop", own_ids(front, WORKS))
    with front.services() as here:
        manager_id = int(here.viewer.manager_id)
    with front.platform.writing() as books:
        role = books.find(Role, "reseller_id = ? AND name = ?", front.reseller_id,
                          str(ManagerRole.MARKETING))[0]  # fmt: skip
        books.change(books.get(Manager, manager_id), role_id=role.role_id)
    front.portal.publish()

    assert hand.open().parts["is_held"]
    assert "do not have permission" in hand.press(ids.CONFIRM, **STOP).message
    assert not hand.ask("stop", {"ids": own_ids(front, WORKS, 2)})
    listed = show_page(hand.client, "/subscriptions").get_data(as_text=True)
    assert ids.ASK not in listed
    assert not sent(front)


def test_a_job_is_its_managers_alone(front: Storefront, hand: Hand) -> None:
    """Another manager of the partner, another partner, nobody: all the same."""
    prepared(hand, "stop", own_ids(front, WORKS))
    for other in _others(front):
        assert other.get(hand.address).status_code == 404
        assert other.get(f"{hand.address}.csv").status_code == 404
        stranger = Hand(front, other, hand.address, hand.parts)
        stranger.press(ids.CONFIRM, **STOP)
        assert "There is no such page" in stranger.message
        stranger.leave(own_ids(front, WORKS)[0])
    assert counts(hand) == {ItemState.READY: 3}
    assert hand.client.get("/subscriptions/several/nothing").status_code == 404
    nobody = front.app.server.test_client()
    assert nobody.get(hand.address).status_code == 302
    assert nobody.get(f"{hand.address}.csv").status_code == 302


@pytest.mark.parametrize(
    ("action", "selection", "said"),
    [
        ("stop", {"ids": [str(number) for number in range(10_001)]}, "Select at most 10000"),
        ("stop", {"ids": []}, "No subscription is selected."),
        ("stop", {"ids": "3007216"}, "No subscription is selected."),
        ("stop", None, "No subscription is selected."),
        ("eat", {"ids": ["1"]}, "There is no such page"),
    ],
)
def test_what_is_no_selection_is_refused(
    hand: Hand, action: str, selection: dict[str, object], said: str
) -> None:
    hand.ask(action, selection)

    assert not hand.address
    assert said in hand.message


def test_a_job_is_found_again_above_the_list(front: Storefront, hand: Hand) -> None:
    prepared(hand, "stop", own_ids(front, WORKS))
    listed = show_page(hand.client, "/subscriptions").get_data(as_text=True)
    assert hand.key in listed
    assert "to be confirmed" in listed

    hand.press(ids.CONFIRM, **STOP).work()

    assert hand.key not in show_page(hand.client, "/subscriptions").get_data(as_text=True)


def test_what_can_not_be_read_of_the_address_is_said(front: Storefront, hand: Hand) -> None:
    prepared(hand, "stop", own_ids(front, WORKS))

    assert "is not a value of" in hand.open("?state=eaten").text
    assert hand.client.get(f"{hand.address}.csv?state=eaten").status_code == 400


def _wait(front: Storefront) -> None:
    """Let the pauses pass that are kept after a platform did not answer."""
    front.wait(seconds=TRIES_AGAIN_AFTER.total_seconds())
    front.app.server.extensions["portal"].live._asked_again_at = 0.0


def _others(front: Storefront):  # type: ignore[no-untyped-def]
    with front.platform.reading() as books:
        mine = books.find(
            Manager, "reseller_id = ? AND status = 'active' AND email <> ?", front.reseller_id,
            MANAGER,
        )  # fmt: skip
        theirs = books.find(Manager, "reseller_id <> ? AND status = 'active'", front.reseller_id)
        people = [(one.email, books.get(Reseller, one.reseller_id).domain)
                  for one in (*mine[:1], *theirs[:1])]  # fmt: skip
    assert len(people) == 2
    for email, domain in people:
        client = front.app.server.test_client()
        assert sign_in(client, domain=domain, email=email).status_code == 303
        yield client
