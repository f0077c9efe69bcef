"""Jobs of several subscriptions: one worker at a time, and nothing lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from domain.bulk import BulkItem, BulkJob, BulkResult, ItemState
from domain.management import Activation, Stop
from domain.money import Money
from store.bulk import (
    WORKING_LASTS,
    add_job,
    claim_job,
    find_job,
    leave_out_rest,
    next_items,
    progress_of,
    record_result,
    release_job,
    results_of,
)
from store.database import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
JOB = BulkJob("job1", "form1", "r1", "m1", "ru", NOW)
ITEMS = [
    BulkItem("s2", Stop("other", "Bye"), "seen", Money(Decimal("12.345678"), "EUR")),
    BulkItem("s1", Activation()),
]
SECOND = replace(JOB, job_id="job2", key="form2", created_at=NOW + timedelta(seconds=1))


def test_what_is_written_down_is_what_was_asked(store: Store) -> None:
    assert add_job(store, JOB, ITEMS) == JOB
    assert find_job(store, "form1", manager_id="m1") == JOB
    assert find_job(store, "form1", manager_id="m2") is None
    assert [one.item for one in next_items(store, JOB, 5)] == ITEMS


def test_a_form_is_one_job(store: Store) -> None:
    add_job(store, JOB, ITEMS)

    assert add_job(store, replace(JOB, job_id="other"), ITEMS[:1]) == JOB
    assert progress_of(store, JOB).counts == {ItemState.WAITING: 2}


def test_a_job_has_one_worker_until_it_is_gone(store: Store) -> None:
    add_job(store, JOB, ITEMS)
    assert claim_job(store, now=NOW) == JOB

    assert claim_job(store, now=NOW + timedelta(minutes=1)) is None
    assert claim_job(store, now=NOW + WORKING_LASTS) == JOB


def test_a_worker_that_goes_on_keeps_its_job(store: Store) -> None:
    add_job(store, JOB, ITEMS)
    claim_job(store, now=NOW)
    later = NOW + WORKING_LASTS
    done = BulkResult("s2", ItemState.DONE, order_id="o1")

    record_result(store, JOB, done, attempt=1, now=later)

    assert claim_job(store, now=later + timedelta(minutes=1)) is None
    assert [one.item.subscription_id for one in next_items(store, JOB, 5)] == ["s1"]
    assert results_of(store, JOB) == [done, BulkResult("s1", ItemState.WAITING)]
    assert results_of(store, JOB, states=[ItemState.DONE]) == [done]
    assert results_of(store, JOB, start=1, count=1) == [BulkResult("s1", ItemState.WAITING)]


def test_jobs_take_turns_and_end(store: Store) -> None:
    add_job(store, JOB, ITEMS)
    add_job(store, SECOND, ITEMS)
    soon = NOW + timedelta(seconds=5)
    assert claim_job(store, now=soon) == JOB
    release_job(store, JOB, next_at=soon, now=soon)

    assert claim_job(store, now=soon) == SECOND
    assert leave_out_rest(store, SECOND) == 2
    release_job(store, SECOND, next_at=soon, now=soon)

    assert claim_job(store, now=soon) == JOB
    release_job(store, JOB, next_at=soon + timedelta(seconds=30), now=soon)
    assert claim_job(store, now=soon) is None, "it is not its time yet, and the other is finished"
    assert progress_of(store, SECOND).is_finished


def test_what_came_of_one_is_not_written_over(store: Store) -> None:
    """The worker was thought to be gone, and comes back."""
    add_job(store, JOB, ITEMS)
    leave_out_rest(store, JOB)

    record_result(store, JOB, BulkResult("s1", ItemState.DONE), attempt=1, now=NOW)

    assert progress_of(store, JOB).counts == {ItemState.LEFT_OUT: 2}


def test_of_many_workers_at_once_one_gets_the_job(store: Store) -> None:
    add_job(store, JOB, ITEMS)
    start, claimed = threading.Barrier(8), []

    def claim() -> None:
        start.wait()
        claimed.append(claim_job(store, now=NOW))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one for one in claimed if one is not None] == [JOB]
