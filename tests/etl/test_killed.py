"""Loads that are killed, and disks that fill up, at any moment: what is published stays whole."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.server import running
from store.loads import LoadStatus, past_loads, running_load
from tests.etl.portal import Portal
from tests.etl.processes import at, start_load, start_look, told

KILLS = 6
FIRST_KILLS = 3
LONGEST_WAIT = 30.0
# From here on every write fails.
FULL_DISK = "resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))"
EXIT = "os._exit(9)"


def killed_at(portal: Portal, url: str, seconds: float) -> None:
    with start_load(portal.folder, url, portal.token) as load:
        time.sleep(seconds)
        load.kill()


@pytest.mark.slow
def test_a_load_may_be_killed_at_any_moment(loaded: Portal, portal: Portal) -> None:
    chance = random.Random(20260318)
    with running(loaded.platform) as url:
        started = time.monotonic()
        with start_load(loaded.folder, url, loaded.token) as undisturbed:
            assert undisturbed.wait() == 0
        duration = time.monotonic() - started
        for _ in range(KILLS):
            loaded.platform.advance(timedelta(hours=12))
            killed_at(loaded, url, chance.uniform(0, duration))
            loaded.check()
        with start_load(loaded.folder, url, loaded.token) as last:
            out, _ = last.communicate()
    assert told(out)["status"] == "published", out
    assert any(load.status == "interrupted" for load in past_loads(loaded.store, limit=100))
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))

    portal.publish(full=True)

    for name, rows in portal.tables().items():
        assert loaded.tables()[name] == rows, name


@pytest.mark.slow
def test_the_very_first_load_may_be_killed_at_any_moment(portal: Portal, loaded: Portal) -> None:
    chance = random.Random(20260319)
    with running(portal.platform) as url:
        for _ in range(FIRST_KILLS):
            killed_at(portal, url, chance.uniform(0.5, 3))
            if portal.published is not None:
                portal.check()

    portal.publish()

    assert portal.tables() == loaded.tables()
    assert not list(portal.options.warehouse_dir.glob("*.draft*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dies", "is_published"),
    [
        (at("warehouse.publish:Draft._close", before=EXIT), False),
        (at("warehouse.publish:Draft._close", after=EXIT), False),
        (at("warehouse.publish:as_version", after=EXIT), False),
        (at("warehouse.versions:_write_beside", before=EXIT), False),
        (at("warehouse.versions:_write_beside", after=EXIT), False),
        (at("warehouse.versions:_prune", before=EXIT), True),
        (at("warehouse.versions:_prune", after=EXIT), True),
        (at("etl.run:finish_load", before=EXIT), True),
        (at("etl.run:finish_load", after=EXIT), True),
    ],
    ids=["before closing", "closed", "one file renamed", "before the pointer", "beside the pointer",
         "after the pointer", "old files removed", "before the history", "after the history"],
)  # fmt: skip
def test_a_load_may_die_at_each_step_of_publishing(
    loaded: Portal, dies: str, is_published: bool
) -> None:
    before = loaded.published
    loaded.platform.advance(timedelta(days=1))
    with (
        running(loaded.platform) as url,
        start_load(loaded.folder, url, loaded.token, before=dies) as load,
    ):
        assert load.wait() == 9
    loaded.check()
    assert (loaded.published != before) == is_published
    seen = loaded.published
    assert seen is not None

    loaded.publish()

    loaded.check()
    _, died, first = past_loads(loaded.store)
    assert first.status is LoadStatus.PUBLISHED
    if is_published:
        assert (died.status, died.as_of) == (LoadStatus.PUBLISHED, seen.as_of)
        assert (died.mirror_version, died.ledger_version) == (seen.mirror, seen.ledger)
    else:
        assert died.status is LoadStatus.INTERRUPTED
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dies", "is_published"),
    [
        (at("etl.look:HeldLease.__enter__", after=EXIT), False),
        (at("etl.bring_in:Workbench.settle_mirror_alone", after=EXIT), False),
        (at("etl.look:start_load", after=EXIT), False),
        (at("warehouse.publish:as_version", after=EXIT), False),
        (at("warehouse.versions:_write_beside", after=EXIT), False),
        (at("warehouse.versions:_prune", before=EXIT), True),
        (at("etl.look:finish_load", before=EXIT), True),
    ],
    ids=["holding the lease", "merged", "in the history", "the file renamed", "beside the pointer",
         "after the pointer", "before the history"],
)  # fmt: skip
def test_a_look_may_die_at_each_step(loaded: Portal, dies: str, is_published: bool) -> None:
    """Some subscriptions are under way on this platform, and one of them moves."""
    before = loaded.published
    loaded.platform.advance(timedelta(days=3))
    with (
        running(loaded.platform) as url,
        start_look(loaded.folder, url, loaded.token, before=dies) as look,
    ):
        assert look.wait() == 9
        seen = loaded.published
        assert (seen != before) == is_published
        loaded.check()
        with start_look(loaded.folder, url, loaded.token) as next_look:
            out, _ = next_look.communicate()

    assert told(out)["status"] == ("unchanged" if is_published else "published"), out
    assert seen is not None
    assert before is not None
    assert (seen.ledger, seen.load_id, seen.as_of) == (before.ledger, before.load_id, before.as_of)
    loaded.publish()
    loaded.check()
    watches = [load.status for load in past_loads(loaded.store) if load.kind == "watch"]
    if is_published:
        assert watches == [LoadStatus.PUBLISHED]
    else:
        assert watches[0] is LoadStatus.PUBLISHED
        assert watches[1:] in ([], [LoadStatus.INTERRUPTED])
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        "etl.run:HeldLease.__enter__", "etl.raw:RawLoad.begin", "warehouse.publish:Draft._copy",
        "etl.bring_in:Workbench.settle_ledger", "warehouse.publish:Draft._close",
        "warehouse.versions:_write_beside",
    ],
    ids=["at first", "keeping pages", "copying", "merging", "closing", "at the pointer"],
)  # fmt: skip
def test_a_disk_may_fill_up_at_each_step(loaded: Portal, step: str) -> None:
    before, tables = loaded.published, loaded.tables()
    loaded.platform.advance(timedelta(days=16))
    fills_up = at(step, before=FULL_DISK)
    with (
        running(loaded.platform) as url,
        start_load(loaded.folder, url, loaded.token, before=fills_up) as load,
    ):
        out, _ = load.communicate()

    assert load.returncode == 1, out
    assert told(out)["status"] == "failed", out
    assert "Traceback" not in out
    assert loaded.published == before
    assert loaded.tables() == tables

    loaded.publish()
    loaded.check()


@pytest.mark.slow
def test_of_two_loads_at_once_one_is_left_alone(loaded: Portal, tmp_path: Path) -> None:
    go_on = tmp_path / "go on"
    waits = f"for _ in iter(lambda: os.path.exists({str(go_on)!r}), True): time.sleep(0.02)"
    holds = at("warehouse.publish:Draft.check", before=waits)
    with (
        running(loaded.platform) as url,
        start_load(loaded.folder, url, loaded.token, before=holds) as first,
    ):
        deadline = time.monotonic() + LONGEST_WAIT
        while running_load(loaded.store, now=datetime.now(UTC)) is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with start_load(loaded.folder, url, loaded.token) as second:
            out, _ = second.communicate()
        go_on.touch()
        assert first.wait() == 0

    assert (second.returncode, told(out)["status"]) == (75, "busy")
    assert [load.status for load in past_loads(loaded.store)] == [LoadStatus.PUBLISHED] * 2
    loaded.check()
