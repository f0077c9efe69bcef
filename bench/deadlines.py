"""The deadlines of 50,000 subscriptions: a page of them, worked out and once more, against SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.many_subscriptions import NOW, publish_many_subscriptions
from bench.measure import Measurement, interleaved, milliseconds
from dashboard.deadline_view import Within
from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.deadlines import Deadlines
from domain.deadlines.due import Due
from domain.deadlines.reach import reach_of
from settings import read_settings
from warehouse.connection import Snapshot, Warehouse
from warehouse.deadlines import deadline_binds

COUNT = 50_000
ROUNDS = 5
ZONE = ZoneInfo("Europe/Moscow")
TERMS = read_settings({}).service_terms


def run() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory(prefix="bench-deadlines-") as folder:
        publish_many_subscriptions(Path(folder), COUNT)
        with Warehouse(Path(folder)).snapshot() as snapshot:
            yield from _measure(snapshot)


def _measure(snapshot: Snapshot) -> Iterator[Measurement]:
    kept: DeadlineLists[Due] = DeadlineLists()
    _answers(snapshot, kept).screen({})
    first, facts = interleaved(
        lambda: _answers(snapshot, DeadlineLists()).screen({}),
        lambda: _read(snapshot),
        rounds=ROUNDS,
    )
    soon, week = interleaved(
        lambda: _answers(snapshot, DeadlineLists()).soon(Within.WEEK, most=4),
        lambda: _answers(snapshot, DeadlineLists()).screen({"within": "7", "money": "1"}),
        rounds=ROUNDS,
    )
    again, _ = interleaved(
        lambda: _answers(snapshot, kept).screen({"sort": "-money", "page": "3"}),
        lambda: None,
        rounds=ROUNDS,
    )
    yield Measurement(
        f"The first page of the deadlines within 30 days, {COUNT:,} subscriptions",
        "reading what they follow from, in SQL",
        first / facts,
        4.0,
        f"{milliseconds(first)} against {milliseconds(facts)}",
    )
    yield Measurement(
        "Those of the main page: the nearest within 7 days that cost money, count and sum",
        "the page of them, for which all within 7 days are worked out",
        soon / week,
        0.8,
        f"{milliseconds(soon)} against {milliseconds(week)}",
    )
    yield Measurement(
        "Another page of them, in another order",
        "the first page",
        again / first,
        0.2,
        f"{milliseconds(again)} against {milliseconds(first)}",
    )


def _answers(snapshot: Snapshot, lists: DeadlineLists[Due]) -> Deadlines:
    return Deadlines(
        snapshot, lists, TERMS, ZONE, reseller_id="r1", currency="EUR",
        now=NOW + timedelta(minutes=5),
    )  # fmt: skip


def _read(snapshot: Snapshot) -> int:
    reach = reach_of(TERMS, ZONE, NOW.astimezone(ZONE).date(), within_days=30)
    binds = deadline_binds(reach, reseller_id="r1")
    return sum(map(len, snapshot.stream("deadline_facts", **binds)))
