"""Whose consumption is read, from which day on, and what becomes of answers that are not whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from tests.etl.portal import Portal

Json = dict[str, Any]


def azure(loaded: Portal) -> tuple[str, str]:
    """Return the subscription with the most consumption, and its reseller."""
    ((subscription_id, reseller_id),) = loaded.ask(
        "SELECT subscription_id, reseller_id FROM ledger.consumption"
        " GROUP BY ALL ORDER BY count(*) DESC, subscription_id LIMIT 1"
    )
    return subscription_id, reseller_id


def consumption(portal: Portal, subscription_id: str) -> list[tuple[object, ...]]:
    return portal.ask(
        f"FROM ledger.consumption WHERE subscription_id = '{subscription_id}' ORDER BY ALL"
    )


def switch(portal: Portal, loaded: Portal) -> str:
    """Let a subscription be on a plan now whose consumption is not recorded by its vendor."""
    subscription_id, reseller_id = azure(loaded)
    ((plan_id,),) = loaded.ask(
        f"SELECT min(plan_id) FROM mirror.plan WHERE reseller_id = '{reseller_id}'"
        " AND billing_type <> 'payg_external'"
    )
    portal.platform.overrides.set("subscriptions", subscription_id, {"plan_id": int(plan_id)})
    return subscription_id


@pytest.mark.parametrize("deleted_on", ["2026-01-05", "2026-03-05"])
def test_a_first_load_reads_what_a_deleted_subscription_consumed(
    portal: Portal, loaded: Portal, deleted_on: str
) -> None:
    subscription_id, _ = azure(loaded)
    deleted = {"status": "deleted", "updated_at": f"{deleted_on}T10:00:00.000+03:00"}
    portal.platform.overrides.set("subscriptions", subscription_id, deleted)

    summary = portal.publish()

    assert summary.differences == ()
    assert consumption(portal, subscription_id) == consumption(loaded, subscription_id)


def test_a_first_load_reads_what_was_consumed_before_a_switch_of_plans(
    portal: Portal, loaded: Portal
) -> None:
    subscription_id = switch(portal, loaded)

    summary = portal.publish()

    assert summary.differences == ()
    assert consumption(portal, subscription_id) == consumption(loaded, subscription_id)


def test_a_subscription_on_another_plan_keeps_what_it_consumed(loaded: Portal) -> None:
    before = consumption(loaded, azure(loaded)[0])
    subscription_id = switch(loaded, loaded)

    loaded.publish()
    loaded.publish(full=True)

    assert consumption(loaded, subscription_id) == before
    loaded.check()


def change(portal: Portal, pattern: str, edit: Callable[[Json], None]) -> None:
    """Let the platform give other answers where a pattern of the address matches."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = portal.meddler._transport.handle_request(request)
        found.read()
        body = json.loads(found.content)
        edit(body)
        return httpx.Response(200, content=msgspec.json.encode(body), headers=found.headers)

    portal.meddler.on(pattern, answer)


def on_day(subscription_id: str, day: str, **said: Any) -> Callable[[Json], None]:
    """Say something else of what a subscription consumed on a day."""

    def edit(body: Json) -> None:
        for item in body["subscription"]["items"]:
            if (body["subscription"]["id"], item["operate_day"]) == (subscription_id, day):
                item.update(said)

    return edit


@pytest.mark.parametrize("said", [{"total": [1]}, {"total": "much"}, {"currency": "XTS"}])
def test_a_day_that_can_no_longer_be_read_keeps_what_is_known_of_it(
    loaded: Portal, said: Json
) -> None:
    before = loaded.tables()
    subscription_id, _ = azure(loaded)
    change(loaded, "analytics_daily", on_day(subscription_id, "2026-02-10", **said))

    summary = loaded.publish()

    assert summary.quarantined > 0
    assert summary.differences == ()
    after = loaded.tables()
    for table in ("consumption", "cost", "cost_by_month"):
        assert after[f"ledger.{table}"] == before[f"ledger.{table}"], table
    loaded.check()


def by_day_of_billing(portal: Portal) -> None:
    """Let the platform choose consumption by the day it was billed on."""

    def answer(request: httpx.Request) -> httpx.Response:
        first, last = request.url.params["date_from"], request.url.params["date_to"]
        url = request.url.copy_merge_params({"date_from": "2025-01-01", "date_to": "2026-12-31"})
        found = portal.meddler._transport.handle_request(
            httpx.Request("GET", url, headers=request.headers)
        )
        found.read()
        body = json.loads(found.content)
        subscription = body["subscription"]
        subscription["items"] = [
            item for item in subscription["items"] if first <= item["billed_day"] <= last
        ]
        return httpx.Response(200, content=msgspec.json.encode(body))

    portal.meddler.on("analytics_daily", answer)


