"""Jobs of several subscriptions: one worker at a time, each stage once, and nothing lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.bulk import (
    BulkAction,
    BulkItem,
    BulkJob,
    BulkPreview,
    BulkResult,
    ItemState,
    Stage,
)
from domain.bulk_money import BulkMoney, Sums
from domain.management import Renewal, Stop
from domain.money import Money
from domain.pricing.shown_price import ShownPrice
from store.bulk import (
    WORKING_LASTS,
    add_job,
    claim_job,
    confirm_job,
    find_job,
    prepare_again,
    progress_of,
    recent_jobs,
    release_job,
)
from store.bulk_items import (
    ids_of,
    leave_out,
    leave_out_rest,
    moneys_of,
    next_items,
    reasons_of,
    record_known,
    record_previews,
    record_result,
    rows_of,
)
from store.database import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
JOB = BulkJob("job1", "form1", "r1", "m1", "ru", NOW, BulkAction.STOP)
IDS = ["s2", "s1"]
SECOND = replace(JOB, job_id="job2", key="form2", created_at=NOW + timedelta(seconds=1))
THIRD_OF_A_CENT = Money(Decimal("12.345678"), "EUR")
SUMS = replace(Sums.nothing("EUR"), now=THIRD_OF_A_CENT, monthly_after=THIRD_OF_A_CENT)
MONEY = BulkMoney(SUMS, later_on=date(2026, 12, 1), before=3, after=5, until=None)
SHOWN = ShownPrice(
    THIRD_OF_A_CENT,
    THIRD_OF_A_CENT,
    Money.zero("EUR"),
    MONEY.later_on,
    MONEY.until,
    SUMS.monthly_after,
)
RENEWAL = BulkItem("s2", Renewal("p1", {"r1": 3}), "seen", SHOWN)
READY = BulkPreview(RENEWAL, ItemState.READY, None, "Office", "Client", MONEY)
REFUSED = BulkPreview(BulkItem("s1"), ItemState.NOT_AVAILABLE, "Not now.")


def prepared(store: Store, *previews: BulkPreview) -> BulkJob:
    """Return a job that has been looked through; by default both are ready."""
    add_job(store, JOB, IDS)
    second = replace(READY, item=replace(RENEWAL, subscription_id="s1"))
    record_previews(store, JOB, previews or (READY, second), attempt=1, now=NOW)
    release_job(store, JOB, next_at=NOW, now=NOW)
    return progress_of(store, JOB).job


def confirmed(store: Store) -> BulkJob:
    job = prepared(store)
    assert confirm_job(store, job, {}, now=NOW)
    return progress_of(store, job).job


def test_what_is_written_down_is_what_was_asked(store: Store) -> None:
    assert add_job(store, JOB, IDS) == JOB
    assert find_job(store, "form1", manager_id="m1") == JOB
    assert find_job(store, "form1", manager_id="m2") is None
    assert [one.item for one in next_items(store, JOB, 5)] == [BulkItem("s2"), BulkItem("s1")]


def test_a_form_is_one_job(store: Store) -> None:
    add_job(store, JOB, IDS)

    assert add_job(store, replace(JOB, job_id="other"), IDS[:1]) == JOB
    assert progress_of(store, JOB).counts == {ItemState.UNREAD: 2}


def test_a_preview_is_read_as_it_was_written_to_the_last_place(store: Store) -> None:
    job = prepared(store, READY, REFUSED)

    assert job == replace(JOB, stage=Stage.PREPARED, prepared_at=NOW)
    found, refused = rows_of(store, job)
    assert (found.name, found.account_name, found.money) == ("Office", "Client", MONEY)
    assert refused.result == BulkResult("s1", ItemState.NOT_AVAILABLE, "Not now.")
    assert moneys_of(store, job, [ItemState.READY]) == [MONEY]
    assert reasons_of(store, job, [ItemState.NOT_AVAILABLE]) == [("Not now.", 1)]
    assert claim_job(store, now=NOW) is None, "it waits for its manager"


def test_what_is_confirmed_is_what_was_prepared(store: Store) -> None:
    job = prepared(store, READY, REFUSED)

    assert confirm_job(store, job, {}, now=NOW)

    claimed = claim_job(store, now=NOW)
    assert claimed == replace(job, stage=Stage.CONFIRMED)
    assert [one.item for one in next_items(store, claimed, 5)] == [RENEWAL]


def test_what_only_the_confirmation_says_is_asked_of_each(store: Store) -> None:
    job = prepared(store)
    stop = Stop("other", "Bye")

    assert confirm_job(store, job, {"reason": "other"}, stop, now=NOW)

    claimed = claim_job(store, now=NOW)
    assert claimed is not None
    assert claimed.given == {"reason": "other"}
    assert [one.item.request for one in next_items(store, claimed, 5)] == [stop, stop]


def test_a_job_is_confirmed_once_whoever_does(store: Store) -> None:
    job = prepared(store)
    begin = threading.Barrier(4)
    came: list[bool] = []

    def confirm() -> None:
        begin.wait()
        came.append(confirm_job(store, job, {}, now=NOW))

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came) == [False, False, False, True]
    assert not prepare_again(store, job, {}, now=NOW), "it is confirmed"


def test_what_an_earlier_round_finds_says_nothing_in_the_next(store: Store) -> None:
    add_job(store, JOB, IDS)

    assert prepare_again(store, JOB, {"amount": "5"}, now=NOW)

    assert not record_previews(store, JOB, [READY], attempt=1, now=NOW)
    assert progress_of(store, JOB).counts == {ItemState.UNREAD: 2}
    assert not confirm_job(store, JOB, {}, now=NOW)


def test_one_can_be_left_out_and_stays_so_until_it_is_taken_in(store: Store) -> None:
    job = prepared(store)
    leave_out(store, job, "s1")
    leave_out(store, job, "s9")
    prepare_again(store, job, {}, now=NOW)
    assert ids_of(store, job, [ItemState.LEFT_OUT]) == ["s1"]

    again = progress_of(store, job).job
    record_previews(store, again, [READY], attempt=1, now=NOW)
    release_job(store, again, next_at=NOW, now=NOW)
    leave_out(store, again, "s1")

    assert ids_of(store, job, [ItemState.READY]) == ["s2", "s1"]


def test_a_job_has_one_worker_until_it_is_gone(store: Store) -> None:
    add_job(store, JOB, IDS)
    assert claim_job(store, now=NOW) == JOB

    assert claim_job(store, now=NOW + timedelta(minutes=1)) is None
    assert claim_job(store, now=NOW + WORKING_LASTS) == JOB


def test_a_worker_that_goes_on_keeps_its_job(store: Store) -> None:
    job = confirmed(store)
    claim_job(store, now=NOW)
    later = NOW + WORKING_LASTS
    done = BulkResult("s2", ItemState.DONE, order_id="o1")

    record_result(store, job, done, attempt=1, now=later)

    assert claim_job(store, now=later + timedelta(minutes=1)) is None
    assert [one.item.subscription_id for one in next_items(store, job, 5)] == ["s1"]
    waiting = BulkResult("s1", ItemState.WAITING)
    assert [row.result for row in rows_of(store, job)] == [done, waiting]
    assert [row.result for row in rows_of(store, job, states=[ItemState.DONE])] == [done]
    assert [row.result for row in rows_of(store, job, start=1, count=1)] == [waiting]


def test_jobs_take_turns_and_end(store: Store) -> None:
    add_job(store, JOB, IDS)
    add_job(store, SECOND, IDS)
    soon = NOW + timedelta(seconds=5)
    assert claim_job(store, now=soon) == JOB
    release_job(store, JOB, next_at=soon, now=soon)

    assert claim_job(store, now=soon) == SECOND
    assert leave_out_rest(store, SECOND, now=soon) == 2
    release_job(store, SECOND, next_at=soon, now=soon)

    assert claim_job(store, now=soon) == JOB
    release_job(store, JOB, next_at=soon + timedelta(seconds=30), now=soon)
    assert claim_job(store, now=soon) is None, "it is not its time yet, and the other is prepared"
    assert progress_of(store, SECOND).job.stage is Stage.PREPARED


def test_what_is_stopped_is_finished_and_not_begun(store: Store) -> None:
    job = confirmed(store)

    assert leave_out_rest(store, job, now=NOW) == 2

    assert progress_of(store, job).job.stage is Stage.FINISHED
    assert progress_of(store, job).counts == {ItemState.NOT_BEGUN: 2}
    assert claim_job(store, now=NOW) is None


def test_what_was_being_sent_as_the_rest_was_left_out_is_told(store: Store) -> None:
    job = confirmed(store)
    leave_out_rest(store, job, now=NOW)

    record_result(store, job, BulkResult("s2", ItemState.DONE), attempt=1, now=NOW)
    record_result(store, job, BulkResult("s1", ItemState.WAITING), attempt=1, now=NOW)

    assert progress_of(store, job).counts == {ItemState.DONE: 1, ItemState.NOT_BEGUN: 1}


def test_what_came_of_one_is_not_written_over(store: Store) -> None:
    """The worker was thought to be gone, and comes back."""
    job = confirmed(store)
    record_result(store, job, BulkResult("s1", ItemState.DONE), attempt=1, now=NOW)

    record_result(store, job, BulkResult("s1", ItemState.UNKNOWN), attempt=1, now=NOW)
    record_known(store, job, BulkResult("s1", ItemState.REFUSED))

    assert progress_of(store, job).counts == {ItemState.DONE: 1, ItemState.WAITING: 1}


def test_what_was_in_doubt_is_told_once_it_is_known(store: Store) -> None:
    job = confirmed(store)
    record_result(store, job, BulkResult("s1", ItemState.UNKNOWN), attempt=1, now=NOW)

    record_known(store, job, BulkResult("s1", ItemState.DONE, order_id="o1"))

    assert progress_of(store, job).counts == {ItemState.DONE: 1, ItemState.WAITING: 1}


def test_a_manager_finds_what_was_begun_lately_or_goes_on(store: Store) -> None:
    confirmed(store)
    add_job(store, SECOND, IDS)
    add_job(store, replace(SECOND, job_id="job3", manager_id="m2"), IDS)
    mine = {"manager_id": "m1", "reseller_id": "r1", "count": 5}

    later = NOW + timedelta(days=3)
    assert [one.job_id for one in recent_jobs(store, since=NOW, **mine)] == ["job2", "job1"]
    assert [one.job_id for one in recent_jobs(store, since=later, **mine)] == ["job1"]


def test_of_many_workers_at_once_one_gets_the_job(store: Store) -> None:
    add_job(store, JOB, IDS)
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
