"""Loads of pages that an earlier load kept."""

from __future__ import annotations

import shutil
from datetime import timedelta

import httpx
import pytest

from domain.errors import LoadError
from etl.progress import Progress
from etl.run import Load, run_load
from etl.sources import Platform
from etl.summary import LoadKind, Status
from store.loads import (
    latest_published,
)
from tests.etl.portal import Portal


def test_a_refresh_that_finds_nothing_to_change_is_not_taken_for_everything(
    loaded: Portal,
) -> None:
    """What was published is lost after it was decided that a refresh would do."""
    with loaded.client() as client:
        source = Platform(client, loaded.options, is_full=False, progress=Progress())
        shutil.rmtree(loaded.options.warehouse_dir)
        load = Load(source, LoadKind.REFRESH, loaded.options, loaded.store)

        summary = run_load(load)

    assert summary.status is Status.FAILED
    assert "load everything" in (summary.error or "")
    assert loaded.published is None


def test_replaying_kept_pages_gives_the_same_warehouse(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    brought_in = loaded.tables()
    shutil.rmtree(loaded.options.warehouse_dir)

    summary = loaded.replay(load.load_id)

    assert (summary.status, summary.kind) == (Status.PUBLISHED, LoadKind.REPLAY)
    assert summary.as_of == load.as_of
    assert loaded.tables() == brought_in
    assert not loaded.meddler.requests


def test_older_pages_do_not_replace_what_is_newer(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    loaded.platform.advance(timedelta(days=1))
    loaded.publish()

    summary = loaded.replay(load.load_id)

    assert summary.status is Status.FAILED
    assert "newer" in (summary.error or "")


def test_pages_of_what_changed_need_something_to_change(loaded: Portal) -> None:
    refresh = loaded.publish()
    assert refresh.load_id is not None
    shutil.rmtree(loaded.options.warehouse_dir)

    summary = loaded.replay(refresh.load_id)

    assert summary.status is Status.FAILED
    assert "nothing is published" in (summary.error or "")
    assert loaded.published is None


def test_pages_of_a_load_that_was_ended_early_are_not_taken_for_everything(portal: Portal) -> None:
    portal.meddler.on("analytics_daily", lambda _: httpx.Response(503))
    failed = portal.refresh(full=True)
    assert failed.status is Status.FAILED
    assert failed.load_id is not None

    with pytest.raises(LoadError, match="ended before it had read everything"):
        portal.replay(failed.load_id)


def test_pages_of_a_load_that_read_everything_and_broke_a_rule_can_be_replayed(
    portal: Portal, loaded: Portal
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.publish.check", lambda name: f"SELECT '{name}'")
        failed = portal.refresh(full=True)
    assert failed.status is Status.FAILED
    assert failed.load_id is not None

    assert portal.replay(failed.load_id).status is Status.PUBLISHED
    assert portal.tables() == loaded.tables()


def test_a_kept_page_that_was_cut_fails_the_replay(loaded: Portal) -> None:
    load = latest_published(loaded.store)
    assert load is not None
    before = loaded.published
    page = sorted((loaded.options.raw_dir / load.load_id).rglob("*.gz"))[3]
    page.write_bytes(page.read_bytes()[:-12])

    summary = loaded.replay(load.load_id)

    assert summary.status is Status.FAILED
    assert page.name in (summary.error or "")
    assert loaded.published == before