def test_no_consumption_is_lost_whichever_of_its_days_chooses_it(
    portal: Portal, loaded: Portal
) -> None:
    question = "SELECT * EXCLUDE (consumption_id) FROM ledger.consumption ORDER BY ALL"
    by_day_of_billing(portal)

    portal.publish()

    kept, set_aside = portal.ask(question), portal.ask("FROM ledger.quarantine")
    assert kept == loaded.ask(question)
    assert set_aside == []


def refused(_: httpx.Request) -> httpx.Response:
    return httpx.Response(403)


def test_after_a_gap_every_day_is_read_without_being_compared(loaded: Portal) -> None:
    loaded.platform.advance(timedelta(days=100))
    loaded.meddler.on("reseller_analytics", refused)

    loaded.publish()

    refreshed = loaded.tables()
    loaded.publish(full=True)
    for table in ("consumption", "cost", "cost_by_month"):
        assert refreshed[f"ledger.{table}"] == loaded.tables()[f"ledger.{table}"], table


def asked_from(portal: Portal, subscription_id: str) -> str:
    """Return the first day of a subscription that was asked for."""
    return min(
        url.split("date_from=")[1][:10]
        for url in portal.meddler.requests
        if f"analytics_daily?subscription_id={subscription_id}&" in url
    )


def test_the_cursor_stays_where_an_answer_was_refused(loaded: Portal) -> None:
    subscription_id, reseller_id = azure(loaded)
    question = (
        "SELECT reseller_id FROM ledger.cursor WHERE collection = 'consumption'"
        " AND read_until > '2026-03-19' ORDER BY ALL"
    )
    loaded.platform.advance(timedelta(days=60))
    loaded.meddler.on(f"subscription_id={subscription_id}&", refused)
    loaded.publish()
    moved = {one for (one,) in loaded.ask(question)}
    assert moved
    assert reseller_id not in moved
    loaded.meddler.forget()

    loaded.publish()
    assert asked_from(loaded, subscription_id) == "2026-02-01"
    loaded.meddler.requests.clear()

    loaded.publish()
    assert asked_from(loaded, subscription_id) == "2026-04-01"


def test_a_record_is_set_aside_until_it_is_understood(loaded: Portal) -> None:
    """Another month of its subscription may be read again meanwhile."""
    loaded.set(quarantine_percent=100)
    subscription_id, _ = azure(loaded)
    change(loaded, "analytics_daily", on_day(subscription_id, "2026-02-10", total=[1]))
    met = loaded.publish().quarantined
    assert met > 0

    def dearer(body: Json) -> None:
        for expense in body["expenses"]:
            if (str(expense["subscription_id"]), expense["period"]) == (subscription_id, "2026-03"):
                expense["total"] = "1000000.0"

    change(loaded, "reseller_analytics", dearer)

    assert loaded.publish().quarantined == met

    loaded.meddler.forget()
    assert loaded.publish().quarantined == 0


@pytest.mark.parametrize("link", ["/somewhere?page[number]=2", "/somewhere?cursor=abc"])
def test_an_answer_that_names_a_next_page_is_reported_and_changes_nothing(
    loaded: Portal, link: str
) -> None:
    before = loaded.tables()

    def cut(body: Json) -> None:
        body["links"] = {"next": link}
        if "subscription" in body:
            body["subscription"]["items"] = body["subscription"]["items"][:5]
        else:
            body["expenses"] = body["expenses"][:1]

    change(loaded, "analytics", cut)

    summary = loaded.publish()

    assert len(summary.broken_pages) > 3
    assert {why.rpartition(": ")[2] for why in summary.broken_pages} == {
        "it is the first of several pages, where one was asked for"
    }
    assert loaded.tables() == before


def test_refreshing_equals_a_first_load_elsewhere(loaded: Portal, portal: Portal) -> None:
    """Nothing is ever deleted for being absent, so only a fresh warehouse tells what is missing."""
    subscription_id, _ = azure(loaded)
    for days in (10, 35, 50):
        loaded.platform.advance(timedelta(days=days))
        loaded.publish()
        if days == 10:
            deleted = {"status": "deleted", "updated_at": "2026-03-28T10:00:00.000+03:00"}
            loaded.platform.overrides.set("subscriptions", subscription_id, deleted)
    refreshed = loaded.tables()
    loaded.check()

    assert portal.publish().differences == ()

    first = portal.tables()
    assert refreshed.keys() == first.keys()
    for name, rows in first.items():
        assert refreshed[name] == rows, name
