"""One action for several subscriptions at once: looked through, confirmed once, carried out.

Asking is quick however many there are: they are written down, and a worker (`dashboard.bulk_work`)
looks through them, and carries out what is confirmed. Whoever asks again by the same form gets the
same job. A job is its manager's alone: what it did stands in each subscription's history for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from dashboard.services.journal import KEY
from dashboard.services.managing.bulk_given import (
    check_count,
    check_target,
    required_stop,
    required_target,
)
from dashboard.services.managing.bulk_results import result_of
from dashboard.services.managing.operations import Acting, Managing
from dashboard.services.managing.planning import REASON
from dashboard.services.managing.reasons import no_right
from dashboard.services.reading import is_id
from dashboard.texts import gettext, ngettext
from domain.bulk import (
    NOT_DONE,
    BulkAction,
    BulkJob,
    BulkProgress,
    BulkRow,
    ItemState,
    Stage,
)
from domain.bulk_money import Sums, added
from domain.errors import BadFilter, NotAllowed, NotFound
from store.bulk import (
    add_job,
    confirm_job,
    find_job,
    new_job_id,
    prepare_again,
    progress_of,
    recent_jobs,
)
from store.bulk_items import (
    ids_of,
    is_held_up,
    leave_out,
    leave_out_rest,
    moneys_of,
    reasons_of,
    record_known,
    rows_of,
)
from store.database import Store

if TYPE_CHECKING:
    from dashboard.context import Clock

MOST = 10_000
LONGEST_KEY = 100  # The operations' keys are longer by a subscription's id.
LATELY = timedelta(days=1)
MOST_RECENT = 5
SETTLED_AT_ONCE = 25


class Confirmed(Enum):
    """What came of a confirmation."""

    BEGUN = "begun"
    OUTDATED = "outdated"
    OTHERWISE = "otherwise"


class Bulk:
    """Takes jobs and tells how far they are, for one manager."""

    def __init__(
        self, store: Store, clock: Clock, managing: Managing, acting: Acting, *, language: str
    ) -> None:
        self._store = store
        self._clock = clock
        self._managing = managing
        self._acting = acting
        self._language = language

    def begin(self, key: str, action: BulkAction, subscription_ids: Sequence[str]) -> BulkJob:
        """Write down of which subscriptions a form asks something, each once, to be looked through.

        Asked again, it is not begun again. What can't be an id is passed over.

        Raises:
            NotAllowed: this manager may not do it.
            BadFilter: there are too many, none, or the key is none.
        """
        self._check_right()
        once = [own_id for own_id in dict.fromkeys(subscription_ids) if is_id(own_id)]
        _check(key, len(once))
        is_asking = action is BulkAction.CHANGE
        job = BulkJob(
            new_job_id(),
            key,
            self._acting.reseller_id,
            self._acting.manager_id,
            self._language,
            self._clock(),
            action,
            Stage.ASKING if is_asking else Stage.PREPARING,
        )
        return add_job(self._store, job, once)

    def progress(self, key: str) -> BulkProgress | None:
        """Return how far a job is; None when there is none of this key.

        What was in doubt when it was sent is told as it is known now.
        """
        job = self._find(key)
        if job is None:
            return None
        progress = progress_of(self._store, job)
        if progress.count(ItemState.UNKNOWN) and self._settle(job):
            return progress_of(self._store, job)
        return progress

    def recent(self) -> list[BulkJob]:
        """Return the jobs that the manager may want to come back to, the newest first."""
        since = self._clock() - LATELY
        whose = {"manager_id": self._acting.manager_id, "reseller_id": self._acting.reseller_id}
        return recent_jobs(self._store, **whose, since=since, count=MOST_RECENT)

    def rows(
        self,
        job: BulkJob,
        *,
        states: Sequence[ItemState] = (),
        start: int = 0,
        count: int | None = 50,
    ) -> list[BulkRow]:
        """Return what there is to show of each subscription, in the order asked, a page of them."""
        return rows_of(self._store, job, states=states, start=start, count=count)

    def reasons(self, job: BulkJob, states: Sequence[ItemState]) -> list[tuple[str, int]]:
        """Return why subscriptions are in some states, and how many for each reason, most first."""
        return reasons_of(self._store, job, states)

    def sums(self, job: BulkJob, currency: str, *states: ItemState) -> tuple[Sums, int]:
        """Return what all in some states come to, exactly, and of how many that is told."""
        moneys = moneys_of(self._store, job, states)
        return added(moneys, currency), len(moneys)

    def is_held_up(self, job: BulkJob) -> bool:
        """Tell whether the platform could not be reached for what is next."""
        return is_held_up(self._store, job)

    def prepare(self, key: str, values: Mapping[str, Any]) -> None:
        """Look through a job anew, with what is filled in; nothing once it is confirmed.

        Raises:
            NotFound, NotAllowed: there is no such job, or the manager may not.
            BadFilter: something is missing.
        """
        job = self._job(key)
        given = required_target(values) if job.action is BulkAction.CHANGE else {}
        prepare_again(self._store, job, given, now=self._clock())

    def confirm(self, key: str, shown: str, values: Mapping[str, Any]) -> Confirmed:
        """Have what is ready carried out, once however often it is confirmed.

        `shown` is the `digest_of` the preview that the manager has seen.

        Raises:
            NotFound, NotAllowed: there is no such job, or the manager may not.
            BadFilter: something is missing.
        """
        job = self._job(key)
        if job.stage.is_confirmed:
            return Confirmed.BEGUN
        now, progress = self._clock(), progress_of(self._store, job)
        if job.stage is not Stage.PREPARED or self.digest_of(progress) != shown:
            return Confirmed.OTHERWISE
        count = progress.count(ItemState.READY)
        if not count:
            raise BadFilter([gettext("There is nothing to be done.")])
        check_target(job.action, job.given, values)
        stop = required_stop(job.action, values)
        check_count(job.action, values, count)
        if job.is_outdated(now):
            prepare_again(self._store, job, job.given, now=now)
            return Confirmed.OUTDATED
        given = {**job.given, **({REASON: stop.reason} if stop else {})}
        is_begun = confirm_job(self._store, job, given, stop, now=now)
        is_known = is_begun or self._job(key).stage.is_confirmed
        return Confirmed.BEGUN if is_known else Confirmed.OTHERWISE

    def digest_of(self, progress: BulkProgress) -> str:
        """Return what tells one preview from another: what is left out is another one."""
        left_out = ids_of(self._store, progress.job, [ItemState.LEFT_OUT])
        told = repr((progress.job.round, progress.count(ItemState.READY), left_out))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def leave_out(self, key: str, subscription_id: str) -> None:
        """Leave one subscription out of the preview; take it in again where it was."""
        leave_out(self._store, self._job(key), subscription_id)

    def stop(self, key: str) -> int:
        """Begin nothing more; return of how many subscriptions that is."""
        return leave_out_rest(self._store, self._job(key), now=self._clock())

    def again(self, key: str) -> BulkJob:
        """Begin another job for those that were not done. Asked again, it is the same one.

        Raises:
            BadFilter: there is none.
        """
        job = self._job(key)
        left = ids_of(self._store, job, NOT_DONE) if job.stage is Stage.FINISHED else []
        # Those that are in doubt may be done later: then others are left, which is another job.
        told = hashlib.sha256(" ".join([job.job_id, *left]).encode()).hexdigest()
        begun = self.begin(told[:32], job.action, left)
        if begun.stage is Stage.ASKING:
            prepare_again(self._store, begun, job.given, now=self._clock())
        return begun

    def _job(self, key: str) -> BulkJob:
        self._check_right()
        found = self._find(key)
        if found is None:
            raise NotFound(f"no job {key}")
        return found

    def _find(self, key: str) -> BulkJob | None:
        found = find_job(self._store, key, manager_id=self._acting.manager_id)
        is_ours = found is not None and found.reseller_id == self._acting.reseller_id
        return found if is_ours else None

    def _check_right(self) -> None:
        if not self._acting.may_act:
            raise NotAllowed(no_right())

    def _settle(self, job: BulkJob) -> bool:
        """Write down what is known by now of what was in doubt; False where that is nothing."""
        is_any = False
        doubted = (ItemState.UNKNOWN,)
        for row in rows_of(self._store, job, states=doubted, count=SETTLED_AT_ONCE):
            own_id = row.result.subscription_id
            outcome = self._managing.outcome(job.key_of(own_id))
            result = result_of(own_id, outcome, job.language) if outcome else row.result
            if result.state is not ItemState.UNKNOWN:
                record_known(self._store, job, result)
                is_any = True
        return is_any


def too_many() -> str:
    return ngettext(
        "Select at most %(num)s subscription.", "Select at most %(num)s subscriptions.", MOST
    )


def _check(key: str, count: int) -> None:
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise BadFilter([gettext("The form has no key. Open it again.")])
    if not count:
        raise BadFilter([gettext("No subscription is selected.")])
    if count > MOST:
        raise BadFilter([too_many()])
