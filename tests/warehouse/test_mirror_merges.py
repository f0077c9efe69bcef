from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from tests.staging import Bench, SentRows
from warehouse import load

OLD, NEW, NEWER = "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"


def test_a_row_is_added_and_then_changed(bench: Bench) -> None:
    bench.stage("account", {"account_id": "a2", "name": "Beta"})
    assert bench.merge_mirror() == 1
    bench.clear()
    bench.stage("account", {"account_id": "a2", "name": "Gamma", "updated_at": NEWER})

    assert bench.merge_mirror() == 1
    assert bench.rows("mirror.account", "account_id", "name") == [
        ("a1", "Alfa Trade"), ("a2", "Gamma"),
    ]  # fmt: skip


def test_the_same_row_again_changes_nothing(bench: Bench) -> None:
    for _ in range(2):
        bench.stage("account", {"account_id": "a2"})
        changed = bench.merge_mirror()
        bench.clear()

    assert changed == 0


def test_an_older_row_never_overwrites_a_newer_one(bench: Bench) -> None:
    bench.stage("account", {"account_id": "a2", "name": "New", "updated_at": NEW})
    bench.merge_mirror()
    bench.clear()
    bench.stage("account", {"account_id": "a2", "name": "Old", "updated_at": OLD})

    assert bench.merge_mirror() == 0
    assert ("a2", "New") in bench.rows("mirror.account", "account_id", "name")


def test_of_equal_ids_the_newest_wins_wherever_it_stands(bench: Bench) -> None:
    bench.stage(
        "account",
        {"account_id": "a2", "name": "New", "updated_at": NEW},
        {"account_id": "a2", "name": "Newer", "updated_at": NEWER},
    )
    bench.stage("account", {"account_id": "a2", "name": "Old", "updated_at": OLD})

    bench.merge_mirror()

    assert ("a2", "Newer") in bench.rows("mirror.account", "account_id", "name")


def test_of_equally_new_ones_the_last_read_wins(bench: Bench) -> None:
    bench.stage("account", {"account_id": "a2", "name": "First"})
    bench.stage("account", {"account_id": "a2", "name": "Second"})

    bench.merge_mirror()

    assert ("a2", "Second") in bench.rows("mirror.account", "account_id", "name")


def test_nothing_goes_for_being_absent(bench: Bench) -> None:
    bench.stage("account", {"account_id": "a2"})

    bench.merge_mirror()

    assert len(bench.rows("mirror.account")) == 2


def test_instants_are_stored_as_utc(bench: Bench) -> None:
    bench.stage("account", {"account_id": "a2", "updated_at": "2026-03-01T02:00:00.000+03:00"})

    bench.merge_mirror()

    assert bench.connection.execute(
        "SELECT updated_at FROM mirror.account WHERE account_id = 'a2'"
    ).fetchall() == [(datetime(2026, 2, 28, 23, 0),)]  # noqa: DTZ001


def test_each_reseller_has_a_catalog_of_its_own(bench: Bench) -> None:
    bench.stage("plan", {"plan_id": "p9", "name": "Alfa's"}, reseller_id="r1")
    bench.stage("plan", {"plan_id": "p9", "name": "Beta's"}, reseller_id="r2")

    bench.merge_mirror()

    assert bench.rows("mirror.plan", "plan_id", "reseller_id", "name")[1:] == [
        ("p9", "r1", "Alfa's"), ("p9", "r2", "Beta's"),
    ]  # fmt: skip


def test_resources_are_replaced_with_their_subscription(bench: Bench) -> None:
    bench.stage("subscription", {"subscription_id": "s1", "has_children": True})
    bench.stage_with(
        "subscription_resource",
        {"resource_id": "x1", "subscription_id": "s1", "additional_quantity": "5"},
        {"resource_id": "x2", "subscription_id": "s1"},
    )
    assert bench.merge_mirror() == 3
    bench.clear()
    bench.stage("subscription", {"subscription_id": "s1", "has_children": True,
                                 "updated_at": NEWER})  # fmt: skip
    bench.stage_with(
        "subscription_resource",
        {"resource_id": "x1", "subscription_id": "s1", "additional_quantity": "7"},
    )

    assert bench.merge_mirror() == 3  # The subscription, x1, and x2 which is gone.
    assert bench.rows("mirror.subscription_resource", "resource_id", "additional_quantity") == [
        ("x1", 7),
    ]  # fmt: skip


