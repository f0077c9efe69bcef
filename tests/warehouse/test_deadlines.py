"""What deadlines follow from, as the last load knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.deadlines.facts import ChargeFact, Facts, OrderFact, Priced
from domain.deadlines.reach import Reach, TermReach
from domain.pricing.lines import Item
from domain.statuses import (
    BillingType,
    ChargeStatus,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from tests.warehouse_builder import make_warehouse
from warehouse.deadlines import Candidate, deadline_candidates

TERM = TermReach("1", before_days=30, after_days=7, storage_days=90)
FROM = datetime(2026, 11, 12, 23, tzinfo=UTC)
REACH = Reach(date(2026, 11, 20), date(2026, 12, 20), (TERM,), FROM)
RESELLER = {"reseller_id": "r1", "currency": "EUR"}
PLAN = {
    "plan_id": "p1", "name": "E3", "billing_type": "csp_annual", "service_term_id": "1",
    "currency": "USD",
}  # fmt: skip
PERIOD = {
    "plan_period_id": "y", "duration": 1, "duration_unit": "year", "recurring_fee_amount": "1.50",
    "renewal_fee_amount": "9",
}  # fmt: skip
RATE = {"currency": "USD", "unit_quantity": 100, "rate": "86.3712345"}


def subscription(key: str = "s1", expires_on: str | None = "2026-12-15", **more: Any) -> Any:
    return {
        "subscription_id": key, "plan_period_id": "y", "expires_on": expires_on, **more,
    }  # fmt: skip


def candidates(folder: Path, reach: Reach = REACH, **tables: Sequence[Any]) -> list[Candidate]:
    known = {"reseller": [RESELLER], "subscription": [subscription()]} | tables
    with make_warehouse(folder, **known).snapshot() as snapshot:
        return list(deadline_candidates(snapshot, reach, reseller_id="r1"))


def found(folder: Path, reach: Reach = REACH, **tables: Sequence[Any]) -> list[str]:
    return [one.facts.subscription_id for one in candidates(folder, reach, **tables)]


def test_everything_about_a_subscription_is_told(tmp_path: Path) -> None:
    sale = {
        "order_id": "7", "created_at": "2026-11-19 09:00:00", "closed_at": "2026-11-19 09:01:00",
        "total_amount": "30",
    }  # fmt: skip
    charge = {
        "resource_name": "License", "quantity": "3", "period_start_on": "2026-11-19",
        "period_last_on": "2026-12-18", "gross_amount": "30", "status": "blocked",
        "unit_price_amount": "11.50", "order_id": "7", "created_at": "2026-11-19 09:00:00",
    }  # fmt: skip
    row = subscription(
        is_auto_renewed=True, auto_renew_point_days=1, manual_renew_point_days=30,
        is_auto_renew_locked=True, updated_at="2026-11-19 09:01:00", name="E3 of Alfa",
    )  # fmt: skip

    (one,) = candidates(
        tmp_path,
        subscription=[row],
        plan=[PLAN],
        plan_period=[PERIOD],
        plan_resource=[{"plan_resource_id": "1", "recurring_fee_amount": "10.35"}],
        subscription_resource=[
            {"resource_id": "4", "plan_resource_id": "1", "name": "License",
             "additional_quantity": 3, "recurring_fee_amount": "8"},
        ],
        exchange_rate=[RATE],
        order=[sale],
        charge=[charge],
        account=[{"account_id": "a1", "name": "Alfa Trade"}],
    )  # fmt: skip

    assert (one.name, one.account_name, one.plan_name) == ("E3 of Alfa", "Alfa Trade", "E3")
    assert one.facts == Facts(
        subscription_id="s1",
        account_id="a1",
        reseller_id="r1",
        currency="EUR",
        status=SubscriptionStatus.ACTIVE,
        billing_type=BillingType.LONG_TERM,
        service_term_id="1",
        is_trial=False,
        is_plan_active=True,
        expires_on=date(2026, 12, 15),
        is_auto_renewed=True,
        is_auto_renew_locked=True,
        auto_renew_point=1,
        manual_renew_point=30,
        updated_at=datetime(2026, 11, 19, 9, 1, tzinfo=UTC),
        priced=Priced(
            Item(None, "", 1, Decimal(9), Decimal("1.50")),
            # At the fees of the plan as it is now, not those it was bought at.
            (Item("1", "License", 3, Decimal(0), Decimal("10.35")),),
            12,
            "USD",
            Decimal("0.863712"),
        ),
        orders=(
            OrderFact(
                "7", OrderType.SALES, OrderStatus.COMPLETED, Decimal(30), "EUR", None,
                datetime(2026, 11, 19, 9, tzinfo=UTC), datetime(2026, 11, 19, 9, 1, tzinfo=UTC),
            ),
        ),
        charges=(
            ChargeFact(
                "7", "License", Decimal(3), Decimal("11.50"), date(2026, 11, 19),
                date(2026, 12, 18), Decimal(30), ChargeStatus.BLOCKED,
                datetime(2026, 11, 19, 9, tzinfo=UTC),
            ),
        ),
    )  # fmt: skip


def test_what_is_not_known_is_none(tmp_path: Path) -> None:
    (one,) = candidates(tmp_path)

    facts = one.facts
    assert (one.account_name, one.plan_name) == (None, None)
    assert (facts.billing_type, facts.service_term_id) == (BillingType.UNKNOWN, None)
    assert (facts.priced, facts.updated_at, facts.orders, facts.charges) == (None, None, (), ())
    assert not facts.is_plan_active


@pytest.mark.parametrize(
    "tables",
    [
        {"plan_period": [{**PERIOD, "duration_unit": "unlimited", "duration": None}]},
        {"plan_period": [{**PERIOD, "duration_unit": "fortnight"}]},
        {"subscription_resource": [{"additional_quantity": None}]},
        {"plan": [{**PLAN, "currency": None}]},
    ],
    ids=str,
)
def test_no_price_is_made_of_half_of_it(tmp_path: Path, tables: dict[str, Any]) -> None:
    (one,) = candidates(tmp_path, **({"plan": [PLAN], "plan_period": [PERIOD]} | tables))

    assert one.facts.priced is None


@pytest.mark.parametrize(("is_auto_renewed", "months"), [(True, 1), (False, 12)])
def test_what_renews_itself_is_priced_for_the_period_it_renews_for(
    tmp_path: Path, is_auto_renewed: bool, months: int
) -> None:
    """OP-22, OP-23: a month is chosen for auto-renew; by hand it is a year again."""
    month = {**PERIOD, "plan_period_id": "m", "duration_unit": "month"}
    row = subscription(is_auto_renewed=is_auto_renewed, auto_renew_period_id="m")

    (one,) = candidates(tmp_path, subscription=[row], plan=[PLAN], plan_period=[PERIOD, month])

    assert one.facts.priced is not None
    assert one.facts.priced.months == months


@pytest.mark.parametrize(
    ("plan_currency", "rates", "rate"),
    [("EUR", [], Decimal(1)), ("USD", [], None), ("USD", [{**RATE, "rate": "0"}], None)],
)
def test_money_needs_a_rate_unless_it_is_the_resellers_own(
    tmp_path: Path, plan_currency: str, rates: list[Any], rate: Decimal | None
) -> None:
    """CUR-7."""
    plan = {**PLAN, "currency": plan_currency}

    (one,) = candidates(tmp_path, plan=[plan], plan_period=[PERIOD], exchange_rate=rates)

    assert one.facts.priced is not None
    assert one.facts.priced.rate == rate


def test_what_the_vendor_measures_is_no_part_of_the_price(tmp_path: Path) -> None:
    (one,) = candidates(
        tmp_path,
        plan=[PLAN],
        plan_period=[PERIOD],
        plan_resource=[{"plan_resource_id": "1", "is_measured": True}],
        subscription_resource=[{"plan_resource_id": "1", "additional_quantity": None}],
    )

    assert one.facts.priced is not None
    assert one.facts.priced.resources == ()


def test_those_whose_expiration_is_too_far_are_passed_over(tmp_path: Path) -> None:
    days = {
        "early": "2026-11-12", "grace": "2026-11-13", "point": "2027-01-19", "late": "2027-01-20",
        "told": "2027-02-20", "endless": None,
    }  # fmt: skip
    rows = [
        subscription(key, day, manual_renew_point_days=90 if key == "told" else None)
        for key, day in days.items()
    ]

    assert found(tmp_path, subscription=rows, plan=[PLAN]) == ["grace", "point", "told"]
    everything = replace(REACH, until_on=None)
    assert set(found(tmp_path, everything, subscription=rows, plan=[PLAN])) == {
        "grace", "point", "late", "told",
    }  # fmt: skip


def test_without_a_service_term_only_the_day_itself_and_what_is_told_is_near(
    tmp_path: Path,
) -> None:
    days = {"before": "2026-11-19", "today": "2026-11-20", "last": "2026-12-20",
            "later": "2026-12-21"}  # fmt: skip
    rows = [subscription(key, day) for key, day in days.items()]

    for plans in ([], [{**PLAN, "service_term_id": "7"}]):
        assert found(tmp_path, subscription=rows, plan=plans) == ["last", "today"]


@pytest.mark.parametrize(
    ("order", "is_found"),
    [
        ({"closed_at": "2026-11-12 23:00:00"}, True),
        ({"closed_at": "2026-11-12 22:59:59"}, False),
        ({"status": "cancelled", "closed_at": "2026-11-19 12:00:00"}, False),
        ({"status": "waiting_for_provisioning", "provisioned_on": "2026-11-20"}, True),
        ({"status": "waiting_for_provisioning", "provisioned_on": "2026-11-19"}, False),
    ],
)
def test_an_order_brings_its_subscription_in(
    tmp_path: Path, order: dict[str, Any], is_found: bool
) -> None:
    rows = [subscription(expires_on=None)]

    assert found(tmp_path, subscription=rows, order=[order]) == (["s1"] if is_found else [])


def test_what_is_gone_is_never_looked_at(tmp_path: Path) -> None:
    statuses = ("deleted", "deleting", "installing", "installation_failed")

    assert found(tmp_path, subscription=[subscription(one, status=one) for one in statuses]) == []


@pytest.mark.parametrize(
    ("updated_at", "is_found"),
    [
        # 90 days before the first and the last day, with a day more for the zone.
        ("2026-08-20 23:59:59", False),
        ("2026-08-21 00:00:00", True),
        ("2026-09-22 23:59:59", True),
        ("2026-09-23 00:00:00", False),
        (None, False),
    ],
)
def test_what_is_stopped_is_near_when_it_is_deleted(
    tmp_path: Path, updated_at: str | None, is_found: bool
) -> None:
    rows = [subscription(status="stopped", updated_at=updated_at)]

    assert found(tmp_path, subscription=rows, plan=[PLAN]) == (["s1"] if is_found else [])


def test_charges_of_what_is_in_a_window_are_told_deleted_ones_too(tmp_path: Path) -> None:
    sale = {"closed_at": "2026-11-19 09:01:00"}
    runs = {"period_start_on": "2026-11-01", "period_last_on": "2026-11-20", "status": "opened"}
    charges = [
        runs | {"gross_amount": "1"},
        runs | {"gross_amount": "2", "status": "closed"},
        runs | {"gross_amount": "4", "period_last_on": "2026-11-12"},
        runs | {"gross_amount": "4096", "period_last_on": "2026-11-11"},
        runs | {"gross_amount": "8", "status": "deleted"},
        runs | {"gross_amount": "16", "charge_type": "setup"},
        runs | {"gross_amount": "32", "subscription_id": "s2"},
        runs | {"gross_amount": "64", "reseller_id": "r2"},
        runs | {"gross_amount": "128", "order_id": ""},
        runs | {"gross_amount": "256", "status": "new"},
    ]

    (one,) = candidates(tmp_path, order=[sale], charge=charges)

    assert [charge.gross_amount for charge in one.facts.charges] == [1, 2, 4, 8, 128]


def test_some_may_be_asked_for_by_their_ids_and_clients(tmp_path: Path) -> None:
    rows = [subscription("s1"), subscription("s2"), subscription("s3", account_id="a2")]

    some = replace(REACH, subscription_ids=("s2", "s3", "s9"))
    assert found(tmp_path, some, subscription=rows) == ["s2", "s3"]
    of_one = replace(REACH, account_ids=("a2",))
    assert found(tmp_path, of_one, subscription=rows) == ["s3"]


def test_nothing_of_another_reseller_is_found(tmp_path: Path) -> None:
    """NFR-1."""
    other = subscription("s2", reseller_id="r2")

    assert found(tmp_path, subscription=[other], order=[{"subscription_id": "s2"}]) == []
