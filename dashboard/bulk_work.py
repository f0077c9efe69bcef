"""Works off what was asked of several subscriptions at once, in the background of the portal.

One thread of each web process does, one subscription after another. Any number of processes may:
each job has one worker at a time, and what a process that died has left is taken up by another.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from dashboard.access import viewer_of
from dashboard.context import Services, portal
from dashboard.services.managing.bulk import carry_out_one
from dashboard.services.managing.reasons import no_right
from domain.bulk import BulkJob, BulkResult, ItemState
from domain.errors import PortalError
from store.bulk import Waiting, claim_job, next_items, record_result, release_job

# So many are carried out before the next job gets its turn.
TURN = 20
EVERY_SECONDS = 2.0
# A platform that can't be reached is asked again after a while, and in the end no more.
TRIES_AGAIN_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 10

log = logging.getLogger(__name__)


class BulkWorker:
    """Works jobs off for as long as its process lives."""

    def __init__(self, server: Flask) -> None:
        self._server = server
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin in a thread of its own, which does not keep the process from ending."""
        threading.Thread(target=self._run, name="bulk", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def take_turn(self) -> bool:
        """Carry out some of the job that waits longest; False when there is nothing to do now."""
        # Languages and managers are told by a request; this one comes from nobody.
        with self._server.test_request_context():
            job = claim_job(portal().store, now=portal().clock())
            if job is None:
                return False
            next_at = portal().clock()
            try:
                with force_locale(job.language):
                    if not self._work(job):
                        next_at += TRIES_AGAIN_AFTER
            finally:
                release_job(portal().store, job, next_at=next_at, now=portal().clock())
            return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                is_busy = self.take_turn()
            except (PortalError, SQLAlchemyError) as error:
                log.error("a job could not be worked at: %s: %s", type(error).__name__, error)
                is_busy = False
            if not is_busy:
                self._stopped.wait(EVERY_SECONDS)

    def _work(self, job: BulkJob) -> bool:
        """Carry out some of a job; False when the platform is not to be reached."""
        viewer = viewer_of(
            manager_id=job.manager_id, reseller_id=job.reseller_id, language=job.language
        )
        here = None if viewer is None else Services(portal(), viewer)
        for waiting in next_items(portal().store, job, TURN):
            if self._stopped.is_set():
                return True
            own_id = waiting.item.subscription_id
            if here is None:
                # Who asked for it is no manager of the reseller any more.
                result = BulkResult(own_id, ItemState.NOT_AVAILABLE, no_right())
            else:
                result = carry_out_one(here.managing, job, waiting.item)
            if not _record(job, waiting, result):
                return False
        return True


def _record(job: BulkJob, waiting: Waiting, result: BulkResult) -> bool:
    """Write down what came of one; False when it is to be tried again."""
    attempt, now = waiting.attempt + 1, portal().clock()
    is_tried_again = result.state is ItemState.NOT_SENT and attempt < MOST_ATTEMPTS
    if is_tried_again:
        result = BulkResult(result.subscription_id, ItemState.WAITING, result.text)
    record_result(portal().store, job, result, attempt=attempt, now=now)
    return not is_tried_again
