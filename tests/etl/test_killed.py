"""Loads that are killed, and disks that fill up, at any moment: what is published stays whole."""

from __future__ import annotations

import json
import random
import time
from datetime import timedelta

import pytest

from sandbox.server import running
from store.loads import past_loads
from tests.etl.portal import Portal
from tests.etl.processes import start_load

KILLS = 50
# Every write past this size fails, as on a full disk.
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "


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
            with start_load(loaded.folder, url, loaded.token) as load:
                time.sleep(chance.uniform(0, duration))
                load.kill()
            loaded.check()
        with start_load(loaded.folder, url, loaded.token) as last:
            out, _ = last.communicate()
    assert json.loads(out.splitlines()[-1])["status"] == "published", out
    assert any(load.status == "interrupted" for load in past_loads(loaded.store, limit=100))
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))

    portal.publish(full=True)

    for name, rows in portal.tables().items():
        assert loaded.tables()[name] == rows, name


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [1, 60, 600, 3_000])
def test_a_disk_may_fill_up_at_any_moment(loaded: Portal, kilobytes: int) -> None:
    before = loaded.published
    loaded.platform.advance(timedelta(days=16))
    with running(loaded.platform) as url:
        limit = LIMIT.format(size=kilobytes * 1024)
        with start_load(loaded.folder, url, loaded.token, full=True, before=limit) as load:
            out, _ = load.communicate()
        assert load.returncode == 1, out
        assert loaded.published == before
        loaded.check()

        with start_load(loaded.folder, url, loaded.token) as load:
            out, _ = load.communicate()
        assert load.returncode == 0, out
    loaded.check()


@pytest.mark.slow
def test_of_two_loads_at_once_one_is_left_alone(loaded: Portal) -> None:
    with running(loaded.platform) as url:
        loads = [start_load(loaded.folder, url, loaded.token, full=True) for _ in range(2)]
        codes = sorted(load.wait() for load in loads)
        for load in loads:
            assert load.stdout is not None
            load.stdout.close()

    assert codes == [0, 75]
    loaded.check()
