"""When loads happen, and nothing else: the Procfile's `etl`.

    python -m etl.clock

SIGTERM ends it: a load that runs then gives up at its next page and publishes nothing.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.errors import SettingsError, StoreUnavailable
from etl.command import load_platform, platform_client, watcher
from etl.housekeeping import Housekeeping
from etl.lean import begin_lean
from etl.news import NewsReader, feeds_of
from etl.options import ClockOptions, LoadOptions
from etl.progress import Progress
from etl.summary import Status
from letters.expiring import PasswordReminder
from letters.reminders import Reminders
from letters.rounds import Round, Writer
from letters.sending import Postman
from letters.summaries import Summaries
from monitoring.logs import set_up_logs
from settings import Settings, read_settings
from store.database import Store, require_newest
from store.outage import Outage
from upstream.client import UpstreamClient
from warehouse.pointer import read_pointer

LATE_REFRESH = timedelta(minutes=5)
LATE_FULL_LOAD = timedelta(hours=3)
NEWS_EVERY = timedelta(minutes=15)
MAIL_EVERY = timedelta(seconds=2)
NOTICES_EVERY, NOTICES_AFTER = timedelta(minutes=5), timedelta(minutes=1)
FORGET_EVERY = timedelta(hours=6)
REMIND_EVERY = timedelta(hours=1)
HOUSEKEEPING_EVERY = timedelta(days=1)
# A load notices at its next page that it is to end. One that waits for a platform that does not
# answer is ended without being asked: it may be killed at any moment.
GRACE_SECONDS = 5.0
ENDING = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


class Stopped(BaseException):
    """The process is to end. No part of the tree of errors: nothing went wrong."""


class Stoppable(Progress):
    """Ends a load at its next page once the process is to end."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def step(self, text: str) -> None:
        log.debug("%s", text)
        self.page()

    def page(self) -> None:
        if self._stop.is_set():
            raise Stopped


