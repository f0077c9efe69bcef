"""A chart's data against the same SQL by hand, from 1 to 50 million cost rows, and over HTTP."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from flask import Flask
from flask_babel import Babel

from bench.big_ledger import publish_big_ledger
from bench.measure import Measurement, interleaved, milliseconds
from dashboard.services.analytics import Analytics
from dashboard.services.cost_screen import CostScreen
from warehouse.connection import Snapshot, Warehouse

SIZES = tuple(
    int(float(size) * 1e6) for size in os.environ.get("BENCH_MILLIONS", "1,10,50").split(",")
)
ROUNDS = 40
TODAY = date(2026, 11, 22)
PERIOD = {"from": "2024-11", "to": "2026-10"}

# What someone would write to draw the two charts: the ten dearest clients and the others by
# month, and the two last months.
BY_HAND = """
    WITH cost AS (
        SELECT account_id, month, sum(gross_amount) AS amount
        FROM ledger.cost_by_month
        WHERE reseller_id = 'r1' AND month >= '2024-11-01' AND month < '2026-11-01'
        GROUP BY account_id, month
    ),
    named AS (
        SELECT account.name, month, sum(amount) AS amount
        FROM cost
        JOIN mirror.account USING (account_id)
        GROUP BY account.name, month
    ),
    ranked AS (
        SELECT name, row_number() OVER (ORDER BY sum(amount) DESC) AS place
        FROM named
        GROUP BY name
    )
    SELECT CASE WHEN place <= 10 THEN name END AS shown, month, sum(amount)
    FROM named
    JOIN ranked USING (name)
    GROUP BY shown, month
    ORDER BY shown, month
"""
TWO_MONTHS_BY_HAND = """
    SELECT month, sum(gross_amount)
    FROM ledger.cost_by_month
    WHERE reseller_id = 'r1' AND month >= '2026-09-01' AND month < '2026-11-01'
    GROUP BY month
"""


@dataclass(frozen=True, slots=True)
class Timing:
    rows: int
    service: float
    by_hand: float


def run() -> Iterator[Measurement]:
    timings = []
    for rows in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            publish_big_ledger(Path(folder), rows)
            timing = _time(Path(folder), rows)
            timings.append(timing)
            yield Measurement(
                f"A chart's data, {rows / 1e6:g} million cost rows, p95",
                "the same SQL by hand in the same process",
                timing.service / timing.by_hand,
                1.3,
                f"{milliseconds(timing.service)} against {milliseconds(timing.by_hand)}",
            )
            yield _from_cache(Path(folder), rows)
    if len(timings) > 1:
        small, large = timings[0], timings[-1]
        yield Measurement(
            f"A chart's data at {large.rows / 1e6:g} million rows",
            f"at {small.rows / 1e6:g} million",
            large.service / small.service,
            1.5,
            f"{milliseconds(large.service)} against {milliseconds(small.service)}",
        )


def _time(folder: Path, rows: int) -> Timing:
    warehouse = Warehouse(folder)
    server = Flask("bench")
    Babel(server)
    with warehouse.snapshot() as snapshot, server.test_request_context():

        def ask() -> CostScreen:
            snapshot._answers.clear()
            return _analytics(snapshot).screen(PERIOD)

        with snapshot.cursor() as cursor:
            service, by_hand = interleaved(
                ask, lambda: _ask_by_hand(cursor), rounds=ROUNDS, share=0.95
            )
    return Timing(rows, service, by_hand)


def _from_cache(folder: Path, rows: int) -> Measurement:
    warehouse = Warehouse(folder)
    server = Flask("bench")
    Babel(server)
    with warehouse.snapshot() as snapshot, server.test_request_context():
        analytics = _analytics(snapshot)
        with snapshot.cursor() as cursor:
            again, by_hand = interleaved(
                lambda: analytics.screen(PERIOD), lambda: _ask_by_hand(cursor), rounds=ROUNDS
            )
    return Measurement(
        f"The same chart asked for again, {rows / 1e6:g} million rows",
        "the same SQL by hand",
        again / by_hand,
        None,
        f"{milliseconds(again)} against {milliseconds(by_hand)}",
    )


def _analytics(snapshot: Snapshot) -> Analytics:
    return Analytics(snapshot, reseller_id="r1", currency="EUR", today=TODAY)


def _ask_by_hand(cursor: duckdb.DuckDBPyConnection) -> list[Any]:
    return [
        *cursor.execute(BY_HAND).fetchall(),
        *cursor.execute(TWO_MONTHS_BY_HAND).fetchall(),
    ]
