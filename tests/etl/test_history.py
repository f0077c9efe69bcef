"""The history of loads as tables."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.errors import LoadError
from etl.history import compare_totals, tell_loads, tell_totals
from store.loads import Total, load_totals, past_loads
from tests.etl.portal import Portal

JUNE = date(2026, 6, 1)


def total(source: str, *, records: int = 1, net: str = "10.000001", month: date = JUNE) -> Total:
    return Total("12", source, month, records, Decimal(net) + 1, Decimal(net), "EUR")


def test_what_moved_is_exact() -> None:
    before = [total("charge", records=2, net="0.1"), total("consumption", net="5")]
    after = [total("charge", records=3, net="0.3"), total("charge", month=JUNE.replace(month=7))]

    moved = compare_totals(before, after)

    assert moved[["month", "source", "records_moved", "net_moved"]].values.tolist() == [
        ["2026-06", "charge", 1, Decimal("0.2")],
        ["2026-06", "consumption", -1, Decimal(-5)],
        ["2026-07", "charge", 1, Decimal("10.000001")],
    ]


def test_nothing_before_means_that_all_is_new() -> None:
    moved = compare_totals([], [total("charge", records=4)])

    assert moved[["records", "records_moved"]].values.tolist() == [[4, 4]]
    assert moved["net_moved"].tolist() == [Decimal("10.000001")]


def test_loads_are_listed_newest_first(loaded: Portal) -> None:
    summary = loaded.publish()

    (table,) = tell_loads(loaded.options)

    newest = table.splitlines()[1].split()
    assert newest[:3] == [summary.load_id, "refresh", "published"]


def test_a_load_that_changed_nothing_moved_nothing(loaded: Portal) -> None:
    first = past_loads(loaded.store)[0].load_id
    summary = loaded.publish()
    assert summary.load_id is not None

    heading, table = tell_totals(loaded.options, summary.load_id)

    assert heading.endswith(f"since {first}:")
    rows = table.splitlines()[1:]
    assert len(rows) == len(load_totals(loaded.store, summary.load_id)) > 0
    assert {tuple(row.split()[-2:]) for row in rows} == {("0", "0.000000")}


def test_a_day_later_what_moved_is_what_the_totals_say(loaded: Portal) -> None:
    loaded.platform.advance(timedelta(hours=24))
    summary = loaded.publish()
    assert summary.load_id is not None
    newer, older = past_loads(loaded.store)[:2]

    moved = compare_totals(
        load_totals(loaded.store, older.load_id), load_totals(loaded.store, newer.load_id)
    )

    grown = sum(one.net_amount for one in load_totals(loaded.store, newer.load_id))
    before = sum(one.net_amount for one in load_totals(loaded.store, older.load_id))
    assert moved["net_moved"].sum() == grown - before != 0


def test_a_load_that_is_not_known_is_named(loaded: Portal) -> None:
    with pytest.raises(LoadError, match="'nonsense'"):
        list(tell_totals(loaded.options, "nonsense"))


def test_before_the_first_load_there_is_nothing_to_list(portal: Portal) -> None:
    assert list(tell_loads(portal.options)) == ["Nothing was loaded yet."]
