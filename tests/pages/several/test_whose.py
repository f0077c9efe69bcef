"""Whose the jobs of several subscriptions are, and what is no selection."""

from __future__ import annotations

import pytest

from dashboard.components.several import ids
from domain.bulk import ItemState
from domain.statuses import ManagerRole, ManagerStatus
from sandbox.records import Manager, Reseller
from sandbox.records import ManagerRole as Role
from tests.pages.several.hand import Hand
from tests.pages.several.steps import (
    STOP,
    WORKS,
    counts,
    own_ids,
    prepared,
    sent,
)
from tests.storefront import MANAGER, Storefront
from tests.web import show_page, sign_in


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