class Clock:
    """Refreshes every so many minutes, loads everything once a night, and watches in between."""

    def __init__(self, options: ClockOptions, *, now: datetime) -> None:
        self._options = options
        self._stop = threading.Event()
        self._client: UpstreamClient | None = None
        self._store = Store(options.store_url)
        self._watcher = watcher(options, self._store, progress=Stoppable(self._stop))
        self.scheduler = BackgroundScheduler(
            timezone=ZoneInfo(options.platform_time_zone),
            # One load at a time; what falls due meanwhile waits for its turn. The watch does not
            # wait: while a load runs, or a look of its own, it comes for nothing.
            # Mails have a thread of their own: a slow server holds up no load, and no load a mail.
            executors={
                "default": ThreadPoolExecutor(1),
                "watch": ThreadPoolExecutor(2),
                "mail": ThreadPoolExecutor(1),
                "news": ThreadPoolExecutor(1),
                "notices": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "max_instances": 1},
        )
        self._schedule_loads(now)
        self.scheduler.add_job(
            NewsReader(feeds_of(options), self._store).read,
            IntervalTrigger(seconds=int(NEWS_EVERY.total_seconds())),
            id="news",
            executor="news",
            next_run_time=now,
            misfire_grace_time=None,
        )
        self._schedule_mails(options, now)
        self._schedule_notices(options, now)
        if options.watch_seconds:
            self.scheduler.add_job(
                self._watch,
                IntervalTrigger(seconds=options.watch_seconds),
                id="watch",
                executor="watch",
                max_instances=2,
                misfire_grace_time=None,
            )

    def _schedule_loads(self, now: datetime) -> None:
        options = self._options
        self.scheduler.add_job(
            self._load,
            IntervalTrigger(minutes=options.refresh_minutes),
            kwargs={"full": False},
            id="refresh",
            next_run_time=first_refresh(options, now),
            misfire_grace_time=int(LATE_REFRESH.total_seconds()),
        )
        hour, minute = options.full_load_at.split(":")
        self.scheduler.add_job(
            self._load,
            CronTrigger(hour=hour, minute=minute, timezone=ZoneInfo(options.platform_time_zone)),
            kwargs={"full": True},
            id="full",
            misfire_grace_time=int(LATE_FULL_LOAD.total_seconds()),
        )

    def _schedule_mails(self, options: ClockOptions, now: datetime) -> None:
        postman = Postman(options, self._store)
        passwords = PasswordReminder(options, self._store)
        jobs = (
            ("mail", postman.tick, MAIL_EVERY),
            ("old mail", postman.forget, FORGET_EVERY),
            ("old passwords", passwords.tick, REMIND_EVERY),
        )
        for own_id, job, every in jobs:
            self.scheduler.add_job(
                Outage(f"the job {own_id!r} waits").outliving(job),
                IntervalTrigger(seconds=int(every.total_seconds())),
                id=own_id,
                executor="mail",
                # At once: a process that is started often would never come to what is rare.
                next_run_time=now,
                misfire_grace_time=None,
            )

    def _schedule_notices(self, options: ClockOptions, now: datetime) -> None:
        """What they look up may take long: mails go on meanwhile."""
        self.scheduler.add_job(
            Housekeeping(options, self._store).tick,
            IntervalTrigger(seconds=int(HOUSEKEEPING_EVERY.total_seconds())),
            id="housekeeping",
            executor="notices",
            next_run_time=now,
            misfire_grace_time=None,
        )
        writers: tuple[Writer, ...] = (
            Reminders(options, self._store),
            Summaries(options, self._store),
        )
        for writer in writers:
            self.scheduler.add_job(
                Round(writer, options, self._store).tick,
                IntervalTrigger(seconds=int(NOTICES_EVERY.total_seconds())),
                id=writer.name,
                executor="notices",
                # Soon, for a process that is started often; not in the way of what is.
                next_run_time=now + NOTICES_AFTER,
                misfire_grace_time=None,
            )

    def run(self) -> None:
        """Keep the schedule until the process is told to end.

        The signals are waited for and not handled: a handler would run in the middle of whatever
        this thread does, and wait for a lock that the thread itself holds.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # Every thread started below inherits it.
        self.scheduler.start()
        log.info("refreshing every %d minutes, loading everything at %s (%s)",
                 self._options.refresh_minutes, self._options.full_load_at,
                 self._options.platform_time_zone)  # fmt: skip
        signal.sigwait(ENDING)
        self.stop()

    def stop(self) -> None:
        """End the load that runs, if one does, and wait for it a little."""
        impatience = threading.Timer(GRACE_SECONDS, os._exit, [0])
        impatience.daemon = True
        impatience.start()
        self._stop.set()
        if self._client is not None:
            self._client.stop()
        self._watcher.stop()
        self.scheduler.shutdown()
        self._store.close()
        impatience.cancel()

    def _load(self, *, full: bool) -> None:
        progress = Stoppable(self._stop)
        try:
            with platform_client(self._options) as self._client:
                summary = load_platform(self._options, self._client, full=full, progress=progress)
        except Stopped:
            log.info("a load was ended, and published nothing")
            return
        if summary.status is Status.BUSY:
            log.debug("%s", summary.error)

    def _watch(self) -> None:
        with suppress(Stopped):
            self._watcher.tick()


def first_refresh(options: LoadOptions, now: datetime) -> datetime:
    """Return when to refresh first: at once, unless what is published is young enough."""
    published = read_pointer(options.warehouse_dir)
    if published is None:
        return now
    return max(now, published.published_at + timedelta(minutes=options.refresh_minutes))


def settings_of_a_loader() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a value is malformed, or names no platform that could be loaded from.
    """
    settings = read_settings()
    platform_client(settings).close()
    return settings


def main() -> None:
    begin_lean()
    try:
        settings = settings_of_a_loader()
        require_newest(settings.store_url)
    except (SettingsError, StoreUnavailable) as error:
        sys.exit(str(error))
    set_up_logs(settings.log_level, settings.log_format)
    Clock(settings, now=datetime.now(UTC)).run()


if __name__ == "__main__":
    main()
