"""Of each subscription one operation at a time, whoever asks for it (OP-7)."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from domain.operation import OperationKind, OperationState, PlatformIds
from domain.recognition import NOT_DONE, Settlement
from store import models
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.one_at_a_time import acted_on_since, subscriptions_under_way, under_way
from store.operations import Asking, Begun, begin, find_operation, mark_sent, record_answer
from store.settling import settle

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STOP = Asking(
    "form1",
    "r1",
    "m1",
    OperationKind.STOP,
    {"subscription_id": "s1"},
    PlatformIds("a1", None, "s1"),
)
OTHERS = replace(STOP, key="form2", manager_id="m2", kind=OperationKind.CHANGE_ORDER)
ACCEPTED = Answer(OperationState.ACCEPTED, PlatformIds("a1", None, "s1"))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def sent(store: Store, asking: Asking = STOP) -> Begun:
    begun = begin(store, asking, now=NOW)
    assert begun.is_sender
    assert mark_sent(store, begun.operation, now=NOW, platform_at=NOW)
    return begun


def test_while_one_is_being_sent_another_waits(store: Store) -> None:
    first = sent(store)

    second = begin(store, OTHERS, now=later(1))

    assert (second.is_sender, second.is_other) == (False, True)
    assert second.operation.operation_id == first.operation.operation_id
    assert find_operation(store, "form2", manager_id="m2") is None
    found = under_way(store, ("r1", "s1"))
    assert found is not None
    assert found.operation_id == first.operation.operation_id
    assert subscriptions_under_way(store, reseller_id="r1") == {"s1"}
    assert subscriptions_under_way(store, reseller_id="r2") == set()


def test_another_subscription_waits_for_nothing(store: Store) -> None:
    sent(store)

    assert begin(store, replace(OTHERS, ids=PlatformIds("a1", None, "s2")), now=NOW).is_sender
    assert begin(store, replace(OTHERS, key="x", reseller_id="r2"), now=NOW).is_sender


def test_what_was_done_lately_is_known(store: Store) -> None:
    """SUB-3: a list that is open looks for what comes of it."""
    operation = sent(store).operation
    assert acted_on_since(store, later(60), reseller_id="r1") == {"s1"}

    record_answer(store, operation, ACCEPTED, now=later(1))

    assert acted_on_since(store, NOW, reseller_id="r1") == {"s1"}
    assert acted_on_since(store, later(60), reseller_id="r1") == set()
    assert acted_on_since(store, NOW, reseller_id="r2") == set()


def test_what_is_unknown_is_waited_for_until_it_is_settled(store: Store) -> None:
    first = sent(store).operation
    first = record_answer(store, first, Answer(OperationState.UNKNOWN), now=later(1))
    assert begin(store, OTHERS, now=later(2)).is_other

    assert settle(store, first, NOT_DONE, now=later(300))

    assert begin(store, OTHERS, now=later(301)).is_sender
    assert begin(store, STOP, now=later(302)).is_other, "now the first one waits"


@pytest.mark.parametrize(
    ("seen_at", "is_in_the_way"),
    [
        pytest.param(-1, True, id="before it was sent"),
        pytest.param(0.5, True, id="while it was on its way"),
        pytest.param(1.5, False, id="after it was answered"),
    ],
)
def test_what_was_done_since_it_was_looked_at_is_in_the_way(
    store: Store, seen_at: float, is_in_the_way: bool
) -> None:
    record_answer(store, sent(store).operation, ACCEPTED, now=later(1))

    assert begin(store, replace(OTHERS, seen_at=later(seen_at)), now=later(2)).is_other == (
        is_in_the_way
    )


@pytest.mark.parametrize(("seen_at", "is_in_the_way"), [(200, True), (400, False)])
def test_what_was_settled_since_it_was_looked_at_is_in_the_way(
    store: Store, seen_at: float, is_in_the_way: bool
) -> None:
    first = record_answer(
        store, sent(store).operation, Answer(OperationState.UNKNOWN), now=later(1)
    )
    done = Settlement(OperationState.ACCEPTED, PlatformIds("a1", None, "s1"))
    assert settle(store, first, done, now=later(300))

    begun = begin(store, replace(OTHERS, seen_at=later(seen_at)), now=later(401))

    assert begun.is_other == is_in_the_way


def test_what_was_refused_is_not_in_the_way(store: Store) -> None:
    record_answer(store, sent(store).operation, Answer(OperationState.REFUSED), now=later(1))

    assert begin(store, replace(OTHERS, seen_at=NOW), now=later(2)).is_sender


def test_a_sender_that_is_gone_before_it_sent_is_not_waited_for(store: Store) -> None:
    gone = begin(store, STOP, now=NOW).operation
    assert begin(store, OTHERS, now=later(1)).is_other

    assert begin(store, OTHERS, now=NOW + SENDING_LASTS).is_sender

    known = find_operation(store, "form1", manager_id="m1")
    assert known is not None
    assert known.state is OperationState.NOT_SENT
    assert not mark_sent(store, gone, now=later(200), platform_at=None), "it comes back too late"


def test_of_many_who_begin_at_once_one_is_the_sender(store: Store) -> None:
    start, found = threading.Barrier(12), []

    def ask(number: int) -> None:
        asking = replace(STOP, key=f"form{number}", manager_id=f"m{number}", seen_at=NOW)
        start.wait()
        found.append(begin(store, asking, now=later(1)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.is_sender for one in found].count(True) == 1
    assert [one.is_other for one in found].count(True) == 11


def test_the_store_itself_refuses_two(store: Store) -> None:
    sent(store)
    begin(store, replace(OTHERS, ids=PlatformIds("a1", None, "s2")), now=NOW)

    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(update(models.Operation).values(subscription_id="s1"))
