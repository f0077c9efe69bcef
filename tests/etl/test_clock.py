"""When loads happen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from etl.clock import Clock, Stoppable, Stopped, first_refresh
from settings import Settings
from store.database import Store, migrate
from store.loads import LoadStatus, past_loads
from tests.warehouse_builder import PUBLISHED_AT, publish

NOW = datetime(2026, 11, 20, 12, 4, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, refresh_minutes=10, full_load_at="03:30")


def test_the_first_refresh_comes_at_once_when_nothing_is_published(tmp_path: Path) -> None:
    assert first_refresh(settings(tmp_path), NOW) == NOW


def test_a_store_that_is_not_migrated_ends_it_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"DATA_DIR": str(tmp_path), "PLATFORM_URL": "http://127.0.0.1:1", "PLATFORM_TOKEN": "t"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    ended = subprocess.run(
        [sys.executable, "-m", "etl.clock"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.endswith(": run `reseller-store migrate`\n")
    assert "Traceback" not in ended.stderr


def test_what_is_young_enough_is_refreshed_when_its_time_comes(tmp_path: Path) -> None:
    publish(tmp_path / "warehouse")

    assert first_refresh(settings(tmp_path), NOW) == PUBLISHED_AT + timedelta(minutes=10)


def test_what_is_too_old_is_refreshed_at_once(tmp_path: Path) -> None:
    publish(tmp_path / "warehouse", published_at=NOW - timedelta(minutes=11))

    assert first_refresh(settings(tmp_path), NOW) == NOW


def test_everything_is_loaded_at_night_in_the_platforms_zone(tmp_path: Path) -> None:
    clock = Clock(settings(tmp_path), now=NOW)

    jobs = {job.id: job for job in clock.scheduler.get_jobs()}

    fire = jobs["full"].trigger.get_next_fire_time(None, NOW)
    assert fire == datetime(2026, 11, 21, 3, 30, tzinfo=MOSCOW)
    assert jobs["full"].kwargs == {"full": True}
    assert jobs["refresh"].trigger.interval == timedelta(minutes=10)
    assert jobs["refresh"].next_run_time == NOW
    assert jobs["refresh"].kwargs == {"full": False}


def test_what_is_under_way_is_looked_at_every_few_seconds_beside_the_loads(
    tmp_path: Path,
) -> None:
    clock = Clock(replace(settings(tmp_path), watch_seconds=3), now=NOW)

    jobs = {job.id: job for job in clock.scheduler.get_jobs()}

    assert jobs["watch"].trigger.interval == timedelta(seconds=3)
    assert (jobs["watch"].executor, jobs["refresh"].executor) == ("watch", "default")


def test_a_portal_may_do_without_the_watch(tmp_path: Path) -> None:
    clock = Clock(replace(settings(tmp_path), watch_seconds=0), now=NOW)

    ids = {job.id for job in clock.scheduler.get_jobs()}
    assert ids == {
        "refresh",
        "full",
        "news",
        "mail",
        "old mail",
        "old passwords",
        "reminder",
        "summary",
        "housekeeping",
    }


def test_what_managers_are_written_holds_up_no_mail_and_no_load(tmp_path: Path) -> None:
    clock = Clock(settings(tmp_path), now=NOW)

    jobs = {job.id: job for job in clock.scheduler.get_jobs()}
    assert {jobs[own_id].executor for own_id in ("reminder", "summary")} == {"notices"}
    assert jobs["mail"].executor == "mail"
    assert [jobs[own_id].func() for own_id in ("reminder", "summary")] == [0, 0], "nothing loaded"


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"PLATFORM_URL": "", "PLATFORM_TOKEN": ""}, "PLATFORM_URL is empty; a load needs it"),
        ({"PLATFORM_URL": ""}, "PLATFORM_URL is ''"),
        ({"PLATFORM_TOKEN": ""}, "PLATFORM_TOKEN is ''"),
        ({"WATCH_SECONDS": "-1"}, "WATCH_SECONDS is -1; expected 0 or more"),
    ],
)
def test_bad_settings_are_told_in_a_sentence_before_anything_is_scheduled(
    tmp_path: Path, missing: dict[str, str], says: str
) -> None:
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path), "PLATFORM_URL": "http://127.0.0.1:9",
        "PLATFORM_TOKEN": "token", "DATABASE_URL": "", **missing,
    }  # fmt: skip

    ended = subprocess.run(
        [sys.executable, "-m", "etl.clock"],
        env=environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stderr.startswith(says)
    assert len(ended.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_load_ends_at_its_next_page_when_the_process_is_to_end() -> None:
    stop = threading.Event()
    progress = Stoppable(stop)
    progress.page()
    stop.set()

    with pytest.raises(Stopped):
        progress.page()
    with pytest.raises(Stopped):
        progress.step("merging")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_clock_in_the_middle_of_a_load(tmp_path: Path, number: int) -> None:
    """The platform does not answer: the load is waiting for its next attempt."""
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    migrate(url)
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path), "PLATFORM_URL": "http://127.0.0.1:9",
        "PLATFORM_TOKEN": "token", "DATABASE_URL": url, "PLATFORM_ATTEMPTS": "50",
    }  # fmt: skip
    command = [sys.executable, "-m", "etl.clock"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "refreshing every 10 minutes" in process.stderr.readline()
        store = Store(url)
        deadline = time.monotonic() + 30
        while not past_loads(store):  # The first load begins at once.
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)

        process.send_signal(number)

        assert process.wait(timeout=30) == 0
        said = process.stderr.read()
    assert "Traceback" not in said
    (load,) = past_loads(store)
    assert load.status in (LoadStatus.FAILED, LoadStatus.INTERRUPTED)
    store.close()
