"""What a seeded platform charges: every sum is that of its parts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from domain.money import round_half_up
from domain.statuses import (
    BillingType,
    ChargeStatus,
    ChargeType,
)
from sandbox import costs
from sandbox.books import Books
from sandbox.catalog_records import Discount, Plan
from sandbox.charging.discounts import discount_of
from sandbox.costs import Window
from sandbox.records import (
    Account,
    Charge,
    Reseller,
    ResellerCharge,
    Subscription,
    Usage,
)
from tests.sandbox_fixtures import MAIN

ALL_TIME = Window(date(2000, 1, 1), date(2100, 1, 1))


def test_charge_amounts_are_what_their_parts_make(charges: list[Charge]) -> None:
    """BIL-5, CUR-3, REP-5: price x quantity x months, at the rate of the charge."""
    for charge in charges:
        assert charge.amount == round_half_up(charge.plan_amount * charge.exchange_rate, 2)
        assert charge.plan_amount == round_half_up(charge.plan_amount, 2)
        if charge.kind is ChargeType.RECURRING:
            product = charge.unit_price * charge.quantity * charge.duration
            # Durations are shown with three places only.
            tolerance = abs(charge.unit_price * charge.quantity) * Decimal("0.0005")
            assert abs(charge.plan_amount - product) <= tolerance + Decimal("0.005")
        else:
            assert charge.plan_amount == round_half_up(charge.unit_price * charge.quantity, 2)


def test_every_closed_charge_became_one_reseller_charge(
    books: Books, charges: list[Charge]
) -> None:
    """REP-5: owed = amount less discount."""
    rows = {row.charge_id: row for row in books.find(ResellerCharge)}
    closed = {charge.charge_id: charge for charge in charges if charge.status == "closed"}

    assert rows.keys() == closed.keys()
    for key, charge in closed.items():
        row = rows[key]
        assert row.total == charge.amount - row.discount_amount
        assert row.discount_amount == charge.discount_amount
        assert row.discount_percent == charge.discount_percent
        assert row.closed_on == charge.close_on
    assert all(charge.discount_amount is None for charge in charges if charge.status != "closed")


def test_discounts_agree_for_the_charges_of_an_order_that_close_together(
    books: Books, charges: list[Charge]
) -> None:
    """BIL-6."""
    groups: dict[tuple[object, ...], list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.status is ChargeStatus.CLOSED:
            key = charge.order_id or -charge.charge_id
            groups[key, charge.updated_at, charge.discount_percent].append(charge)

    for (_, _, percent), group in groups.items():
        gross = sum((charge.amount for charge in group), Decimal(0))
        given = sum((charge.discount_amount or Decimal(0) for charge in group), Decimal(0))
        assert isinstance(percent, Decimal)
        assert given == discount_of(gross, percent)
    assert {percent for _, _, percent in groups} >= {Decimal(0), Decimal(10), Decimal(15)}
    assert all(discount.percent > 0 for discount in books.find(Discount))


def test_analytics_are_the_sums_of_charges_and_usage(books: Books, charges: list[Charge]) -> None:
    """ANL-21, in plain Python."""
    plans = {plan.plan_id: plan.billing_type for plan in books.find(Plan)}
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for charge in charges:
        is_external = plans[charge.plan_id] is BillingType.PAYG_EXTERNAL
        if not is_external and charge.status not in ("new", "deleted", "refunded"):
            sums[f"{charge.start_on:%Y-%m}", charge.subscription_id] += charge.amount
    for usage in books.find(Usage):
        if usage.is_billed:
            sums[f"{usage.operated_on:%Y-%m}", usage.subscription_id] += usage.total

    expenses = [
        expense
        for reseller in books.find(Reseller)
        for expense in costs.expenses(books, reseller.reseller_id, ALL_TIME)
    ]

    assert {(e.month, e.subscription_id): e.total for e in expenses} == sums
    assert len(expenses) == len(sums)


def test_monthly_analytics_agree_with_the_resellers(books: Books) -> None:
    by_subscription: dict[int, Decimal] = defaultdict(Decimal)
    for expense in costs.expenses(books, MAIN, ALL_TIME):
        by_subscription[expense.subscription_id] += expense.total

    for subscription in books.find(Subscription, "reseller_id = ?", MAIN):
        months = costs.monthly(books, subscription, ALL_TIME)
        total = sum((cost.total for cost in months), Decimal(0))
        assert total == by_subscription[subscription.subscription_id]


def test_consumption_charges_are_the_rounded_sums_of_what_was_billed(
    books: Books, charges: list[Charge]
) -> None:
    usage = books.find(Usage)
    found = 0
    for charge in charges:
        if charge.kind is ChargeType.CONSUMPTION and charge.accrued:
            total = sum(
                (
                    one.total
                    for one in usage
                    if one.subscription_id == charge.subscription_id
                    and charge.start_on <= one.operated_on < charge.end_on
                    and one.is_billed
                ),
                Decimal(0),
            )
            assert charge.accrued == total
            assert charge.amount == round_half_up(total, 2)
            found += 1
    assert found > 10


def test_late_usage_never_misses_the_closing_of_its_period(
    books: Books, charges: list[Charge]
) -> None:
    closed = {
        (charge.subscription_id, charge.end_on): charge
        for charge in charges
        if charge.kind is ChargeType.CONSUMPTION and charge.status is ChargeStatus.CLOSED
    }
    for usage in books.find(Usage):
        assert 1 <= (usage.billed_on - usage.operated_on).days <= 3
    for (subscription_id, end), charge in closed.items():
        where = "subscription_id = ? AND operated_on >= ? AND operated_on < ? AND billed_on > ?"
        assert books.count(Usage, where, subscription_id, charge.start_on, end, end) == 0


def test_some_usage_is_given_back(books: Books) -> None:
    assert books.count(Usage, "total < 0") > 0


def test_trials_cost_nothing(books: Books, charges: list[Charge]) -> None:
    """BIL-13, ANL-22."""
    trials = {s.subscription_id for s in books.find(Subscription) if s.is_trial}

    assert trials
    assert not trials & {charge.subscription_id for charge in charges}


def test_somebody_costs_nothing_at_all(books: Books, charges: list[Charge]) -> None:
    paying = {charge.account_id for charge in charges}

    assert {account.account_id for account in books.find(Account)} - paying


def test_some_subscription_has_a_month_without_cost_in_between(books: Books) -> None:
    months: dict[int, set[str]] = defaultdict(set)
    for expense in costs.expenses(books, MAIN, ALL_TIME):
        months[expense.subscription_id].add(expense.month)

    def has_gap(found: set[str]) -> bool:
        first, last = (date.fromisoformat(f"{month}-01") for month in (min(found), max(found)))
        span = (last.year - first.year) * 12 + last.month - first.month + 1
        return len(found) < span

    assert any(has_gap(found) for found in months.values())
