"""The report of closed charges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.periods import Period
from tests.warehouse_builder import make_warehouse
from warehouse import charges
from warehouse.charges import closed_charge_total, stream_closed_charges

OCTOBER = Period.of_days(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("read_at_once", [1, 2, 100])
def test_the_report_holds_the_charges_closed_on_its_days(
    tmp_path: Path, read_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """REP-2, REP-3: both days included, ordered by close date, then charge id."""
    monkeypatch.setattr(charges, "READ_AT_ONCE", read_at_once)
    warehouse = make_warehouse(
        tmp_path,
        account=[{"account_id": "a1"}],
        subscription=[{"subscription_id": "s1"}],
        charge=[{"charge_id": f"{number}"} for number in (9, 10, 11, 12, 13)]
        + [{"charge_id": "99", "reseller_id": "r2"}],
        reseller_charge=[
            {"charge_id": "10", "closed_on": "2026-10-01", "gross_amount": "10.10",
             "discount_amount": "0.10"},
            {"charge_id": "9", "closed_on": "2026-10-01", "gross_amount": "20.20"},
            {"charge_id": "11", "closed_on": "2026-10-31", "gross_amount": "-5.05"},
            {"charge_id": "12", "closed_on": "2026-11-01", "gross_amount": "99"},
            {"charge_id": "13", "closed_on": "2026-09-30", "gross_amount": "99"},
            {"charge_id": "99", "closed_on": "2026-10-15", "gross_amount": "99",
             "reseller_id": "r2"},
        ],
    )  # fmt: skip

    with warehouse.snapshot() as snapshot:
        rows = [
            list(row.values())
            for batch in stream_closed_charges(
                snapshot, OCTOBER, per_month="monthly", one_time="once", reseller_id="r1"
            )
            for row in batch.to_pylist()
        ]
        total = closed_charge_total(snapshot, OCTOBER, reseller_id="r1")

    assert [row[0] for row in rows] == ["9", "10", "11"]
    assert [len(row) for row in rows] == [17] * 3
    assert [row[-1] for row in rows] == [20.20, 10.00, -5.05]
    assert (total.charge_count, total.gross_amount) == (3, Decimal("25.25"))
    assert (total.discount_amount, total.net_amount) == (Decimal("0.10"), Decimal("25.15"))


def test_a_period_without_closed_charges_sums_to_zero(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)

    with warehouse.snapshot() as snapshot:
        total = closed_charge_total(snapshot, OCTOBER, reseller_id="r1")

    assert (total.charge_count, total.net_amount, total.has_numeric_ids) == (0, Decimal(0), True)
