"""What is under way is followed, and nothing is asked of a platform at which nothing is (P-4)."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.operation import Operation, OperationState
from etl.clock import Stoppable, Stopped
from etl.moving import moving_in
from etl.run import our_time
from etl.summary import LoadKind, LoadSummary, Status
from etl.watch import Watcher
from sandbox import vendor
from sandbox.faults import parse_fault
from store.lease import LOAD, WAREHOUSE, acquire, is_held
from store.loads import LoadRecord, LoadStatus, past_loads
from tests.etl.orders import RESELLER, Seller
from tests.etl.portal import Portal
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse
from warehouse.pointer import Published
from warehouse.publish import Draft

ELSEWHERE = "another-host/1/2"
# Longer than any pause between two looks, and between a failure and the next look.
A_WHILE = timedelta(minutes=2)


def an_account(portal: Portal) -> str:
    ((account_id,),) = portal.ask(
        f"SELECT min(account_id) FROM mirror.account WHERE reseller_id = '{RESELLER}'"
        " AND status = 'active'"
    )
    return str(account_id)


def bought(portal: Portal) -> Operation:
    operation = Seller(portal).buy(an_account(portal))
    assert operation.state is OperationState.ACCEPTED
    portal.meddler.requests.clear()
    return operation


def takes_an_hour(portal: Portal, operation: str) -> None:
    """Let the next operation of a kind take its time."""
    with portal.platform.writing() as books:
        vendor.tell(books, vendor.ANY, operation, delay=timedelta(hours=1))


def status_of(portal: Portal, operation: Operation) -> str | None:
    """Return the status of what was bought, as lists show it."""
    found = portal.ask(
        "SELECT status FROM mirror.subscription"
        f" WHERE subscription_id = '{operation.ids.subscription_id}'"
    )
    return found[0][0] if found else None


def looks(watcher: Watcher) -> LoadSummary:
    summary = watcher.tick()
    assert summary is not None
    return summary


def watches(portal: Portal) -> list[LoadRecord]:
    return [load for load in past_loads(portal.store) if load.kind == LoadKind.WATCH]


def test_while_nothing_is_under_way_nothing_is_asked(quiet: Portal) -> None:
    waiting = quiet.ask("SELECT status FROM mirror.order WHERE status LIKE 'waiting%'")
    before, watcher = quiet.published, quiet.watcher()

    for _ in range(3):
        quiet.platform.advance(A_WHILE)
        assert watcher.tick() is None

    # They wait for a day that is yet to come (ORD-40).
    assert set(waiting) == {("waiting_for_provisioning",)}
    assert quiet.meddler.requests == []
    assert quiet.platform.log.since(0) == []
    assert quiet.published == before
    assert watches(quiet) == []


def test_a_new_client_and_subscription_are_known_at_the_next_look(quiet: Portal) -> None:
    """ORD-37."""
    watcher, seller = quiet.watcher(), Seller(quiet)
    assert watcher.tick() is None
    client = seller.create_account()
    order = seller.buy(client.ids.account_id or "")

    assert looks(watcher).status is Status.PUBLISHED

    ids = order.ids
    assert quiet.ask(
        "SELECT account.name, subscription.status, placed.order_type"
        " FROM mirror.order AS placed JOIN mirror.subscription USING (subscription_id)"
        " JOIN mirror.account ON account.account_id = subscription.account_id"
        f" WHERE order_id = '{ids.order_id}' AND subscription_id = '{ids.subscription_id}'"
    ) == [("Engine Ltd", "ordered", "sales")]
    assert quiet.ask(
        "SELECT count(*) > 0 FROM mirror.subscription_resource"
        f" WHERE subscription_id = '{ids.subscription_id}'"
    ) == [(True,)]


def test_a_subscription_is_followed_until_it_works(quiet: Portal) -> None:
    """P-4, DET-6."""
    watcher, operation = quiet.watcher(), bought(quiet)
    seen = []
    for _ in range(12):
        watcher.tick()
        seen.append(status_of(quiet, operation))
        quiet.platform.advance(timedelta(seconds=12))

    assert list(dict.fromkeys(seen)) == ["ordered", "installing", "active"]
    quiet.meddler.requests.clear()
    quiet.platform.advance(A_WHILE)
    assert watcher.tick() is None  # Nothing is left to be followed.
    assert quiet.meddler.requests == []


def test_it_asks_for_what_changed_and_not_for_all_there_is(quiet: Portal) -> None:
    watcher = quiet.watcher()
    bought(quiet)

    looks(watcher)

    asked = [httpx.URL(request) for request in quiet.meddler.requests]
    assert [url.path.rpartition("/")[2] for url in asked] == ["accounts", "subscriptions", "orders"]
    assert {url.path.split("/")[4] for url in asked} == {RESELLER}
    assert all("filter[updated_at][gt]" in url.params or url.params["sort"] == "-updated_at"
               for url in asked)  # fmt: skip


def test_the_costs_are_as_of_the_load_before(quiet: Portal) -> None:
    before, watcher = quiet.published, quiet.watcher()
    assert before is not None
    bought(quiet)
    quiet.platform.advance(timedelta(seconds=1))

    summary = looks(watcher)

    after = quiet.published
    assert after is not None
    assert after.mirror != before.mirror
    assert (after.ledger, after.load_id) == (before.ledger, before.load_id)
    assert (after.as_of, after.published_at) == (before.as_of, before.published_at)
    assert after.watched is not None
    assert after.watched.load_id == summary.load_id
    assert after.watched.as_of == datetime(2026, 3, 18, 6, 0, 1, tzinfo=UTC)
    (noted,) = watches(quiet)
    assert (noted.status, noted.as_of) == (LoadStatus.PUBLISHED, after.watched.as_of)
    assert (noted.mirror_version, noted.ledger_version) == (after.mirror, after.ledger)
    quiet.check()


def test_a_look_that_finds_nothing_new_publishes_nothing(
    quiet: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes_an_hour(quiet, "pay")
    watcher = quiet.watcher()
    bought(quiet)
    looks(watcher)
    before = quiet.published
    quiet.platform.advance(timedelta(seconds=3))
    assert looks(watcher).status is Status.UNCHANGED  # It is merged, and is the same.
    quiet.platform.advance(timedelta(seconds=1))
    assert watcher.tick() is None  # It is not yet time.

    def refuse(*_: object) -> None:
        raise AssertionError("the same answers were merged again")

    monkeypatch.setattr("etl.watch.bring_in", refuse)
    quiet.meddler.requests.clear()
    quiet.platform.advance(timedelta(seconds=2))
    assert looks(watcher).status is Status.UNCHANGED

    assert len(quiet.meddler.requests) == 3
    assert quiet.published == before
    assert len(watches(quiet)) == 1


def test_what_does_not_move_is_asked_about_less_and_less(loaded: Portal) -> None:
    """On this platform some subscriptions are stuck for weeks."""
    watcher, counts = loaded.watcher(), []
    for _ in range(3):
        loaded.meddler.requests.clear()
        for _ in range(100):
            watcher.tick()
            loaded.platform.advance(timedelta(seconds=6))
        counts.append(len(loaded.meddler.requests))

    assert counts[0] > 2 * counts[1] > 2 * counts[2] > 0
    assert loaded.published is not None
    assert loaded.published.watched is None


def test_a_portal_that_watched_knows_what_one_that_did_not_knows(
    quiet: Portal, tmp_path: Path
) -> None:
    """What the watch brought in and what hangs on it in the ledger is not missed by the refresh."""
    other, watcher = quiet.copy(tmp_path / "other"), quiet.watcher()
    bought(quiet)
    ((moved, owner),) = quiet.ask(
        f"SELECT subscription_id, account_id FROM ledger.cost WHERE reseller_id = '{RESELLER}'"
        " GROUP BY ALL ORDER BY count(*) DESC, subscription_id LIMIT 1"
    )
    ((other_owner,),) = quiet.ask(
        f"SELECT min(account_id) FROM mirror.account WHERE reseller_id = '{RESELLER}'"
        f" AND account_id <> '{owner}'"
    )
    changed = {"account_id": int(other_owner), "updated_at": "2026-03-18T09:00:00.000+03:00"}
    quiet.platform.overrides.set("subscriptions", moved, changed)
    for _ in range(4):
        watcher.tick()
        quiet.platform.advance(timedelta(minutes=1))
    assert quiet.ask(
        f"SELECT account_id FROM mirror.subscription WHERE subscription_id = '{moved}'"
    ) == [(other_owner,)]
    assert quiet.ask("SELECT count(*) FROM mirror.touched_subscription") != [(0,)]

    quiet.publish()
    other.publish()

    assert quiet.tables() == other.tables()
    assert quiet.ask(
        f"SELECT DISTINCT account_id FROM ledger.cost WHERE subscription_id = '{moved}'"
    ) == [(other_owner,)]
    assert quiet.ask("FROM mirror.touched_subscription") == []
    quiet.check()


def test_what_no_list_tells_of_is_asked_for_by_its_id(quiet: Portal) -> None:
    """The account and the subscription are looked up, whatever the lists leave out."""
    seller, watcher = Seller(quiet), quiet.watcher()
    client = seller.create_account()
    order = seller.buy(client.ids.account_id or "")

    def empty(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": []})

    for collection in ("accounts", "subscriptions", "orders"):
        quiet.meddler.on(rf"/{collection}\?(?!include)", empty)

    assert looks(watcher).status is Status.PUBLISHED

    assert status_of(quiet, order) == "ordered"
    assert quiet.ask(
        f"SELECT name FROM mirror.account WHERE account_id = '{client.ids.account_id}'"
    ) == [("Engine Ltd",)]


def test_an_order_is_under_way_once_its_day_has_come(tmp_path: Path) -> None:
    """ORD-40."""
    waits = {"status": "waiting_for_provisioning", "provisioned_on": "2026-11-21"}
    publish(
        tmp_path,
        subscription=[
            {"subscription_id": "s1", "status": "ordered"},
            {"subscription_id": "s2", "status": "ordered"},
            {"subscription_id": "s3", "status": "active"},
            {"subscription_id": "s4", "status": "deleting", "updated_at": "2026-11-20 09:00:00"},
        ],
        order=[
            {"order_id": "o1", "subscription_id": "s1", **waits},
            {"order_id": "o3", "subscription_id": "s3", **waits, "provisioned_on": None},
        ],
    )
    with Warehouse(tmp_path).snapshot() as snapshot:
        before = [one.id for one in moving_in(snapshot, date(2026, 11, 20))]
        then = [one.id for one in moving_in(snapshot, date(2026, 11, 21))]

    assert before == ["s4", "o3", "s2"]
    assert then == ["s4", "o1", "o3", "s1", "s2"]


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
