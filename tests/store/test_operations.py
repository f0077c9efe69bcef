"""The journal: one sender for each form, and nothing sent that may have gone through."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.operation import OperationKind, OperationState, PlatformIds
from store.audit import events
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.operations import Asking, begin, find_operation, mark_sent, record_answer
from store.settling import unsettled
from tests.store.journal import (
    ACCEPTED,
    ASKING,
    NOT_SENT,
    NOW,
    ORDER,
    REFUSED,
    UNKNOWN,
    answered,
    later,
    sent,
)


def test_an_operation_is_written_down_before_it_is_sent(store: Store) -> None:
    begun = begin(store, ASKING, now=NOW)

    assert begun.is_sender
    assert begun.operation == find_operation(store, "form1", manager_id="m1")
    assert begun.operation.state is OperationState.SENDING
    assert begun.operation.asked == ORDER
    assert begun.operation.ids.account_id == "a1"
    assert (begun.operation.created_at, begun.operation.sent_at) == (NOW, None)


def test_its_way_is_written_down(store: Store) -> None:
    begun = begin(store, ASKING, now=NOW)
    assert mark_sent(store, begun.operation, now=later(1), platform_at=later(3600))

    operation = record_answer(store, begun.operation, ACCEPTED, now=later(2))

    assert operation.state is OperationState.ACCEPTED
    assert operation.ids == PlatformIds("a1", "o1", "s1")
    assert (operation.sent_at, operation.answered_at) == (later(1), later(2))
    assert operation.platform_at == later(3600)
    assert operation == find_operation(store, "form1", manager_id="m1")


@pytest.mark.parametrize("answer", [ACCEPTED, REFUSED, UNKNOWN])
def test_a_form_sent_again_finds_what_came_of_it(store: Store, answer: Answer) -> None:
    """ORD-38, NFR-3."""
    first = answered(store, answer)

    again = begin(store, ASKING, now=later(10**6))

    assert not again.is_sender
    assert again.operation == first
    assert again.operation.state is answer.state
    assert again.operation.problems == answer.problems


def test_a_form_sent_again_while_it_is_being_sent_has_no_second_sender(store: Store) -> None:
    first = sent(store)

    assert not begin(store, ASKING, now=later(1)).is_sender
    assert not begin(store, ASKING, now=later(10**6)).is_sender
    assert not mark_sent(store, first, now=later(1), platform_at=None)


def test_what_was_not_sent_may_be_sent_again_by_one_sender(store: Store) -> None:
    answered(store, NOT_SENT)

    again = begin(store, ASKING, now=later(5))

    assert again.is_sender
    assert (again.operation.attempt, again.operation.sent_at) == (2, None)
    assert not begin(store, ASKING, now=later(5)).is_sender
    assert mark_sent(store, again.operation, now=later(6), platform_at=None)


def test_what_was_refused_is_sent_again_with_other_values_only(store: Store) -> None:
    answered(store, REFUSED)

    assert not begin(store, ASKING, now=later(5)).is_sender
    other = begin(store, replace(ASKING, asked={**ORDER, "quantities": {"7": 2}}), now=later(5))
    assert other.is_sender
    assert other.operation.asked["quantities"] == {"7": 2}
    assert (other.operation.message, other.operation.problems) == (None, {})


@pytest.mark.parametrize("answer", [ACCEPTED, UNKNOWN])
def test_other_values_do_not_send_again_what_may_have_gone_through(
    store: Store, answer: Answer
) -> None:
    answered(store, answer)

    again = begin(store, replace(ASKING, asked={**ORDER, "quantities": {"7": 2}}), now=later(5))

    assert not again.is_sender
    assert again.operation.asked == ORDER


def test_a_sender_that_is_gone_before_it_sent_anything_is_replaced(store: Store) -> None:
    first = begin(store, ASKING, now=NOW)

    assert not begin(store, ASKING, now=NOW + SENDING_LASTS - timedelta(seconds=1)).is_sender
    second = begin(store, ASKING, now=NOW + SENDING_LASTS)

    assert second.is_sender
    # The first comes back: it was slow, not gone.
    assert not mark_sent(store, first.operation, now=later(100), platform_at=None)
    assert mark_sent(store, second.operation, now=later(100), platform_at=None)
    kept = record_answer(store, first.operation, REFUSED, now=later(101))
    assert kept.state is OperationState.SENDING


def test_keys_are_each_managers_own(store: Store) -> None:
    answered(store, ACCEPTED)

    theirs = begin(store, replace(ASKING, manager_id="m2"), now=later(1))

    assert theirs.is_sender
    assert find_operation(store, "form1", manager_id="m3") is None


def test_of_many_presses_at_once_one_sends(store: Store) -> None:
    """ORD-38."""
    start = threading.Barrier(20)
    senders: list[int] = []

    def press(number: int) -> None:
        start.wait()
        begun = begin(store, ASKING, now=NOW)
        if begun.is_sender and mark_sent(store, begun.operation, now=NOW, platform_at=None):
            senders.append(number)
            record_answer(store, begun.operation, ACCEPTED, now=NOW)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(senders) == 1


def test_the_account_made_for_an_order_is_known_before_the_order_leaves(store: Store) -> None:
    begun = begin(store, replace(ASKING, ids=PlatformIds()), now=NOW)

    assert mark_sent(store, begun.operation, now=NOW, platform_at=None, account_id="a9")

    (found,) = unsettled(store, now=NOW + SENDING_LASTS)
    assert found.ids.account_id == "a9"


def test_the_audit_tells_what_was_asked_and_what_came_of_it(store: Store) -> None:
    """NFR-3."""
    answered(store, ACCEPTED)

    (noted,) = events(store, reseller_id="r1")

    assert (noted.action, noted.manager_id, noted.happened_at) == ("sales_order", "m1", later(1))
    assert noted.detail["state"] == "accepted"
    assert noted.detail["quantities"] == {"7": 3}
    assert (noted.detail["order_id"], noted.detail["subscription_id"]) == ("o1", "s1")


def test_the_audit_names_the_fields_of_a_person_and_not_what_is_in_them(store: Store) -> None:
    asked = {"account_id": "a1", "data": {"email": "ada@engine.example", "zip": "", "city": "X"}}
    answered(store, REFUSED, Asking("c1", "r1", "m1", OperationKind.UPDATE_ACCOUNT, asked))

    (noted,) = events(store, reseller_id="r1")

    assert noted.detail["fields"] == ["city", "email"]
    assert "ada@engine.example" not in str(noted.detail)


def test_a_long_refusal_is_cut(store: Store) -> None:
    operation = answered(store, Answer(OperationState.REFUSED, message="x" * 10_000))

    assert operation.message == "x" * 2_000


def test_what_is_about_to_be_sent_is_on_the_disk_first(tmp_path: Any) -> None:
    """Else a loss of power could forget that an order was sent."""
    from store.database import migrate

    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    migrate(url)
    store = Store(url)
    said: list[str] = []
    event.listen(
        store._engine,
        "before_cursor_execute",
        lambda *given: said.append(given[2].split("\n")[0]),
    )
    begun = begin(store, ASKING, now=NOW)
    assert "PRAGMA synchronous = FULL" not in said

    mark_sent(store, begun.operation, now=NOW, platform_at=None)

    assert said[-3:-1] == ["PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"]
    record_answer(store, begun.operation, ACCEPTED, now=NOW)
    assert "PRAGMA synchronous = NORMAL" in said[-6:]
    store.close()
