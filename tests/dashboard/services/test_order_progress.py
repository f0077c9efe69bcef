"""How far an order has come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.services.order_progress import (
    Moment,
    Stage,
    State,
    followed_order,
    progress_of,
)
from domain.details import OrderDetails

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


def order(status: str, *, minutes_ago: float = 1, order_id: str = "1", **more: Any) -> OrderDetails:
    changed_at = NOW - timedelta(minutes=minutes_ago)
    return OrderDetails(
        order_id, "s1", "sales", status, None, None, None, changed_at,
        more.get("closed_at"), changed_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "minutes_ago", "moment", "states"),
    [
        ("waiting_for_payment", 1, Moment.PAYING, "done current to_come to_come"),
        ("waiting_for_provisioning", 5000, Moment.SCHEDULED, "done done waiting to_come"),
        ("provisioning", 15, Moment.WORKING, "done done current to_come"),
        ("provisioning", 16, Moment.TAKING_LONG, "done done current to_come"),
        ("provisioning_failed", 1, Moment.FAILED, "done done failed to_come"),
        ("completed", 1, Moment.DONE, "done done done done"),
        ("cancelled", 1, Moment.CANCELLED, "done to_come to_come to_come"),
        ("on_the_moon", 1, Moment.UNCLEAR, "done to_come to_come to_come"),
    ],
)
def test_each_status_stands_at_its_step(
    status: str, minutes_ago: float, moment: Moment, states: str
) -> None:
    """P-4, ORD-40, ORD-41, MS-12."""
    progress = progress_of(order(status, minutes_ago=minutes_ago), NOW)

    assert progress.moment is moment
    assert progress.steps == tuple(zip(Stage, map(State, states.split()), strict=True))


def test_the_unfinished_order_is_followed_even_if_a_newer_one_is_done() -> None:
    waiting = order("waiting_for_provisioning", order_id="1", minutes_ago=9000)

    assert followed_order([order("completed", order_id="2"), waiting], NOW) is waiting


@pytest.mark.parametrize(
    ("newest", "is_followed"),
    [
        (order("provisioning_failed", minutes_ago=90_000), True),
        (order("completed", minutes_ago=23 * 60), True),
        (order("completed", minutes_ago=25 * 60), False),
        (order("completed", minutes_ago=5, closed_at=NOW - timedelta(days=3)), False),
    ],
)
def test_an_order_that_ended_is_shown_for_a_day_and_a_failed_one_until_the_next(
    newest: OrderDetails, is_followed: bool
) -> None:
    assert followed_order([newest, order("provisioning_failed", order_id="0")], NOW) == (
        newest if is_followed else None
    )


def test_nothing_is_followed_where_there_is_no_order() -> None:
    assert followed_order([], NOW) is None
