"""Works off what is asked of several subscriptions at once, in the background of the portal.

A job is looked through first, and carried out once its manager has confirmed it. One thread of each
web process does, some subscriptions of a job and then those of another. Any number of processes
may: each job has one worker at a time, and what a process that died has left is taken up by
another.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from flask_babel import force_locale

from dashboard.access import viewer_of
from dashboard.context import Services, portal
from dashboard.services.managing.bulk_preview import preview_one
from dashboard.services.managing.bulk_results import carry_out_one, failed_one, failed_text
from dashboard.services.managing.reasons import no_right
from dashboard.texts import gettext
from domain.bulk import BulkItem, BulkJob, BulkPreview, BulkResult, ItemState, Stage
from store.bulk import claim_job, release_job
from store.bulk_items import Waiting, next_items, record_previews, record_result
from store.outage import Outage

# So many are worked at before the next job gets its turn.
TURN = 20
# So many are looked at at once: reads only, so that a preview of a few is there in seconds.
AT_ONCE = 4
EVERY_SECONDS = 1.0
# A platform that can't be reached is asked again after a while, and in the end no more.
TRIES_AGAIN_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 10

log = logging.getLogger(__name__)


class BulkWorker:
    """Works jobs off for as long as its process lives."""

    def __init__(self, server: Flask) -> None:
        self._server = server
        self._stopped = threading.Event()
        self._outage = Outage("what is asked of several subscriptions waits")

    def start(self) -> None:
        """Begin in a thread of its own, which does not keep the process from ending."""
        threading.Thread(target=self._run, name="bulk", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def take_turn(self) -> bool:
        """Do some of the job that waits longest; False when there is nothing to do now."""
        # Languages and managers are told by a request; this one comes from nobody.
        with self._server.test_request_context():
            job = claim_job(portal().store, now=portal().clock())
            if job is None:
                return False
            next_at = portal().clock() + TRIES_AGAIN_AFTER
            try:
                with force_locale(job.language):
                    if self._work(job):
                        next_at = portal().clock()
            finally:
                release_job(portal().store, job, next_at=next_at, now=portal().clock())
            return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            is_busy = False
            try:
                with self._outage.outlived():
                    is_busy = self.take_turn()
            except Exception:
                # Like the app's own handler of errors: whatever it was, other jobs go on.
                log.exception("a job could not be worked at")
            if not is_busy:
                self._stopped.wait(EVERY_SECONDS)

    def _work(self, job: BulkJob) -> bool:
        """Do some of a job; False when the platform is not to be reached."""
        if job.stage is Stage.PREPARING:
            return self._prepare(job, next_items(portal().store, job, TURN))
        return self._carry_out(job)

    def _prepare(self, job: BulkJob, waiting: Sequence[Waiting]) -> bool:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for start in range(0, len(waiting), AT_ONCE):
                if self._stopped.is_set():
                    return True
                some = waiting[start : start + AT_ONCE]
                found = list(pool.map(lambda one: self._look(job, one), some))
                attempt = max(one.attempt for one in some) + 1
                now = portal().clock()
                if not record_previews(portal().store, job, found, attempt=attempt, now=now):
                    return True  # Its manager has it looked through anew.
                if any(one.state is ItemState.UNREAD for one in found):
                    return False
        return True

    def _look(self, job: BulkJob, waiting: Waiting) -> BulkPreview:
        """Look at one subscription, in a thread of its own."""
        own_id = waiting.item.subscription_id
        with self._server.test_request_context(), force_locale(job.language):
            here = _services(job)
            if here is None:
                return BulkPreview(BulkItem(own_id), ItemState.NOT_AVAILABLE, no_right())
            try:
                found = preview_one(here.operation_forms, job, own_id)
            except Exception:
                _log_failure(job, own_id)
                return BulkPreview(BulkItem(own_id), ItemState.FAILED, failed_text())
            if found is not None:
                return found
            is_tried_again = waiting.attempt + 1 < MOST_ATTEMPTS
            state = ItemState.UNREAD if is_tried_again else ItemState.NOT_SENT
            return BulkPreview(BulkItem(own_id), state, _not_reached())

    def _carry_out(self, job: BulkJob) -> bool:
        here = _services(job)
        for _ in range(TURN):
            # Asked anew each time: whatever is left out meanwhile is not sent.
            waiting = next(iter(next_items(portal().store, job, 1)), None)
            if waiting is None or self._stopped.is_set():
                return True
            own_id = waiting.item.subscription_id
            if here is None:
                # Who asked for it is no manager of the reseller any more, or may look only.
                result = BulkResult(own_id, ItemState.NOT_AVAILABLE, no_right())
            else:
                result = _carry_out_one(here, job, waiting.item)
            if not _record(job, waiting, result):
                return False
        return True


def _services(job: BulkJob) -> Services | None:
    """Return what the manager may ask who asked for a job, as of now; None for who is none, and
    for who may not manage subscriptions any more.
    """
    viewer = viewer_of(
        manager_id=job.manager_id, reseller_id=job.reseller_id, language=job.language
    )
    here = None if viewer is None else Services(portal(), viewer)
    return here if here and here.can_manage else None


def _carry_out_one(here: Services, job: BulkJob, item: BulkItem) -> BulkResult:
    try:
        return carry_out_one(here.managing, job, item)
    except Exception:
        # It is told as it is, and keeps neither the others of its job nor other jobs.
        _log_failure(job, item.subscription_id)
        return failed_one(here.managing, job, item.subscription_id)


def _log_failure(job: BulkJob, subscription_id: str) -> None:
    log.exception("job %s failed at subscription %s", job.job_id, subscription_id)


def _record(job: BulkJob, waiting: Waiting, result: BulkResult) -> bool:
    """Write down what came of one; False when it is to be tried again."""
    attempt, now = waiting.attempt + 1, portal().clock()
    is_tried_again = result.state is ItemState.NOT_SENT and attempt < MOST_ATTEMPTS
    if is_tried_again:
        result = BulkResult(result.subscription_id, ItemState.WAITING, result.text)
    record_result(portal().store, job, result, attempt=attempt, now=now)
    return not is_tried_again


def _not_reached() -> str:
    return gettext("The platform can't be reached. Nothing has been done. Try again.")
