"""Each check finds nothing in a ledger that was merged, and finds the row that breaks its rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import ChecksFailed
from tests.staging import Bench, copy_draft, execute, open_draft
from warehouse.sql import names

NEWER = "2026-03-02T00:00:00Z"
BREAKS = {
    "cost_equals_its_records": [
        "UPDATE ledger.cost SET gross_amount = gross_amount + 0.000001 WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET discount_amount = 0.01 WHERE source_id = 'c2'",
        "UPDATE ledger.cost SET day = day + 1 WHERE source_id = 'c1'",
        "DELETE FROM ledger.cost WHERE source_id = 'c3'",
        "INSERT INTO ledger.cost FROM ledger.cost WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET source_id = 'c9' WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET account_id = 'a9' WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET subscription_id = 's2' WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET is_final = NOT is_final WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET is_final = NOT is_final WHERE source_id = 'c2'",
        "DELETE FROM ledger.cost WHERE source = 'consumption'",
        "DELETE FROM ledger.charge WHERE charge_id = 'c1'",
        "UPDATE ledger.charge SET status = 'refunded' WHERE charge_id = 'c1'",
        "UPDATE ledger.reseller_charge SET gross_amount = 1, net_amount = 0",
        "UPDATE ledger.reseller_charge SET status = 'refunded'",
        "UPDATE mirror.plan SET billing_type = 'payg' WHERE plan_id = 'p2'",
    ],
    "cost_total_equals_its_records": [
        "UPDATE ledger.cost_by_month SET gross_amount = gross_amount + 0.000001",
        "UPDATE ledger.charge SET gross_amount = gross_amount + 0.01 WHERE charge_id = 'c1'",
        "UPDATE ledger.charge SET discount_amount = 0.01 WHERE charge_id = 'c1'",
        "DELETE FROM ledger.consumption",
        "DELETE FROM ledger.reseller_charge",
        "UPDATE ledger.reseller_charge SET status = 'refunded'",
        "UPDATE mirror.plan SET billing_type = 'payg' WHERE plan_id = 'p2'",
    ],
    "closed_charge_is_its_cost": [
        "UPDATE ledger.cost SET gross_amount = gross_amount + 0.000001 WHERE source_id = 'c2'",
        "UPDATE ledger.cost SET net_amount = 0 WHERE source_id = 'c2'",
        "UPDATE ledger.reseller_charge SET discount_amount = 0.01",
        "UPDATE ledger.reseller_charge SET status = 'refunded'",
    ],
    "cost_by_month_sums_cost": [
        "UPDATE ledger.cost_by_month SET refund_amount = refund_amount - 1",
        "UPDATE ledger.cost_by_month SET record_count = record_count + 1",
        "UPDATE ledger.cost_by_month SET resource = 'another'",
        "DELETE FROM ledger.cost_by_month WHERE subscription_id = 's1'",
        "INSERT INTO ledger.cost_by_month FROM ledger.cost_by_month WHERE subscription_id = 's1'",
        "UPDATE ledger.cost SET is_final = NOT is_final",
    ],
    "net_is_gross_less_discount": [
        "UPDATE ledger.cost SET net_amount = net_amount + 0.000001",
        "UPDATE ledger.cost_by_month SET discount_amount = discount_amount + 1",
        "UPDATE ledger.reseller_charge SET net_amount = 0",
    ],
    "cost_lies_in_its_month": ["UPDATE ledger.cost SET month = DATE '2025-12-01'"],
    "cost_is_final_when_closed": [
        "UPDATE ledger.cost SET is_final = NOT is_final WHERE source = 'consumption'",
        "UPDATE ledger.charge SET status = 'blocked' WHERE charge_id = 'c4'",
    ],
    "currency_is_the_resellers": [
        "UPDATE ledger.cost SET currency = 'USD' WHERE source_id = 'c1'",
        "UPDATE ledger.cost_by_month SET currency = 'USD'",
        "UPDATE ledger.consumption SET currency = 'USD'",
    ],
    "ledger_ids_are_unique": [
        "INSERT INTO ledger.charge FROM ledger.charge WHERE charge_id = 'c1'",
        "INSERT INTO ledger.reseller_charge FROM ledger.reseller_charge",
        "INSERT INTO ledger.consumption FROM ledger.consumption",
        "INSERT INTO ledger.platform_expense FROM ledger.platform_expense",
        "INSERT INTO ledger.cursor SELECT 'charges', 'r1', now()::TIMESTAMP FROM range(2)",
    ],
    "ledger_ids_are_known": [
        "UPDATE ledger.charge SET account_id = 'a9' WHERE charge_id = 'c1'",
        "UPDATE ledger.cost SET reseller_id = 'r2' WHERE source_id = 'c1'",
        "UPDATE ledger.cost SET account_id = 'a9' WHERE source_id = 'c1'",
        "UPDATE ledger.cost_by_month SET account_id = 'a9'",
        "UPDATE ledger.consumption SET account_id = 'a9'",
        "UPDATE ledger.reseller_charge SET charge_id = 'c9'",
        "UPDATE ledger.platform_expense SET subscription_id = 's9'",
        "UPDATE mirror.account SET reseller_id = 'r2'",
        "DELETE FROM mirror.subscription WHERE subscription_id = 's1'",
    ],
    "mirror_ids_are_unique": [
        f'INSERT INTO mirror."{table}" FROM mirror."{table}"'
        for table in (
            "reseller", "manager_role", "manager", "category", "product", "plan", "plan_period",
            "plan_resource", "exchange_rate", "account", "subscription", "subscription_resource",
            "order", "quarantine", "cursor",
        )
    ],
    "mirror_ids_are_known": [
        "UPDATE mirror.account SET reseller_id = 'r9'",
        "UPDATE mirror.manager SET reseller_id = 'r9'",
        "UPDATE mirror.plan SET reseller_id = 'r9'",
        "UPDATE mirror.plan_period SET plan_id = 'p9'",
        "UPDATE mirror.plan_resource SET plan_id = 'p9'",
        "UPDATE mirror.subscription SET account_id = 'a9'",
        "UPDATE mirror.subscription_resource SET subscription_id = 's9'",
        "UPDATE mirror.order SET account_id = 'a9'",
        "UPDATE mirror.order SET subscription_id = 's9'",
    ],
}  # fmt: skip
MIRROR = {
    "manager_role": [{}], "manager": [{}], "category": [{}], "product": [{}],
    "plan": [{"plan_id": "p1"}, {"plan_id": "p2", "billing_type": "payg_external"}],
    "plan_period": [{}], "plan_resource": [{}], "exchange_rate": [{}],
    "subscription": [{"subscription_id": "s1"}, {"subscription_id": "s2", "plan_id": "p2"}],
    "subscription_resource": [{}], "order": [{}],
    "mirror.quarantine": [{"collection": "plans"}], "mirror.cursor": [{"collection": "plans"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a ledger with something of everything, merged and not checked yet."""
    folder = tmp_path_factory.mktemp("merged")
    with open_draft(folder, **MIRROR) as bench:
        bench.stage(
            "charge",
            {"charge_id": "c1", "gross_amount": "10.0"},
            {"charge_id": "c2", "status": "closed"},
            {"charge_id": "c3", "gross_amount": "-2.5"},
            {"charge_id": "c4", "subscription_id": "s2", "charge_type": "consumption",
             "status": "closed"},
            {"charge_id": "c5", "status": "new"},
        )  # fmt: skip
        bench.stage("reseller_charge", {"reseller_charge_id": "x1", "charge_id": "c2"})
        bench.ask_window("s2", "2026-01-01", "2026-02-01")
        bench.stage("consumption", {"subscription_id": "s2"})
        bench.ask_months("2026-01-01", "2026-02-01")
        bench.stage("platform_expense", {})
        bench.merge_ledger()
        bench.publish()
    return folder


