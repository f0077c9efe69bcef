"""What is worked out fast says exactly what working out everything does (HOME-1, NFR-3)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.deadline_view import Within
from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.deadlines import Deadlines
from domain.deadlines.deadline import DeadlineKind
from domain.deadlines.reach import reach_of
from domain.deadlines.upcoming import deadlines
from tests.deadline_rows import TABLES, TERMS
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot
from warehouse.deadlines import deadline_candidates

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/Moscow")
COUNT = 150
STATUSES = (
    ["active"] * 6
    + ["stopped", "graced", "graced", "delivered", "renewing", "updating_failed", "ordered", "new"]
)  # fmt: skip
POINTS = [None, None, -1, 0, 1, 7, 30, 60]
PLANS = [
    {"plan_id": f"p{number}", "billing_type": kind, "service_term_id": term, "currency": currency,
     "status": "active" if number % 5 else "archived"}
    for number, (kind, term, currency) in enumerate(
        (kind, term, currency)
        for kind in ("csp_annual", "csp_monthly", "monthly_commitment", "payg_external",
                     "non_recurring", "never seen")
        for term in ("1", "6", "unknown", None)
        for currency in ("EUR", "USD", "GBP")
    )
]  # fmt: skip
PERIODS = [
    {"plan_period_id": "month", "duration": 1, "duration_unit": "month",
     "recurring_fee_amount": "3.333"},
    {"plan_period_id": "year", "duration": 1, "duration_unit": "year", "renewal_fee_amount": "9"},
    {"plan_period_id": "endless", "duration": None, "duration_unit": "unlimited"},
]  # fmt: skip


def any_day(some: random.Random) -> str:
    """Return a day, most often one about which it changes what is near."""
    edge = some.choice([0, 7, 30, 90, some.randint(-45, 130)])
    return str(TODAY + timedelta(days=edge + some.randint(-2, 8)))


def lately(some: random.Random, days: int = 12) -> str:
    """Return an instant of the last days, some of them before any window."""
    return str(NOW.replace(tzinfo=None) - timedelta(minutes=some.randint(0, days * 1440)))


def held(some: random.Random, key: str) -> list[dict[str, Any]]:
    quantities = [0, 1, 7, 40, *([None] if some.random() < 0.1 else [])]
    return [
        {"subscription_id": key, "resource_id": f"{key}-{number}", "plan_resource_id": None,
         "additional_quantity": some.choice(quantities), "recurring_fee_amount": "7.215",
         "renewal_fee_amount": some.choice([None, "2.5"])}
        for number in range(some.randint(0, 2))
    ]  # fmt: skip


def ordered(some: random.Random, key: str) -> list[dict[str, Any]]:
    kinds = ["sales", "change", "renewal", "switch", "prolong"]
    orders: list[dict[str, Any]] = []
    for number in range(some.choice([0, 0, 0, 1, 2])):
        created_at = None if some.random() < 0.1 else lately(some)
        order = {"subscription_id": key, "order_id": f"{key}-{number}", "created_at": created_at,
                 "order_type": some.choice(kinds), "closed_at": lately(some),
                 "total_amount": some.choice([None, "0", "12.34"])}  # fmt: skip
        if some.random() < 0.3:
            waits = {"status": "waiting_for_provisioning", "closed_at": None}
            order |= waits | {"provisioned_on": max(any_day(some), str(TODAY))}
        orders.append(order)
    return orders


def charged(some: random.Random, key: str, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ["License", "Storage", None]
    starts = [TODAY + timedelta(days=some.randint(-40, 20)) for _ in range(some.randint(0, 3))]
    return [
        {"subscription_id": key, "period_start_on": str(start), "resource_name": some.choice(names),
         "period_last_on": str(start + timedelta(days=some.randint(0, 60))),
         "gross_amount": some.choice(["10.01", "-3", "333.333333"]), "quantity": "3",
         "unit_price_amount": "1.5", "created_at": lately(some),
         "status": some.choice(["opened", "blocked", "closed", "deleted", "new"]),
         "order_id": some.choice([None, *(one["order_id"] for one in orders)])}
        for start in starts
    ]  # fmt: skip


def at_an_edge(key: str, kind: str, term: str, days: int, **more: Any) -> dict[str, Any]:
    """Return a subscription that expires so many days from today."""
    wanted = {"billing_type": kind, "service_term_id": term, "currency": "EUR"}
    plan_id = next(one["plan_id"] for one in PLANS if wanted.items() <= one.items())
    return {"subscription_id": key, "name": key, "account_id": "a1", "plan_id": plan_id,
            "plan_period_id": "year", "expires_on": str(TODAY + timedelta(days=days)),
            **more}  # fmt: skip


# What is near only for what its service term says, and what is charged long after its window.
EDGES: dict[str, list[dict[str, Any]]] = {
    "subscription": [
        at_an_edge("ordered", "csp_annual", "6", 14, is_auto_renewed=True),
        at_an_edge("graced", "csp_annual", "6", -10, status="graced"),
        at_an_edge("committed", "monthly_commitment", "1", 358),
    ],
    "subscription_resource": [
        {"subscription_id": key, "additional_quantity": 3, "recurring_fee_amount": "7.215",
         "resource_id": key, "plan_resource_id": None}
        for key in ("ordered", "graced", "committed")
    ],
    "order": [{"subscription_id": "committed", "order_id": "sale",
               "closed_at": "2026-11-18 10:00:00"}],
    "charge": [
        {"subscription_id": "committed", "period_start_on": "2026-11-18",
         "period_last_on": "2026-12-17", "gross_amount": "10.01", "status": "opened",
         "resource_name": "License", "quantity": "3", "unit_price_amount": "1.5",
         "created_at": "2026-11-18 10:00:00"},
    ],
}  # fmt: skip


def made_up(some: random.Random, number: int) -> dict[str, Any]:
    """Return a subscription with anything that may be said of it."""
    return {
        "subscription_id": f"x{number}",
        "name": f"Subscription {number}",
        "account_id": some.choice(["a1", "a2", "nobody"]),
        "plan_id": some.choice([*(one["plan_id"] for one in PLANS), "no plan"]),
        "plan_period_id": some.choice(["month", "year", "endless", "no period"]),
        "status": some.choice(STATUSES),
        "is_trial": some.random() < 0.1,
        "expires_on": some.choice([any_day(some), any_day(some), any_day(some), None]),
        "is_auto_renewed": some.choice([True, False, None]),
        "is_auto_renew_locked": some.choice([True, False, None]),
        "auto_renew_point_days": some.choice(POINTS),
        "manual_renew_point_days": some.choice(POINTS),
        "updated_at": some.choice([lately(some, 120), None]),
        "reseller_id": some.choice(["r1"] * 9 + ["r2"]),
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Many made up subscriptions, beside one of every kind."""
    some = random.Random(20261120)
    subscriptions = [made_up(some, number) for number in range(COUNT)]
    keys = [one["subscription_id"] for one in subscriptions]
    of_each = {key: ordered(some, key) for key in keys}
    more: dict[str, list[dict[str, Any]]] = {
        "subscription": subscriptions,
        "subscription_resource": [one for key in keys for one in held(some, key)],
        "order": [one for key in keys for one in of_each[key]],
        "charge": [one for key in keys for one in charged(some, key, of_each[key])],
        "plan": PLANS,
        "plan_period": PERIODS,
        "exchange_rate": [{"currency": "USD", "unit_quantity": 100, "rate": "86.3712345"}],
        "reseller": [{"reseller_id": "r1", "currency": "EUR"}],
    }
    for name, rows in EDGES.items():
        more[name] += rows
    plans = {one["plan_id"] for one in PLANS}
    tables = {
        name: [*(row for row in TABLES.get(name, ()) if row.get("plan_id") not in plans
                 or name != "plan"), *more.get(name, ())]
        for name in TABLES.keys() | more.keys()
    }  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("all-cases")
    with make_warehouse(folder, **tables).snapshot() as snapshot:
        yield snapshot


