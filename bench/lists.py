"""A page of the list of subscriptions: with ten times as many, and against the SQL by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.big_list import publish_big_list
from bench.measure import Measurement, interleaved, milliseconds
from dashboard.services.lists.subscription_list import SubscriptionList
from warehouse.connection import Snapshot, Warehouse

FEW, MANY = 5_000, 50_000
ROUNDS = 30
GOAL_GROWTH = 4.0
VIEWS = {
    "the newest": {},
    "by name": {"sort": "name"},
    "filtered by a text": {"q": "ром 12"},
    "its last page": {"page": "100000"},
}
# The newest page and nothing else: no filter that may be off, no other order, no count.
BY_HAND = """
    SELECT subscription.*, account.name, plan.name, plan.billing_type
    FROM (
        SELECT * FROM mirror.subscription
        WHERE reseller_id = 'r1' AND status <> 'deleted'
        ORDER BY created_at DESC LIMIT 25
    ) AS subscription
    JOIN mirror.account USING (account_id, reseller_id)
    JOIN mirror.plan USING (plan_id, reseller_id)
"""


def run() -> Iterator[Measurement]:
    """Measure views of the list at both sizes, none of them answered from what is kept."""
    with tempfile.TemporaryDirectory(prefix="bench-lists-") as folder:
        few, many = (_warehouse(Path(folder), count) for count in (FEW, MANY))
        with few.snapshot() as small, many.snapshot() as large:
            for name, query in VIEWS.items():
                yield _growth(name, query, small, large)
            yield _by_hand(large)


def _warehouse(folder: Path, count: int) -> Warehouse:
    publish_big_list(folder / str(count), count)
    return Warehouse(folder / str(count))


def _growth(name: str, query: dict[str, str], small: Snapshot, large: Snapshot) -> Measurement:
    slow, fast = interleaved(
        lambda: _page(large, query), lambda: _page(small, query), rounds=ROUNDS
    )
    return Measurement(
        f"a page of {MANY:,} subscriptions, {name}",
        f"of {FEW:,}",
        slow / fast,
        GOAL_GROWTH,
        f"{milliseconds(slow)} against {milliseconds(fast)}",
    )


def _by_hand(large: Snapshot) -> Measurement:
    ours, hand = interleaved(lambda: _page(large, {}), lambda: _ask(large, BY_HAND), rounds=ROUNDS)
    return Measurement(
        f"a page of {MANY:,} subscriptions, the newest, with its count and what can be done",
        "SQL by hand for 25 rows without either",
        ours / hand,
        None,
        f"{milliseconds(ours)} against {milliseconds(hand)}",
    )


def _page(snapshot: Snapshot, query: dict[str, str]) -> Any:
    snapshot._answers.clear()  # What was asked before would cost nothing.
    return SubscriptionList(snapshot, reseller_id="r1").page(query)


def _ask(snapshot: Snapshot, sql: str) -> Any:
    with snapshot.cursor() as cursor:
        return cursor.execute(sql).fetchall()
