"""Whose consumption is read, from which day on, and what becomes of answers that are not whole."""

from __future__ import annotations

import pytest

from tests.etl.portal import Portal


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
