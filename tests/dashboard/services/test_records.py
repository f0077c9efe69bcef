"""Every number is a door: the records behind it sum to it exactly."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from dashboard.services import analytics as analytics_module
from dashboard.services import records as records_module
from dashboard.services.analytics import Analytics
from dashboard.services.records import Records, RecordScreen
from dashboard.state import CostView, write_view
from domain.cost import Measure
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


def test_a_page_holds_as_many_records_as_asked_for(records: Records) -> None:
    screen = records.screen({"from": "2026-01", "to": "2026-03", "size": "25", "page": "2"})

    assert (screen.page_count, screen.total.record_count, screen.records) == (1, 7, ())


def test_records_of_others_are_those_the_chart_merged_whatever_the_month(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alfa is the dearest of the two months, though not of the first."""
    monkeypatch.setattr(records_module, "TOP", 1)
    screen = records.screen({"from": "2026-01", "to": "2026-01", "others": "2026-01:2026-02"})

    assert {record.account for record in screen.records} == {"Beta"}