def test_a_subscription_that_comes_without_resources_keeps_them(bench: Bench) -> None:
    bench.stage("subscription", {"subscription_id": "s1", "has_children": True})
    bench.stage_with("subscription_resource", {"resource_id": "x1", "subscription_id": "s1"})
    bench.merge_mirror()
    bench.clear()
    bench.stage("subscription", {"subscription_id": "s1", "updated_at": NEWER})

    bench.merge_mirror()

    assert len(bench.rows("mirror.subscription_resource")) == 1


def test_resources_of_an_older_subscription_replace_nothing(bench: Bench) -> None:
    bench.stage("subscription", {"subscription_id": "s1", "has_children": True})
    bench.stage_with("subscription_resource", {"resource_id": "x1", "subscription_id": "s1"})
    bench.merge_mirror()
    bench.clear()
    bench.stage("subscription", {"subscription_id": "s1", "has_children": True,
                                 "updated_at": OLD})  # fmt: skip
    bench.stage_with("subscription_resource", {"resource_id": "x2", "subscription_id": "s1"})

    assert bench.merge_mirror() == 0
    assert bench.rows("mirror.subscription_resource", "resource_id") == [("x1",)]


def test_plan_periods_and_resources_are_replaced_with_their_plan(bench: Bench) -> None:
    bench.stage("plan", {"plan_id": "p1", "has_children": True})
    bench.stage_with("plan_period", {"plan_period_id": "y1", "plan_id": "p1"})
    bench.stage_with("plan_resource", {"plan_resource_id": "z1", "plan_id": "p1"})
    bench.merge_mirror()
    bench.clear()
    bench.stage("plan", {"plan_id": "p1", "has_children": True, "updated_at": NEWER})
    bench.stage_with("plan_period", {"plan_period_id": "y2", "plan_id": "p1"})

    bench.merge_mirror()

    assert bench.rows("mirror.plan_period", "plan_period_id") == [("y2",)]
    assert bench.rows("mirror.plan_resource", "plan_resource_id") == []


def test_a_record_that_does_not_fit_has_none_of_its_rows_staged(bench: Bench) -> None:
    bench.staged.add(
        {
            "plan": SentRows(
                {"plan_id": ("p7", "p8"), "name": ("Good", "Bad"), "status": ("active", "active"),
                 "billing_type": ("payg", "payg")},
                (0, 1),
            ),
            "plan_resource": SentRows(
                {"plan_resource_id": ("z7", "z8"), "plan_id": ("p7", "p8"),
                 "name": ("License", "License"), "setup_fee_amount": ("1.5", "free")},
                (0, 1),
            ),
        },
        page=1,
        reseller_id="r1",
    )  # fmt: skip

    assert bench.staged.flush() == {1: {1: "setup_fee_amount is 'free', not a number"}}
    assert bench.rows("stage.plan", "plan_id") == [("p7",)]
    assert bench.rows("stage.plan_resource", "plan_resource_id") == [("z7",)]


