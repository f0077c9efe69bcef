"""Charges, reseller charges and expenses into the ledger, and what hangs on nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.staging import Bench

OLD, NEWER = "2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z"


JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def touched(bench: Bench) -> list[tuple[str, date]]:
    return bench.rows("stage.checked_month", "subscription_id", "month")


def test_a_charge_is_its_subscriptions_accounts(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "account_id": "someone", "plan_id": None},
                {"charge_id": "c2", "plan_id": "p7"})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows("ledger.charge", "charge_id", "reseller_id", "account_id", "plan_id") == [
        ("c1", "r1", "a1", "p1"), ("c2", "r1", "a1", "p7"),
    ]  # fmt: skip


def test_a_charge_that_changes_touches_the_months_it_was_in_and_is_in(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2"})
    bench.merge_ledger()
    bench.clear()
    bench.connection.execute("TRUNCATE stage.checked_month")
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-03-05",
                           "period_last_on": "2026-03-31", "updated_at": NEWER},
                {"charge_id": "c2"})  # fmt: skip

    bench.merge_ledger()

    assert touched(bench) == [("s1", JANUARY), ("s1", MARCH)]


def test_an_older_charge_changes_nothing(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "10.0"})
    bench.merge_ledger()
    bench.clear()
    bench.stage("charge", {"charge_id": "c1", "gross_amount": "99.0", "updated_at": OLD})

    assert bench.merge_ledger() == 0
    assert bench.rows("ledger.charge", "gross_amount") == [(Decimal(10),)]


def test_a_consumption_charge_touches_every_month_it_covers(bench: Bench) -> None:
    covering = {"period_start_on": "2026-01-15", "period_last_on": "2026-03-14"}
    bench.stage("charge", {"charge_id": "c1", "charge_type": "consumption", **covering})

    bench.merge_ledger()

    assert touched(bench) == [("s1", JANUARY), ("s1", FEBRUARY), ("s1", MARCH)]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        # gross, discount, net as sent; then as stored.
        (("10.0", "1.0", "9.0"), ("10", "1", "9")),
        (("10.0", "1.0", None), ("10", "1", "9")),
        ((None, "1.0", "9.0"), ("10", "1", "9")),
        (("10.0", None, "9.0"), ("10", "1", "9")),
        (("10.0", None, None), ("10", "0", "10")),
        ((None, None, "9.0"), ("9", "0", "9")),
        # What the reseller is charged and its discount are the truth.
        (("10.01", "1.0", "9.0"), ("10", "1", "9")),
    ],
)
def test_gross_discount_and_net_of_a_reseller_charge_agree(
    bench: Bench, sent: tuple[str | None, ...], stored: tuple[str, ...]
) -> None:
    gross, discount, net = sent
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {"reseller_charge_id": "x1", "gross_amount": gross,
                                    "discount_amount": discount, "net_amount": net})  # fmt: skip

    bench.merge_ledger()

    assert bench.rows(
        "ledger.reseller_charge", "gross_amount", "discount_amount", "net_amount"
    ) == [tuple(Decimal(amount) for amount in stored)]


AGREEING = {
    "reseller_charge_id": "x1", "unit_price_amount": "4.0", "quantity": "10",
    "duration_months": "0.387", "plan_amount": "15.48", "exchange_rate": "0.9",
    "gross_amount": "13.93", "discount_amount": "1.93", "net_amount": "12.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "figures"),
    [
        ({}, []),
        # 15.48 x 0.9 - 1.93 = 12.002, a cent more or less is rounding.
        ({"net_amount": "12.01", "gross_amount": "13.94"}, []),
        ({"net_amount": "12.02", "gross_amount": "13.95"}, [("net_amount", "12.02", "12.002")]),
        ({"gross_amount": "13.94"}, [("gross_amount", "13.94", "13.93")]),
        # 0.387 months may be anything from 0.3865 to 0.3875: 40 x 0.0005 = 0.02, and a cent.
        ({"plan_amount": "15.51", "exchange_rate": None}, []),
        ({"plan_amount": "15.52", "exchange_rate": None}, [("plan_amount", "15.52", "15.48")]),
        ({"unit_price_amount": None, "exchange_rate": None}, []),
    ],
)
def test_figures_that_do_not_follow_from_the_others_are_recorded(
    bench: Bench, sent: dict[str, str | None], figures: list[tuple[str, str, str]]
) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {**AGREEING, **sent})

    bench.merge_ledger()

    assert bench.rows("ledger.charge_deviation", "figure", "sent_amount", "expected_amount") == [
        (name, Decimal(one), Decimal(other)) for name, one, other in figures
    ]


def test_figures_that_are_mended_are_recorded_no_longer(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"})
    bench.stage("reseller_charge", {**AGREEING, "gross_amount": "99.0"})
    bench.merge_ledger()
    bench.clear()
    bench.stage("reseller_charge", {**AGREEING, "updated_at": NEWER, "status": "Closed again"})

    bench.merge_ledger()

    assert bench.rows("ledger.charge_deviation") == []


def test_a_reseller_charge_touches_the_month_of_its_charge(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1", "period_start_on": "2026-02-10"})
    bench.merge_ledger()
    bench.clear()
    bench.connection.execute("TRUNCATE stage.checked_month")
    bench.stage("reseller_charge", {"reseller_charge_id": "x1"})

    bench.merge_ledger()

    assert touched(bench) == [("s1", FEBRUARY)]


def test_what_hangs_on_nothing_is_set_aside_with_the_reason(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2", "subscription_id": "s9"})
    bench.stage(
        "reseller_charge",
        {"reseller_charge_id": "x1"},
        {"reseller_charge_id": "x2", "charge_id": "c2"},
        {"reseller_charge_id": "x3", "gross_amount": None, "net_amount": None},
    )
    bench.stage("platform_expense", {"subscription_id": "s9"})
    bench.stage("consumption", {"currency": "USD"}, {"currency": "EUR"}, {"currency": None})

    bench.run("ledger_orphans")

    assert bench.rows("stage.unusable", "collection", "record_number", "reason") == [
        ("charges", 1, "subscription_id is 's9', which the platform does not know"),
        ("consumption", 0, "currency is 'USD', the reseller's is 'EUR'"),
        ("expenses", 0, "subscription_id is 's9', which the platform does not know"),
        ("reseller_charges", 1, "charge_id is 'c2', which the platform does not know"),
        ("reseller_charges", 2, "two of gross_amount, discount_amount and net_amount are missing"),
    ]
    assert bench.rows("stage.charge", "charge_id") == [("c1",)]
    assert bench.rows("stage.reseller_charge", "reseller_charge_id") == [("x1",)]
    assert len(bench.rows("stage.consumption")) == 2
    assert bench.rows("stage.platform_expense") == []


def test_expenses_of_months_that_are_read_again_are_replaced_whole(bench: Bench) -> None:
    bench.ask_months("2026-01-01", "2026-03-01")
    bench.stage("platform_expense", {"month": "2026-01-01"}, {"month": "2026-02-01"})
    bench.merge_ledger()
    bench.clear()
    bench.ask_months("2026-01-01", "2026-02-01")
    bench.stage("platform_expense")

    assert bench.merge_ledger() == 1
    assert bench.rows("ledger.platform_expense", "month") == [(FEBRUARY,)]


def test_a_subscription_named_twice_in_an_answer_spent_the_sum(bench: Bench) -> None:
    bench.ask_months("2026-01-01", "2026-02-01")
    bench.stage("platform_expense", {"total_amount": "1.10"}, {"total_amount": "2.20"})

    bench.merge_ledger()

    assert bench.rows("ledger.platform_expense", "total_amount") == [(Decimal("3.30"),)]
