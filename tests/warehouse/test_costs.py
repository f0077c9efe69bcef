"""The questions about cost. Amounts are worked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.cost import CostFilter, Detail, Level, Measure, RecordFilter
from domain.periods import Period
from tests.cost_rows import TABLES
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot
from warehouse.cost_choices import (
    account_names,
    accounts_by_cost,
    cost_categories,
    cost_of_parts,
    known_subscriptions,
    subscriptions_by_cost,
)
from warehouse.cost_records import cost_record_total, cost_records, stream_records
from warehouse.costs import (
    ComponentCost,
    CostTotal,
    cost_by_component,
    cost_of_months,
    cost_total,
    stream_components,
)

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
WINTER = Period(JANUARY, date(2026, 3, 1))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    warehouse = make_warehouse(tmp_path_factory.mktemp("warehouse"), **TABLES)
    with warehouse.snapshot() as snapshot:
        yield snapshot


def ask(
    snapshot: Snapshot,
    costs: CostFilter | None = None,
    *,
    level: Level = Level.ACCOUNT,
    measure: Measure = Measure.GROSS,
    detail: Detail = Detail.MONTH,
    top: int = 10,
) -> list[ComponentCost]:
    return cost_by_component(
        snapshot,
        costs or CostFilter(WINTER),
        level=level,
        measure=measure,
        detail=detail,
        top=top,
        reseller_id="r1",
    )


def amounts(rows: Sequence[ComponentCost]) -> list[tuple[str | None, date, Decimal]]:
    return [(row.component, row.starts_on, row.amount) for row in rows]


def test_costs_are_summed_by_account_and_month(snapshot: Snapshot) -> None:
    """ANL-11, ANL-21: the charge of 1 March and the other reseller's are left out."""
    assert amounts(ask(snapshot)) == [
        ("Alfa Trade", JANUARY, Decimal("10.10")),
        ("Alfa Trade", FEBRUARY, Decimal("20.20")),
        ("Beta", JANUARY, Decimal("10.500001")),
    ]


def test_accounts_of_one_name_are_one_component(snapshot: Snapshot) -> None:
    """ANL-7."""
    (beta,) = (row for row in ask(snapshot) if row.component == "Beta")

    assert beta.ids == ("a2", "a3")
    assert beta.amount == Decimal("5.000001") - Decimal("1.5") + 7


def test_components_after_the_first_few_are_one(snapshot: Snapshot) -> None:
    """ANL-12."""
    rows = ask(snapshot, top=1)

    assert amounts(rows) == [
        ("Alfa Trade", JANUARY, Decimal("10.10")),
        ("Alfa Trade", FEBRUARY, Decimal("20.20")),
        (None, JANUARY, Decimal("10.500001")),
    ]
    assert {row.component_count for row in rows} == {2}
    assert rows[-1].place is None


def test_after_discounts_is_the_other_definition_of_the_same_sum(snapshot: Snapshot) -> None:
    gross, net = (ask(snapshot, measure=measure)[0] for measure in (Measure.GROSS, Measure.NET))

    assert (gross.amount, net.amount) == (Decimal("10.10"), Decimal("10.00"))


def test_what_is_open_refunded_and_discounted_is_known(snapshot: Snapshot) -> None:
    """ANL-17, ANL-18."""
    beta = CostFilter(WINTER, account_ids=("a2", "a3"))
    march = CostFilter(Period(date(2026, 3, 1), date(2026, 4, 1)))

    assert cost_total(snapshot, CostFilter(WINTER), reseller_id="r1") == CostTotal(
        Decimal("0.10"), Decimal("-1.5"), True
    )
    assert cost_total(snapshot, beta, reseller_id="r1").discount_amount == 0
    assert not cost_total(snapshot, march, reseller_id="r1").has_open
    assert cost_total(snapshot, beta, reseller_id="r2") == CostTotal(Decimal(0), Decimal(0), False)


def test_a_trial_costs_nothing_and_is_not_drawn(snapshot: Snapshot) -> None:
    """ANL-22."""
    rows = ask(snapshot, CostFilter(WINTER, account_ids=("a3",)), level=Level.SUBSCRIPTION)

    assert [row.component for row in rows] == ["Azure plan"]


