"""What nobody knows the outcome of is looked up, and settled once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.operation import OperationKind, OperationState, PlatformIds
from domain.recognition import NOT_DONE, Settlement
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.operations import Asking, begin, find_operation, record_answer
from store.settling import accepted_since, claimed_ids, in_flight, settle, unsettled
from tests.store.journal import ACCEPTED, ASKING, NOW, REFUSED, UNKNOWN, answered, later, sent


def test_what_is_under_way_is_told_of_one_reseller(store: Store) -> None:
    sent(store)
    answered(store, UNKNOWN, replace(ASKING, key="form2"))
    answered(store, ACCEPTED, replace(ASKING, key="form3"))
    sent(store, replace(ASKING, key="form4", reseller_id="r2", manager_id="m2"))

    assert [one.key for one in in_flight(store, reseller_id="r1")] == ["form1", "form2"]


def test_what_was_carried_out_lately_is_told(store: Store) -> None:
    answered(store, ACCEPTED)
    answered(store, REFUSED, replace(ASKING, key="form2"))

    assert [one.key for one in accepted_since(store, later(1))] == ["form1"]
    assert accepted_since(store, later(2)) == []


def test_what_is_unknown_is_to_be_looked_up(store: Store) -> None:
    answered(store, UNKNOWN)
    answered(store, ACCEPTED, replace(ASKING, key="form2"))

    assert [one.key for one in unsettled(store, now=later(2))] == ["form1"]


def test_a_sender_that_is_gone_after_it_sent_leaves_something_to_look_up(store: Store) -> None:
    sent(store)

    assert unsettled(store, now=NOW + SENDING_LASTS - timedelta(seconds=1)) == []
    assert [one.key for one in unsettled(store, now=NOW + SENDING_LASTS)] == ["form1"]


def test_a_sender_that_is_gone_before_it_sent_leaves_nothing_to_look_up(store: Store) -> None:
    begin(store, ASKING, now=NOW)

    assert unsettled(store, now=NOW + SENDING_LASTS) == []

    found = find_operation(store, "form1", manager_id="m1")
    assert found is not None
    assert found.state is OperationState.NOT_SENT


def test_nothing_is_looked_up_while_the_like_of_it_is_being_sent(store: Store) -> None:
    """What is found might be what the other is making right now."""
    answered(store, UNKNOWN)
    sent(store, replace(ASKING, key="form2", manager_id="m2"))
    other_account = replace(ASKING, key="form3", ids=PlatformIds(account_id="a2"))
    answered(store, UNKNOWN, other_account)

    assert [one.key for one in unsettled(store, now=later(2))] == ["form3"]


def test_what_is_found_settles_an_operation(store: Store) -> None:
    operation = answered(store, UNKNOWN)

    assert settle(store, operation, Settlement(*_made("o1")), now=later(60))

    found = find_operation(store, "form1", manager_id="m1")
    assert found is not None
    assert (found.state, found.ids.order_id) == (OperationState.ACCEPTED, "o1")
    assert found.settled_at == later(60)
    assert not settle(store, operation, NOT_DONE, now=later(61))


def test_what_is_not_found_may_be_sent_again(store: Store) -> None:
    operation = answered(store, UNKNOWN)

    assert settle(store, operation, NOT_DONE, now=later(600))

    assert begin(store, ASKING, now=later(700)).is_sender


def test_what_another_operation_has_made_settles_nothing(store: Store) -> None:
    unknown = answered(store, UNKNOWN)
    answered(store, ACCEPTED, replace(ASKING, key="form2"))

    assert claimed_ids(store, unknown) == {"o1"}
    assert not settle(store, unknown, Settlement(*_made("o1")), now=later(60))
    assert settle(store, unknown, Settlement(*_made("o2")), now=later(60))


def test_accounts_are_claimed_by_what_created_them(store: Store) -> None:
    asked: dict[str, Any] = {"account_id": None, "data": {"name": "Engine"}}
    create = Asking("c1", "r1", "m1", OperationKind.CREATE_ACCOUNT, asked)
    answered(store, Answer(OperationState.ACCEPTED, PlatformIds(account_id="a1")), create)
    unknown = answered(store, UNKNOWN, replace(create, key="c2"))
    order = answered(store, UNKNOWN)

    assert claimed_ids(store, unknown) == {"a1"}
    assert claimed_ids(store, order) == frozenset()


def test_an_answer_that_comes_after_all_is_worth_more_than_a_guess(store: Store) -> None:
    operation = sent(store)
    assert settle(store, operation, NOT_DONE, now=later(600))

    assert record_answer(store, operation, ACCEPTED, now=later(601)).ids.order_id == "o1"


def test_what_was_found_stays_when_the_answer_was_lost_after_all(store: Store) -> None:
    operation = sent(store)
    assert settle(store, operation, Settlement(*_made("o1")), now=later(100))

    kept = record_answer(store, operation, UNKNOWN, now=later(101))

    assert (kept.state, kept.ids.order_id) == (OperationState.ACCEPTED, "o1")


def _made(order_id: str) -> tuple[OperationState, PlatformIds]:
    return OperationState.ACCEPTED, PlatformIds("a1", order_id, "s1")
