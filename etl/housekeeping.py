"""What is forgotten once a day: what nobody comes back to any more."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from domain.errors import StoreUnavailable
from etl.options import ClockOptions
from store.bulk_cleanup import forget_jobs
from store.database import Store

log = logging.getLogger(__name__)


class Housekeeping:
    """Forgets old jobs of several subscriptions."""

    def __init__(self, options: ClockOptions, store: Store) -> None:
        self._kept_for = timedelta(days=options.several_keep_days)
        self._store = store

    def tick(self) -> None:
        try:
            count = forget_jobs(self._store, older_than=self._kept_for, now=datetime.now(UTC))
        except StoreUnavailable as error:
            log.warning("old jobs are not forgotten now: %s", error)
            return
        level = logging.INFO if count else logging.DEBUG
        log.log(level, "forgot %d jobs of several subscriptions", count)
