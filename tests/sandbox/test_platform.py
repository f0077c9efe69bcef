"""The clock, and what happens as it moves (docs/portal.md NFR-6, NFR-9)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from sandbox.instants import day_of, instant_of
from sandbox.platform import Platform
from sandbox.records import Account, Charge, Order, Subscription, Usage
from sandbox.seed import latest_day
from sandbox.server import running
from tests.sandbox_fixtures import DAY, REAL_TIME, RunningSandbox, SeededStore

ROOT = Path(__file__).parents[2]


def test_a_new_platform_stands_where_its_history_ends(platform: Platform) -> None:
    assert platform.now() == instant_of(DAY, 9) == REAL_TIME


def test_a_history_that_ended_today_catches_up_with_the_real_time(
    seeded_store: SeededStore,
) -> None:
    afternoon = REAL_TIME + timedelta(hours=8)

    assert Platform(seeded_store.path, lambda: afternoon).now() == afternoon


def test_a_history_that_ended_long_ago_goes_on_from_there(seeded_store: SeededStore) -> None:
    platform = Platform(seeded_store.path, lambda: REAL_TIME + timedelta(days=400))

    assert platform.now() == REAL_TIME


def test_advancing_does_everything_that_falls_due(platform: Platform) -> None:
    with platform.reading() as books:
        before = books.count(Usage)

    now = platform.advance(timedelta(days=1))

    assert now == REAL_TIME + timedelta(days=1)
    with platform.reading() as books:
        assert books.now == now
        assert books.count(Usage) > before
        assert books.count(Order, "status = 'provisioning' AND created_at < ?", now) > 0
        (overdue,) = books.connection.execute(
            "SELECT count(*) FROM task WHERE due_at <= ?", [now.timestamp() * 1000]
        ).fetchone()
        assert overdue == 0


def test_things_happen_at_the_moment_they_fall_due(platform: Platform) -> None:
    platform.advance(timedelta(days=40))

    with platform.reading() as books:
        closed = books.find(Charge, "status = 'closed' AND updated_at > ?", REAL_TIME)
        days = {charge.close_on for charge in closed}
    assert len(days) > 5
    assert all(day_of(charge.updated_at) == charge.close_on for charge in closed)


def test_steps_of_any_size_lead_to_the_same(seeded_store: SeededStore, tmp_path: Path) -> None:
    """NFR-6: a missed run is caught up with."""
    found = []
    for number, steps in enumerate(([30], [1] * 30, [0.5] * 20 + [20])):
        path = tmp_path / f"{number}.sqlite3"
        path.write_bytes(seeded_store.path.read_bytes())
        platform = Platform(path, lambda: REAL_TIME)
        for days in steps:
            platform.advance(timedelta(days=days))
        with platform.reading() as books:
            found.append([books.find(kind) for kind in (Subscription, Order, Charge, Usage)])

    assert found[0] == found[1] == found[2]


def test_the_clock_outlives_the_process(seeded_store: SeededStore, tmp_path: Path) -> None:
    path = tmp_path / "platform.sqlite3"
    path.write_bytes(seeded_store.path.read_bytes())
    Platform(path, lambda: REAL_TIME).advance(timedelta(days=2))

    later = Platform(path, lambda: REAL_TIME + timedelta(hours=1))

    assert later.now() == REAL_TIME + timedelta(days=2, hours=1)


def test_what_raises_is_undone(platform: Platform) -> None:
    def change_and_fail() -> None:
        with platform.writing() as books:
            books.change(books.find(Account)[0], name="Changed")
            books.get(Account, 0)

    with pytest.raises(KeyError):
        change_and_fail()

    with platform.reading() as books:
        assert books.find(Account, "name = 'Changed'") == []


def test_readers_see_one_moment_throughout(platform: Platform) -> None:
    with platform.reading() as books:
        before = books.count(Charge)
        platform.advance(timedelta(days=20))
        assert books.count(Charge) == before
    with platform.reading() as books:
        assert books.count(Charge) > before


def test_the_clock_moves_over_http(sandbox: RunningSandbox) -> None:
    base = f"{sandbox.url}/_sandbox/clock"

    moved = httpx.post(base, json={"advance_hours": 24}, timeout=30).json()["now"]

    assert datetime.fromisoformat(moved) == REAL_TIME + timedelta(days=1)
    assert httpx.get(base).json()["now"] == moved == "2026-03-19T09:00:00.000+03:00"


def test_a_ticker_does_what_falls_due_while_it_is_served(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.server.TICK_SECONDS", 0.01)
    now = [REAL_TIME]
    ticking = Platform(platform.path, lambda: now[0])
    with ticking.reading() as books:
        before = books.count(Usage)

    with running(ticking):
        now[0] = REAL_TIME + timedelta(days=1)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with ticking.reading() as books:
                if books.count(Usage) > before:
                    break
            time.sleep(0.02)

    with ticking.reading() as books:
        assert books.count(Usage) > before


def test_the_day_to_seed_is_the_last_one_that_is_over_at_nine() -> None:
    assert latest_day(datetime(2026, 3, 18, 6, 0, tzinfo=UTC)) == DAY
    assert latest_day(datetime(2026, 3, 18, 5, 59, tzinfo=UTC)) == DAY - timedelta(days=1)


@pytest.mark.slow
def test_the_process_seeds_serves_and_ends_on_a_signal(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "SANDBOX_PORT": port}
    process = subprocess.Popen([sys.executable, "-m", "sandbox"], cwd=ROOT, env=environment)
    try:
        url = f"http://127.0.0.1:{port}/_sandbox/clock"
        deadline = time.monotonic() + 90
        answer = None
        while answer is None and time.monotonic() < deadline:
            try:
                answer = httpx.get(url)
            except httpx.TransportError:
                time.sleep(0.2)
        assert answer is not None
        assert answer.status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0
    finally:
        process.kill()
        process.wait()
