"""A full load against DuckDB reading the same pages, a refresh against a full load, and memory.

    python -m bench loads

Every measurement runs in a process of its own. The pages are made up beforehand and lie on disk:
what the network and the platform cost is in neither side. Nor is what a process does once, before
its first load: `etl.clock` goes on from load to load, and the portal store is migrated by
`release`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.measure import Measurement, peak_memory
from bench.raw_pages import make_full, make_refresh
from etl.lean import begin_lean
from etl.progress import Progress
from etl.raw import RawLoad
from etl.run import Load, run_load
from etl.sources import KeptPages
from etl.summary import LoadKind, Status
from settings import Settings
from store.database import Store, migrate

RECORDS = int(float(os.environ.get("BENCH_LOAD_MILLIONS", "2")) * 1e6)
ROUNDS = int(os.environ.get("BENCH_LOAD_ROUNDS", "3"))
PART_CHANGED = 0.01
MEMORY = "512MB"
FULL, REFRESH = "20261120T060000-full", "20261120T061000-part"

STAMPS = "created_at TIMESTAMP, updated_at TIMESTAMP"
CHARGE = f"""{STAMPS}, subscription_id VARCHAR, subscription_resource_id VARCHAR,
    subscription_resource_name VARCHAR, plan_resource_id VARCHAR, quantity DECIMAL(18, 6),
    operate_from DATE, operate_to DATE, duration DECIMAL(9, 3), description VARCHAR,
    unit_price DECIMAL(18, 6), amount DECIMAL(18, 6), status VARCHAR, "type" VARCHAR,
    close_date DATE, discount_amount DECIMAL(18, 6), amount_in_plan_currency DECIMAL(18, 6),
    plan_currency VARCHAR"""
# The attributes that are kept, with the types they are kept in.
ATTRIBUTES = {
    "charges": CHARGE,
    "reseller_charges": f"{CHARGE}, charge_id VARCHAR, exchange_rate DECIMAL(18, 6),"
    " total DECIMAL(18, 6)",
    "orders": f'{STAMPS}, document_id VARCHAR, status VARCHAR, "type" VARCHAR,'
    " account_id VARCHAR, subscription_id VARCHAR, total DECIMAL(18, 6), currency_code VARCHAR",
    "accounts": f"{STAMPS}, name VARCHAR, status VARCHAR, email VARCHAR, country VARCHAR,"
    " city VARCHAR, custom_attributes VARCHAR",
    "subscriptions": f"{STAMPS}, plan_id VARCHAR, account_id VARCHAR, name VARCHAR,"
    " status VARCHAR, trial BOOLEAN, start_date DATE, ability VARCHAR",
}
ITEM = """billed_day DATE, operate_day DATE, category VARCHAR, description VARCHAR, tags VARCHAR,
    unit_price DECIMAL(18, 6), duration DECIMAL(18, 6), discount_amount DECIMAL(18, 6),
    total DECIMAL(18, 6), resource_name VARCHAR, resource_group VARCHAR, currency VARCHAR,
    unit VARCHAR"""


def run() -> list[Measurement]:
    """Measure loads of BENCH_LOAD_MILLIONS (2) million records, BENCH_LOAD_ROUNDS (3) times."""
    with tempfile.TemporaryDirectory(prefix="bench-loads-") as folder:
        large, small = Path(folder, "large"), Path(folder, "small")
        make_full(large / "raw" / FULL, RECORDS)
        make_refresh(large / "raw" / REFRESH, RECORDS, part=PART_CHANGED)
        make_full(small / "raw" / FULL, RECORDS // 4)
        rounds = [_round(large) for _ in range(ROUNDS)]
        load_of_a_quarter = _measured("full", small)
    read, full, refresh = (
        statistics.median(one[place]["seconds"] for one in rounds) for place in range(3)
    )
    peak = max(one[1]["megabytes"] for one in rounds)
    quarter = load_of_a_quarter["megabytes"]
    return [
        Measurement(
            f"a full load of {RECORDS:,} records from prebuilt pages",
            "DuckDB's read_json of the same pages into tables",
            full / read,
            4.0,
            f"{full:.1f} s, {read:.1f} s; {RECORDS / full:,.0f} records a second",
        ),
        Measurement(
            f"a refresh with {PART_CHANGED:.0%} of them changed, what its process does once apart",
            "the full load, measured so",
            refresh / full,
            0.05,
            f"{refresh:.2f} s, {full:.1f} s",
        ),
        Measurement(
            f"peak memory of the full load, LOAD_MEMORY {MEMORY}",
            "that of a load of a quarter of the records",
            peak / quarter,
            1.2,
            f"{peak:.0f} MB, {quarter:.0f} MB",
        ),
    ]


def _round(folder: Path) -> tuple[dict[str, float], ...]:
    return tuple(_measured(what, folder) for what in ("read", "full", "refresh"))


def _measured(what: str, folder: Path) -> dict[str, float]:
    out = subprocess.run(
        [sys.executable, "-m", "bench.loads", what, str(folder)],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    measured: dict[str, float] = json.loads(out.splitlines()[-1])
    return measured


def _read(folder: Path) -> None:
    """Read the pages into tables, as someone would who trusts them."""
    database = folder / "read.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for collection, attributes in ATTRIBUTES.items():
            connection.execute(
                f"CREATE TABLE {collection} AS SELECT record.id AS id, unnest(record.attributes)"
                " FROM (SELECT unnest(data) AS record FROM read_json("
                f"'{folder}/raw/{FULL}/*/{collection}/*.json.gz', columns = {{"
                f"data: 'STRUCT(id VARCHAR, attributes STRUCT({attributes}))[]'}}))"
            )
        connection.execute(
            "CREATE TABLE consumption AS SELECT subscription.id AS subscription_id, unnest(item)"
            " FROM (SELECT subscription, unnest(subscription.items) AS item FROM read_json("
            f"'{folder}/raw/{FULL}/*/consumption/*.json.gz', columns = {{"
            f"subscription: 'STRUCT(id VARCHAR, items STRUCT({ITEM})[])'}}))"
        )


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, load_memory=MEMORY)


def _load(folder: Path, load_id: str) -> None:
    settings = _settings(folder)
    source = KeptPages(RawLoad.open(settings.raw_dir / load_id), settings, progress=Progress())
    summary = run_load(Load(source, LoadKind.REPLAY, settings, Store(settings.store_url)))
    assert summary.status is Status.PUBLISHED, summary.error
    assert summary.quarantined == 0, f"{summary.quarantined} records set aside"


def _forget(folder: Path) -> None:
    for path in (folder / "warehouse").glob("*"):
        path.unlink()


def _child(what: str, folder: Path) -> None:
    if what == "full":
        _forget(folder)
    migrate(_settings(folder).store_url)
    begin_lean()
    work: Callable[[], None] = {
        "read": lambda: _read(folder),
        "full": lambda: _load(folder, FULL),
        "refresh": lambda: _load(folder, REFRESH),
    }[what]
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "megabytes": peak_memory()}))


if __name__ == "__main__":  # One measurement, in the process that `_measured` starts for it.
    _child(sys.argv[1], Path(sys.argv[2]))