@pytest.fixture(autouse=True)
def texts() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def answers(snapshot: Snapshot) -> Deadlines:
    return Deadlines(
        snapshot, DeadlineLists(), TERMS, ZONE, reseller_id="r1", currency="EUR", now=NOW
    )


@pytest.mark.parametrize("within", Within)
def test_what_is_near_costs_as_much_as_among_everything(snapshot: Snapshot, within: Within) -> None:
    """Each deadline, to the cent, as when every subscription and every fee is looked at."""
    until_on = None if within.days is None else TODAY + timedelta(days=within.days)
    # As of long ago everything is still to come, and is looked at.
    everything = replace(reach_of(TERMS, ZONE, TODAY), today=date(1900, 1, 1))

    expected = [
        each
        for one in deadline_candidates(snapshot, everything, reseller_id="r1")
        for each in deadlines(one.facts, TERMS, ZONE, NOW, until_on=until_on)
    ]

    found = [due.deadline for due in answers(snapshot)._found(answers(snapshot)._reach(
        within_days=within.days))]  # fmt: skip
    assert sorted(found, key=lambda one: one.key) == sorted(expected, key=lambda one: one.key)


@pytest.mark.parametrize("within", Within)
def test_the_nearest_that_cost_money_are_those_of_the_list(
    snapshot: Snapshot, within: Within
) -> None:
    """HOME-1: the main page and /deadlines tell the same deadlines, count and sum."""
    listed = answers(snapshot).screen({"within": within.value, "money": "1", "size": "10"})

    soon = answers(snapshot).soon(within, most=10)

    assert soon.nearest == listed.shown
    assert (soon.count, soon.total) == (listed.count, listed.total)
    assert soon.count > 10


def test_what_is_known_already_is_not_worked_out_again(snapshot: Snapshot) -> None:
    here = answers(snapshot)
    listed = here.screen({"within": "7", "money": "1", "size": "10"})

    assert here.soon(Within.WEEK, most=10).nearest[0] is listed.shown[0]


def test_every_kind_of_deadline_is_among_them(snapshot: Snapshot) -> None:
    kinds = {one.deadline.kind for one in answers(snapshot).all({"within": "all"})}

    # Another plan is possible at any time under both terms.
    assert kinds == set(DeadlineKind) - {DeadlineKind.SWITCH_POINT}