def test_what_does_not_fit_is_told_by_its_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where pages are handed over before all are read; a second time nothing is told."""
    monkeypatch.setattr(load, "BATCH_ROWS", 3)
    for page, total in enumerate(("1.5", "free", "2.5", "", "none"), 1):
        orders = {"order_id": ("o1", "o2"), "account_id": ("a1", "a1"), "status": ("new", "new"),
                  "order_type": ("sales", "sales"), "total_amount": ("1.0", total)}  # fmt: skip
        bench.staged.add({"order": SentRows(orders, (4, 7))}, page=page, reseller_id="r1")

    assert bench.staged.flush() == {
        2: {7: "total_amount is 'free', not a number"},
        5: {7: "total_amount is 'none', not a number"},
    }
    assert bench.staged.flush() == {}
    assert bench.rows('stage."order"', "page_number", "record_number", "total_amount") == [
        (1, 4, Decimal("1")), (1, 7, Decimal("1.5")), (2, 4, Decimal("1")), (3, 4, Decimal("1")),
        (3, 7, Decimal("2.5")), (4, 4, Decimal("1")), (4, 7, None), (5, 4, Decimal("1")),
    ]  # fmt: skip


def test_pages_may_say_different_things_of_their_records(bench: Bench) -> None:
    """A column may be text on one page, numbers on the next and nothing on another."""
    for page, total in enumerate(("1.5", 2, None), 1):
        orders = {"order_id": (f"o{page}",), "account_id": ("a1",), "status": ("new",),
                  "order_type": ("sales",), "total_amount": (total,)}  # fmt: skip
        if total is None:
            del orders["total_amount"]
        bench.staged.add({"order": SentRows(orders, (0,))}, page=page, reseller_id="r1")

    assert bench.staged.flush() == {}
    assert bench.rows('stage."order"', "order_id", "total_amount") == [
        ("o1", Decimal("1.5")), ("o2", Decimal("2")), ("o3", None),
    ]  # fmt: skip


def test_everything_wrong_with_a_record_is_said(bench: Bench) -> None:
    unfit = bench.stage("charge", {"charge_id": "c1", "gross_amount": "abc", "status": None})

    assert unfit == {
        0: "status is missing; gross_amount is 'abc', not a number",
    }  # fmt: skip


def test_what_a_merge_finds_out_itself_may_be_missing(bench: Bench) -> None:
    assert bench.stage("charge", {"charge_id": "c1", "account_id": None}) == {}


def test_many_pages_are_handed_over_at_once(bench: Bench) -> None:
    for number in range(3):
        bench.stage("account", *({"account_id": f"b{number}-{n}"} for n in range(50)))

    bench.merge_mirror()

    assert len(bench.rows("mirror.account")) == 151


def test_an_order_of_an_unknown_account_is_set_aside(bench: Bench) -> None:
    bench.stage(
        "order",
        {"order_id": "o1"},
        {"order_id": "o2", "account_id": "nobody"},
        {"order_id": "o3", "subscription_id": "nothing"},
        {"order_id": "o4", "subscription_id": "s1"},
    )

    bench.run("mirror_orphans")

    assert bench.connection.execute(
        "SELECT record_number, reason FROM stage.unusable ORDER BY ALL"
    ).fetchall() == [
        (1, "account_id is 'nobody', which the platform does not know"),
        (2, "subscription_id is 'nothing', which the platform does not know"),
    ]
    assert bench.rows('stage."order"', "order_id") == [("o1",), ("o4",)]


def test_what_hangs_on_a_subscription_set_aside_is_set_aside_with_it(bench: Bench) -> None:
    bench.stage("subscription", {"subscription_id": "s2", "account_id": "nobody"})
    bench.stage("order", {"order_id": "o1", "subscription_id": "s2"})

    bench.run("mirror_orphans")
    bench.merge_mirror()

    assert bench.rows("mirror.subscription", "subscription_id") == [("s1",)]
    assert bench.rows("mirror.order") == []


def test_another_resellers_account_is_not_known(bench: Bench) -> None:
    bench.stage("subscription", {"subscription_id": "s2", "account_id": "a1"}, reseller_id="r2")

    bench.run("mirror_orphans")

    assert len(bench.rows("stage.unusable")) == 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("missing_account", [("r1", "a8"), ("r1", "a9")]),
        ("missing_subscription", [("r1", "s8"), ("r1", "s9")]),
        ("missing_plan", [("r1", "p9")]),
        ("missing_charge", [("r1", "c9")]),
    ],
)
def test_what_others_name_and_nobody_has_told_us_of_is_missing(
    bench: Bench, question: str, missing: list[tuple[str, str]]
) -> None:
    bench.stage("subscription", {"subscription_id": "s2", "account_id": "a9", "plan_id": "p9"})
    bench.stage("order", {"order_id": "o1", "account_id": "a8", "subscription_id": "s8"})
    bench.stage("charge", {"charge_id": "c1", "subscription_id": "s9"},
                {"charge_id": "c2", "subscription_id": "s2"})  # fmt: skip
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "charge_id": "c1"},
                {"reseller_charge_id": "x2", "charge_id": "c9"})  # fmt: skip

    from warehouse.sql import merge

    assert bench.connection.execute(merge(question)).fetchall() == missing
