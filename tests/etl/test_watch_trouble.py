"""A watch beside loads, a platform that is not itself, and answers that are none."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from etl.clock import Stoppable, Stopped
from etl.run import our_time
from etl.summary import Status
from sandbox.faults import parse_fault
from store.lease import LOAD, WAREHOUSE, acquire, is_held
from store.loads import LoadStatus, past_loads
from tests.etl.portal import Portal
from tests.etl.watching import A_WHILE, bought, looks, status_of, watches
from warehouse.pointer import Published
from warehouse.publish import Draft

ELSEWHERE = "another-host/1/2"


def test_a_platform_that_is_down_is_noted_once_and_left_alone_for_a_while(quiet: Portal) -> None:
    watcher, before = quiet.watcher(), quiet.published
    operation = bought(quiet)
    quiet.platform.faults.set(parse_fault({"kind": "status", "value": 503, "path": ""}))

    assert looks(watcher).status is Status.FAILED
    asked = len(quiet.meddler.requests)
    quiet.platform.advance(timedelta(seconds=3))
    assert watcher.tick() is None
    assert len(quiet.meddler.requests) == asked
    quiet.platform.advance(A_WHILE)
    assert looks(watcher).status is Status.FAILED

    assert quiet.published == before
    (noted,) = watches(quiet)
    assert noted.status is LoadStatus.FAILED
    assert "503" in (noted.error or "")
    quiet.platform.faults.clear()
    quiet.platform.advance(A_WHILE)
    assert looks(watcher).status is Status.PUBLISHED
    assert status_of(quiet, operation) == "active"


def test_answers_that_are_none_change_nothing(quiet: Portal) -> None:
    watcher, before, tables = quiet.watcher(), quiet.published, quiet.tables()
    bought(quiet)
    quiet.platform.faults.set(parse_fault({"kind": "malformed", "path": ""}))

    summary = looks(watcher)

    assert summary.status is Status.FAILED
    assert "3 answers in a row can't be read" in (summary.error or "")
    assert quiet.published == before
    assert quiet.tables() == tables


def test_one_broken_answer_leaves_the_others(quiet: Portal) -> None:
    watcher = quiet.watcher()
    operation = bought(quiet)
    quiet.platform.faults.set(parse_fault({"kind": "cut", "path": "/orders"}))

    summary = looks(watcher)

    assert summary.status is Status.PUBLISHED
    assert summary.broken_pages
    assert all("/orders" in page for page in summary.broken_pages)
    assert status_of(quiet, operation) == "ordered"
    quiet.check()


def test_a_record_that_can_not_be_read_is_set_aside_and_what_was_known_stays(
    quiet: Portal,
) -> None:
    watcher = quiet.watcher()
    operation = bought(quiet)
    subscription_id = operation.ids.subscription_id or ""
    quiet.platform.overrides.set("subscriptions", subscription_id, {"created_at": "today"})

    summary = looks(watcher)

    # The order names a subscription that nothing else is known of.
    assert (summary.status, summary.quarantined) == (Status.PUBLISHED, 2)
    assert status_of(quiet, operation) is None
    quiet.platform.overrides.clear()
    quiet.platform.advance(timedelta(seconds=3))
    assert looks(watcher).status is Status.PUBLISHED
    assert status_of(quiet, operation) == "ordered"
    assert quiet.ask("FROM mirror.quarantine") == []


def test_a_load_that_runs_goes_before(quiet: Portal) -> None:
    watcher = quiet.watcher()
    bought(quiet)
    acquire(quiet.store, LOAD, ELSEWHERE, now=quiet.platform.now())

    summary = looks(watcher)

    assert summary.status is Status.BUSY
    assert quiet.meddler.requests == []
    quiet.platform.advance(timedelta(seconds=31))
    assert looks(watcher).status is Status.PUBLISHED


def test_a_load_waits_for_a_look_to_end(loaded: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many looks there are, none keeps a refresh from its turn."""
    order: list[object] = []
    bought(loaded)
    loads = threading.Thread(target=lambda: order.append(loaded.refresh().status))
    publish_it = Draft.publish

    def publish_late(draft: Draft, *given: Any, **named: Any) -> Published:
        monkeypatch.setattr(Draft, "publish", publish_it)
        loads.start()
        while not is_held(loaded.store, LOAD, now=our_time()):
            time.sleep(0.01)
        order.append(looks(loaded.watcher(our_time)).status)  # Another one gives way already.
        return publish_it(draft, *given, **named)

    monkeypatch.setattr(Draft, "publish", publish_late)

    assert looks(loaded.watcher(our_time)).status is Status.PUBLISHED
    loads.join()

    assert order == [Status.BUSY, Status.PUBLISHED]
    assert [load.kind for load in past_loads(loaded.store)] == ["refresh", "watch", "full"]
    assert loaded.published is not None
    assert loaded.published.watched is None
    loaded.check()


def test_a_look_may_be_ended_at_any_page(quiet: Portal) -> None:
    before = quiet.published
    bought(quiet)
    stop = threading.Event()
    stop.set()

    with pytest.raises(Stopped):
        quiet.watcher(progress=Stoppable(stop)).tick()

    assert quiet.published == before
    assert not is_held(quiet.store, WAREHOUSE, now=quiet.platform.now())


def test_before_the_first_load_there_is_nothing_to_follow(portal: Portal) -> None:
    assert portal.watcher().tick() is None
    assert portal.meddler.requests == []
