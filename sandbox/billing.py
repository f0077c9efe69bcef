"""Writes charges down: made of lines, settled, and closed into reseller charges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.money import round_half_up
from domain.statuses import ChargeStatus, OrderType
from sandbox.books import Books
from sandbox.catalog_records import Discount, Plan
from sandbox.charging.discounts import Given, shared
from sandbox.charging.lines import MONEY_PLACES, Line
from sandbox.charging.settling import Part, Settlement
from sandbox.months import ONE_DAY
from sandbox.offers import plan_of
from sandbox.records import Charge, Order, ResellerCharge, Subscription

NOTHING = Decimal(0)
TITLES = {
    OrderType.SALES: "Sales order",
    OrderType.CHANGE: "Change order",
    OrderType.RENEWAL: "Renewal order",
    OrderType.SWITCH: "Switch order",
    OrderType.PROLONG: "Prolong order",
}
UNSETTLED = "('blocked', 'opened')"


def converted(line: Line, rate: Decimal) -> Decimal:
    """Return a line's amount in the reseller's currency (CUR-3)."""
    return round_half_up(line.amount * rate, MONEY_PLACES)


def post(
    books: Books, subscription: Subscription, order: Order, lines: Iterable[Line]
) -> list[Charge]:
    """Write the charges of an order that is not paid yet, at the rate fixed with it (CUR-4)."""
    plan = plan_of(books, order.plan_id)
    return [
        books.add(
            _charge(books, subscription, plan, line, order.exchange_rate,
                    title=TITLES[order.kind], order_id=order.order_id,
                    status=ChargeStatus.NEW)
        )
        for line in lines
    ]  # fmt: skip


def post_consumption(books: Books, subscription: Subscription, line: Line, rate: Decimal) -> Charge:
    """Write a consumption charge that is to be closed at once."""
    plan = plan_of(books, subscription.plan_id)
    return books.add(
        _charge(books, subscription, plan, line, rate, title="Consumption", order_id=None,
                status=ChargeStatus.BLOCKED)
    )  # fmt: skip


def unsettled(books: Books, subscription: Subscription) -> list[Charge]:
    """Return the charges of a subscription that are paid for and not closed yet."""
    where = f"subscription_id = ? AND status IN {UNSETTLED} ORDER BY charge_id"
    return books.find(Charge, where, subscription.subscription_id)


def charges_of(books: Books, order: Order) -> list[Charge]:
    return books.find(Charge, "order_id = ? ORDER BY charge_id", order.order_id)


def settle(books: Books, charges: Iterable[Charge], settlement: Settlement) -> list[Charge]:
    """Carry a settlement out; returns the charges it made, closed where they are to be."""
    by_id = {charge.charge_id: charge for charge in charges}
    closing, made = [], []
    for charge_id, status in settlement.statuses.items():
        charge = by_id[charge_id]
        if status is ChargeStatus.CLOSED:
            closing.append(charge)
        else:
            made.append(books.change(charge, status=status))
    for part in settlement.parts:
        charge = _part(books, part)
        if part.line.status is ChargeStatus.CLOSED:
            closing.append(charge)
        else:
            made.append(charge)
    return made + close(books, closing)


def close(books: Books, charges: Iterable[Charge]) -> list[Charge]:
    """Close charges: their discounts are final now, and each becomes a reseller charge.

    Those of one order share one discount, whenever they close; a refund gives back at the discount
    it was bought at.
    """
    groups: dict[tuple[int, int | None, Decimal], list[Charge]] = defaultdict(list)
    for charge in charges:
        discount_id, percent = _discount(books, charge)
        groups[charge.order_id or -charge.charge_id, discount_id, percent].append(charge)
    closed = []
    for (_, discount_id, percent), group in groups.items():
        before = _given(books, group[0].order_id, percent)
        amounts = shared([charge.amount for charge in group], percent, before)
        for charge, amount in zip(group, amounts, strict=True):
            closed.append(_close(books, charge, discount_id, percent, amount))
    return closed


def _given(books: Books, order_id: int | None, percent: Decimal) -> Given:
    """Return what has been closed of an order at a discount, so that its charges agree with it."""
    if order_id is None or not percent:
        return Given()
    where = "order_id = ? AND status = 'closed' AND discount_percent = ?"
    closed = books.find(Charge, where, order_id, percent)
    return Given(
        sum((charge.amount for charge in closed), NOTHING),
        sum((charge.discount_amount or NOTHING for charge in closed), NOTHING),
    )


def best_discount(books: Books, plan: Plan, on: date | None = None) -> Discount | None:
    """Return the highest discount a reseller has on a plan's product, today or on a day."""
    place = (Discount, plan.reseller_id, plan.product_id)
    if place not in books.kept:
        where = "reseller_id = ? AND product_id = ? ORDER BY percent DESC"
        books.kept[place] = books.find(Discount, where, plan.reseller_id, plan.product_id)
    found: list[Discount] = books.kept[place]
    day = on or books.today
    for discount in found:
        if discount.start_on <= day and (discount.end_on is None or day < discount.end_on):
            return discount
    return None