def test_a_subscription_is_split_by_category_then_by_resource(snapshot: Snapshot) -> None:
    """ANL-11: a resource without category stands beside the categories."""
    azure = CostFilter(WINTER, ("a2", "a3"), ("s2",))

    by_category = ask(snapshot, azure, level=Level.CATEGORY)
    within = CostFilter(WINTER, ("a2", "a3"), ("s2",), category="Compute")

    assert [(row.component, row.amount) for row in by_category] == [
        ("Setup", Decimal(7)),
        ("Compute", Decimal("5.000001")),
        ("Storage", Decimal("-1.5")),
    ]
    assert amounts(ask(snapshot, within, level=Level.RESOURCE)) == [
        ("D2 v5", JANUARY, Decimal("5.000001"))
    ]
    assert cost_categories(snapshot, ("s2",), reseller_id="r1") == ["Compute", "Setup", "Storage"]
    assert cost_categories(snapshot, ("s1",), reseller_id="r1") == []


def test_days_are_summed_as_months_are(snapshot: Snapshot) -> None:
    """ANL-9."""
    azure = CostFilter(WINTER, ("a2", "a3"), ("s2",))

    by_day = ask(snapshot, azure, level=Level.RESOURCE, detail=Detail.DAY)
    by_month = ask(snapshot, azure, level=Level.RESOURCE)

    assert (by_day[0].component, by_day[0].starts_on) == ("Setup", date(2026, 1, 6))
    assert sum(row.amount for row in by_day) == sum(row.amount for row in by_month)


def test_each_month_has_its_cost(snapshot: Snapshot) -> None:
    """ANL-19."""
    months = cost_of_months(snapshot, CostFilter(WINTER), measure=Measure.GROSS, reseller_id="r1")

    assert months == {
        JANUARY: Decimal("20.600001"),
        FEBRUARY: Decimal("20.20"),
    }


def test_each_of_one_name_has_its_cost(snapshot: Snapshot) -> None:
    """ANL-14."""
    costs = cost_of_parts(
        snapshot, WINTER, ("a2", "a3"), level=Level.ACCOUNT, measure=Measure.GROSS,
        reseller_id="r1",
    )  # fmt: skip

    assert costs == {"a3": Decimal(7), "a2": Decimal("3.500001")}


def test_accounts_to_choose_from_come_dearest_first_then_by_name(tmp_path: Path) -> None:
    """ANL-4, NAV-9: digits, then Latin, then Cyrillic, whatever the case."""
    names = ["яблоко", "Beta", "alfa", "Ёлка", "7 Seas", "Zeta"]
    warehouse = make_warehouse(
        tmp_path,
        account=[{"account_id": f"a{at}", "name": name} for at, name in enumerate(names)],
        cost=[{"account_id": "a5", "day": "2026-01-01", "gross_amount": "1"}],
    )

    with warehouse.snapshot() as snapshot:
        found = accounts_by_cost(snapshot, WINTER, text=None, most=10, reseller_id="r1")
        narrowed = accounts_by_cost(snapshot, WINTER, text="ЯБЛ", most=10, reseller_id="r1")
        by_id = accounts_by_cost(snapshot, WINTER, text="a1", most=10, reseller_id="r1")

    assert [one.name for one in found] == ["Zeta", "7 Seas", "alfa", "Beta", "Ёлка", "яблоко"]
    assert [one.name for one in narrowed] == ["яблоко"]
    assert [one.name for one in by_id] == ["Beta"]


def test_subscriptions_to_choose_from_are_those_of_the_account(snapshot: Snapshot) -> None:
    """ANL-3, ANL-22: a trial can be chosen."""
    found = subscriptions_by_cost(
        snapshot, WINTER, ("a3", "a9"), text=None, most=10, reseller_id="r1"
    )

    assert [(one.ids, one.amount) for one in found] == [(("s3",), Decimal(0))]


def test_what_belongs_to_another_reseller_is_not_known(snapshot: Snapshot) -> None:
    """NFR-1."""
    assert account_names(snapshot, ("a1", "a9"), reseller_id="r1") == {"a1": "Alfa Trade"}
    assert known_subscriptions(snapshot, ("s9",), reseller_id="r1") == []
    (azure,) = known_subscriptions(snapshot, ("s2",), reseller_id="r1")
    assert (azure.account_id, azure.billing_type) == ("a2", "payg_external")


