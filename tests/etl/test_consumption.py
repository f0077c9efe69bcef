"""Whose consumption is read, from which day on, and what becomes of answers that are not whole."""

from __future__ import annotations

import json
from collections.abc import Callable
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