@pytest.fixture
def untouched(merged: Path, tmp_path: Path) -> Iterator[Bench]:
    """A draft that no load has touched yet."""
    with copy_draft(merged, tmp_path) as bench:
        yield bench


@pytest.fixture
def bench(untouched: Bench) -> Bench:
    """A draft that is checked as a whole."""
    untouched.run("check_everything")
    return untouched


def test_a_merged_ledger_breaks_no_rule(bench: Bench) -> None:
    bench.draft.check()


def test_every_check_is_tested() -> None:
    assert BREAKS.keys() == set(names("checks"))


@pytest.mark.parametrize(
    ("rule", "broken"), [(rule, one) for rule, breaks in BREAKS.items() for one in breaks]
)
def test_a_check_finds_the_row_that_breaks_its_rule(bench: Bench, rule: str, broken: str) -> None:
    execute(bench, broken)

    assert bench.broken(rule)
    with pytest.raises(ChecksFailed, match=rule):
        bench.draft.check()


OF_A_MONTH = ("cost_equals_its_records", "cost_total_equals_its_records",
              "cost_by_month_sums_cost")  # fmt: skip


@pytest.mark.parametrize("rule", OF_A_MONTH)
@pytest.mark.parametrize("choice", ["check_touched", "check_everything"])
def test_what_no_load_touched_is_checked_with_everything_only(
    untouched: Bench, rule: str, choice: str
) -> None:
    execute(untouched, "UPDATE ledger.cost SET gross_amount = 0, net_amount = 0")
    execute(untouched, "UPDATE ledger.cost_by_month SET gross_amount = 1")

    untouched.run(choice)

    assert bool(untouched.broken(rule)) == (choice == "check_everything")


def test_what_a_load_made_breaks_no_rule(untouched: Bench) -> None:
    touch_everything(untouched)
    untouched.run("check_touched")

    untouched.draft.check()


@pytest.mark.parametrize("broken", sorted({one for breaks in BREAKS.values() for one in breaks}))
def test_what_breaks_a_rule_is_found_in_what_a_load_touched(untouched: Bench, broken: str) -> None:
    touch_everything(untouched)
    execute(untouched, broken)
    untouched.run("check_touched")

    with pytest.raises(ChecksFailed):
        untouched.draft.check()


def touch_everything(bench: Bench) -> None:
    """Merge something new of every month there is."""
    bench.stage(
        "charge",
        {"charge_id": "c1", "gross_amount": "11.0", "updated_at": NEWER},
        {"charge_id": "c4", "subscription_id": "s2", "charge_type": "consumption",
         "status": "closed", "description": "New", "updated_at": NEWER},
    )  # fmt: skip
    bench.merge_ledger()


def test_amounts_that_change_places_are_found(bench: Bench) -> None:
    """The sums of a month are what they were."""
    execute(bench, "UPDATE ledger.cost SET gross_amount = -2.5, net_amount = -2.5"
                   " WHERE source_id = 'c1'")  # fmt: skip
    execute(bench, "UPDATE ledger.cost SET gross_amount = 10, net_amount = 10"
                   " WHERE source_id = 'c3'")  # fmt: skip

    assert bench.broken("cost_equals_its_records")
