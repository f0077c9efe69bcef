"""One load after another: what is published, and what stays up when a load goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from etl.progress import Progress
from etl.summary import LoadKind, Status
from store.lease import LOAD, acquire
from store.loads import (
    latest_finished,
    latest_published,
    load_totals,
    past_loads,
    running_load,
)
from tests.etl.portal import Portal


def test_the_first_load_brings_in_everything(portal: Portal) -> None:
    summary = portal.refresh()

    assert (summary.status, summary.kind) == (Status.PUBLISHED, LoadKind.FULL)
    assert summary.as_of == datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
    assert (summary.quarantined, summary.differences, summary.broken_pages) == (0, (), ())
    assert set(summary.rows) == {
        "resellers", "manager_roles", "managers", "categories", "products", "exchange_rates",
        "plans", "accounts", "subscriptions", "orders", "charges", "reseller_charges",
        "consumption", "expenses",
    }  # fmt: skip
    assert all(summary.rows.values())
    portal.check()


def test_every_table_is_filled(loaded: Portal) -> None:
    tables = loaded.tables()

    empty = {name for name, rows in tables.items() if not rows}
    assert empty == {"ledger.charge_deviation", "ledger.difference", "ledger.quarantine",
                     "mirror.quarantine", "mirror.touched_subscription"}  # fmt: skip


def test_orders_come_with_their_words_and_who_placed_them(loaded: Portal) -> None:
    """HIST-3, HIST-6."""
    ((untold, by_the_platform, described, failed, paid),) = loaded.ask(
        "SELECT count(*) FILTER (manager_id IS NULL), count(*) FILTER (manager_id = ''),"
        " count(*) FILTER (description <> ''), count(*) FILTER (failure <> ''),"
        " (SELECT count(paid_to_on) FROM mirror.subscription) FROM mirror.order"
    )

    assert untold == 0
    assert min(by_the_platform, described, failed, paid) > 0


def test_a_load_run_twice_equals_one_run_once(loaded: Portal) -> None:
    once = loaded.tables()

    loaded.publish(full=True)

    assert loaded.tables() == once


def test_a_refresh_with_nothing_new_moves_the_time_and_no_file(loaded: Portal) -> None:
    before = loaded.published
    assert before is not None
    loaded.platform.advance(timedelta(minutes=1))

    loaded.publish()

    after = loaded.published
    assert after is not None
    assert (after.mirror, after.ledger) == (before.mirror, before.ledger)
    assert after.as_of == before.as_of + timedelta(minutes=1)
    assert after.load_id != before.load_id


@pytest.mark.parametrize(
    "days", [16, pytest.param(1, marks=pytest.mark.slow), pytest.param(45, marks=pytest.mark.slow)]
)
def test_refreshing_equals_loading_everything(loaded: Portal, days: int) -> None:
    """Cursors, windows and incremental sums lead to the same warehouse as reading it all."""
    for _ in range(3):
        loaded.platform.advance(timedelta(days=days / 3))
        assert loaded.publish().kind is LoadKind.REFRESH
    refreshed = loaded.tables()
    loaded.check()

    loaded.publish(full=True)

    for name, rows in loaded.tables().items():
        assert refreshed[name] == rows, name


def test_a_published_load_leaves_its_history_and_control_totals(portal: Portal) -> None:
    summary = portal.publish()

    load = latest_published(portal.store)
    published = portal.published
    assert load is not None
    assert published is not None
    assert (load.load_id, load.as_of, load.kind) == (summary.load_id, summary.as_of, "full")
    assert (load.mirror_version, load.ledger_version) == (published.mirror, published.ledger)
    assert load.row_counts == summary.rows
    totals = load_totals(portal.store, load.load_id)
    assert {total.source for total in totals} == {"charge", "consumption"}
    assert sorted(
        (total.reseller_id, total.source, total.month, total.record_count, total.gross_amount)
        for total in totals
    ) == portal.ask(
        "SELECT reseller_id, source, month, count(*), sum(gross_amount) FROM ledger.cost"
        " GROUP BY ALL ORDER BY ALL"
    )


def test_another_load_is_left_alone(loaded: Portal) -> None:
    acquire(loaded.store, LOAD, "another-host/1/2", now=datetime.now(UTC))
    before = loaded.published

    summary = loaded.refresh()

    assert summary.status is Status.BUSY
    assert summary.load_id is None
    assert "another-host" in (summary.error or "")
    assert loaded.published == before
    assert len(past_loads(loaded.store)) == 1


def test_a_load_that_lost_its_lease_does_not_publish(loaded: Portal) -> None:
    before = loaded.published

    class Robber(Progress):
        def step(self, text: str) -> None:
            if text.startswith("comparing"):
                far = datetime.now(UTC) + timedelta(minutes=5)
                acquire(loaded.store, LOAD, "another-host/1/2", now=far)

    summary = loaded.refresh(progress=Robber())

    assert summary.status is Status.FAILED
    assert "another-host" in (summary.error or "")
    assert loaded.published == before


def test_a_refresh_run_twice_equals_one_run_once(loaded: Portal) -> None:
    loaded.platform.advance(timedelta(days=16))
    loaded.publish()
    once = loaded.tables()

    assert loaded.publish().kind is LoadKind.REFRESH

    assert loaded.tables() == once


def test_while_a_load_runs_the_history_says_so(loaded: Portal) -> None:
    seen = []

    class Watcher(Progress):
        def step(self, text: str) -> None:
            seen.append(running_load(loaded.store, now=datetime.now(UTC)))

    loaded.refresh(progress=Watcher())

    assert len(seen) > 10
    assert all(load is not None and load.kind == "refresh" for load in seen)
    assert running_load(loaded.store, now=datetime.now(UTC)) is None


def test_an_interrupted_load_says_so_and_leaves_nothing_behind(loaded: Portal) -> None:
    before = loaded.published

    class Impatience(Progress):
        def step(self, text: str) -> None:
            if text.startswith("merging"):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded.refresh(progress=Impatience())

    finished = latest_finished(loaded.store)
    assert finished is not None
    assert finished.status == "interrupted"
    assert loaded.published == before
    assert not list(loaded.options.warehouse_dir.glob("*.draft*"))
    assert loaded.publish().status is Status.PUBLISHED


def test_rows_that_break_a_rule_are_not_published(
    loaded: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loaded.published
    monkeypatch.setattr("warehouse.publish.check", lambda name: f"SELECT '{name}'")

    summary = loaded.refresh()

    assert summary.status is Status.FAILED
    assert "cost_equals_its_records: 1 rows" in (summary.error or "")
    assert loaded.published == before


def test_the_pages_of_the_last_loads_are_kept(loaded: Portal) -> None:
    loaded.set(raw_keep=2)

    ids = [loaded.publish().load_id for _ in range(3)]

    assert sorted(path.name for path in loaded.options.raw_dir.iterdir()) == ids[-2:]


def test_the_pages_of_failed_loads_do_not_pile_up(loaded: Portal) -> None:
    loaded.set(raw_keep=2)
    loaded.meddler.on("analytics_daily", lambda _: httpx.Response(503))

    ids = [loaded.refresh().load_id for _ in range(3)]

    assert sorted(path.name for path in loaded.options.raw_dir.iterdir()) == ids[-2:]