def _discount(books: Books, charge: Charge) -> tuple[int | None, Decimal]:
    if charge.refund_of_id is not None:
        where = "charge_id = ?"
        (bought,) = books.find(ResellerCharge, where, charge.refund_of_id)
        return bought.discount_id, bought.discount_percent
    discount = best_discount(books, plan_of(books, charge.plan_id))
    return (None, NOTHING) if discount is None else (discount.discount_id, discount.percent)


def _close(
    books: Books, charge: Charge, discount_id: int | None, percent: Decimal, amount: Decimal
) -> Charge:
    closed = books.change(
        charge,
        status=ChargeStatus.CLOSED,
        close_on=books.today,
        discount_percent=percent,
        discount_amount=amount,
    )
    books.add(
        ResellerCharge(
            reseller_charge_id=books.new_id(ResellerCharge),
            charge_id=charge.charge_id,
            reseller_id=charge.reseller_id,
            discount_id=discount_id,
            discount_percent=percent,
            discount_amount=amount,
            total=charge.amount - amount,
            closed_on=books.today,
            created_at=books.now,
            updated_at=books.now,
        )
    )
    return closed


def _charge(
    books: Books, subscription: Subscription, plan: Plan, line: Line, rate: Decimal, *,
    title: str, order_id: int | None, status: ChargeStatus,
) -> Charge:  # fmt: skip
    stem = ", ".join(part for part in (f"{title}: {plan.name}", line.item.name) if part)
    return Charge(
        charge_id=books.new_id(Charge),
        reseller_id=subscription.reseller_id,
        account_id=subscription.account_id,
        subscription_id=subscription.subscription_id,
        plan_id=plan.plan_id,
        order_id=order_id,
        resource_id=line.item.resource_id,
        plan_resource_id=line.item.plan_resource_id,
        resource_name=line.item.name,
        kind=line.kind,
        description=described(stem, line.start_on, line.end_on),
        quantity=line.quantity,
        unit_price=line.unit_price,
        start_on=line.start_on,
        end_on=line.end_on,
        duration=line.duration,
        plan_currency=plan.currency,
        plan_amount=line.amount,
        exchange_rate=rate,
        amount=converted(line, rate),
        accrued=NOTHING,
        refund_of_id=None,
        discount_percent=None,
        discount_amount=None,
        status=status,
        close_on=line.close_on,
        created_at=books.now,
        updated_at=books.now,
    )


def _part(books: Books, part: Part) -> Charge:
    """Write a charge that continues another one, or gives it back, at that one's own rate."""
    of, line = part.of, part.line
    stem = of.description.rpartition(", ")[0]
    is_refund = line.quantity < 0
    return books.add(
        replace(
            of,
            charge_id=books.new_id(Charge),
            description=described(f"Refund. {stem}" if is_refund else stem, line.start_on,
                                  line.end_on),
            quantity=line.quantity,
            start_on=line.start_on,
            end_on=line.end_on,
            duration=line.duration,
            plan_amount=line.amount,
            amount=converted(line, of.exchange_rate),
            refund_of_id=of.charge_id if is_refund else None,
            discount_percent=None,
            discount_amount=None,
            status=ChargeStatus.BLOCKED if line.status is ChargeStatus.CLOSED else line.status,
            close_on=line.close_on,
            created_at=books.now,
            updated_at=books.now,
        )
    )  # fmt: skip


def described(stem: str, start: date, end: date) -> str:
    """Say what a charge is for, and which days it covers."""
    return f"{stem}, {start:%d.%m.%Y} – {end - ONE_DAY:%d.%m.%Y}"
