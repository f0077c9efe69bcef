"""Every number is a door: the records behind it sum to it exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from dashboard.services import analytics as analytics_module
from dashboard.services import records as records_module
from dashboard.services.analytics import Analytics
from dashboard.services.records import Records, RecordScreen
from dashboard.state import CostView, write_view
from domain.cost import Measure
from tests.cost_rows import TABLES
from tests.dashboard.services.conftest import TODAY
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot

QUERIES = [
    {"from": "2026-01", "to": "2026-03"},
    {"from": "2026-01", "to": "2026-03", "measure": "net"},
    {"from": "2026-01", "to": "2026-02", "account": "a2,a3"},
    {"from": "2026-01", "to": "2026-02", "subscription": "s2"},
    {"from": "2026-01", "to": "2026-01", "subscription": "s2", "detail": "day"},
    {"from": "2026-01", "to": "2026-02", "subscription": "s2", "category": "Compute"},
]


@pytest.fixture
def records(snapshot: Snapshot, analytics: Analytics) -> Records:
    return Records(snapshot, analytics, reseller_id="r1")


def opened(records: Records, view: CostView) -> RecordScreen:
    """Follow a door as the browser does: through its address."""
    screen = records.screen(dict(parse_qsl(write_view(view).lstrip("?"))))
    assert not screen.scope.problems
    return screen


def amount(screen: RecordScreen) -> Decimal:
    is_net = screen.view.measure is Measure.NET
    return screen.total.net_amount if is_net else screen.total.gross_amount


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("top", [1, 10])
def test_every_number_of_a_view_is_the_sum_of_its_records(
    analytics: Analytics,
    records: Records,
    query: dict[str, str],
    top: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(analytics_module, "TOP", top)
    monkeypatch.setattr(records_module, "TOP", top)
    screen = analytics.screen(query)

    assert screen.components
    assert amount(opened(records, screen.view)) == screen.total.amount
    for component in screen.components:
        assert amount(opened(records, component.records)) == component.total
    for month in (screen.previous, screen.last):
        assert amount(opened(records, month.records)) == month.cost.amount


def test_a_page_past_the_end_is_the_last_one(records: Records) -> None:
    screen = records.screen({"from": "2026-01", "to": "2026-03", "size": "25", "page": "2"})

    assert (screen.page_count, screen.view.page) == (1, 1)
    assert len(screen.records) == screen.total.record_count == 7


def test_others_by_day_are_those_the_chart_merged_by_day(tmp_path: Path) -> None:
    """One resource costs nothing in the month, but something on two days: the chart ranks it."""
    azure = {"account_id": "a2", "subscription_id": "s2"}
    amounts = [(f"R{number}", 1, str(20 + number)) for number in range(9)]
    amounts += [("Moved", 1, "3"), ("Moved", 2, "-3"), ("Back", 1, "-1"), ("Rest", 1, "-2")]
    costs = [
        {"day": f"2026-01-0{day}", "resource": name, "gross_amount": amount, **azure}
        for name, day, amount in amounts
    ]
    query = {"from": "2026-01", "to": "2026-01", "subscription": "s2", "detail": "day"}
    with make_warehouse(tmp_path, **{**TABLES, "cost": costs}).snapshot() as snapshot:
        analytics = Analytics(snapshot, reseller_id="r1", currency="EUR", today=TODAY)
        records = Records(snapshot, analytics, reseller_id="r1")
        *_, others = analytics.screen(query).components

        assert others.is_others
        assert amount(opened(records, others.records)) == others.total == Decimal(-3)


def test_records_of_others_are_those_the_chart_merged_whatever_the_month(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alfa is the dearest of the two months, though not of the first."""
    monkeypatch.setattr(records_module, "TOP", 1)
    screen = records.screen({"from": "2026-01", "to": "2026-01", "others": "2026-01:2026-02"})

    assert {record.account for record in screen.records} == {"Beta"}