def test_a_number_is_the_sum_of_its_records(snapshot: Snapshot) -> None:
    records = RecordFilter(CostFilter(Period.of_months(JANUARY, JANUARY)))

    found = cost_records(snapshot, records, sort="day", first=0, most=50, reseller_id="r1")
    total = cost_record_total(snapshot, records, reseller_id="r1")

    assert [record.source_id for record in found] == ["c4", "c6", "c5", "c7", "c1"]
    assert total.record_count == 5
    assert total.gross_amount == sum(record.gross_amount for record in found)
    assert total.net_amount == Decimal("20.500001")
    assert total.open_count == 1
    assert (found[-1].description, found[-1].account) == ("License, January", "Alfa Trade")


@pytest.mark.parametrize(
    ("records", "ids"),
    [
        (RecordFilter(CostFilter(WINTER), refunds_only=True), ["c5"]),
        (RecordFilter(CostFilter(WINTER), resource="Blob"), ["c5"]),
        (RecordFilter(CostFilter(WINTER), other_than=("a1",)), ["c4", "c6", "c5", "c7"]),
        (RecordFilter(CostFilter(WINTER, subscription_ids=("s2",)), level=Level.CATEGORY,
                      other_than=("Setup", "Compute")), ["c5"]),
        (RecordFilter(CostFilter(Period.of_days(date(2026, 1, 6), date(2026, 1, 6)))),
         ["c6", "c5"]),
        (RecordFilter(CostFilter(WINTER, account_ids=("a9",))), []),
    ],
)  # fmt: skip
def test_records_are_those_of_the_number(
    snapshot: Snapshot, records: RecordFilter, ids: list[str]
) -> None:
    found = cost_records(snapshot, records, sort="day", first=0, most=50, reseller_id="r1")

    assert [record.source_id for record in found] == ids


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("-day", ["c2", "c1", "c7", "c6", "c5", "c4"]),
        ("amount", ["c5", "c7", "c4", "c6", "c1", "c2"]),
        ("-amount", ["c2", "c1", "c6", "c4", "c7", "c5"]),
    ],
)
def test_records_come_in_the_order_asked_for_page_by_page(
    snapshot: Snapshot, sort: str, ids: list[str]
) -> None:
    def page(first: int) -> list[str]:
        records = cost_records(
            snapshot, RecordFilter(CostFilter(WINTER)), sort=sort, first=first, most=4,
            reseller_id="r1",
        )  # fmt: skip
        return [record.source_id for record in records]

    assert page(0) + page(4) == ids


@pytest.mark.parametrize(
    ("level", "costs", "detail"),
    [
        (Level.ACCOUNT, CostFilter(WINTER), Detail.MONTH),
        (Level.SUBSCRIPTION, CostFilter(WINTER, account_ids=("a2",)), Detail.MONTH),
        (Level.CATEGORY, CostFilter(WINTER, ("a2", "a3"), ("s2",)), Detail.MONTH),
        (Level.RESOURCE, CostFilter(WINTER, ("a2", "a3"), ("s2",)), Detail.DAY),
    ],
)
def test_an_export_sums_to_what_the_view_shows(
    snapshot: Snapshot, level: Level, costs: CostFilter, detail: Detail
) -> None:
    exported = [
        row
        for batch in stream_components(
            snapshot, costs, level=level, detail=detail, reseller_id="r1"
        )
        for row in batch
    ]
    shown = ask(snapshot, costs, level=level, detail=detail)

    assert sum(row[7] for row in exported) == sum(row.amount for row in shown) != 0


def test_an_export_keeps_accounts_of_one_name_apart(snapshot: Snapshot) -> None:
    rows: list[Any] = [
        row
        for batch in stream_components(
            snapshot, CostFilter(WINTER), level=Level.ACCOUNT, detail=Detail.MONTH,
            reseller_id="r1",
        )
        for row in batch
    ]  # fmt: skip

    assert [(start, account_id, name, gross) for start, account_id, name, *_, gross, _, _, _ in
            rows] == [
        (JANUARY, "a1", "Alfa Trade", Decimal("10.10")),
        (JANUARY, "a3", "Beta", Decimal(7)),
        (JANUARY, "a2", "Beta", Decimal("3.500001")),
        (FEBRUARY, "a1", "Alfa Trade", Decimal("20.20")),
    ]  # fmt: skip
    assert all(row[3:7] == (None,) * 4 for row in rows)


def test_records_are_streamed_whole(snapshot: Snapshot) -> None:
    records = RecordFilter(CostFilter(WINTER))
    streamed = [
        row[2] for batch in stream_records(snapshot, records, reseller_id="r1") for row in batch
    ]

    assert streamed == ["c4", "c6", "c5", "c7", "c1", "c2"]
