from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal

import pytest

from dashboard.services.analytics import Analytics
from dashboard.services.exports import COST_COLUMNS, RECORD_COLUMNS, Exports, write_csv
from dashboard.services.records import Records
from warehouse.connection import Snapshot

WINTER = {"from": "2026-01", "to": "2026-02"}


@pytest.fixture
def exports(snapshot: Snapshot) -> Exports:
    return Exports(snapshot, reseller_id="r1")


def rows(pieces: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(pieces).splitlines()))


@pytest.mark.parametrize(
    ("query", "filled"),
    [
        (WINTER, {"account_id", "account"}),
        (WINTER | {"account": "a2"}, {"account_id", "account", "subscription_id", "subscription"}),
        (
            WINTER | {"subscription": "s2", "category": "Storage"},
            {"account_id", "account", "subscription_id", "subscription", "category", "resource"},
        ),
    ],
)
def test_columns_below_the_level_shown_are_empty(
    analytics: Analytics, exports: Exports, query: dict[str, str], filled: set[str]
) -> None:
    found = rows(exports.costs(analytics.scope(query)))

    assert tuple(found[0]) == COST_COLUMNS
    named = set(COST_COLUMNS) - {"period", "gross", "discount", "net", "currency"}
    assert {name for row in found for name in named if row[name]} == filled


@pytest.mark.parametrize("measure", ["gross", "net"])
def test_an_export_sums_to_the_total_on_screen(
    analytics: Analytics, exports: Exports, measure: str
) -> None:
    query = {**WINTER, "measure": measure}
    found = rows(exports.costs(analytics.scope(query)))

    assert sum(Decimal(row[measure]) for row in found) == analytics.screen(query).total.amount
    assert {row["period"] for row in found} == {"2026-01", "2026-02"}
    assert {row["currency"] for row in found} == {"EUR"}


def test_days_are_exported_as_days(analytics: Analytics, exports: Exports) -> None:
    scope = analytics.scope(
        {"from": "2026-01", "to": "2026-01", "subscription": "s2", "detail": "day"}
    )

    assert {row["period"] for row in rows(exports.costs(scope))} == {"2026-01-05", "2026-01-06"}


def test_records_are_exported_with_their_ids(
    snapshot: Snapshot, analytics: Analytics, exports: Exports
) -> None:
    records = Records(snapshot, analytics, reseller_id="r1")
    scope = analytics.scope(WINTER)
    found = rows(exports.records(records.filter(scope)))

    assert tuple(found[0]) == RECORD_COLUMNS
    assert [row["record_id"] for row in found] == ["c4", "c6", "c5", "c7", "c1", "c2"]
    assert sum(Decimal(row["gross"]) for row in found) == analytics.screen(WINTER).total.amount


def test_no_cell_of_text_is_a_formula() -> None:
    names = ["=1+1", "+49", "-x", "@SUM(A1)", "\t=1", "x;=1+1", "x\n=1", "＝1+1", "x; y-z",
             'He said "hi", twice', "<b>Nord</b>", "Ж\nё"]  # fmt: skip
    text = "".join(write_csv(["name", "amount"], [(name, Decimal("-1.50")) for name in names]))
    found = list(csv.reader(text.splitlines(keepends=True)))

    assert [row[0] for row in found[1:]] == [
        "'=1+1",
        "'+49",
        "'-x",
        "'@SUM(A1)",
        "'\t'=1",
        "x;'=1+1",
        "x\n'=1",
        "'＝1+1",
        *names[8:],
    ]
    assert {row[1] for row in found[1:]} == {"-1.50"}


def test_amounts_keep_their_digits() -> None:
    amounts = [Decimal("1E+3"), Decimal("0.000001"), None]
    text = "".join(write_csv(["id", "amount"], list(enumerate(amounts))))

    assert text.splitlines() == ["id,amount", "0,1000", "1,0.000001", "2,"]
