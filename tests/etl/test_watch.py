"""What is under way is followed, and nothing is asked of a platform at which nothing is (P-4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from etl.moving import moving_in
from etl.summary import Status
from sandbox import vendor
from store.loads import LoadStatus
from tests.etl.orders import RESELLER, Seller
from tests.etl.portal import Portal
from tests.etl.watching import A_WHILE, bought, looks, status_of, watches
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse


def takes_an_hour(portal: Portal, operation: str) -> None:
    """Let the next operation of a kind take its time."""
    with portal.platform.writing() as books:
        vendor.tell(books, vendor.ANY, operation, delay=timedelta(hours=1))


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
