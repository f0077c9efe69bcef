"""Old jobs of several subscriptions are forgotten; what they did, and what goes on, is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from domain.bulk import BulkAction, BulkJob, BulkResult, ItemState, Stage
from store import bulk_cleanup, models
from store.audit import Action, events
from store.bulk import add_job, claim_job, confirm_job, find_job, release_job
from store.bulk_cleanup import forget_jobs, own_jobs
from store.bulk_items import record_previews, record_result
from store.database import Store
from tests.store.test_bulk import NOW, READY

BEFORE = datetime(2026, 7, 1, tzinfo=UTC)
KEPT = timedelta(days=90)
OLD = BulkJob("old", "old", "r1", "m1", "ru", BEFORE, BulkAction.STOP)


def job(store: Store, own_id: str, **more: object) -> BulkJob:
    return add_job(store, replace(OLD, job_id=own_id, key=own_id, **more), ["s2"])  # type: ignore[arg-type]


def finished(store: Store, own_id: str, state: ItemState, at: datetime = BEFORE) -> BulkJob:
    """Have a job of one subscription carried out."""
    own = job(store, own_id, created_at=at)
    assert claim_job(store, now=at) is not None
    record_previews(store, own, [READY], attempt=1, now=at)
    release_job(store, own, next_at=at, now=at)
    assert confirm_job(store, own, {}, now=at)
    assert claim_job(store, now=at) is not None
    record_result(store, own, BulkResult("s2", state), attempt=1, now=at)
    release_job(store, own, next_at=at, now=at)
    found = find_job(store, own.key, manager_id="m1")
    assert found is not None
    assert found.stage is Stage.FINISHED
    return own


def left(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(models.BulkJob.key)))


def test_what_is_over_for_long_is_forgotten_with_all_it_held(store: Store) -> None:
    finished(store, "done", ItemState.DONE)
    job(store, "never confirmed", created_at=BEFORE)
    job(store, "lately", created_at=NOW - KEPT)

    assert forget_jobs(store, older_than=KEPT, now=NOW) == 2

    assert left(store) == {"lately"}
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(models.BulkItem)) == 1
    (event,) = events(store, reseller_id="r1")
    assert (event.action, event.detail["job_key"]) == (Action.SEVERAL_CONFIRMED, "done")
    assert forget_jobs(store, older_than=KEPT, now=NOW) == 0


def test_what_is_not_over_is_kept_however_old_it_is(store: Store) -> None:
    finished(store, "in doubt", ItemState.UNKNOWN)
    going_on = job(store, "goes on")
    claim_job(store, now=BEFORE)
    record_previews(store, going_on, [READY], attempt=1, now=BEFORE)
    release_job(store, going_on, next_at=BEFORE, now=BEFORE)
    confirm_job(store, going_on, {}, now=BEFORE)
    job(store, "is worked at")
    assert claim_job(store, now=NOW) is not None

    forget_jobs(store, older_than=KEPT, now=NOW)

    assert {"in doubt", "goes on"} <= left(store)


def test_many_are_forgotten_a_few_at_a_time(store: Store) -> None:
    for number in range(2 * bulk_cleanup.AT_ONCE + 1):
        job(store, f"old{number}")

    assert forget_jobs(store, older_than=KEPT, now=NOW) == 2 * bulk_cleanup.AT_ONCE + 1
    assert left(store) == set()


def test_a_manager_is_led_to_jobs_of_their_own_only(store: Store) -> None:
    job(store, "mine")
    job(store, "theirs", manager_id="m2")

    assert own_jobs(store, {"mine", "theirs", "gone"}, manager_id="m1") == {"mine"}
    assert own_jobs(store, set(), manager_id="m1") == frozenset()
