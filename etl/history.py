"""The history of loads as tables: what each brought in, and what moved from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal

import pandas as pd

from domain.errors import LoadError
from etl.options import LoadOptions
from store.database import Store
from store.loads import (
    LOADS_WITH_TOTALS,
    LoadRecord,
    LoadStatus,
    Total,
    load_totals,
    past_loads,
)

MOST_LISTED = 50
KEY = ["reseller_id", "currency", "month", "source"]


def tell_loads(options: LoadOptions) -> Iterator[str]:
    """Yield the last loads, newest first, a line each."""
    with closing(Store(options.store_url)) as store:
        loads = past_loads(store, limit=MOST_LISTED)
    yield as_table(loads).to_string(index=False) if loads else "Nothing was loaded yet."


def tell_totals(options: LoadOptions, load_id: str) -> Iterator[str]:
    """Yield a load's control totals, and how they moved since the load published before it.

    Raises:
        LoadError: there is no such load, or its control totals are not kept any more.
    """
    with closing(Store(options.store_url)) as store:
        loads = past_loads(store, limit=LOADS_WITH_TOTALS, with_watches=False)
        ids = [load.load_id for load in loads if load.status is LoadStatus.PUBLISHED]
        totals = load_totals(store, load_id) if load_id in ids else []
        if not totals:
            raise LoadError(f"no control totals of a load {load_id!r} are kept; `loads` lists them")
        before = next(iter(ids[ids.index(load_id) + 1 :]), None)
        totals_before = load_totals(store, before) if before else []
    yield f"Load {load_id}, and how it moved since {before or 'nothing'}:"
    yield compare_totals(totals_before, totals).to_string(index=False)


def as_table(loads: Sequence[LoadRecord]) -> pd.DataFrame:
    """Return a row per load."""
    return pd.DataFrame(
        {
            "load_id": load.load_id,
            "kind": load.kind,
            "status": load.status.value,
            "seconds": _seconds(load),
            "as_of": load.as_of.isoformat(" ", "seconds") if load.as_of else "",
            "records": sum(load.row_counts.values()),
            "quarantined": load.quarantined_count,
            "differences": load.difference_count,
            "error": load.error or "",
        }
        for load in loads
    )


def compare_totals(before: Sequence[Total], after: Sequence[Total]) -> pd.DataFrame:
    """Return a row per reseller, currency, month and source, with exact amounts.

    `records_moved` and `net_moved` are what `after` has more than `before`, which may lack the row.
    """
    both = _frame(after).merge(_frame(before), on=KEY, how="outer", suffixes=("", "_before"))
    both = both.fillna({name: 0 for name in ("records", "records_before")}).astype(
        {"records": int, "records_before": int}
    )
    for amount in ("gross", "net", "net_before"):
        both[amount] = both[amount].where(both[amount].notna(), Decimal(0))
    both["records_moved"] = both["records"] - both["records_before"]
    both["net_moved"] = both["net"] - both["net_before"]
    return both[[*KEY, "records", "gross", "net", "records_moved", "net_moved"]].sort_values(KEY)


def _frame(totals: Sequence[Total]) -> pd.DataFrame:
    """Return totals as a frame; amounts stay Decimals, in columns of objects."""
    names = [*KEY, "records", "gross", "net"]
    rows = [
        (
            total.reseller_id,
            total.currency,
            f"{total.month:%Y-%m}",
            total.source,
            total.record_count,
            total.gross_amount,
            total.net_amount,
        )
        for total in totals
    ]
    return pd.DataFrame(rows, columns=names).astype({"gross": object, "net": object})


def _seconds(load: LoadRecord) -> float | None:
    if load.finished_at is None:
        return None
    return round((load.finished_at - load.started_at).total_seconds(), 1)
