"""Orders before they are written down, and how they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.statuses import OrderStatus, OrderType
from sandbox.billing import best_discount, converted, post
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.charging.discounts import discount_of
from sandbox.charging.lines import Line
from sandbox.holdings import Totals
from sandbox.offers import resources_of
from sandbox.rates import current_rate
from sandbox.records import Order, Subscription
from sandbox.refusals import unprocessable

PAY_WITHIN = timedelta(days=3)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Draft:
    """An order before it is written down."""

    kind: OrderType
    plan: Plan
    period: PlanPeriod
    totals: Totals
    lines: Iterable[Line]
    description: str
    provisioning_on: date
    manager_id: int | None


def write_order(books: Books, subscription: Subscription, draft: Draft) -> Order:
    """Write an order and its charges down, not paid yet.

    Raises:
        Refused: the plan's currency has no rate (CUR-7).
    """
    try:
        rate = current_rate(books, draft.plan.reseller_id, draft.plan.currency)
    except LookupError as error:
        raise unprocessable(f"There is {error}") from error
    lines = list(draft.lines)
    gross = sum((converted(line, rate) for line in lines), NOTHING)
    discount = best_discount(books, draft.plan)
    discount_amount = NOTHING if discount is None else discount_of(gross, discount.percent)
    order = books.add(
        Order(
            order_id=books.new_id(Order),
            reseller_id=subscription.reseller_id,
            account_id=subscription.account_id,
            subscription_id=subscription.subscription_id,
            manager_id=draft.manager_id,
            kind=draft.kind,
            status=OrderStatus.WAITING_FOR_PAYMENT,
            plan_id=draft.plan.plan_id,
            plan_period_id=draft.period.plan_period_id,
            targets={str(key): quantity for key, quantity in draft.totals.items()},
            description=draft.description,
            total=gross - discount_amount,
            discount_amount=discount_amount,
            exchange_rate=rate,
            provisioning_on=draft.provisioning_on,
            pay_by_on=books.today + PAY_WITHIN,
            failure=None,
            created_at=books.now,
            closed_at=None,
            updated_at=books.now,
        )
    )
    post(books, subscription, order, lines)
    return order


def amounts_text(books: Books, plan: Plan, totals: Totals) -> str:
    """List what is ordered of each resource."""
    return ", ".join(
        f"{resource.name}: {totals[resource.plan_resource_id]}"
        for resource in resources_of(books, plan.plan_id)
        if totals.get(resource.plan_resource_id)
    )


def changes_text(books: Books, plan: Plan, old: Totals, new: Totals) -> str:
    """List what changes, "License: 10 → 15" (HIST-3)."""
    return ", ".join(
        f"{resource.name}: {old[key]} → {new[key]}"
        for resource in resources_of(books, plan.plan_id)
        for key in [resource.plan_resource_id]
        if old[key] != new[key]
    )
